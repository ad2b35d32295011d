"""What providers tell us, past the stack of pages: read on the server's loop, judged and kept by one thread, all that came in a moment together.

While one write to the disk is waited for, the next knocks come in, and share the next one. Why so: docs/decisions/0036."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Sequence
from io import BytesIO
from queue import SimpleQueue
from typing import Any, Final

from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections, connection
from django.http import HttpResponse
from django.utils.log import log_response

from sandali.channels.hooks import HOOKS
from sandali.exchange.hooks import LARGEST, Knock, answers_to, said, unheard
from sandali.exchange.uploads import length_of
from sandali.kit.courtesy import answering
from sandali.kit.middleware import check_host, set_headers

log = logging.getLogger("sandali.exchange")
MOST_TOGETHER: Final = 100  # that are answered at once
MOST_HELD: Final = 64 * 1024 * 1024  # bytes of bodies that are in memory at a time
READ_WITHIN: Final = 30.0  # seconds in which a body must have come

App = Callable[[Any, Any, Any], Awaitable[None]]
Waiting = tuple[Knock, asyncio.AbstractEventLoop, "asyncio.Future[HttpResponse]"]


class Together:
    """One thread that answers: all who have come while it answered those before them, at once."""

    def __init__(self, answer: Callable[[Sequence[Knock]], list[HttpResponse]] = answers_to) -> None:
        self._answer = answer
        self._waiting: SimpleQueue[Waiting | None] = SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    async def ask(self, knock: Knock) -> HttpResponse:
        """The answer, once what was told is on the disk."""
        self._start()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[HttpResponse] = loop.create_future()
        self._waiting.put((knock, loop, answer))
        return await answer

    def end(self) -> None:
        """Answer who waits, close the thread's connection to the database, and return; who comes later finds another thread."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._waiting.put(None)
            thread.join()

    def _start(self) -> None:
        """Begin with the first knock: a process that is asked for none has no thread for it."""
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._go_on, name="hooks", daemon=True)
                    self._thread.start()

    def _go_on(self) -> None:
        while waiting := self._next():
            close_old_connections()  # as Django does at each request
            try:
                answers = self._answer([knock for knock, _loop, _future in waiting])
            except Exception:  # noqa: BLE001 - the thread must go on for those who come next; it is logged, and 500 lets these come again
                log.exception("hooks could not be answered")
                answers = [said(500) for _one in waiting]
            for loop in {loop for _knock, loop, _future in waiting}:
                mine = [(future, answer) for (_knock, of, future), answer in zip(waiting, answers, strict=True) if of is loop]
                loop.call_soon_threadsafe(hand_over, mine)
        connection.close()

    def _next(self) -> list[Waiting]:
        """Whoever waits, the longest first; waits for one. Nobody at the end."""
        found: list[Waiting] = []
        one = self._waiting.get()
        while one is not None:
            found.append(one)
            if len(found) >= MOST_TOGETHER or self._waiting.empty():
                return found
            one = self._waiting.get()  # nobody else takes from it
        if found:
            self._waiting.put(None)  # these first, the end at the next round
        return found


def hand_over(answers: Sequence[tuple[asyncio.Future[HttpResponse], HttpResponse]]) -> None:
    """Give the answers to whoever still waits for them."""
    for future, answer in answers:
        if not future.done():
            future.set_result(answer)


class Door:
    """An application of ASGI: takes what is told at an address of a hook, and leaves everything else to the pages."""

    def __init__(self, pages: App) -> None:
        self._pages = pages
        self.together = Together()
        self._held = 0

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """By POST, or by GET with a secret behind the address. A handshake, and a host that is not ours, are the pages' to answer."""
        parts = scope["path"].split("/")
        is_told = scope["method"] == "POST" or len(parts) == 5
        if scope["method"] not in ("POST", "GET") or len(parts) not in (4, 5) or parts[1] != HOOKS or not all(parts[2:-1]) or parts[-1] or not is_told:
            return await self._pages(scope, receive, send)
        request = ASGIRequest(scope, BytesIO())
        try:
            check_host(request)
        except DisallowedHost:
            return await self._pages(scope, receive, send)
        knock = Knock(request, parts[2], parts[3] if len(parts) == 5 else "")
        answer = unheard(knock) or await self._heard(knock, receive)
        if answer is not None:
            await send_answer(answer, request, send)
        return None

    async def _heard(self, knock: Knock, receive: Any) -> HttpResponse | None:
        """Read what is said and answer it; None for who has gone."""
        # Of a body in pieces nobody knows the length before.
        length = (length_of(knock.request) or 0) if "CONTENT_LENGTH" in knock.request.META else LARGEST
        if self._held + length > MOST_HELD:
            return said(503, {"Retry-After": "5"})
        self._held += length
        try:
            async with asyncio.timeout(READ_WITHIN):
                body = await body_of(receive)
            if body is None:
                return None
            if len(body) > LARGEST:
                return said(413)
            with answering():
                return await self.together.ask(Knock(knock.request, knock.token, knock.secret, body))
        except TimeoutError:
            return said(408)
        finally:
            self._held -= length


async def body_of(receive: Any) -> bytes | None:
    """The whole body, or a little more than is taken; None when whoever spoke is gone."""
    pieces, length = [], 0
    while length <= LARGEST:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        pieces.append(message.get("body", b""))
        length += len(pieces[-1])
        if not message.get("more_body", False):
            break
    return b"".join(pieces)


async def send_answer(answer: HttpResponse, request: ASGIRequest, send: Any) -> None:
    """The answer on its way, with the headers and the line in the log that an answer of the pages has."""
    set_headers(answer)
    if answer.status_code >= 400:
        log_response("%s: %s", answer.reason_phrase, request.path, response=answer, request=request)
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.items()]
    headers.append((b"content-length", str(len(answer.content)).encode()))
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": answer.content})
