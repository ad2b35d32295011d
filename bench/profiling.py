"""Where the time goes: cProfile and the database's share, for each kind of page and for a mail. For reading, not for comparing."""

from __future__ import annotations

import cProfile
import pstats
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from bench.browsing import sign_in
from bench.mails import mails
from bench.pages import agent, kinds
from bench.processes import ROOT
from sandali.cases.actions import receive_arrival
from sandali.channels.actions import store_arrival
from sandali.channels.models import Channel

ROWS = 12
MAILS = 150


class Queries:
    """Counts statements and the CPU until their first row."""

    def __init__(self) -> None:
        self.count, self.seconds = 0, 0.0
        self.by_statement: dict[str, list[float]] = {}

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        since = time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            spent = time.thread_time() - since
            self.count += 1
            self.seconds += spent
            self.by_statement.setdefault(sql[:150], []).append(spent * 1000)


@contextmanager
def counted() -> Iterator[Queries]:
    """Queries within the block."""
    queries = Queries()
    with connection.execute_wrapper(queries):
        yield queries


def label(function: tuple[str, int, str]) -> str:
    """A profiled function as people find it."""
    path, line, name = function
    if path.startswith(str(ROOT / "sandali")):
        path = str(Path(path).relative_to(ROOT))
    elif "site-packages" in path:
        path = path.partition("site-packages/")[2]
    else:
        path = Path(path).name
    return f"{path}:{line} {name}"


def rows(profile: cProfile.Profile, times: int, *, own: bool) -> list[str]:
    """The heaviest functions: ours by what they and what they call took, or all by what they took alone; ms each time."""
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    at = 3 if own else 2
    chosen = [(values[at], values[1], key) for key, values in stats.items() if not own or key[0].startswith(str(ROOT / "sandali"))]
    top = sorted(chosen, key=lambda row: row[0], reverse=True)[:ROWS]
    return [f"    {seconds / times * 1000:8.2f} ms {calls / times:8.1f}x  {label(key)}" for seconds, calls, key in top]


def report(name: str, act: Callable[[int], object], times: int) -> None:
    """Run `act` plainly for its CPU, once more under the profiler, and print both."""
    act(-1)
    since = time.process_time()
    with counted() as queries:
        for number in range(times):
            act(number)
    cpu = (time.process_time() - since) / times * 1000
    print(f"\n{name}: {cpu:.1f} ms CPU in process, {queries.count / times:.1f} statements, {queries.seconds / times * 1000:.1f} ms in them")
    slow = sorted(queries.by_statement.items(), key=lambda pair: -sum(pair[1]))[:4]
    for sql, spent in slow:
        print(f"    {sum(spent) / times:8.2f} ms {len(spent) / times:8.1f}x  {sql}")
    profile = cProfile.Profile(time.thread_time)  # by CPU time: a busy machine must not look like a slow function
    profile.enable()
    for number in range(times, times * 2):
        act(number)
    profile.disable()
    print("  ours, with what they call", *rows(profile, times, own=True), "  everything, alone", *rows(profile, times, own=False), sep="\n")


def pages(only: str = "", times: int = 30) -> None:
    """Each kind of page through the whole middleware stack, in this process."""
    person = agent()
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = sign_in(person)
    for name, addresses, _goal in kinds(person):
        if only not in name or not addresses:
            continue

        def visit(number: int, addresses: list[str] = addresses) -> None:
            answer = client.get(addresses[number % len(addresses)])
            if answer.status_code != 200:
                raise RuntimeError(f"{addresses[number % len(addresses)]} answered {answer.status_code}")

        report(name, visit, times)


def mail(seed: int) -> None:
    """Storing and reading, without the queue around it."""
    channel = Channel.objects.get(slug="support")
    waiting = list(mails(MAILS * 2 + 1, seed=f"profile-{seed}-{time.time()}"))

    def take(_number: int) -> None:
        arrival, _made = store_arrival(channel, waiting.pop(), source="bench")
        if not receive_arrival(arrival):
            raise RuntimeError("a mail did not become a message")

    report("mail: store_arrival and receive_arrival", take, MAILS)


