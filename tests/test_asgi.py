"""asgi.py: pages in threads, streams in one place."""

import asyncio
import threading

import pytest
from asgiref.sync import sync_to_async

from sandali import asgi


class Asking(asgi.Streams):
    """Answers nothing, and notes in which thread its synchronous part ran while all others were open too."""

    def __init__(self, together):
        self.together, self.threads = together, []

    async def handle(self, scope, receive, send):
        self.threads.append(await sync_to_async(threading.get_ident)())
        await self.together.wait()


def test_streams_that_are_open_at_once_share_one_thread_and_so_one_connection():
    async def opened():
        streams = Asking(asyncio.Barrier(8))
        await asyncio.gather(*(streams({"type": "http", "path": "/live/"}, None, None) for _number in range(8)))
        return streams.threads

    assert len(set(asyncio.run(opened()))) == 1


def test_what_is_not_http_is_refused():
    with pytest.raises(ValueError, match="websocket"):
        asyncio.run(asgi.streams({"type": "websocket", "path": "/live/"}, None, None))


def test_streams_and_pages_go_to_their_own_servers(monkeypatch):
    asked = []

    def server(name):
        async def answer(scope, receive, send):
            asked.append((name, scope["path"]))

        return answer

    monkeypatch.setattr(asgi, "streams", server("streams"))
    monkeypatch.setattr(asgi, "threaded_pages", server("pages"))

    async def ask():
        for path in ("/cases/", "/live/", "/live/chat/x/", "/liver/"):
            await asgi.application({"type": "http", "path": path}, None, None)

    asyncio.run(ask())
    assert asked == [("pages", "/cases/"), ("streams", "/live/"), ("streams", "/live/chat/x/"), ("pages", "/liver/")]
