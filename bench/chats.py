"""Chats: 800 open windows on one process: its memory, and how long a message takes to the desk and its answer back."""

from __future__ import annotations

import asyncio
import json
import re
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings

from bench.browsing import HEADERS, Browser, WrongAnswer, right, sign_in
from bench.figures import Figure
from bench.processes import Server, settle
from sandali.cases.models import Message
from sandali.channels.models import Channel
from sandali.channels.setup import create_channel
from sandali.company.models import Person

WINDOWS, ROUNDS = 800, 20
MEMORY, THERE_AND_BACK = 400.0, 500.0  # the goals: MB, ms
PATIENCE = 60.0
KEY = "b" * 32
FORM_KEY = re.compile(r'name="key" value="([^"]+)"')
# Each visitor has an address of their own, as behind a proxy that says so; and an answer leaves at once instead of after ten
# seconds in which it can be taken back.
ASKS = {"SANDALI_TRUSTED_PROXIES": "1", "SANDALI_UNDO_SECONDS": "0"}


@dataclass
class Window:
    """One visitor in front of their window."""

    client: httpx.AsyncClient
    number: int
    news: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    cursor: str = ""
    stream: str = ""
    sent: int = 0

    @property
    def headers(self) -> dict[str, str]:
        """Who asks, and from where."""
        place = f"10.{self.number // 65_536}.{self.number // 256 % 256}.{self.number % 256}"
        return {"X-Visitor": f"{self.number:043d}", "X-Language": "fa", "Accept": "application/json", "X-Forwarded-For": place}

    async def write(self, text: str) -> None:
        """Send a message. Raises WrongAnswer when it is not taken."""
        self.sent += 1
        body = {"text": text, "id": f"window-{self.number}-{self.sent}"}
        answer = await self.client.post(f"/chat/{KEY}/messages/", data=body, headers=self.headers)
        if answer.status_code != 201:
            raise WrongAnswer(f"a message in a chat was answered {answer.status_code}")

    async def read(self) -> list[dict[str, Any]]:
        """The lines that are new."""
        after = {"after": self.cursor} if self.cursor else {}
        found = right(await self.client.get(f"/chat/{KEY}/thread/", params=after, headers=self.headers)).json()
        self.cursor, self.stream = found["cursor"], found["stream"]
        return list(found["lines"])

    async def listen(self) -> None:
        """The stream, until the task is ended."""
        async with self.client.stream("GET", self.stream, headers=self.headers) as answer:
            async for line in answer.aiter_lines():
                self.open.set()
                if line == "event: news":
                    self.news.set()


class Desk:
    """Somebody of ours with the stream open."""

    def __init__(self, url: str, person: Person) -> None:
        self.client = httpx.AsyncClient(base_url=url, cookies={settings.SESSION_COOKIE_NAME: sign_in(person)}, headers=HEADERS, timeout=PATIENCE)
        self.browser = Browser(url, person)
        self.told: dict[str, asyncio.Event] = {}

    async def listen(self) -> None:
        """The stream, until the task is ended."""
        async with self.client.stream("GET", "/live/", headers={"Accept": "text/event-stream"}) as answer:
            async for line in answer.aiter_lines():
                if line.startswith("data: {"):
                    for topic in json.loads(line[6:])["topics"]:
                        if topic in self.told:
                            self.told[topic].set()

    async def shows(self, case: int, text: str) -> None:
        """Wait until the open page of the case says this, asking when the stream says so."""
        event = self.told.setdefault(f"case:{case}", asyncio.Event())
        headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#case-thread"}
        while True:
            await asyncio.wait_for(event.wait(), PATIENCE)
            event.clear()
            if text in right(await self.client.get(f"/cases/{case}/", headers=headers)).text:
                return

    async def form_of(self, case: int) -> str:
        """The id of the open page's form."""
        found = FORM_KEY.search(right(await self.client.get(f"/cases/{case}/")).text)
        if found is None:
            raise WrongAnswer(f"the composer of case {case} has no id")
        return found[1]

    async def answer(self, case: int, text: str, key: str) -> None:
        """Send an answer."""
        values = {"kind": "reply", "text": text, "key": key, "after": "waiting"}
        await asyncio.to_thread(self.browser.post, f"/cases/{case}/messages/", values)


@contextmanager
def without_undo(data: Path) -> Iterator[Server]:
    """A server of its own."""
    server = Server(data, **ASKS)
    try:
        yield server
    finally:
        server.stop()


