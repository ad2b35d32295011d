"""Figures of packed days: the same sheets as from the rows, for whoever asks, without what was changed since the days were packed."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import compress
from typing import Any, Final
from zoneinfo import ZoneInfo

from sandali.cases.access import reach, reached_rights
from sandali.cases.figures import Asked, Cells, PerCase, Sheet
from sandali.cases.models import Case, FigureDay, FigureMark
from sandali.cases.packing import (
    BY_ANSWER,
    BY_FIRST_ANSWER,
    HAPPENED,
    KINDS,
    OPENED,
    OUTCOMES,
    WAITS,
    Table,
    beginning,
    made_for,
)
from sandali.company.models import Department
from sandali.company.queries import company_zone
from sandali.history.models import Event

MOST_CHANGED: Final = 3000  # cases; where more changed since, rows are as quick
MOST_EVENTS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a period, of which every day is packed: until which moment, and the cases that were changed since."""

    first: date
    until: date
    end: datetime
    changed: frozenset[int]


def head_of(asked: Asked, bounds: Sequence[datetime]) -> Head | None:
    """What of a period is packed; None where it must be reckoned from the rows: it has no whole days, or days of another zone."""
    mark, zone = FigureMark.objects.filter(pk=1).first(), company_zone()
    if mark is None or mark.made_for != made_for(zone):
        return None
    ready = beginning(mark.until, zone)
    until = min(mark.until, day_of(asked.end, zone))
    first = day_of(asked.start, zone)
    if until <= first or not all(begins_day(moment, zone) for moment in (asked.start, *bounds) if moment < ready):
        return None
    # In order, because SQLite would otherwise read all cases of an index.
    since = Event.objects.filter(pk__gt=mark.seen, case_id__isnull=False).order_by("pk").values_list("case_id", flat=True)[:MOST_EVENTS]
    changed = frozenset(case for case in since if case is not None)
    return Head(first, until, beginning(until, zone), changed) if len(since) < MOST_EVENTS and len(changed) <= MOST_CHANGED else None


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The day in which a moment lies."""
    return moment.astimezone(zone).date()


def begins_day(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether a day of the zone begins at that moment."""
    return beginning(day_of(moment, zone), zone) == moment


class Seen(dict[tuple[int, int], bool]):
    """(owner, department) of a case → whether somebody sees it, asked once for each pair."""

    def __init__(self, person: Any) -> None:
        super().__init__()
        self.person = person
        self.departments = {department.pk: department for department in Department.objects.all()}

    def __missing__(self, pair: tuple[int, int]) -> bool:
        owner, department = pair
        self[pair] = "see" in reached_rights(self.person, Case(assignee_id=owner or None, department=self.departments.get(department)))
        return self[pair]


@dataclass(frozen=True, slots=True)
class Sieve:
    """What of a day's rows is counted: of whom and what it is asked, what the asker may see, and no case that changed since."""

    wanted: dict[str, int]
    seen: Seen | None
    changed: frozenset[int]

    def of(self, table: Table, owner: str, place: str) -> Callable[[str], Iterable[int]]:
        """How to read the table's columns: each with the counted rows alone. `owner`, `place` name where it says whose case it is."""
        masks: list[Iterable[bool]] = [[value == one for one in table.column(name)] for name, value in self.wanted.items()]
        if self.seen is not None:
            masks.append(list(map(self.seen.__getitem__, zip(table.column(owner), table.column(place), strict=True))))
        if self.changed and not self.changed.isdisjoint(cases := table.column("case")):
            masks.append([case not in self.changed for case in cases])
        if not masks:
            return table.column
        kept = list(map(all, zip(*masks, strict=True))) if len(masks) > 1 else list(masks[0])
        return lambda name: compress(table.column(name), kept)


