"""Who may answer a colleague's question whether something may be given, and who is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from sandali.cases.access import cases_for, reach, reached_rights
from sandali.cases.models import Case
from sandali.company.models import Person
from sandali.company.permissions import Role, may
from sandali.company.queries import people_who_may
from sandali.history.models import Event
from sandali.resolution.models import Remedy, RemedyState
from sandali.resolution.remedies.allowances import Limits, limits_of, limits_of_many


def may_grant(person: Any, remedy: Remedy) -> bool:
    """Whether a person may answer this question: it is not their own, it is their case to decide on, and inside what they may give."""
    if remedy.by_id == person.pk or "grant" not in reached_rights(person, remedy.case):
        return False
    return limits_of(person).allows(remedy.amount)


def granters(case: Case, amount: int | None, *, asker: int) -> list[Person]:
    """Everybody who may grant so much on a case, the asker left out; in as many queries for one as for all."""
    able = people_who_may("grant_remedies")
    return among(able, limits_of_many(able), case, amount, asker)


def granters_of_many(remedies: Iterable[Remedy]) -> list[tuple[Remedy, list[Person]]]:
    """Each remedy with everybody who may grant it, in as many queries for a thousand as for one."""
    able = people_who_may("grant_remedies")
    limits = limits_of_many(able)
    return [(one, among(able, limits, one.case, one.amount, one.by_id)) for one in remedies]


def among(people: Iterable[Person], limits: Mapping[int, Limits], case: Case, amount: int | None, asker: int) -> list[Person]:
    """Those of the people who may grant so much on a case."""
    return [one for one in people if one.pk != asker and limits[one.pk].allows(amount) and "grant" in reached_rights(one, case)]


def asked_of(person: Any) -> QuerySet[Remedy]:
    """What waits for a person's answer, the longest waiting first."""
    if not may(person, "grant_remedies"):
        return Remedy.objects.none()
    reached = Exists(Case.objects.filter(reach(person, "grant_remedies"), pk=OuterRef("case_id")))
    waiting = Remedy.objects.filter(reached, state=RemedyState.ASKED).exclude(by=person)
    most = limits_of(person).per_case
    if most is not None:
        waiting = waiting.filter(amount__lte=most)
    return waiting.select_related("case__customer", "by", "case__department").order_by("at", "pk")


def asked_by(person: Any) -> QuerySet[Remedy]:
    """What a person asked for and nobody has answered."""
    mine = Remedy.objects.filter(Exists(cases_for(person).filter(pk=OuterRef("case_id"))), state=RemedyState.ASKED, by=person)
    return mine.select_related("case__customer", "by", "case__department").order_by("at", "pk")


def remedy_of(event: Event) -> Remedy | None:
    """The remedy that an event is about."""
    return Remedy.objects.select_related("case__department").filter(pk=event.subject_id).first()


def asker_of(event: Event) -> list[int]:
    """Who gave a remedy, or asked for it."""
    remedy = remedy_of(event)
    return [remedy.by_id] if remedy is not None else []


def granters_of(event: Event) -> list[int]:
    """Who is asked first: leads and managers who may grant it; administrators where there are none."""
    remedy = remedy_of(event)
    able = granters(remedy.case, remedy.amount, asker=remedy.by_id) if remedy is not None else []
    return [one.pk for one in able if one.role != Role.ADMIN] or [one.pk for one in able]
