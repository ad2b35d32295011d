"""Providers who tell by the server's own door (exchange/door.py): many at once, on one loop, as uvicorn brings them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sandali.exchange.door import Door


@dataclass
class Request:
    """One request; `pieces` of its body come one after the other, and "content-length" says what `length` does (None: nothing)."""

    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "POST"
    query: str = ""
    length: int | None = -1
    pieces: list[bytes] | None = None
    goes: bool = False  # before all of it was said

    @property
    def scope(self) -> dict[str, Any]:
        """As ASGI brings it."""
        length = len(self.body) if self.length == -1 else self.length
        said = {"host": "localhost", **({} if length is None else {"content-length": str(length)}), **{name.lower(): value for name, value in self.headers.items()}}
        return {
            "type": "http", "method": self.method, "path": self.path, "query_string": self.query.encode(), "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 80),
            "headers": [(name.encode(), value.encode()) for name, value in said.items()],
        }  # fmt: skip


@dataclass
class Answer:
    """What came back; status 0 where nobody was answered, -1 where it was left to the pages."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


async def ask(door: Door, request: Request) -> Answer:
    """Bring one request to a door whose pages answer by `to_pages`."""
    found = Answer()
    pieces = list(request.pieces or [request.body])

    async def receive() -> dict[str, Any]:
        if not pieces or (request.goes and len(pieces) == 1):
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            found.status = message["status"]
            found.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            found.body += message["body"]

    await door(request.scope, receive, send)
    return found


async def to_pages(scope: Any, receive: Any, send: Any) -> None:
    """Stands where the pages are."""
    await send({"type": "http.response.start", "status": -1, "headers": []})


@contextmanager
def opened() -> Iterator[Door]:
    """A door, whose thread has ended and left the database when the block ends."""
    door = Door(to_pages)
    try:
        yield door
    finally:
        door.together.end()


def told(requests: list[Request], *, at_once: int = 8) -> list[Answer]:
    """The answers to all of these, so many at the same moment."""

    async def all_of_them(door: Door) -> list[Answer]:
        gate = asyncio.Semaphore(at_once)

        async def one(request: Request) -> Answer:
            async with gate:
                return await ask(door, request)

        return list(await asyncio.gather(*(one(request) for request in requests)))

    with opened() as door:
        return asyncio.run(all_of_them(door))
