"""The 100 % board: every matter that its customer has not confirmed, by name, the oldest first. It is never a percentage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from sandali.cases.access import cases_for, reach_key
from sandali.cases.models import Kind, State
from sandali.kit.kept import Kept
from sandali.kit.prepared import Prepared
from sandali.resolution.models import RUNNING, Asking

# Whoever praises or suggests brings no matter that is to be settled.
NO_MATTER: Final = (Kind.PRAISE.value, Kind.SUGGESTION.value)
# Whose turn → states of cases, and whether those that were asked belong to it.
TURNS: Final[dict[str, tuple[tuple[str, ...], bool]]] = {
    "all": ((State.NEW, State.OPEN, State.SNOOZED, State.WAITING), True),
    "us": ((State.NEW, State.OPEN, State.SNOOZED), False),
    "customer": ((State.WAITING,), True),
}
MOST_COUNTED: Final = 100
FIELDS: Final = (
    "opened_at", "pk", "subject", "state", "kind", "state_at", "waiting_since", "snoozed_until",
    "customer_id", "customer__name", "assignee__name", "department__name", "due_at", "warn_at", "mood",
)  # fmt: skip
Mark = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Matter:
    """One unconfirmed matter: FIELDS in their order, then since when the customer is asked, how often they were reminded, and when
    it is looked at again; None and 0 where nobody asked."""

    opened_at: datetime
    case: int
    subject: str
    state: str
    kind: str
    state_at: datetime
    waiting_since: datetime | None
    snoozed_until: datetime | None
    customer: int
    customer_name: str
    owner: str | None
    department: str | None
    due_at: datetime
    warn_at: datetime | None
    mood: str = ""
    asked_at: datetime | None = None
    reminders: int = 0
    next_at: datetime | None = None


def unconfirmed(person: Any, turn: str, *, after: Mark | None = None, most: int) -> list[Matter]:
    """A page of the board for a person, the oldest matter first; `after` is (opened_at, case) of the last row seen.

    Each state is read along its own index and the rows are merged: asked at once, the database would sort all that is open."""
    states, with_asked = TURNS[turn]
    found: list[Iterator[Matter]] = [
        (Matter(*row) for row in _rows(person, ("case", state), after, most)) for state in states
    ]
    if with_asked:
        found += [(Matter(*row) for row in _rows(person, ("asking", state), after, most)) for state in RUNNING]
    return list(islice(merge(*found, key=lambda one: (one.opened_at, one.case)), most))


def counts(person: Any) -> dict[str, int]:
    """How many matters stand in each of TURNS, counted up to MOST_COUNTED."""
    parts = {state: len(_rows(person, ("case", state), None, MOST_COUNTED)) for state in TURNS["all"][0]}
    asked = sum(len(_rows(person, ("asking", state), None, MOST_COUNTED)) for state in RUNNING)
    return {
        turn: min(sum(parts[state] for state in states) + (asked if with_asked else 0), MOST_COUNTED)
        for turn, (states, with_asked) in TURNS.items()
    }


_first: Kept[Prepared] = Kept(1024)


def _rows(person: Any, source: tuple[str, str], after: Mark | None, most: int) -> list[tuple[Any, ...]]:
    """Rows of one source in the board's order."""
    if after is not None:
        return list(_query(person, source, after)[:most])
    return _first.get((reach_key(person), source, most), lambda: Prepared(lambda: _query(person, source, None)[:most]))()


def _query(person: Any, source: tuple[str, str], after: Mark | None) -> QuerySet[Any, Any]:
    what, state = source
    if what == "case":
        cases = cases_for(person).filter(aside="", state=state).exclude(kind__in=NO_MATTER)
        if after is not None:
            cases = cases.filter(Q(opened_at__gt=after[0]) | Q(opened_at=after[0], pk__gt=after[1]))
        return cases.order_by("opened_at", "pk").values_list(*FIELDS)
    seen = cases_for(person).filter(pk=OuterRef("case_id"), aside="", state=State.ANSWERED).exclude(kind__in=NO_MATTER)
    # As a list of one, because "not a second look" is no column's value to SQLite, and its index would not give the order.
    asked = Asking.objects.filter(Exists(seen), state=state, is_second_look__in=[False])
    if after is not None:
        asked = asked.filter(Q(opened_at__gt=after[0]) | Q(opened_at=after[0], case__gt=after[1]))
    of_case = ("opened_at", "case_id", *(f"case__{name}" for name in FIELDS[2:]))
    return asked.order_by("opened_at", "case_id").values_list(*of_case, "asked_at", "reminders", "next_at")


