"""Pages, news and hooks in one process: pages run as WSGI in a pool of threads that keep their database connections, the event stream is
asynchronous (docs/decisions/0002-serving.md), and what providers tell goes past the pages to one thread that keeps it (0036)."""

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

# Django is set up by now.
from sandali.channels.hooks import HOOKS  # noqa: E402 - as said above
from sandali.exchange.door import Door  # noqa: E402 - as said above
from sandali.wsgi import application as pages  # noqa: E402 - as said above

threaded_pages = WSGIMiddleware(pages, workers=settings.WEB_THREADS)
hooks = Door(threaded_pages)
STREAMS, TOLD = "/live/", f"/{HOOKS}/"


async def application(scope, receive, send):  # type: ignore[no-untyped-def]
    """Route by path: /live/ streams, /hooks/ is told, all else is a page."""
    if scope["type"] != "http" or scope["path"].startswith(STREAMS):
        await streams(scope, receive, send)
    elif scope["path"].startswith(TOLD):
        await hooks(scope, receive, send)
    else:
        await threaded_pages(scope, receive, send)
