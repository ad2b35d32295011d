"""Whose records somebody sees here, and who is told. A check is a question about everybody's; only these narrow it to a reader's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, QuerySet

from sandali.cases.access import cases_for
from sandali.cases.access import reach as reach_of_cases
from sandali.company.permissions import ALL, NotAllowed, may, scope_of, standing_of
from sandali.company.queries import people_who_may
from sandali.customers.access import organisations_for
from sandali.health.checks import CHECKS, About, Asked, Check
from sandali.health.checks.kinds import RIGHTS
from sandali.health.rules import Rules
from sandali.history.models import Event
from sandali.knowledge.access import entries_for
from sandali.sales.access import reach as reach_of_sales

NEAREST: Final = 500  # cases whose customers are looked at for whoever does not see everything
# What stands in private departments is counted for nobody, and shown in no list of everybody's.
IN_THE_OPEN: Final = Q(department__isnull=True) | Q(department__is_private=False)


class UnknownCheck(ObjectDoesNotExist):
    """There is no such check, or the company does not make it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who looks: `whole` when they see what every department has, so that the company's own figures are theirs to see; else
    `customers` are those whose records are shown them."""

    person: Any
    whole: bool
    customers: tuple[int, ...] = ()

    @property
    def checks(self) -> list[Check]:
        """What they may be shown the records of."""
        return [check for check in CHECKS.values() if may(self.person, RIGHTS[check.about])]


def reader(person: Any) -> Reader:
    """How far somebody sees. Whoever has another place in one department, or sees only theirs, has no figures of the whole company."""
    whole = sees_whole(person)
    return Reader(person, whole, () if whole else near(person))


def sees_whole(person: Any) -> bool:
    """Whether the figures of the whole company are theirs to see; asks nothing about single records."""
    wide = all(scope_of(person, right) == ALL for right in ("see_cases", "see_sales"))
    return wide and not standing_of(person).special and may(person, "see_customers")


def access_check(person: Any, code: str, rules: Rules) -> Check:
    """A check whose records somebody may see. Raises UnknownCheck, NotAllowed where its records are not theirs."""
    check = CHECKS.get(code)
    if check is None or code in rules.off:
        raise UnknownCheck
    if not may(person, RIGHTS[check.about]):
        raise NotAllowed
    return check


def records_of(looking: Reader, check: Check, asked: Asked) -> QuerySet[Any]:
    """The records at fault that somebody may see, asked live. Not ordered."""
    person, found = looking.person, check.faulty(asked)
    match check.about:
        case About.CUSTOMER:
            # Who sees everything sees every customer, and a check knows none but those with a record of their own.
            found = found if looking.whole else found.filter(pk__in=looking.customers)
        case About.ORGANISATION:
            found = found.filter(pk__in=organisations_for(person).values("pk"))
        case About.CASE:
            found = found.filter(reach_of_cases(person, "see_cases")).filter(IN_THE_OPEN if looking.whole else Q())
        case About.DEAL:
            found = found.filter(reach_of_sales(person, "see_sales")).filter(IN_THE_OPEN if looking.whole else Q())
        case About.ENTRY:
            found = found.filter(pk__in=entries_for(person).values("pk")).filter(IN_THE_OPEN if looking.whole else Q())
    return found


def near(person: Any) -> tuple[int, ...]:
    """The customers of the newest cases that somebody sees: of whose records they can be asked to think."""
    newest = cases_for(person).filter(aside="").order_by("-last_message_at", "-pk").values_list("customer_id", flat=True)[:NEAREST]
    return tuple(sorted(set(newest)))


def in_the_open(check: Check, found: QuerySet[Any]) -> QuerySet[Any]:
    """What is counted for the whole company of what a check found."""
    return found.filter(IN_THE_OPEN) if check.about in (About.CASE, About.DEAL, About.ENTRY) else found


def keepers(event: Event) -> list[int]:
    """Who says what a fault is, and sees the figures of the whole company: the audience "record_keepers"."""
    return [person.pk for person in people_who_may("keep_records") if reader(person).whole]


def asked_of(check: Check, rules: Rules, now: datetime) -> Asked:
    """The check as the company has it, at a moment."""
    return Asked(now, rules.days_of(check))
