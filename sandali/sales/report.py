"""What became of deals: won and lost by month, pipeline, owner, department and reason, as the deals stand now.

A deal counts in the month in which it was won or lost, for whose it is today; one that was opened again counts where it ended last.
Sums of several currencies stand side by side. Of past forecasts nothing is told: no fact that is kept says what they were (0057)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Any, Final

from django.db.models import Case, Count, F, IntegerField, QuerySet, Sum, Value, When

from sandali.company.permissions import NO, OWN, scope_of
from sandali.sales.access import deals_for
from sandali.sales.models import Deal, DealState

ENDED: Final = (DealState.WON, DealState.LOST)
NARROWS: Final = {"pipeline": "stage__pipeline", "person": "owner", "department": "department", "reason": "lost_reason"}
BY: Final = ("pipeline", "person", "department")
ENOUGH: Final = 10  # ended deals: of fewer it is told how many were won, and no share
PORTION: Final = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted: `bounds` are the beginnings of its months and the end of the last one; `narrows` a key of NARROWS → a number, 0 for none."""

    bounds: tuple[datetime, ...]
    narrows: tuple[tuple[str, int], ...] = ()


@dataclass
class Tally:
    """How many were won and lost, for how much in each currency (minor units), and how many seconds each won one took from its opening."""

    won: int = 0
    lost: int = 0
    won_for: dict[str, int] = field(default_factory=dict)
    lost_for: dict[str, int] = field(default_factory=dict)
    took: list[int] = field(default_factory=list)

    @property
    def ended(self) -> int:
        """Both together."""
        return self.won + self.lost

    @property
    def half_within(self) -> int | None:
        """Within how many seconds half of the won ones were won; None without any."""
        return round(median(self.took)) if self.took else None

    def add(self, state: str, currency: str, count: int, amount: int) -> None:
        """Count some that ended alike."""
        if state == DealState.WON:
            self.won += count
        else:
            self.lost += count
        sums = self.won_for if state == DealState.WON else self.lost_for
        sums[currency] = sums.get(currency, 0) + amount


@dataclass
class Told:
    """The whole, each month, each group of what it is told apart by (None for those of none), and the lost ones by their reason."""

    whole: Tally
    steps: list[Tally]
    groups: dict[int | None, Tally] = field(default_factory=dict)
    reasons: dict[int | None, Tally] = field(default_factory=dict)


def sees_owners(person: Any) -> bool:
    """Whether figures are told apart by owner to this person: who may see figures of others, as in the other reports."""
    return scope_of(person, "see_measures") not in (NO, OWN)


def conditions(narrows: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """What narrows deals, as Django asks it; 0 is for those that have none."""
    return {NARROWS[name]: number for name, number in narrows if number} | {f"{NARROWS[name]}__isnull": True for name, number in narrows if not number}


def ended_deals(person: Any, asked: Asked) -> QuerySet[Deal]:
    """The deals that ended in this time, as far as the person sees them."""
    found = deals_for(person).filter(state__in=ENDED, state_at__gte=asked.bounds[0], state_at__lt=asked.bounds[-1])
    return found.filter(**conditions(asked.narrows)).order_by()


def in_steps(asked: Asked) -> Case:
    """Which month a deal ended in, from 0."""
    return Case(*(When(state_at__lt=end, then=Value(number)) for number, (_start, end) in enumerate(pairwise(asked.bounds))), output_field=IntegerField())


def told(person: Any, asked: Asked, *, by: str = "pipeline") -> Told:
    """The figures, told apart `by` one of BY. Two queries: one grouped, one along the won ones for how long they took."""
    found, column = ended_deals(person, asked), NARROWS[by]
    whole = Told(Tally(), [Tally() for _step in pairwise(asked.bounds)])
    rows = found.annotate(step=in_steps(asked)).values_list("step", "state", "currency", column, "lost_reason").annotate(Count("pk"), Sum("amount"))
    for step, state, currency, group, reason, count, amount in rows:
        parts = [whole.whole, whole.steps[step], whole.groups.setdefault(group, Tally())]
        if state == DealState.LOST:
            parts.append(whole.reasons.setdefault(reason, Tally()))
        for part in parts:
            part.add(state, currency, count, int(amount))
    for step, group, seconds in lengths(found, asked, column):
        for part in (whole.whole, whole.steps[step], whole.groups[group]):
            part.took.append(seconds)
    return whole


def lengths(found: QuerySet[Deal], asked: Asked, column: str) -> Iterator[tuple[int, Any, int]]:
    """(month, group, seconds from its opening until it was won) of each won deal; one that is older than its opening, as a file brought it,
    says nothing."""
    rows = found.filter(state=DealState.WON, state_at__gte=F("created_at")).annotate(step=in_steps(asked)).values_list("step", column, "created_at", "state_at")
    for step, group, opened, won in rows.iterator(chunk_size=PORTION):
        yield step, group, int((won - opened).total_seconds())


def rows_apart(person: Any, asked: Asked) -> Iterator[tuple[int, str, Any, Any, Any, Any, str, int, int]]:
    """For a file: (month, state, pipeline, department, owner, reason, currency, how many, amount). Each deal is in one row of them, so they
    add up; the owner is None for whoever may not see figures of others."""
    columns = ["step", "state", "stage__pipeline", "department", *(["owner"] if sees_owners(person) else []), "lost_reason", "currency"]
    rows = ended_deals(person, asked).annotate(step=in_steps(asked)).values(*columns).annotate(count=Count("pk"), together=Sum("amount")).order_by(*columns)
    for row in rows:
        yield (
            row["step"], row["state"], row["stage__pipeline"], row["department"], row.get("owner"), row["lost_reason"], row["currency"], row["count"],
            int(row["together"]),
        )  # fmt: skip
