"""What a check is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from sandali.customers.models import Customer

LATELY: Final = timedelta(days=90)  # of cases, what was opened within is looked at: what is older is done with
YEAR: Final = timedelta(days=365)


class Group(TextChoices):
    """What is wrong with a record."""

    UNREACHABLE = "unreachable", _("Cannot be reached")
    MISSING = "missing", _("Something is missing")
    STALE = "stale", _("Out of date")
    DUPLICATE = "duplicate", _("Twice there")


class About(StrEnum):
    """What a check looks at."""

    CUSTOMER = "customer"
    ORGANISATION = "organisation"
    CASE = "case"
    DEAL = "deal"
    ENTRY = "entry"
    PERSON = "person"
    PAIR = "pair"


# What somebody needs to see records of a kind at all; over which of them is asked in access.py.
RIGHTS: Final = {
    About.CUSTOMER: "see_customers", About.ORGANISATION: "see_customers", About.CASE: "see_cases", About.DEAL: "see_sales",
    About.ENTRY: "see_knowledge", About.PERSON: "manage_people", About.PAIR: "merge_customers",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """When a check is made, and the limit that the company set, in days (0 where a check has none)."""

    now: datetime
    days: int = 0

    @property
    def limit(self) -> datetime:
        """What was last touched before this is too old."""
        return self.now - timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of fault. `name` says what is at fault, `why` what harm it does, `rule` what the limit of `days` is about.

    `faulty` gives the records, `total` all that could be so; both are questions to the database, asked nobody's rights."""

    code: str
    group: Group
    about: About
    name: Any
    why: Any
    faulty: Callable[[Asked], QuerySet[Any]]
    total: Callable[[Asked], QuerySet[Any]]
    rule: Any = ""
    days: int = 0


def living(_asked: Asked | None = None) -> QuerySet[Customer]:
    """Customers with a record of their own: neither put together with another one nor erased."""
    return Customer.objects.filter(merged_into=None, erased_at=None)