def measure(data: Path) -> list[Figure]:
    """800 windows, 20 messages there and back."""
    admin = Person.objects.filter(role="admin").order_by("pk")[0]
    chat = create_channel(
        kind="webchat", name="Bench", by=admin, settings={"key": KEY, "origins": [], "shows_people": True, "colour": "#0b6e69"},
        secrets={"signing_secret": "a secret of the bench, of 32 letters"},
    )  # fmt: skip
    with without_undo(data) as server:
        settle(server, most=5)
        return asyncio.run(windows_open(server, chat, admin))


async def windows_open(server: Server, chat: Channel, admin: Person) -> list[Figure]:
    """The windows, and the figures of them."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
    before = server.memory / 1e6
    async with httpx.AsyncClient(base_url=server.url, timeout=httpx.Timeout(PATIENCE, pool=None), limits=limits) as client:
        windows = [Window(client, number) for number in range(1, WINDOWS + 1)]
        listening: list[asyncio.Task[None]] = []

        async def begin(window: Window) -> None:
            await window.write(f"سلام، سفارش شمارهٔ {window.number} هنوز نرسیده است.")
            await window.read()
            listening.append(asyncio.create_task(window.listen()))
            await asyncio.wait_for(window.open.wait(), PATIENCE)

        await in_turns(windows, begin, most=8)
        cases = await asyncio.to_thread(cases_of, chat)
        await asyncio.to_thread(settle, server, most=30)
        memory = server.memory / 1e6
        desk = await asyncio.to_thread(Desk, server.url, admin)
        await asyncio.to_thread(desk.browser.learn_token, "/cases/")
        listening.append(asyncio.create_task(desk.listen()))
        await asyncio.sleep(2)
        try:
            there, back = await spoken(windows, desk, cases)
        finally:
            for task in listening:
                task.cancel()
            await asyncio.gather(*listening, return_exceptions=True)
            await desk.client.aclose()
    both = [one + other for one, other in zip(there, back, strict=True)]
    said = f"{ROUNDS} rounds beside {WINDOWS} open windows; there {statistics.median(there):.0f} ms, back {statistics.median(back):.0f} ms, without the time to take an answer back"
    return [
        Figure(f"chat: memory of the process with {WINDOWS} windows open", memory, "MB", MEMORY, f"{before:.0f} MB before; each with a message and a case"),
        Figure("chat: a message to the open case and its answer to the window, median", statistics.median(both), "ms", THERE_AND_BACK, said),
        Figure("chat: the same, the longest", max(both), "ms", None),
    ]  # fmt: skip


async def in_turns(windows: list[Window], act: Callable[[Window], Awaitable[None]], *, most: int) -> None:
    """The act for each, so many at once."""
    gate = asyncio.Semaphore(most)

    async def one(window: Window) -> None:
        async with gate:
            await act(window)

    await asyncio.gather(*(one(window) for window in windows))


def cases_of(chat: Channel) -> dict[int, int]:
    """Window → case, once every message has become one. Raises WrongAnswer when that does not happen."""
    ends = time.monotonic() + 5 * PATIENCE
    while time.monotonic() < ends:
        rows = Message.objects.filter(channel=chat).values_list("text", "case_id")
        if len(rows) == WINDOWS:
            return {int(text.split()[3]): case for text, case in rows}
        time.sleep(1)
    raise WrongAnswer(f"of {WINDOWS} messages in chats {len(rows)} became cases")


async def spoken(windows: list[Window], desk: Desk, cases: dict[int, int]) -> tuple[list[float], list[float]]:
    """Milliseconds from a message to the desk's page, and from the answer to the window."""
    there, back = [], []
    for window in windows[:: WINDOWS // ROUNDS][:ROUNDS]:
        case, text, answer = cases[window.number], f"پرسش {window.number} در گفت‌وگو", f"پاسخ {window.number} از ما"
        desk.told[f"case:{case}"] = asyncio.Event()
        began = time.perf_counter()
        await window.write(text)
        await desk.shows(case, text)
        there.append((time.perf_counter() - began) * 1000)
        await window.read()
        key = await desk.form_of(case)
        window.news.clear()
        began = time.perf_counter()
        await desk.answer(case, answer, key)
        while not any(answer in line["html"] for line in await window.read()):
            await asyncio.wait_for(window.news.wait(), PATIENCE)
            window.news.clear()
        back.append((time.perf_counter() - began) * 1000)
    return there, back
