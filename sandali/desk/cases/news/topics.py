"""What happened, as topics of the desk: "inbox", "case:12", "notices" (the bell), "calls" (at one's own telephone). Which of them a person is told is asked anew each time."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q

from sandali.cases.access import cases_for, reach_key
from sandali.cases.events_calls import CALL_MOVED
from sandali.cases.events_regroup import MOVES as REGROUPED
from sandali.cases.events_together import MOVES as HANDED
from sandali.history.kinds import KINDS
from sandali.history.models import Event, Notice
from sandali.kit.kept import Kept
from sandali.kit.prepared import Prepared

MOST_AT_ONCE = 500  # events between two looks; who was away longer is told that everything may be new
# After these a case may have left somebody's sight, so their list may be new although they cannot see the case.
MOVES = frozenset(["case_moved", "case_assigned", "case_released", "case_freed", "state_changed", *HANDED, *REGROUPED])
COLUMNS = ("pk", "kind", "case_id")
# PostgreSQL gives numbers before it commits, so an event may appear after a later one. A number that was passed over is asked
# after for so long (seconds); one that was rolled back never comes.
PASSED_OVER_FOR, MOST_PASSED_OVER = 10.0, 500


@dataclass(frozen=True, slots=True)
class News:
    """An event as far as a page needs it."""

    number: int
    kind: str
    case: int | None
    told: frozenset[int] = frozenset()  # who has a notice of it
    rung: frozenset[int] = frozenset()  # at whose telephone it happens


_after: Prepared = Prepared(lambda number: Event.objects.filter(pk__gt=number).order_by("pk").values_list(*COLUMNS)[: MOST_AT_ONCE + 1])


def newest() -> int:
    """The number of the latest event."""
    return Event.objects.aggregate(Max("pk"))["pk__max"] or 0


def events_after(number: int) -> list[News] | None:
    """Events after a number, oldest first; None when they are too many."""
    return as_news(_after(number))


def as_news(rows: list[Any]) -> list[News] | None:
    """Rows of COLUMNS with who was told of them; None when they are too many."""
    if len(rows) > MOST_AT_ONCE:
        return None
    told = who_was_told([number for number, kind, _case in rows if kind in KINDS and KINDS[kind].audience])
    rung = who_is_rung([number for number, kind, _case in rows if kind == CALL_MOVED.name])
    return [News(*row, frozenset(told.get(row[0], ())), frozenset(rung.get(row[0], ()))) for row in rows]


def who_is_rung(numbers: list[int]) -> dict[int, list[int]]:
    """Event number → at whose telephone a call goes on; nothing is asked where none does."""
    rows = Event.objects.filter(pk__in=numbers).values_list("pk", "data") if numbers else ()
    return {number: data.get("people", []) for number, data in rows}


def who_was_told(numbers: list[int]) -> dict[int, list[int]]:
    """Event number → who has a notice of it: one query for all, and none where nobody is told of such events."""
    told: dict[int, list[int]] = {}
    for number, person in Notice.objects.filter(event__in=numbers).values_list("event_id", "person_id") if numbers else ():
        told.setdefault(number, []).append(person)
    return told


class Tail:
    """What is new in the table of events, from one look to the next."""

    def __init__(self) -> None:
        self.last: int | None = None
        self.passed_over: dict[int, float] = {}  # number → until when it is asked after

    def look(self) -> list[News] | None:
        """What came since the last look, each event once; None when it is too much. The first look only marks the place."""
        if self.last is None:
            self.last = newest()
            return []
        now = time.monotonic()
        self.passed_over = {number: until for number, until in self.passed_over.items() if until > now}
        rows = self._rows(self.last)
        if len(rows) > MOST_AT_ONCE:
            self.passed_over, self.last = {}, newest()
            return None
        if rows:
            self._pass_over({number for number, _kind, _case in rows}, now)
        return as_news(rows)

    def _rows(self, last: int) -> list[Any]:
        """Rows after `last`, and those that were passed over and came since."""
        if not self.passed_over:
            return _after(last)
        wanted = Event.objects.filter(Q(pk__gt=last) | Q(pk__in=list(self.passed_over)))
        return list(wanted.order_by("pk").values_list(*COLUMNS)[: MOST_AT_ONCE + 1])

    def _pass_over(self, numbers: set[int], now: float) -> None:
        """Mark the new place, and the numbers on the way to it that nobody has seen yet."""
        assert self.last is not None
        before, self.last = self.last, max(self.last, *numbers)
        for number in numbers:
            self.passed_over.pop(number, None)
        for number in range(max(before + 1, self.last - MOST_PASSED_OVER), self.last):
            if number not in numbers:
                self.passed_over[number] = now + PASSED_OVER_FOR


_visible: Kept[Prepared] = Kept(512)


def visible_of(person: Any, numbers: Iterable[int]) -> set[int]:
    """Which of these cases the person may see, at this moment."""
    wanted = sorted(numbers)
    query = _visible.get(
        reach_key(person), lambda: Prepared(lambda *cases: cases_for(person).filter(pk__in=cases).values_list("pk", "state"))
    )
    return {number for number, _state in query(*wanted)} if wanted else set()


def topics_for(person: Any, news: list[News] | None) -> list[str]:
    """What of the desk has something new, for this person; everything where too much happened to say (None)."""
    if news is None:
        return ["inbox", "all"]
    visible = visible_of(person, {item.case for item in news if item.case is not None})
    topics = [f"case:{number}" for number in sorted(visible)]
    if visible or any(item.kind in MOVES for item in news):
        topics.insert(0, "inbox")
    if any(person.pk in item.told for item in news):
        topics.append("notices")
    if any(person.pk in item.rung for item in news):
        topics.append("calls")
    return topics
