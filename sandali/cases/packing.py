"""A day's waits, openings and outcomes as columns of whole numbers, which a year of can be read in no time (docs/decisions/0024)."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BooleanField, Func, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models import Case as Choice

from sandali.cases.models import Case, FigureDay, Kind, Wait
from sandali.history.models import Event

CHUNK = 5000
# How a wait ended.
BY_FIRST_ANSWER, BY_ANSWER, OTHERWISE = 2, 1, 0
OUTCOMES: Final = ("case_reopened", "case_confirmed", "case_lapsed")
KINDS: Final = ("", *Kind.values)
# The columns; "owner" and "place" are whose and where a wait's case is now, as rights go by that. Of an opening and an outcome
# person, department, channel and kind are the case's. 0 stands for none.
WAITS: Final = ("how", "case", "seconds", "working_seconds", "person", "department", "channel", "kind", "owner", "place")
OPENED: Final = ("case", "repeats", "person", "department", "channel", "kind")
HAPPENED: Final = ("how", "case", "person", "department", "channel", "kind")
VERSION: Final = 1


class IsOutcome(Func):
    """Whether an event's kind is one of those in the index of migration 0004, in that migration's very words: SQLite uses a partial
    index only where it reads the condition again, and of bound values it reads nothing."""

    template = "%(expressions)s IN ('case_reopened', 'case_confirmed', 'case_lapsed')"
    output_field = BooleanField()


def how_it_ended() -> Choice:
    """An expression for how a wait ended."""
    first, answer = When(is_first=True, then=Value(BY_FIRST_ANSWER)), When(by_answer=True, then=Value(BY_ANSWER))
    return Choice(first, answer, default=Value(OTHERWISE), output_field=IntegerField())


def bare_rows(values: QuerySet[Any, Any]) -> Iterator[tuple[Any, ...]]:
    """Rows of whole numbers and words as the driver gives them: Django would ask each value whether it is to be converted, which
    takes longer than all the rest of measuring a year."""
    sql, params = values.query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


def made_for(zone: ZoneInfo) -> str:
    """What packed days depend on besides their rows: the zone whose days they are, the columns, and the machine's order of bytes."""
    return f"{VERSION} {zone.key} {sys.byteorder} {array('I').itemsize} {' '.join(KINDS[1:])}"


def beginning(day: date, zone: ZoneInfo) -> datetime:
    """The moment (UTC) at which a day begins."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


# --- Packing -------------------------------------------------------------------------------------------------------------
def packed(rows: Iterable[Sequence[int]]) -> bytes:
    """Rows, column after column, as unsigned numbers of 32 bits. Raises OverflowError for a number that has no room there."""
    return b"".join(array("I", column).tobytes() for column in zip(*rows, strict=True))


def waits_of(start: datetime, end: datetime) -> list[Any]:
    """The waits that ended from `start` until before `end`, as WAITS, the shortest first, so that long lists sort quickly."""
    waits = Wait.objects.filter(ended_at__gte=start, ended_at__lt=end).order_by("working_seconds", "seconds", "pk")
    columns = ("case_id", "seconds", "working_seconds", "person_id", "department_id", "channel_id")
    rows = bare_rows(waits.values_list(how_it_ended(), *columns, "case__kind", "case__assignee_id", "case__department_id"))
    return [(*(value or 0 for value in row[:7]), KINDS.index(row[7]), row[8] or 0, row[9] or 0) for row in rows]


def openings_of(start: datetime, end: datetime) -> list[Any]:
    """The cases opened in that time, as OPENED; merged ones and spam are none."""
    cases = Case.objects.filter(opened_at__gte=start, opened_at__lt=end, aside="").order_by("pk")
    rows = bare_rows(cases.values_list("pk", "repeats", "assignee_id", "department_id", "channel_id", "kind"))
    return [(*(value or 0 for value in row[:5]), KINDS.index(row[5])) for row in rows]


def outcomes_of(start: datetime, end: datetime) -> list[Any]:
    """What came out in that time, as HAPPENED; `how` is a place in OUTCOMES."""
    events = Event.objects.filter(IsOutcome("kind"), at__gte=start, at__lt=end, case_id__isnull=False).order_by("pk")
    names = ("assignee_id", "department_id", "channel_id", "kind")
    beside = [Subquery(Case.objects.filter(pk=OuterRef("case_id")).values(name)[:1]) for name in names]
    rows = bare_rows(events.values_list("kind", "case_id", *beside))
    return [(OUTCOMES.index(row[0]), *(value or 0 for value in row[1:5]), KINDS.index(row[5] or "")) for row in rows]


def pack_day(day: date, zone: ZoneInfo, *, now: datetime) -> None:
    """Put a day together from its rows, in place of what stood there; one without any has no row."""
    start, end = beginning(day, zone), beginning(day + timedelta(days=1), zone)
    columns = {"waits": packed(waits_of(start, end)), "opened": packed(openings_of(start, end)), "outcomes": packed(outcomes_of(start, end))}
    if any(columns.values()):
        FigureDay.objects.update_or_create(day=day, defaults={**columns, "packed_at": now})
    else:
        FigureDay.objects.filter(day=day).delete()


class Table:
    """Packed columns by their names."""

    __slots__ = ("count", "names", "numbers")

    def __init__(self, names: tuple[str, ...], data: bytes | memoryview) -> None:
        self.names, self.numbers = names, memoryview(data).cast("B").cast("I")
        self.count = len(self.numbers) // len(names)

    def column(self, name: str) -> list[int]:
        """The values of a column, in the order of the rows."""
        place = self.names.index(name) * self.count
        return self.numbers[place : place + self.count].tolist()
