"""Giving cases to people: in turn, or to whoever has the least in hand; never to somebody away, nor above the ceiling."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sandali.cases import events
from sandali.cases.access import could_own
from sandali.cases.actions.handling import change
from sandali.cases.actions.holding import hold_case
from sandali.cases.actions.offers import close_offer
from sandali.cases.events_routing import CASE_ROUTED
from sandali.cases.models import ON_US, Case, Routing, RoutingWay
from sandali.cases.routing import (
    BATCH,
    Rule,
    choose,
    departments_giving,
    in_hand,
    open_at,
    people_here,
    put_back_by,
    skilled,
    waiting_cases,
    works_in,
)
from sandali.company.models import Person
from sandali.history.events import record


def give_out(*, now: datetime | None = None) -> int:
    """Give the cases that wait to whoever is here and has room; returns how many found an owner.

    May be run at any time and by several workers: each case is given once. Outside opening hours nobody is given anything."""
    now = now or timezone.now()
    departments = departments_giving()
    # Asked before the lock, as nearly every run finds nothing to do.
    if not departments or not waiting_cases(departments).order_by().exists() or not open_at(now):
        return 0
    return sum(give_out_of(department, now=now) for department in departments)


@transaction.atomic
def give_out_of(department: int, *, now: datetime) -> int:
    """The same for one department, up to BATCH cases."""
    # Every department's row, as somebody may be in two of them and has one pair of hands: who gives at the same time waits here.
    routings = {one.department_id: one for one in Routing.objects.select_for_update().order_by("pk")}
    routing = routings.get(department)
    if routing is None or routing.way == RoutingWay.PULL:
        return 0
    people = {person.pk: person for person in people_here(department, now)}
    cases = list(waiting_cases([department])[:BATCH]) if people else []
    load, able, refused = in_hand(people), skilled(people), put_back_by(case.pk for case in cases)
    given = 0
    for case in cases:
        free = {one for one in people if not routing.ceiling or load[one] < routing.ceiling}
        if not free:
            break
        chosen = chosen_for(case, routing, free - refused.get(case.pk, set()), able.get(case.skill_id or 0, set()), load)
        if chosen is not None and give(case, people[chosen], department=department, how=routing.way):
            load[chosen] += 1
            routing.last_person_id = chosen
            given += 1
    if given:
        Routing.objects.filter(pk=routing.pk).update(last_person=routing.last_person_id)
    return given


def chosen_for(case: Case, routing: Routing, free: set[int], able: set[int], load: Counter[int]) -> int | None:
    """Who of the free people is given a case: somebody with the skill that it asks for where one is free; None where nobody is."""
    people = (free & able) or free
    return choose(routing.way, people, load, routing.last_person_id) if people else None


def give(case: Case, person: Person, *, department: int, how: str) -> bool:
    """Give a case that waits; returns whether it still did."""
    hold_case(case)
    if case.assignee_id is not None or case.department_id != department or case.state not in ON_US or case.aside:
        return False
    case = change(case, case.version, assignee=person)
    close_offer(case, person, by=None)
    record(events.CASE_ASSIGNED, case, to=person.name, person=person.pk, how=str(how))
    return True


def fields_of(rule: Rule | None, *, is_history: bool) -> dict[str, Any]:
    """What a rule makes of a new case, as fields of Case. Old mail that is imported is given to nobody."""
    if rule is None:
        return {}
    wanted = {
        "department_id": rule.department, "kind": rule.kind, "priority": rule.priority, "skill_id": rule.skill,
        "assignee_id": None if is_history else rule.person,
    }  # fmt: skip
    return {name: value for name, value in wanted.items() if value}


def person_asked_for(number: int, department: int | None) -> Person | None:
    """Whom of ours a customer chose to talk to; None for who does not work in that department, where the case has one."""
    person = Person.objects.filter(pk=number, is_active=True).first()
    if person is None:
        return None
    fits = works_in(person, department) if department is not None else could_own(person, None)
    return person if fits else None


def tell_of_wish(case: Case, number: int, *, at: datetime, quiet: bool) -> None:
    """Say that a new case is somebody's because the customer chose them, where they did and it is."""
    if number and case.assignee_id == number:
        owner = Person.objects.get(pk=number)
        record(events.CASE_ASSIGNED, case, at=at, quiet=quiet, to=owner.name, person=owner.pk, how="asked")


def tell_of_rule(case: Case, rule: Rule | None, *, at: datetime, quiet: bool) -> None:
    """Say which rule sorted a new case, and to whom it gave it."""
    if rule is None:
        return
    record(CASE_ROUTED, case, at=at, quiet=quiet, rule=rule.name, number=rule.pk)
    if rule.person is not None and case.assignee_id == rule.person:
        owner = Person.objects.get(pk=case.assignee_id)
        record(events.CASE_ASSIGNED, case, at=at, quiet=quiet, to=owner.name, person=owner.pk, how="rule", rule=rule.name)
