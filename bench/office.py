"""An office at work: 50 people with a page open each, 200 things a minute happening. Waiting times of pages, and of the news."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from random import Random

import httpx
from django.conf import settings

from bench.browsing import HEADERS, Browser, WrongAnswer, right, sign_in
from bench.figures import Figure, percentile
from bench.pages import agent
from bench.processes import Server
from sandali.cases.access import cases_for
from sandali.cases.models import ON_US
from sandali.company.models import Person

PEOPLE, EVENTS_A_MINUTE = 50, 200
BETWEEN_PAGES = 12.0  # seconds, on average, until somebody opens something else
AT_ONCE, GAP = 0.2, 3.0  # as s-live: a list asks so soon after the first news, and again this often at most, a quarter more or less
PATIENCE = 30.0


@dataclass
class Seen:
    """Waiting times in ms (`late`: of news), and what went wrong."""

    pages: list[float] = field(default_factory=list)
    lists: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    written: dict[str, float] = field(default_factory=dict)  # topic → when somebody sent it off; the news may come before the answer does


class Desk:
    """One person at work: a stream, pages now and then, and the list that follows the news."""

    def __init__(self, server: Server, person: Person, seed: str) -> None:
        self.client = httpx.AsyncClient(
            base_url=server.url, cookies={settings.SESSION_COOKIE_NAME: sign_in(person)}, headers=HEADERS, timeout=PATIENCE
        )
        seen = cases_for(person).filter(state__in=ON_US).order_by("-pk")
        self.cases = list(seen.values_list("pk", flat=True)[:100]) or list(cases_for(person).order_by("-pk").values_list("pk", flat=True)[:100])
        self.random = Random(seed)
        self.news = asyncio.Event()
        self.watches = False  # this one's stream is what the news is measured by

    async def get(self, address: str, times: list[float], seen: Seen, **headers: str) -> None:
        """One page or part, and how long it took."""
        began = time.perf_counter()
        try:
            right(await self.client.get(address, headers=headers))
            times.append((time.perf_counter() - began) * 1000)
        except (WrongAnswer, httpx.HTTPError) as problem:
            seen.wrong.append(repr(problem))

    async def read(self, seen: Seen, ends: float) -> None:
        """Open something every dozen seconds or so."""
        await asyncio.sleep(self.random.random() * BETWEEN_PAGES)
        while time.monotonic() < ends:
            address = "/cases/?box=department" if self.random.random() < 0.4 else f"/cases/{self.random.choice(self.cases)}/"
            await self.get(address, seen.pages, seen)
            await asyncio.sleep(self.random.expovariate(1 / BETWEEN_PAGES))

    async def follow(self, seen: Seen, ends: float) -> None:
        """Ask for the list again when the stream says that it is new, as the page does."""
        while time.monotonic() < ends:
            await self.news.wait()
            await asyncio.sleep(AT_ONCE)
            self.news.clear()
            await self.get("/cases/?box=department", seen.lists, seen, **{"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#cases-list"})
            await asyncio.sleep(GAP * (0.75 + self.random.random() / 2))

    async def listen(self, seen: Seen) -> None:
        """The stream, until the task is ended."""
        async with self.client.stream("GET", "/live/", headers={"Accept": "text/event-stream"}) as answer:
            async for line in answer.aiter_lines():
                if not line.startswith("data: {"):
                    continue
                topics, now = json.loads(line[6:])["topics"], time.monotonic()
                if "inbox" in topics:
                    self.news.set()
                if self.watches:
                    seen.late += [(now - since) * 1000 for topic in topics if (since := seen.written.pop(topic, 0.0))]


async def happen(server: Server, writers: list[Browser], desks: list[Desk], seen: Seen, ends: float, random: Random) -> None:
    """Notes by one and another, evenly over the time."""
    loop, step = asyncio.get_running_loop(), 60 / EVENTS_A_MINUTE
    while time.monotonic() < ends:
        began = time.monotonic()
        which = random.randrange(len(writers))
        number = random.choice(desks[which].cases)

        def write(browser: Browser = writers[which], number: int = number) -> None:
            since = time.perf_counter()
            seen.written.setdefault(f"case:{number}", time.monotonic())
            try:
                browser.post(f"/cases/{number}/messages/", {"kind": "note", "text": f"یادداشت {since}"})
            except (WrongAnswer, httpx.HTTPError) as problem:
                seen.wrong.append(repr(problem))
                return
            seen.writes.append((time.perf_counter() - since) * 1000)

        loop.run_in_executor(None, write)
        await asyncio.sleep(max(0.0, step - (time.monotonic() - began)))


async def day(server: Server, desks: list[Desk], writers: list[Browser], *, seconds: float, seed: int) -> Seen:
    """All of them for that long."""
    seen, ends = Seen(), time.monotonic() + seconds
    listening = [asyncio.create_task(desk.listen(seen)) for desk in desks]
    await asyncio.sleep(3)
    following = [asyncio.create_task(desk.follow(seen, ends)) for desk in desks]
    await asyncio.gather(*(desk.read(seen, ends) for desk in desks), happen(server, writers, desks, seen, ends, Random(seed)))
    for task in [*listening, *following]:
        task.cancel()
    ended = await asyncio.gather(*listening, *following, return_exceptions=True)
    seen.wrong += [repr(one) for one in ended if isinstance(one, httpx.HTTPError | WrongAnswer)]
    for desk in desks:
        await desk.client.aclose()
    return seen


def measure(server: Server, *, seconds: float, seed: int) -> list[Figure]:
    """Pages of all together, and how late the news came to somebody who sees every case that is written in."""
    person = agent()
    near = list(Person.objects.filter(departments__in=person.departments.all(), is_active=True).exclude(pk=person.pk).distinct())
    others = [one for one in Person.objects.filter(is_active=True, role__in=("agent", "lead")).order_by("pk") if one not in near and one != person]
    people = (near + others)[: PEOPLE - 1]
    watcher = Desk(server, Person.objects.filter(role__in=("manager", "admin"), is_active=True).order_by("pk")[0], "watcher")
    watcher.watches = True
    desks = [Desk(server, one, f"{seed}:{one.pk}") for one in (people * PEOPLE)[: PEOPLE - 1]] + [watcher]
    writers = [Browser(server.url, one) for one in people[:10]]
    for desk, writer in zip(desks, writers, strict=False):
        writer.learn_token(f"/cases/{desk.cases[0]}/")
    before = server.cpu
    seen = asyncio.run(day(server, desks, writers, seconds=seconds, seed=seed))
    load = (server.cpu - before) / seconds * 100
    for line in seen.wrong[:5]:
        print("  wrong:", line, flush=True)
    name = f"{PEOPLE} people, {EVENTS_A_MINUTE} events a minute"
    return [
        Figure(f"{name}: pages, p95", percentile(seen.pages, 0.95), "ms", 200, f"p50 {percentile(seen.pages, 0.5):.0f} ms of {len(seen.pages)}; server {load:.0f} % of one core"),
        Figure(f"{name}: the list anew, p95", percentile(seen.lists, 0.95), "ms", 200, f"p50 {percentile(seen.lists, 0.5):.0f} ms of {len(seen.lists)}"),
        Figure(f"{name}: writes, p95", percentile(seen.writes, 0.95), "ms", None, f"p50 {percentile(seen.writes, 0.5):.0f} ms of {len(seen.writes)}"),
        Figure(f"{name}: news, p95", percentile(seen.late, 0.95) / 1000, "s", 1.0, f"longest {max(seen.late, default=0) / 1000:.2f} s of {len(seen.late)}"),
        Figure(f"{name}: errors", len(seen.wrong), "", 0),
    ]  # fmt: skip
