"""The stream of a window: it says that there is news, never what. One look at the database serves all windows of a process."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextvars import Context
from typing import Final

from asgiref.sync import sync_to_async
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse

from sandali.cases.together import lookers_now
from sandali.channels.webchat.thread import newest_part, parts_after
from sandali.channels.webchat.visitors import Visitor, digest_of
from sandali.history import live
from sandali.kit.secrets import mac, mac_ok

log = logging.getLogger(__name__)
TICK, REST, BEAT = 1.0, 0.1, 15.0  # seconds: between two looks when nothing wakes us, between two in any case, between two beats
HOUR: Final = 3600
LASTS: Final = 24 * HOUR
MOST_OF_ONE, MOST_ALTOGETHER = 8, 4000  # streams
BEHIND: Final = 30  # numbers of rows that are looked at again: what was begun first may be committed last
STREAM_MAC: Final = "chat-stream"
Key = tuple[int, str]  # channel, digest of the visitor


def stream_url(channel: int, visitor: Visitor, case: int) -> str:
    """Where a window listens. The address says nothing of the visitor's token and opens nothing but this stream.

    It changes once an hour alone, so that windows may hold on to it."""
    until = int(time.time()) // HOUR * HOUR + LASTS
    code = mac(STREAM_MAC, channel, until, case, visitor.digest)
    return reverse("chat_live", args=[f"{channel}-{until}-{case}-{visitor.digest}-{code}"])


def key_of(ticket: str) -> tuple[Key, int] | None:
    """For whom a ticket is, and in which case (0 for none yet); None for a wrong or an old one."""
    parts = ticket.split("-")
    if len(parts) != 5 or not all(one.isascii() and one.isdigit() and len(one) < 16 for one in parts[:3]):
        return None
    channel, until, case = (int(one) for one in parts[:3])
    good = mac_ok(parts[4], STREAM_MAC, channel, until, case, parts[3]) and time.time() < until
    return ((channel, parts[3]), case) if good else None


class Hub:
    """The windows of this process that listen, and the task that serves them while there are any."""

    def __init__(self) -> None:
        self.queues: dict[Key, set[asyncio.Queue[str | None]]] = defaultdict(set)
        self.cases: dict[Key, int] = {}
        self.writing: dict[int, bool] = {}
        self.count = 0
        self.last = 0
        self.told: set[int] | None = None  # the numbers of the last look
        self.task: asyncio.Task[None] | None = None

    def has_room(self, key: Key) -> bool:
        """Whether one more may listen."""
        return self.count < MOST_ALTOGETHER and len(self.queues.get(key, ())) < MOST_OF_ONE

    def join(self, key: Key, case: int) -> asyncio.Queue[str | None]:
        """Listen from now on."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self.queues[key].add(queue)
        if case:
            self.cases[key] = case
        self.count += 1
        if self.task is None or self.task.done():
            # A context of its own: it outlives the request that began it.
            self.task = asyncio.get_running_loop().create_task(self.run(), context=Context())
        return queue

    def leave(self, key: Key, queue: asyncio.Queue[str | None]) -> None:
        """The window is gone."""
        self.count -= 1
        self.queues[key].discard(queue)
        if not self.queues[key]:
            del self.queues[key]
            self.cases.pop(key, None)

    async def run(self) -> None:
        """Look and tell, again and again. When a look fails, the streams end: windows open them again."""
        try:
            self.last, self.told = await sync_to_async(self.begin)(), None
            while self.queues:
                for key, line in await sync_to_async(self.look)():
                    for queue in self.queues.get(key, ()):
                        queue.put_nowait(line)
                await asyncio.sleep(REST)
                await live.wait(TICK)
        except Exception:
            log.exception("looking for answers in chats failed")
            raise
        finally:
            for queues in self.queues.values():
                for queue in queues:
                    queue.put_nowait(None)

    def begin(self) -> int:
        """From where on there is news."""
        close_old_connections()
        return newest_part()

    def look(self) -> list[tuple[Key, str]]:
        """A look in a thread that outlives requests: nobody else ends its connections that broke."""
        close_old_connections()
        return self.found()

    def found(self) -> list[tuple[Key, str]]:
        """For whom there is something new, and whose answer is being written."""
        return [*((key, NEWS) for key in self.news()), *((key, line) for key, line in self.typing())]

    def news(self) -> set[Key]:
        """For whom something was sent."""
        found = parts_after(max(0, self.last - BEHIND))
        before, after = self.told, {number for number, _channel, _value in found}
        fresh = after - before if before is not None else {number for number in after if number > self.last}
        self.told, self.last = after, max([self.last, *after])
        return {(channel, digest_of(value)) for number, channel, value in found if number in fresh}

    def typing(self) -> list[tuple[Key, str]]:
        """Where somebody of ours began or stopped writing."""
        asked = dict(self.cases)
        now = {case: any(people.values()) for case, people in lookers_now().items()} if asked else {}
        before, self.writing = self.writing, {case: now.get(case, False) for case in asked.values()}
        return [(key, TYPING[self.writing[case]]) for key, case in asked.items() if self.writing[case] != before.get(case, False)]


HUB = Hub()
NEWS: Final = "event: news\ndata: 1\n\n"
TYPING: Final = {writes: f"event: typing\ndata: {int(writes)}\n\n" for writes in (True, False)}
SIGN: Final = "event: beat\ndata: 1\n\n"


def stream(request: HttpRequest, ticket: str) -> HttpResponse:
    """Server-sent events of one window: "news" when it should ask, and a beat. 429 when too many listen."""
    if isinstance(request, WSGIRequest):
        return HttpResponse(status=503)  # a development server without streams: windows ask by themselves
    found = key_of(ticket)
    if found is None:
        return HttpResponse(status=404)
    key, case = found
    if not HUB.has_room(key):
        return HttpResponse(status=429, headers={"Retry-After": "30"})
    answer = StreamingHttpResponse(flow(key, case), content_type="text/event-stream")
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"
    return answer


async def flow(key: Key, case: int) -> AsyncIterator[str]:
    """What the stream says, until the window goes. News first: something may have happened while it was opened."""
    queue = HUB.join(key, case)
    try:
        yield f"retry: 3000\n{SIGN}{NEWS}"
        while True:
            try:
                line = await asyncio.wait_for(queue.get(), BEAT)
            except TimeoutError:
                line = SIGN
            if line is None:
                return
            yield line
    finally:
        HUB.leave(key, queue)
