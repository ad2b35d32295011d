"""Figures of the health of records: the company's, as they were counted, and somebody's own, asked live and bounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from sandali.health.access import Reader, asked_of, records_of
from sandali.health.checks import Check
from sandali.health.counting import DAYS
from sandali.health.models import Count, Look
from sandali.health.rules import Rules

MOST_COUNTED: Final = 100  # of somebody's own records, asked live
SHOWN: Final = timedelta(days=DAYS)
MONTH: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a check found: `faulty` of `total` (None where nobody counted all), `before` a month ago under the same limit (None where it
    is not known), and (day, faulty) of the last weeks."""

    check: Check
    faulty: int
    total: int | None = None
    before: int | None = None
    trend: list[tuple[date, int]] = field(default_factory=list)

    @property
    def change(self) -> int:
        """How many more than a month ago."""
        return self.faulty - self.before if self.before is not None else 0


def figures_of(looking: Reader, rules: Rules, *, now: datetime) -> list[Figure]:
    """The figures that somebody sees, in the order of the checks. For who sees all: as counted last, in one query. For others: their own
    records, asked live, each as far as MOST_COUNTED; a figure of MOST_COUNTED is as many or more."""
    made = [check for check in looking.checks if check.code not in rules.off]
    if not looking.whole:
        counted = [(check, records_of(looking, check, asked_of(check, rules, now)).order_by()[:MOST_COUNTED].count()) for check in made]
        return [Figure(check, many) for check, many in counted]
    rows = counts_since(now.date() - SHOWN)
    return [figure for check in made if (figure := figure_of(check, rows.get(check.code, []), rules)) is not None]


def counts_since(day: date) -> dict[str, list[Count]]:
    """Code → its counts from a day on, the oldest first; one query along an index."""
    found: dict[str, list[Count]] = {}
    for row in Count.objects.filter(day__gte=day).order_by("day"):
        found.setdefault(row.check_code, []).append(row)
    return found


def figure_of(check: Check, rows: list[Count], rules: Rules) -> Figure | None:
    """A check's figure from its counts; None where it was never counted. What was counted under another limit is no part of it."""
    alike = [row for row in rows if row.days == rules.days_of(check)]
    if not alike:
        return None
    last = alike[-1]
    before = next((row.faulty for row in reversed(alike) if row.day <= last.day - MONTH), None)
    return Figure(check, last.faulty, last.total, before, [(row.day, row.faulty) for row in alike])


def together(figures: Sequence[Figure]) -> list[float]:
    """The sum on each day of the figures that have a way yet, where every one of them was counted on it, the oldest first."""
    ways = [dict(figure.trend) for figure in figures if len(figure.trend) > 1]
    days = set.intersection(*(set(way) for way in ways)) if ways else set()
    return [float(sum(way[day] for way in ways)) for day in sorted(days)]


def trend_of(check: Check, rules: Rules, *, since: date) -> list[tuple[date, int]]:
    """(day, how many at fault) of a check from a day on, under the limit that holds now."""
    return list(Count.objects.filter(check_code=check.code, day__gte=since, days=rules.days_of(check)).order_by("day").values_list("day", "faulty"))


def running_look() -> Look | None:
    """The look that is going on."""
    return Look.objects.filter(running=True).first()


def counted_at() -> datetime | None:
    """When the newest figures were counted; None before the first time."""
    return Count.objects.order_by("-day", "-at").values_list("at", flat=True).first()
