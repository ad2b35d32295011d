"""Figures about cases, each with its count: how soon we answer, how long people wait, what comes back, how cases end.

What is counted, and by when it belongs to a period:

- opened: cases by `opened_at`; merged ones and spam are none. Repeats (P08) are those of the cases opened.
- answers, first replies: waits that our answer ended, by `ended_at`. A wait belongs to whoever answered, and to the department and
  channel that its case had then; everything else belongs to the case's owner, department, channel and kind as they are now.
- waiting per case: all that a case's waits of the period come to, also those that no answer ended.
- reopened, confirmed, lapsed: by when it happened; a case that came back twice counts twice.

The median is the middle value (of an even number the mean of the two), the 90th percentile the smallest value that nine tenths do
not exceed (nearest rank). Whoever asks sees figures of the cases that they may see, and of no other."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models import Case as Choice

from sandali.cases.access import cases_for, reach
from sandali.cases.models import Case, Wait
from sandali.history.models import Event

# What figures may be told apart by → (column of a wait, column of a case).
BY: Final = {
    "person": ("person", "assignee"),
    "department": ("department", "department"),
    "channel": ("channel", "channel"),
    "kind": ("case__kind", "kind"),
}
CHUNK = 5000


class IsOutcome(Func):
    """Whether an event's kind is one of those in the index of migration 0004, in that migration's very words: SQLite uses a partial
    index only where it reads the condition again, and of bound values it reads nothing."""

    template = "%(expressions)s IN ('case_reopened', 'case_confirmed', 'case_lapsed')"
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is measured: from `start` until before `end`, of one person, department, channel (by number) or kind where given.

    `working` counts seconds in opening hours, else by the clock; `within` is the seconds in which a first reply is in time."""

    start: datetime
    end: datetime
    person: int | None = None
    department: int | None = None
    channel: int | None = None
    kind: str = ""
    working: bool = True
    within: int = 4 * 3600

    @property
    def seconds(self) -> str:
        """The column of a wait that is measured."""
        return "working_seconds" if self.working else "seconds"

    @property
    def narrows(self) -> dict[str, Any]:
        """What it is narrowed to: a key of BY → its value."""
        wanted = {"person": self.person, "department": self.department, "channel": self.channel, "kind": self.kind}
        return {name: value for name, value in wanted.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class Times:
    """A number of lengths in seconds, with their median and 90th percentile; None where there are none."""

    count: int = 0
    median: int | None = None
    ninetieth: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one period, or of a part of it."""

    opened: int = 0
    repeats: int = 0  # how often customers had to tell it again
    repeated: int = 0  # cases in which they had to
    answers: Times = Times()  # how long people waited for each answer
    first: Times = Times()
    in_time: int = 0  # of the first replies
    spread: tuple[int, ...] = ()  # first replies by how soon they came: below each of SPREAD, and above all
    per_case: Times = Times()  # how long each case waited for us in all
    reopened: int = 0
    confirmed: int = 0
    lapsed: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """A period's figures: whole, step by step in order of time, and told apart (by number or kind; None where there is none)."""

    whole: Figures
    steps: list[Figures] = field(default_factory=list)
    groups: dict[Any, Figures] = field(default_factory=dict)


# Seconds; the steps in which the spread of first replies is told.
SPREAD: Final = (3600, 4 * 3600, 8 * 3600, 24 * 3600)


def times_of(values: Iterable[int]) -> Times:
    """Count, median and 90th percentile of lengths in seconds."""
    ordered = sorted(values)
    count = len(ordered)
    if not count:
        return Times()
    median = (ordered[(count - 1) // 2] + ordered[count // 2] + 1) // 2
    return Times(count, median, ordered[-(-count * 9 // 10) - 1])


# --- What figures are made of; the lists behind them are the same --------------------------------------------------------
def narrowed(cases: QuerySet[Case], asked: Asked) -> QuerySet[Case]:
    """The cases of whom and what it is asked."""
    return cases.filter(**{BY[name][1]: value for name, value in asked.narrows.items()})


def opened(person: Any, asked: Asked) -> QuerySet[Case]:
    """The cases opened in the period."""
    cases = narrowed(cases_for(person, lent=False), asked)
    return cases.filter(opened_at__gte=asked.start, opened_at__lt=asked.end, aside="")


def ended(person: Any, asked: Asked) -> QuerySet[Wait]:
    """The waits that ended in the period, by an answer or not."""
    waits = Wait.objects.filter(ended_at__gte=asked.start, ended_at__lt=asked.end)
    if reach(person, "see_cases"):
        # Correlated: the waits of a period are few beside all the cases that one may see.
        waits = waits.filter(Exists(cases_for(person, lent=False).filter(pk=OuterRef("case_id"))))
    return waits.filter(**{BY[name][0]: value for name, value in asked.narrows.items()})


def outcomes(person: Any, asked: Asked, *kinds: str) -> QuerySet[Event]:
    """Reopenings, confirmations and lapses of the period, or those of `kinds`."""
    events = Event.objects.filter(IsOutcome("kind"), at__gte=asked.start, at__lt=asked.end)
    if kinds:
        events = events.filter(kind__in=kinds)
    if reach(person, "see_cases") or asked.narrows:
        events = events.filter(Exists(narrowed(cases_for(person, lent=False), asked).filter(pk=OuterRef("case_id"))))
    return events


def waiting(person: Any, asked: Asked) -> QuerySet[Case]:
    """The cases that wait for our word now, whatever the period."""
    return narrowed(cases_for(person, lent=False), asked).filter(waiting_since__isnull=False, aside="")


def _of_waits(chosen: Callable[[Asked], Q]) -> Callable[[Any, Asked], Q]:
    return lambda person, asked: Q(pk__in=ended(person, asked).filter(chosen(asked)).values("case"))


def _of_events(kind: str) -> Callable[[Any, Asked], Q]:
    return lambda person, asked: Q(pk__in=outcomes(person, asked, kind).values("case_id"))


# Figure → the cases behind it.
BEHIND: Final[dict[str, Callable[[Any, Asked], Q]]] = {
    "opened": lambda person, asked: Q(pk__in=opened(person, asked).values("pk")),
    "answered": _of_waits(lambda asked: Q(by_answer=True)),
    "first": _of_waits(lambda asked: Q(is_first=True)),
    "in_time": _of_waits(lambda asked: Q(is_first=True, **{f"{asked.seconds}__lte": asked.within})),
    "late": _of_waits(lambda asked: Q(is_first=True, **{f"{asked.seconds}__gt": asked.within})),
    "reopened": _of_events("case_reopened"),
    "confirmed": _of_events("case_confirmed"),
    "lapsed": _of_events("case_lapsed"),
    "repeated": lambda person, asked: Q(pk__in=opened(person, asked).filter(repeats__gt=0).values("pk")),
    "waiting": lambda person, asked: Q(pk__in=waiting(person, asked).values("pk")),
}


def cases_behind(person: Any, asked: Asked, figure: str) -> QuerySet[Case]:
    """The cases behind a figure of BEHIND, each once. Raises KeyError for another."""
    return cases_for(person, lent=False).filter(BEHIND[figure](person, asked))


# --- Measuring -----------------------------------------------------------------------------------------------------------
def step_at(column: str, bounds: Sequence[datetime], first: int = 0) -> Any:
    """An expression for which step a moment lies in, by bisection: `bounds` are the moments at which steps but the first begin."""
    if not bounds:
        return Value(first, output_field=IntegerField())
    middle = len(bounds) // 2
    earlier = step_at(column, bounds[:middle], first)
    later = step_at(column, bounds[middle + 1 :], first + middle + 1)
    return Choice(When(**{f"{column}__lt": bounds[middle]}, then=earlier), default=later, output_field=IntegerField())


@dataclass(slots=True)
class _Sheet:
    """What adds up to Figures."""

    answers: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    cases: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def figures(self, within: int) -> Figures:
        """The figures."""
        first = sorted(self.first)
        places = [bisect_right(first, limit) for limit in SPREAD]
        spread = tuple(later - earlier for earlier, later in zip([0, *places], [*places, len(first)], strict=True))
        return Figures(
            answers=times_of(self.answers + first), first=times_of(first), in_time=bisect_right(first, within), spread=spread,
            per_case=times_of(self.cases.values()), **self.counts,
        )  # fmt: skip


def measure(person: Any, asked: Asked, *, bounds: Sequence[datetime] = (), by: str = "") -> Report:
    """The figures of a period for whoever asks; `bounds` are where its later steps begin, `by` is a key of BY.

    Three queries: waits, cases opened, outcomes."""
    cells: dict[tuple[int, Any], _Sheet] = defaultdict(_Sheet)
    whole = _Sheet()
    read_waits(person, asked, bounds, by, cells, whole.cases)
    read_opened(person, asked, bounds, by, cells)
    read_outcomes(person, asked, bounds, by, cells)
    steps = [_Sheet() for _ in range(len(bounds) + 1)]
    groups: dict[Any, _Sheet] = defaultdict(_Sheet)
    for (step, group), cell in cells.items():
        # Sorted runs are sorted again in no time, whatever they are put together to.
        cell.answers.sort()
        cell.first.sort()
        for sheet in (whole, *([steps[step]] if bounds else []), *([groups[group]] if by else [])):
            sheet.answers += cell.answers
            sheet.first += cell.first
            for name, value in cell.counts.items():
                sheet.counts[name] += value
    return Report(
        whole.figures(asked.within),
        [sheet.figures(asked.within) for sheet in steps] if bounds else [],
        {group: sheet.figures(asked.within) for group, sheet in groups.items()},
    )


Cells = dict[tuple[int, Any], _Sheet]


def read_waits(
    person: Any, asked: Asked, bounds: Sequence[datetime], by: str, cells: Cells, per_case: dict[int, int]
) -> None:
    """Put every wait of the period into its cell, and add it to its case."""
    what = Choice(When(is_first=True, then=Value(2)), When(by_answer=True, then=Value(1)), default=0, output_field=IntegerField())
    columns = (what, "case_id", asked.seconds, step_at("ended_at", bounds), F(BY[by][0]) if by else Value(0))
    for ended_by, case, seconds, step, group in bare_rows(ended(person, asked).values_list(*columns)):
        cell = cells[step, group]
        per_case[case] += seconds
        if ended_by == 2:
            cell.first.append(seconds)
        elif ended_by:
            cell.answers.append(seconds)


def bare_rows(values: QuerySet[Any, Any]) -> Iterator[tuple[Any, ...]]:
    """Rows of whole numbers and words as the driver gives them: Django would ask each value whether it is to be converted, which
    takes longer than all the rest of measuring a year."""
    sql, params = values.query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


def read_opened(person: Any, asked: Asked, bounds: Sequence[datetime], by: str, cells: Cells) -> None:
    """Put the counts of what was opened into their cells."""
    told = opened(person, asked).annotate(step=step_at("opened_at", bounds), told_by=F(BY[by][1]) if by else Value(0))
    counted = {"cases": Count("pk"), "times": Sum("repeats"), "repeated": Count("pk", filter=Q(repeats__gt=0))}
    for step, group, count, repeats, repeated in told.order_by().values_list("step", "told_by").annotate(**counted):
        if count:  # of nothing at all, SQL still gives a row
            cells[step, group].counts.update(opened=count, repeats=repeats, repeated=repeated)


def read_outcomes(person: Any, asked: Asked, bounds: Sequence[datetime], by: str, cells: Cells) -> None:
    """Put reopenings, confirmations and lapses into their cells."""
    group = Subquery(Case.objects.filter(pk=OuterRef("case_id")).values(BY[by][1])[:1]) if by else Value(0)
    told = outcomes(person, asked).annotate(step=step_at("at", bounds), told_by=group)
    for kind, step, group, count in told.order_by().values_list("kind", "step", "told_by").annotate(times=Count("pk")):
        cells[step, group].counts[kind.removeprefix("case_")] = count
