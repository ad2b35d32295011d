"""What stands of clocks and standards: of one case, of the list of standards, and over a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sandali.cases.access import cases_for
from sandali.cases.models import Case
from sandali.resolution.models import Clock, Excuse, Outcome, Standard

# What a clock came to, as the report counts: excused ones are missed ones, counted once more apart.
FIGURES: Final = ("met", "missed", "late", "excused")
BY: Final = ("standard", "department", "target")


def clocks_of(case: Case) -> list[Clock]:
    """The clocks of a case: what runs first, each with its standard and why it was not kept."""
    found = Clock.objects.filter(case=case).select_related("standard", "excuse__by")
    return sorted(found, key=lambda one: (one.ended_at is not None, one.due_at is None, one.due_at or one.began_at, one.pk))


def standing_standards() -> list[Standard]:
    """The standards of the settings page, with the names of what they ask."""
    found = Standard.objects.filter(removed_at=None)
    return list(found.select_related("customer", "organisation", "channel", "department").order_by("pk"))


@dataclass(frozen=True, slots=True)
class Kept:
    """How clocks ended that were due in a period: `missed` includes those that run and are late, `late` is those alone."""

    met: int = 0
    missed: int = 0
    late: int = 0
    excused: int = 0

    @property
    def whole(self) -> int:
        """All that counts."""
        return self.met + self.missed


def counted_clocks(person: Any, start: datetime, end: datetime, now: datetime, narrows: Mapping[str, Any]) -> QuerySet[Clock]:
    """The clocks that were due in a period and are kept, missed or late, of the cases that a person may see.

    A clock belongs to the period in which it was due, whenever it was kept. `narrows`: department (0: of none), standard, target."""
    seen = cases_for(person).filter(pk=OuterRef("case_id"))
    due = Clock.objects.filter(due_at__gte=start, due_at__lt=end).exclude(outcome=Outcome.ENDED)
    return due.exclude(outcome="", due_at__gt=now).filter(Exists(seen), **{name: value or None for name, value in narrows.items()})


def kept(clocks: QuerySet[Clock]) -> Kept:
    """How many of the clocks were kept."""
    return Kept(**clocks.aggregate(**_counts()))


def kept_by(clocks: QuerySet[Clock], by: str) -> list[tuple[Any, Kept]]:
    """The same for each standard, department or target: (its id or code, the counts), those with most first."""
    rows = clocks.order_by().values(by).annotate(**_counts())
    found = [(row.pop(by), Kept(**row)) for row in rows]
    return sorted(found, key=lambda one: (-one[1].whole, str(one[0])))


def _counts() -> dict[str, Count]:
    return {name: Count("pk", filter=condition) for name, condition in _conditions().items()}


def _conditions() -> dict[str, Q]:
    return {
        "met": Q(outcome=Outcome.MET),
        "missed": Q(outcome__in=(Outcome.MISSED, "")),
        "late": Q(outcome=""),
        "excused": Q(Exists(Excuse.objects.filter(clock=OuterRef("pk")))),
    }


def clocks_behind(clocks: QuerySet[Clock], figure: str) -> QuerySet[Clock]:
    """The clocks behind one of FIGURES, or all of them."""
    return clocks.filter(_conditions()[figure]) if figure in FIGURES else clocks


def names_of(model: Any, numbers: Sequence[int | None]) -> dict[int, str]:
    """Id → name."""
    return dict(model.objects.filter(pk__in=[one for one in numbers if one is not None]).values_list("pk", "name"))
