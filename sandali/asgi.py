"""Pages and news in one process: pages run as WSGI in a pool of threads that keep their database connections,
only the event stream is asynchronous. Measured in docs/decisions/0002-serving.md."""

import os

import django
from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandali.settings")
django.setup(set_prefix=False)


class Streams(ASGIHandler):
    """Django's, with one thread for whatever of all streams is not asynchronous: who asks, and what they may see.

    Django's own keeps a thread for each request until its answer is over, which for a stream is never, and with it a connection to
    the database: 0.6 MB for each open page, where one has almost nothing to do."""

    async def __call__(self, scope, receive, send):  # type: ignore[no-untyped-def]
        """As Django's, which raises ValueError for what is not http too."""
        if scope["type"] != "http":
            raise ValueError(f"streams are asked for by http, not by {scope['type']}")
        await self.handle(scope, receive, send)


streams = Streams()

from sandali.wsgi import application as pages  # noqa: E402 - Django is set up by the line above

threaded_pages = WSGIMiddleware(pages, workers=settings.WEB_THREADS)
STREAMS = "/live/"


async def application(scope, receive, send):  # type: ignore[no-untyped-def]
    """Route by path: /live/ streams, all else is a page."""
    if scope["type"] == "http" and not scope["path"].startswith(STREAMS):
        await threaded_pages(scope, receive, send)
    else:
        await streams(scope, receive, send)
