"""Pages and news in one process: pages run as WSGI in a pool of threads that keep their database connections,
only the event stream is asynchronous. Measured in docs/decisions/0002-serving.md."""

import os

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandali.settings")
streams = get_asgi_application()

from sandali.wsgi import application as pages  # noqa: E402 - Django is set up by the line above

threaded_pages = WSGIMiddleware(pages, workers=settings.WEB_THREADS)
STREAMS = "/live/"


async def application(scope, receive, send):  # type: ignore[no-untyped-def]
    """Route by path: /live/ streams, all else is a page."""
    if scope["type"] == "http" and not scope["path"].startswith(STREAMS):
        await threaded_pages(scope, receive, send)
    else:
        await streams(scope, receive, send)
