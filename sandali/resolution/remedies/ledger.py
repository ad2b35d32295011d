"""The ledger: a record of good acts, with totals of the whole and by what was given, which policy, which cause.

Never by person, and never in the order of what somebody cost: nobody is to think of their own figure before putting a matter right (P20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from sandali.cases.access import cases_for
from sandali.cases.models import Kind
from sandali.resolution.models import IN_FORCE, CaseCause, Remedy, RemedyKind, RemedyState

# What totals may go by: a column each. A person is not among them, and a test holds that.
BY: Final = {
    "kind": "kind", "policy": "policy_exception__policy", "matter": "case__kind", "department": "case__department", "cause": "case__causes__cause",
}  # fmt: skip


NOT_IN_FORCE: Final = tuple(state.value for state in RemedyState if state not in IN_FORCE)


@dataclass(frozen=True, slots=True)
class Sought:
    """What the ledger is narrowed to; "" and None where it is not."""

    kind: str = ""
    matter: str = ""
    department: int | None = None
    policy: int | None = None
    cause: int | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """One line of totals: of which kind, policy, matter or department (its code or number), how many, and the sum in minor units of
    what has an amount."""

    key: str
    count: int
    amount: int


def acts(person: Any, sought: Sought) -> QuerySet[Remedy]:
    """Good acts that stand, of cases that the person may see.

    Asked row by row along the acts, so that a page ends as soon as it is full: neither are all cases gathered first, nor all acts sorted."""
    found = Remedy.objects.filter(Exists(cases_for(person).filter(pk=OuterRef("case_id")))).exclude(state__in=NOT_IN_FORCE)
    asked: dict[str, Any] = {
        "kind": sought.kind if sought.kind in RemedyKind.values else None,
        "case__kind": sought.matter if sought.matter in Kind.values else None,
        "case__department": sought.department,
        "policy_exception__policy": sought.policy,
        "at__gte": sought.since,
        "at__lt": sought.until,
    }
    if sought.cause is not None:  # not along the rows that totals go by: a case of two causes would lose one of them there
        found = found.filter(case__in=CaseCause.objects.filter(cause=sought.cause).values("case"))
    return found.filter(**{name: value for name, value in asked.items() if value is not None})


def page_of(person: Any, sought: Sought, *, after: tuple[datetime, int] | None = None, most: int) -> list[Remedy]:
    """A page of the ledger, the latest first; `after` is (at, id) of the last row seen."""
    found = acts(person, sought)
    if after is not None:
        found = found.filter(Q(at__lt=after[0]) | Q(at=after[0], pk__lt=after[1]))
    return list(found.select_related("case__customer", "by", "policy_exception__policy", "story").order_by("-at", "-pk")[:most])


def totals(person: Any, sought: Sought, *, by: str, currency: str) -> list[Total]:
    """Totals by one of BY. An act on a case of several causes counts under each. Raises KeyError for anything else: there is no
    total by person."""
    column = BY[by]
    rows = acts(person, sought).filter(currency=currency).values(column).annotate(count=Count("pk"), sum=Coalesce(Sum("amount"), 0))
    return [Total(str(key or ""), count, amount) for key, count, amount in rows.order_by(column).values_list(column, "count", "sum")]


def whole(person: Any, sought: Sought, *, currency: str) -> Total:
    """The total of everything."""
    found = acts(person, sought).filter(currency=currency).aggregate(count=Count("pk"), amount=Sum("amount"))
    return Total("", found["count"], found["amount"] or 0)
