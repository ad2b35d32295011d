"""Who has which case open, for the streams: read from the database once a second for all streams of a process, and only while some are open.

No event is written for a look: a row that is brought up to date says it, so that many processes know the same."""

from __future__ import annotations

import asyncio
import time

from asgiref.sync import sync_to_async
from django.db import close_old_connections

from sandali.cases.together import lookers_now

EVERY = 1.0  # seconds
People = dict[int, dict[int, bool]]


class Here:
    """The last reading: case → person → whether they write."""

    def __init__(self) -> None:
        self.cases: People = {}
        self.looked = float("-inf")
        self.lock: asyncio.Lock | None = None

    async def now(self) -> People:
        """The reading of this second; the same object until there is a newer one."""
        self.lock = self.lock or asyncio.Lock()
        async with self.lock:
            if time.monotonic() - self.looked >= EVERY:
                self.cases = await sync_to_async(look)()
                self.looked = time.monotonic()
        return self.cases


def look() -> People:
    """Read who looks at what."""
    close_old_connections()
    return lookers_now()


HERE = Here()
Company = dict[int, frozenset[tuple[int, bool]]]


def company_of(person: int, cases: People) -> Company:
    """Who else is on the cases that a person has open; cases where they are alone are not in it."""
    found = {}
    for case, people in cases.items():
        if person in people and len(people) > 1:
            found[case] = frozenset((other, writes) for other, writes in people.items() if other != person)
    return found


def changed(before: Company, now: Company) -> list[int]:
    """The cases whose company is another than before."""
    return sorted(case for case in before.keys() | now.keys() if before.get(case) != now.get(case))