def add_packed(person: Any, asked: Asked, head: Head, bounds: Sequence[datetime], by: str, cells: Cells, per_case: PerCase) -> None:
    """Put the packed days of a period into their cells, and each wait to its case. `bounds` and `by` are those of `measure`."""
    wanted = {name: KINDS.index(value) if name == "kind" else value for name, value in asked.narrows.items()}
    sieve = Sieve(wanted, Seen(person) if reach(person, "see_cases") else None, head.changed)
    zone = company_zone()
    begun = [day_of(moment, zone) for moment in bounds]
    days = FigureDay.objects.filter(day__gte=head.first, day__lt=head.until).order_by("day")
    steps: dict[int, dict[int, Sheet]] = defaultdict(lambda: defaultdict(Sheet))
    for day, *tables in days.values_list("day", "waits", "opened", "outcomes").iterator(chunk_size=100):
        sheets = steps[bisect_right(begun, day)]
        waits, opened, outcomes = (Table(names, data) for names, data in zip((WAITS, OPENED, HAPPENED), tables, strict=True))
        add_waits(sieve.of(waits, "owner", "place"), asked.seconds, by, sheets, per_case)
        add_opened(sieve.of(opened, "person", "department"), by, sheets)
        add_outcomes(sieve.of(outcomes, "person", "department"), by, sheets)
    for step, sheets in steps.items():
        for group, sheet in sheets.items():
            merge(cells[step, name_of(by, group)], sheet)


Column = Callable[[str], Iterable[int]]
Sheets = dict[int, Sheet]


def add_waits(column: Column, seconds: str, by: str, sheets: Sheets, per_case: PerCase) -> None:
    """Put a day's waits on the sheets of their groups."""
    hows, lengths = list(column("how")), list(column(seconds))
    if per_case is not None:
        for case, length in zip(column("case"), lengths, strict=True):
            per_case[case] += length
    if not by:
        sheets[0].first += [length for how, length in zip(hows, lengths, strict=True) if how == BY_FIRST_ANSWER]
        sheets[0].answers += [length for how, length in zip(hows, lengths, strict=True) if how == BY_ANSWER]
        return
    for how, length, group in zip(hows, lengths, column(by), strict=True):
        if how == BY_FIRST_ANSWER:
            sheets[group].first.append(length)
        elif how:
            sheets[group].answers.append(length)


def add_opened(column: Column, by: str, sheets: Sheets) -> None:
    """Put what was opened on a day on the sheets of its groups."""
    told_again = list(column("repeats"))
    groups = list(column(by)) if by else [0] * len(told_again)
    for group, count in Counter(groups).items():
        sheets[group].counts["opened"] += count
    if any(told_again):
        for group, repeats in zip(groups, told_again, strict=True):
            if not repeats:
                continue
            sheets[group].counts["repeats"] += repeats
            sheets[group].counts["repeated"] += 1


def add_outcomes(column: Column, by: str, sheets: Sheets) -> None:
    """Put a day's outcomes on the sheets of their groups."""
    hows = list(column("how"))
    for (how, group), count in Counter(zip(hows, column(by) if by else [0] * len(hows), strict=True)).items():
        sheets[group].counts[OUTCOMES[how].removeprefix("case_")] += count


def merge(cell: Sheet, sheet: Sheet) -> None:
    """Add a sheet to another."""
    cell.answers += sheet.answers
    cell.first += sheet.first
    for name, value in sheet.counts.items():
        cell.counts[name] += value


def name_of(by: str, group: int) -> Any:
    """A group as the rows name it: a kind by its word, none of a number as None, everything as 0."""
    if by == "kind":
        return KINDS[group]
    return group or None if by else 0


def live_parts(asked: Asked, head: Head) -> Iterator[tuple[Asked, frozenset[int] | None]]:
    """What remains of a period to be reckoned from the rows: what comes after the packed days, and of these the changed cases."""
    if head.end < asked.end:
        yield replace(asked, start=head.end), None
    if head.changed:
        yield replace(asked, end=head.end), head.changed
