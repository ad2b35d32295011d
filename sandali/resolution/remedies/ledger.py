"""The ledger: a record of good acts, with totals of the whole and by what was given, which policy, which cause.

Never by person, and never in the order of what somebody cost: nobody is to think of their own figure before putting a matter right (P20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from sandali.cases.access import cases_for
from sandali.cases.models import Kind
from sandali.resolution.models import IN_FORCE, CaseCause, Remedy, RemedyKind

# What totals may go by: a column each. A person is not among them, and a test holds that.
BY: Final = {
    "kind": "kind", "policy": "policy_exception__policy", "matter": "case__kind", "department": "case__department", "cause": "case__causes__cause",
}  # fmt: skip


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
    """Good acts that stand, of cases that the person may see."""
    found = Remedy.objects.filter(state__in=IN_FORCE, case__in=cases_for(person))
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


def page_of(person: Any, sought: Sought, *, below: int | None = None, most: int) -> list[Remedy]:
    """A page of the ledger, the latest first; `below` pages on by id."""
    found = acts(person, sought)
    if below is not None:
        found = found.filter(pk__lt=below)
    return list(found.select_related("case__customer", "by", "policy_exception__policy", "story").order_by("-pk")[:most])


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
