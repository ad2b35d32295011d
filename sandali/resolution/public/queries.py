"""Reads about public matters: who is not yet answered, who is not yet thanked, the plans, who is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from sandali.cases.access import cases_for, reach_key
from sandali.cases.models import Case
from sandali.company.models import Person
from sandali.company.permissions import Role
from sandali.history.models import Event
from sandali.kit.kept import Kept
from sandali.kit.prepared import Prepared
from sandali.resolution.models import PublicMatter, PublicPlan

OWED: Final = ("answered", "thanked")
MOST_COUNTED: Final = 100
FIELDS: Final = (
    "at", "pk", "case_id", "case__subject", "case__preview", "case__customer_id", "case__customer__name", "case__assignee__name", "case__department__name",
    "where", "due_at", "plan__name", "answered_at", "thanked_at",
)  # fmt: skip
Mark = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Owed:
    """One public matter that is not yet carried to the end: FIELDS in their order."""

    at: datetime
    matter: int
    case: int
    subject: str
    preview: str
    customer: int
    customer_name: str
    owner: str | None
    department: str | None
    where: str
    due_at: datetime | None
    plan: str | None
    answered_at: datetime | None
    thanked_at: datetime | None


def _owed(person: Any, what: str, after: Mark | None) -> QuerySet[Any, Any]:
    seen = cases_for(person).filter(pk=OuterRef("case_id"), aside="")
    matters = PublicMatter.objects.filter(Exists(seen), removed_at__isnull=True, **{f"{what}_at__isnull": True})
    if after is not None:
        matters = matters.filter(Q(at__gt=after[0]) | Q(at=after[0], pk__gt=after[1]))
    return matters.order_by("at", "pk").values_list(*FIELDS)


_first: Kept[Prepared] = Kept(512)


def owed_matters(person: Any, what: str, *, after: Mark | None = None, most: int) -> list[Owed]:
    """Public matters that the person may see and that are not yet "answered" or "thanked", the oldest first."""
    if after is not None:
        rows = list(_owed(person, what, after)[:most])
    else:
        rows = _first.get((reach_key(person), what, most), lambda: Prepared(lambda: _owed(person, what, None)[:most]))()
    return [Owed(*row) for row in rows]


def owed_counts(person: Any) -> dict[str, int]:
    """How many of each, counted up to MOST_COUNTED."""
    return {what: len(owed_matters(person, what, most=MOST_COUNTED)) for what in OWED}


def matter_of(case: Case) -> PublicMatter | None:
    """The public matter of a case, with its plan; also one that was taken back (`removed_at`)."""
    found = PublicMatter.objects.select_related("plan", "by").filter(case=case).first()
    if found is not None:
        found.case = case
    return found


def plans() -> list[PublicPlan]:
    """The plans in use, by name."""
    return list(PublicPlan.objects.filter(archived_at=None))


def all_plans() -> list[PublicPlan]:
    """Every plan, those in use first."""
    return sorted(PublicPlan.objects.all(), key=lambda plan: plan.archived_at is not None)


# --- Who is told -----------------------------------------------------------------------------------------------------
def leaders(_event: Event) -> list[int]:
    """Managers and executives, for the audience "public_leaders"."""
    return list(Person.objects.filter(is_active=True, role__in=[Role.MANAGER, Role.EXECUTIVE]).values_list("pk", flat=True))
