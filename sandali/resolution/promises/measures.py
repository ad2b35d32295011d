"""Promises kept: of what was due in a time, what came of it, as counts; by person, by department, and of the company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count

from sandali.resolution.models import Promise
from sandali.resolution.promises.queries import COUNTED, FIGURES, Asked, behind

# A promise on a case of several causes counts under each, so these do not add up to the whole.
GROUPS: Final = {"person": "owner_id", "department": "case__department_id", "cause": "case__causes__cause_id"}


ENOUGH: Final = 10  # from here on a share says something; of fewer it is told how many


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of promises that were due: kept in time, kept late, broken and not kept since, moved before they were due, still open."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    moved: int = 0
    open: int = 0

    @property
    def due(self) -> int:
        """All of them."""
        return self.kept + self.late + self.broken + self.moved + self.open

    @property
    def judged(self) -> int:
        """Those of which it is known whether they were kept."""
        return self.kept + self.late + self.broken


def tallies(person: Any, start: datetime, end: datetime, *, by: str) -> Mapping[int | None, Tally]:
    """The tally of each person, department or cause (GROUPS), of promises due from `start` until before `end` in cases that one sees."""
    rows = behind(person, Asked(figure="due", start=start, end=end)).values(GROUPS[by]).order_by()
    counted = rows.annotate(**{name: Count("pk", filter=wanted) for name, wanted in FIGURES.items()})
    return {row.pop(GROUPS[by]): Tally(**row) for row in counted}


def tally(person: Any, start: datetime, end: datetime) -> Tally:
    """The tally of all of them together."""
    counted = behind(person, Asked(figure="due", start=start, end=end)).order_by()
    return Tally(**counted.aggregate(**{name: Count("pk", filter=wanted) for name, wanted in FIGURES.items()}))


def whole(groups: Mapping[int | None, Tally]) -> Tally:
    """The groups' counts together."""
    return Tally(**{name: sum(getattr(one, name) for one in groups.values()) for name in FIGURES})


def exists() -> bool:
    """Whether anything was ever promised."""
    return Promise.objects.filter(COUNTED).exists()
