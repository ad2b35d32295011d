"""Eight agents at once for a minute: mostly reading, some notes and drafts. What is slow, what fails, what was locked."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from random import Random

import httpx

from bench.browsing import Browser, WrongAnswer
from bench.figures import Figure, percentile
from bench.pages import COMMON, RARE, SEARCH
from bench.processes import Server
from sandali.cases.access import cases_for
from sandali.cases.models import ON_US
from sandali.company.models import Person

CLIENTS = 8
THINKING = 0.05  # seconds between two requests of one agent, at most: far busier than people are


@dataclass
class Seen:
    """Waiting times in ms, and what went wrong."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Agent:
    """One agent and the cases on their desk."""

    browser: Browser
    cases: list[int]
    customers: list[int]
    random: Random

    def act(self, seen: Seen) -> None:
        """One request."""
        share, number = self.random.random(), self.random.choice(self.cases)
        began = time.perf_counter()
        if share < 0.06:
            self.browser.post(f"/cases/{number}/messages/", {"kind": "note", "text": f"یادداشت {self.random.random()}"})
        elif share < 0.15:
            self.browser.post(f"/cases/{number}/draft/", {"kind": "reply", "text": f"سلام، {self.random.random()}"})
        else:
            self.browser.get(self.address(share, number))
        (seen.writes if share < 0.15 else seen.reads).append((time.perf_counter() - began) * 1000)

    def address(self, share: float, number: int) -> str:
        """What is read most: the inbox and cases."""
        if share < 0.40:
            return self.random.choice(["/cases/", "/cases/?box=department", "/cases/?box=all", "/cases/?box=unassigned"])
        if share < 0.80:
            return f"/cases/{number}/"
        if share < 0.92:
            return f"/customers/{self.random.choice(self.customers)}/"
        return SEARCH + self.random.choice([*COMMON, *RARE])


def measure(server: Server, *, seconds: float, seed: int) -> list[Figure]:
    """Reads and writes of all clients together."""
    agents = [prepared(server, person, seed) for person in Person.objects.filter(role="agent").order_by("pk")[:CLIENTS]]
    seen, ends = Seen(), time.monotonic() + seconds
    threads = [threading.Thread(target=work, args=(agent, seen, ends)) for agent in agents]
    before, said = server.cpu, len(server.said())
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cpu, count = server.cpu - before, len(seen.reads) + len(seen.writes)
    locked = server.said()[said:].count("database is locked")
    for line in seen.wrong[:5]:
        print("  wrong:", line, flush=True)
    return [
        Figure("8 clients: reads, p99", percentile(seen.reads, 0.99), "ms", 300, f"p50 {percentile(seen.reads, 0.5):.0f}, p95 {percentile(seen.reads, 0.95):.0f} ms of {len(seen.reads)}"),
        Figure("8 clients: writes, p99", percentile(seen.writes, 0.99), "ms", 500, f"p50 {percentile(seen.writes, 0.5):.0f}, p95 {percentile(seen.writes, 0.95):.0f} ms of {len(seen.writes)}"),
        Figure("8 clients: errors", len(seen.wrong), "", 0),
        Figure("8 clients: “database is locked”", locked, "", 0),
        Figure("8 clients: server CPU a request", cpu / max(count, 1) * 1000, "ms", None, f"{count / seconds:.0f} requests a second"),
    ]  # fmt: skip


def prepared(server: Server, person: Person, seed: int) -> Agent:
    """An agent before their inbox."""
    seen = cases_for(person).order_by("-pk").values_list("pk", "customer_id")
    rows = list(seen.filter(state__in=ON_US)[:200]) or list(seen[:200])
    browser = Browser(server.url, person)
    browser.learn_token(f"/cases/{rows[0][0]}/")
    return Agent(browser, [row[0] for row in rows], [row[1] for row in rows], Random(f"{seed}:{person.pk}"))


def work(agent: Agent, seen: Seen, ends: float, *, thinking: float = THINKING) -> None:
    """Ask until the time is over, with at most `thinking` seconds between two requests. What is not answered rightly is counted."""
    while time.monotonic() < ends:
        try:
            agent.act(seen)
        except (WrongAnswer, httpx.HTTPError) as problem:
            seen.wrong.append(repr(problem))
        time.sleep(thinking * agent.random.random())
