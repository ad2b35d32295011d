"""How often what happened: cases by cause in a period, what rises, and whether a cause came back after it was mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import comb
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, QuerySet

from sandali.cases.access import cases_for
from sandali.cases.models import Case
from sandali.resolution.models import CaseCause, Cause
from sandali.resolution.recovery.tree import Branch, paths, read_tree, walk, with_below

WEEK: Final = timedelta(days=7)
LONGEST: Final = 12  # weeks that are compared
SOONEST: Final = 2  # weeks after which there is anything to compare
SELDOM: Final = 0.05
MOST_ROWS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Counted:
    """A cause in a period: cases with it or one below it, as many days before, and its own alone."""

    branch: Branch
    now: int
    before: int

    @property
    def change(self) -> int:
        """How many more cases than before."""
        return self.now - self.before


def cases_with(person: Any, causes: Iterable[int], start: datetime | None, end: datetime | None) -> QuerySet[Case]:
    """Cases that the person may see with one of these causes, opened in a period."""
    rows = CaseCause.objects.filter(cause__in=list(causes))
    rows = rows if start is None else rows.filter(opened_at__gte=start)
    rows = rows if end is None else rows.filter(opened_at__lt=end)
    return cases_for(person).filter(pk__in=rows.values("case"), aside="")


def seen(person: Any) -> Exists:
    """The condition on causes of cases: the case is one that the person may see. Row by row: all cases are never gathered first."""
    return Exists(cases_for(person).filter(pk=OuterRef("case_id"), aside=""))


def pairs(person: Any, start: datetime, end: datetime) -> dict[int, set[int]]:
    """Cause → cases of a period that have just this cause, as far as the person may see them."""
    rows = CaseCause.objects.filter(seen(person), opened_at__gte=start, opened_at__lt=end)
    found: dict[int, set[int]] = {}
    for cause, case in rows.values_list("cause_id", "case_id")[:MOST_ROWS]:
        found.setdefault(cause, set()).add(case)
    return found


def count_tree(person: Any, start: datetime, end: datetime) -> list[Counted]:
    """The tree in its order with the cases of a period and of as long a time before; a case counts once in each branch."""
    now, before = pairs(person, start, end), pairs(person, start - (end - start), start)

    def total(branch: Branch, found: dict[int, set[int]]) -> int:
        return len(set().union(*(found.get(one.pk, set()) for one in branch.below())))

    return [Counted(branch, total(branch, now), total(branch, before)) for branch in walk(read_tree())]


def rising(counted: Iterable[Counted], *, most: int = 5) -> list[Counted]:
    """What became more, by how many cases: shares of small numbers say nothing. Of a branch that rises by one below it, only that one."""
    found = [one for one in counted if one.change > 0]
    by_pk = {one.branch.pk: one for one in found}
    own = [one for one in found if not any(by_pk[child.pk].change == one.change for child in one.branch.children if child.pk in by_pk)]
    return sorted(own, key=lambda one: (-one.change, -one.now, one.branch.path))[:most]


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Cases in as many weeks before a cause was mended as since. `verdict`: "early", "few", "fewer", "more", "same"."""

    weeks: int
    before: int
    after: int
    start: datetime
    mended: datetime
    end: datetime
    verdict: str
    by_week: tuple[int, ...] = ()


def recurrence(cause: Cause, person: Any, *, now: datetime) -> Recurrence | None:
    """Whether it came back since it was mended; None for a cause that is not."""
    if cause.mended_at is None:
        return None
    weeks = min(int((now - cause.mended_at) / WEEK), LONGEST)
    span = weeks * WEEK if weeks else now - cause.mended_at
    start, end = cause.mended_at - span, cause.mended_at + span
    numbers = with_below(cause.pk)
    opened = list(cases_with(person, numbers, start, end).values_list("opened_at", flat=True)[:MOST_ROWS])
    before = sum(at < cause.mended_at for at in opened)
    after = len(opened) - before
    by_week = tuple(sum(start + step * WEEK <= at < start + (step + 1) * WEEK for at in opened) for step in range(2 * weeks))
    return Recurrence(weeks, before, after, start, cause.mended_at, end, verdict(weeks, before, after), by_week)


def verdict(weeks: int, before: int, after: int) -> str:
    """What two counts over the same time allow to be said: if nothing had changed, each case would fall before or after alike.

    The chance of a split as uneven as this one is the tail of a binomial distribution (exact sign test)."""
    if weeks < SOONEST:
        return "early"
    fewer, more = tail(before + after, after), tail(before + after, before)
    if fewer < SELDOM:
        return "fewer"
    if more < SELDOM:
        return "more"
    return "few" if before + after < 10 else "same"


def tail(count: int, most: int) -> float:
    """The chance that of `count` cases, each as likely on either side, at most `most` fall on one."""
    if count > 1000:
        # The exponent would leave a float; by then the normal approximation is the same to four places.
        from statistics import NormalDist  # noqa: PLC0415 - hardly ever

        return NormalDist(count / 2, (count / 4) ** 0.5).cdf(most + 0.5)
    return sum(comb(count, one) for one in range(most + 1)) / 2**count


def rows_for_export(person: Any, start: datetime, end: datetime) -> Iterator[tuple[Any, ...]]:
    """Row by row, a case and one of its causes: (case, cause, opened, subject, customer, kind, state, mended)."""
    rows = CaseCause.objects.filter(seen(person), opened_at__gte=start, opened_at__lt=end)
    names = paths(Cause.objects.filter(merged_into=None).values_list("pk", flat=True))
    fields = ("case_id", "cause_id", "opened_at", "case__subject", "case__customer__name", "case__kind", "case__state", "cause__mended_at")
    for case, cause, *rest in rows.order_by("opened_at", "pk").values_list(*fields)[:MOST_ROWS].iterator(chunk_size=500):
        yield case, names.get(cause, ""), *rest


def case_counts() -> dict[int, int]:
    """Cause → how many cases it has, just this cause, whoever may see them."""
    return dict(CaseCause.objects.order_by().values_list("cause").annotate(count=Count("case")))
