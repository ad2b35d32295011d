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

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Case as Choice
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from sandali.cases.access import cases_for, reach
from sandali.cases.figures import BY, Asked, Cells, PerCase, Report, Sheet
from sandali.cases.models import Case, Wait
from sandali.cases.packed_figures import add_packed, head_of, live_parts
from sandali.cases.packing import BY_FIRST_ANSWER, IsOutcome, bare_rows, how_it_ended
from sandali.history.models import Event


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


def measure(person: Any, asked: Asked, *, bounds: Sequence[datetime] = (), by: str = "", per_case: bool = True) -> Report:
    """The figures of a period for whoever asks; `bounds` are where its later steps begin, `by` is a key of BY. Without `per_case`
    they do not say how long each case waited in all.

    Of days that are packed (packed_figures.py) only what changed since is read from its rows; without packed days there are three
    queries: waits, cases opened, outcomes."""
    cells: dict[tuple[int, Any], Sheet] = defaultdict(Sheet)
    whole = Sheet()
    cases = whole.cases if per_case else None
    head = head_of(asked, bounds)
    if head is not None:
        add_packed(person, asked, head, bounds, by, cells, cases)
    for part, among in live_parts(asked, head) if head is not None else ((asked, None),):
        read_waits(person, part, bounds, by, cells, cases, among)
        read_opened(person, part, bounds, by, cells, among)
        read_outcomes(person, part, bounds, by, cells, among)
    steps = [Sheet() for _ in range(len(bounds) + 1)]
    groups: dict[Any, Sheet] = defaultdict(Sheet)
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


Among = frozenset[int] | None
"""The cases of which something is read; None for all."""


def read_waits(
    person: Any, asked: Asked, bounds: Sequence[datetime], by: str, cells: Cells, per_case: PerCase, among: Among
) -> None:
    """Put every wait of the period, or those of some cases, into its cell, and add it to its case."""
    waits = ended(person, asked) if among is None else ended(person, asked).filter(case__in=among)
    columns = (how_it_ended(), "case_id", asked.seconds, step_at("ended_at", bounds), F(BY[by][0]) if by else Value(0))
    for ended_by, case, seconds, step, group in bare_rows(waits.values_list(*columns)):
        cell = cells[step, group]
        if per_case is not None:
            per_case[case] += seconds
        if ended_by == BY_FIRST_ANSWER:
            cell.first.append(seconds)
        elif ended_by:
            cell.answers.append(seconds)


def read_opened(person: Any, asked: Asked, bounds: Sequence[datetime], by: str, cells: Cells, among: Among) -> None:
    """Put the counts of what was opened into their cells."""
    cases = opened(person, asked) if among is None else opened(person, asked).filter(pk__in=among)
    told = cases.annotate(step=step_at("opened_at", bounds), told_by=F(BY[by][1]) if by else Value(0))
    counted = {"cases": Count("pk"), "times": Sum("repeats"), "repeated": Count("pk", filter=Q(repeats__gt=0))}
    for step, group, count, repeats, repeated in told.order_by().values_list("step", "told_by").annotate(**counted):
        if count:  # of nothing at all, SQL still gives a row
            counts = cells[step, group].counts
            for name, value in (("opened", count), ("repeats", repeats), ("repeated", repeated)):
                counts[name] += value


def read_outcomes(person: Any, asked: Asked, bounds: Sequence[datetime], by: str, cells: Cells, among: Among) -> None:
    """Put reopenings, confirmations and lapses into their cells."""
    events = outcomes(person, asked) if among is None else outcomes(person, asked).filter(case_id__in=among)
    group = Subquery(Case.objects.filter(pk=OuterRef("case_id")).values(BY[by][1])[:1]) if by else Value(0)
    told = events.annotate(step=step_at("at", bounds), told_by=group)
    for kind, step, group, count in told.order_by().values_list("kind", "step", "told_by").annotate(times=Count("pk")):
        cells[step, group].counts[kind.removeprefix("case_")] += count
