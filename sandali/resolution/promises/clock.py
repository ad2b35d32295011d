"""Promises whose time comes: owners reminded, broken ones seen and told of once, to few people in few words when they are many."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from sandali.cases.access import reached_rights
from sandali.cases.models import Aside, Case
from sandali.company.models import Department, Membership, Person
from sandali.company.permissions import Role
from sandali.company.queries import know_departments, week_hours
from sandali.history.events import EventKind, record
from sandali.history.many import record_many
from sandali.history.queue import in_batches
from sandali.history.rounds import tell_in_round
from sandali.resolution.models import Promise, Promised
from sandali.resolution.promises import events
from sandali.resolution.promises.when import may_tell

BATCH = 500  # of one transaction: others wait for it


def follow_due(now: datetime | None = None) -> int:
    """Do what is due: see what was not kept, and in opening hours tell who should know. Returns how many promises were moved on."""
    now = now or timezone.now()
    acts = [break_due, *([warn_due, tell_broken] if may_tell(now, week_hours()) else [])]
    return sum(in_batches(partial(act, now), BATCH) for act in acts)


@transaction.atomic
def break_due(now: datetime, *, most: int = BATCH) -> int:
    """Promises whose time is over are broken, each once whatever happens to this process; returns how many."""
    due = Promise.objects.filter(state=Promised.OPEN, next_at__lte=now, due_at__lte=now).order_by("next_at")
    taken = list(due.select_for_update(skip_locked=True)[:most])
    write(taken, state=Promised.BROKEN, broken_at=F("due_at"), next_at=now)
    record_many([(events.PROMISE_BROKEN, one, {"what": one.what, "due": one.due_at.isoformat()}) for one in taken], by=None, at=now)
    return len(taken)


@transaction.atomic
def warn_due(now: datetime, *, most: int = BATCH) -> int:
    """Owners hear of what is due soon; then it is looked at again when it is due. Returns how many promises it was."""
    taken = list(to_tell(Promised.OPEN, now).filter(warned_at=None, due_at__gt=now)[:most])
    write(taken, warned_at=now, next_at=F("due_at"))
    told: dict[int, list[Promise]] = defaultdict(list)
    for one in taken:
        if one.owner.is_active:
            told[one.owner_id].append(one)
    tell(told, events.PROMISE_DUE_SOON, events.PROMISES_DUE_SOON, now)
    return len(taken)


@transaction.atomic
def tell_broken(now: datetime, *, most: int = BATCH) -> int:
    """Of what was broken hear its owner and who leads there, once; whatever is done with it afterwards. Returns how many it was."""
    taken = list(to_tell(Promised.BROKEN, now).filter(escalated_at=None).select_related("case__department")[:most])
    write(taken, escalated_at=now, next_at=None)
    leaders = {department: leaders_of(department) for department in {one.case.department for one in taken}}
    told: dict[int, list[Promise]] = defaultdict(list)
    for one in taken:
        people = set(leaders[one.case.department]) | ({one.owner_id} if one.owner.is_active else set())
        for person in people:
            told[person].append(one)
    tell(told, events.PROMISE_ESCALATED, events.PROMISES_BROKEN, now)
    return len(taken)


def write(taken: list[Promise], **fields: Any) -> None:
    """Write the same columns of all of them."""
    Promise.objects.filter(pk__in=[one.pk for one in taken]).update(**fields)


def to_tell(state: str, now: datetime) -> QuerySet[Promise]:
    """Promises in a state whose moment has come, held until the transaction ends; nobody is told of spam."""
    due = Promise.objects.filter(state=state, next_at__lte=now).exclude(case__aside=Aside.SPAM).order_by("due_at", "pk")
    return due.select_for_update(skip_locked=True, of=("self",)).select_related("owner", "case")


def leaders_of(department: Department | None) -> list[int]:
    """Who leads where a case is: the department's leads; where it has none, the managers who see its cases, else administrators."""
    people = list(Person.objects.filter(is_active=True).filter(Q(role__in=(Role.LEAD, Role.MANAGER, Role.ADMIN)) | Q(memberships__role__in=(Role.LEAD, Role.MANAGER))).distinct())
    know_departments(people)
    seeing = [one for one in people if "see" in reached_rights(one, Case(department=department))]
    places = Membership.objects.filter(department=department) if department is not None else Membership.objects.none()
    here = {place.person_id: place.role for place in places}
    leads = [one.pk for one in seeing if one.pk in here and (here[one.pk] or one.role) == Role.LEAD]
    managers = [one.pk for one in seeing if one.role == Role.MANAGER or here.get(one.pk) == Role.MANAGER]
    return leads or managers or [one.pk for one in seeing if one.role == Role.ADMIN]


def tell(told: dict[int, list[Promise]], one_kind: EventKind, many_kind: EventKind, now: datetime) -> None:
    """A few are told one by one, each to everybody at once; whoever would hear of more hears their number."""
    rows = {one.pk: one for promises in told.values() for one in promises}
    singly = tell_in_round({person: [one.pk for one in promises] for person, promises in told.items()}, many_kind, at=now)
    for number, people in singly.items():
        one = rows[number]
        record(one_kind, one, at=now, what=one.what, due=one.due_at.isoformat(), people=people)
