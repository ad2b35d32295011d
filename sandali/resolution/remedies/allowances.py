"""What each of us may give without asking: limits by role or person, and how much of them is left in a case and in this month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, Sum
from django.utils import timezone

from sandali.cases.models import Case
from sandali.company.models import Company, Person
from sandali.company.permissions import Role
from sandali.company.queries import current_company
from sandali.kit.dates import find_zone
from sandali.kit.digits import minor_digits
from sandali.kit.periods import Almanac, Period, period_of
from sandali.resolution.models import IN_FORCE, Allowance, AuthorityRules, Remedy

# What a company starts with (a case, a month), until it decides: in rials, elsewhere in whole units of its currency.
IN_RIALS: Final[dict[str, tuple[int | None, int | None]]] = {
    Role.AGENT: (10_000_000, 100_000_000),
    Role.LEAD: (30_000_000, 300_000_000),
    Role.MANAGER: (200_000_000, 2_000_000_000),
    Role.EXECUTIVE: (0, 0),  # they answer no customers
    Role.ADMIN: (None, None),
}
IN_UNITS: Final[dict[str, tuple[int | None, int | None]]] = {
    Role.AGENT: (20, 200),
    Role.LEAD: (60, 600),
    Role.MANAGER: (400, 4_000),
    Role.EXECUTIVE: (0, 0),
    Role.ADMIN: (None, None),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What somebody may give without asking, in minor units; None is no limit."""

    per_case: int | None
    per_month: int | None

    def allows(self, amount: int | None) -> bool:
        """Whether a single remedy of this amount is inside what the limit for a case allows."""
        return amount is None or self.per_case is None or amount <= self.per_case


@dataclass(frozen=True, slots=True)
class Room:
    """What is left of the limits: in this case, and in this month."""

    in_case: int | None
    in_month: int | None

    @property
    def left(self) -> int | None:
        """What may still be given here; None without a limit."""
        known = [one for one in (self.in_case, self.in_month) if one is not None]
        return max(0, min(known)) if known else None

    def covers(self, amount: int | None) -> bool:
        """Whether it is given at once. What costs nothing that we know needs no room."""
        return amount is None or self.left is None or amount <= self.left


def currency_now() -> str:
    """The currency in which the company gives."""
    company = current_company()
    return company.currency if company is not None else "IRR"


def ready_made(role: str, currency: str) -> Limits:
    """The limits that hold until the company decides."""
    if currency == "IRR":
        return Limits(*IN_RIALS[role])
    shift = 10 ** minor_digits(currency)
    return Limits(*(None if one is None else one * shift for one in IN_UNITS[role]))


def limits_of_many(people: Sequence[Person], *, currency: str | None = None) -> dict[int, Limits]:
    """Person's number → limits, in one query: their own row, else their role's, else what Sandali comes with."""
    currency = currency or currency_now()
    rows = Allowance.objects.filter(Q(person__in=[one.pk for one in people]) | ~Q(role=""), currency=currency)
    by_person: dict[int, Limits] = {}
    by_role: dict[str, Limits] = {}
    for role, person, per_case, per_month in rows.values_list("role", "person_id", "per_case", "per_month"):
        if person is not None:
            by_person[person] = Limits(per_case, per_month)
        else:
            by_role[role] = Limits(per_case, per_month)
    return {one.pk: by_person.get(one.pk) or by_role.get(one.role) or ready_made(one.role, currency) for one in people}


def limits_of(person: Person) -> Limits:
    """What one person may give without asking."""
    return limits_of_many([person])[person.pk]


def month_of(company: Company | None, now: datetime) -> Period:
    """The month of the company's calendar and zone that a moment lies in."""
    zone = find_zone(company.zone if company else "Asia/Tehran")
    return period_of("month", now.astimezone(zone).date(), Almanac(company.calendar if company else "jalali"))


def given_by(person: Person, *, currency: str, case: Case | None = None, since: datetime | None = None, until: datetime | None = None) -> int:
    """What a person gave out of their allowance and what still stands of it, in minor units."""
    found = Remedy.objects.filter(by=person, from_allowance=True, state__in=IN_FORCE, currency=currency)
    if case is not None:
        found = found.filter(case=case)
    if since is not None and until is not None:
        found = found.filter(at__gte=since, at__lt=until)
    return found.aggregate(all=Sum("amount"))["all"] or 0


def room_of(person: Person, case: Case, *, now: datetime | None = None) -> Room:
    """What a person may still give in this case and this month. Hold the person (actions.hold_allowance) before spending by it."""
    company = current_company()
    currency = company.currency if company is not None else "IRR"
    limits = limits_of_many([person], currency=currency)[person.pk]
    since, until = month_of(company, now or timezone.now()).moments(find_zone(company.zone if company else "Asia/Tehran"))
    return Room(
        None if limits.per_case is None else limits.per_case - given_by(person, currency=currency, case=case),
        None if limits.per_month is None else limits.per_month - given_by(person, currency=currency, since=since, until=until),
    )


def authority_rules() -> AuthorityRules:
    """How questions are answered and exceptions counted, as the company decided or as Sandali comes."""
    return AuthorityRules.objects.filter(pk=1).first() or AuthorityRules(pk=1)


def allowance_rows(person_rows: bool = True) -> list[tuple[str, Person | None, Limits, bool]]:
    """(role, person, limits, whether the company decided it) of every role and of each person with limits of their own."""
    currency = currency_now()
    stored: dict[Any, Limits] = {}
    people: dict[int, Person] = {}
    for row in Allowance.objects.filter(currency=currency).select_related("person").order_by("person__name", "pk"):
        stored[row.person_id or row.role] = Limits(row.per_case, row.per_month)
        if row.person is not None:
            people[row.person.pk] = row.person
    roles = [(role.value, None, stored.get(role.value) or ready_made(role, currency), role.value in stored) for role in Role]
    return [*roles, *(("", one, stored[number], True) for number, one in people.items() if person_rows)]
