"""Who has which case open, for the streams: read from the database once a second for all streams of a process, and only while some are open.

No event is written for a look: a row that is brought up to date says it, so that many processes know the same."""

from __future__ import annotations

import time

from sandali.cases.customer_writing import customers_writing
from sandali.cases.together import lookers_now

EVERY = 1.0  # seconds
CUSTOMER = 0  # among the people of a case: its customer, who writes in a window
People = dict[int, dict[int, bool]]


class Here:
    """The last reading: case → person → whether they write."""

    def __init__(self) -> None:
        self.cases: People = {}
        self.looked = float("-inf")

    def now(self) -> People:
        """The reading of this second; the same object until there is a newer one."""
        if time.monotonic() - self.looked >= EVERY:
            self.cases = lookers_now()
            for case in customers_writing():
                self.cases.setdefault(case, {})[CUSTOMER] = True
            self.looked = time.monotonic()
        return self.cases


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
