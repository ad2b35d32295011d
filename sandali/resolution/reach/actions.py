"""Assumptions, audiences, and the one step by which an estimate raises a case's priority."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from sandali.cases.actions.handling import raise_priority
from sandali.cases.actions.holding import hold_case
from sandali.cases.models import Case, Kind, Priority, State
from sandali.company.actions import Overtaken
from sandali.customers.models import Customer
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.text import clean
from sandali.resolution.models import Audience, PriorityRise, ReachAssumptions
from sandali.resolution.reach import events
from sandali.resolution.reach.queries import ASSUMED, Voiced, assumptions, voiced

MOST_PEOPLE = 2_000_000_000
BATCH = 200
OVER = (State.CONFIRMED, State.LAPSED)


@transaction.atomic
def change_assumptions(*, by: Any, version: int | None = None, **wanted: int) -> ReachAssumptions:
    """Set what is assumed, by the names of ASSUMED; estimates are made anew wherever they are looked at. Raises ValueError, Overtaken."""
    if set(wanted) - set(ASSUMED) or any(not 0 <= value <= MOST_PEOPLE for value in wanted.values()):
        raise ValueError("an assumption is a number of people")
    ReachAssumptions.objects.get_or_create(pk=1)
    rows = ReachAssumptions.objects.filter(pk=1, **({} if version is None else {"version": version}))
    done = rows.update(**wanted, version=F("version") + 1)
    current = ReachAssumptions.objects.get(pk=1)
    if not done:
        raise Overtaken(current)
    record(events.ASSUMPTIONS_CHANGED, current, by=by, wanted=wanted)
    return current


@transaction.atomic
def note_audience(customer: Customer, followers: int | None, *, by: Any, where: str = "", version: int | None = None, at: datetime | None = None) -> Audience | None:
    """Write down how many follow a customer, and where somebody saw it; None takes the number back. Raises ValueError, Overtaken."""
    standing = Audience.objects.select_for_update().filter(customer=customer).first()
    if version is not None and standing is not None and standing.version != version:
        raise Overtaken(standing)
    if followers is None:
        if standing is not None:
            Audience.objects.filter(pk=standing.pk).delete()  # the event tells whoever reckons anew, and needs the row's number
            record(events.AUDIENCE_REMOVED, standing, by=by)
        return None
    if not 0 <= followers <= MOST_PEOPLE:
        raise ValueError("followers are a number of people")
    fields = {"followers": followers, "where": " ".join(clean(where).split())[:200], "by": by, "at": at or timezone.now()}
    noted, _made = Audience.objects.update_or_create(customer=customer, defaults={**fields, "version": (standing.version if standing else 0) + 1})
    record(events.AUDIENCE_NOTED, noted, by=by, at=at, followers=followers)
    return noted


@transaction.atomic
def consider_rise(case: Case, *, at: datetime | None = None) -> PriorityRise | None:
    """Raise the priority of a complaint, or of what is public, by one step where the estimate passes the company's threshold.

    Once a case, and never where a person chose its priority, before or after: then this returns None."""
    hold_case(case)
    found = voiced(case)
    note_reach(case, found)
    if not (found.kind == Kind.COMPLAINT or found.is_public) or case.aside or case.state in OVER:
        return None
    assumed, standing = assumptions(), Case.objects.values_list("priority", flat=True).get(pk=case.pk)
    people = found.estimate(assumed).people
    if people < assumed.threshold or standing >= Priority.URGENT or chosen_by_somebody(case, standing):
        return None
    rise, made = PriorityRise.objects.get_or_create(case=case, defaults={"estimate": min(people, MOST_PEOPLE), "at": at or timezone.now()})
    if not made:
        return None
    raise_priority(case, standing + 1, at=at)
    record(events.PRIORITY_ROSE, rise, at=at, people=people)
    return rise


def note_reach(case: Case, found: Voiced) -> None:
    """The case carries the estimate, for lists: of a complaint and of what is public, 0 of any other. Its version stays as it is."""
    people = people_of(found)
    Case.objects.filter(pk=case.pk).exclude(reach=people).update(reach=people)


def people_of(found: Voiced) -> int:
    """How many may have heard of a case: of a complaint and of what is public, nobody of any other."""
    heard = found.kind == Kind.COMPLAINT or found.is_public
    return min(found.estimate(assumptions()).people, MOST_PEOPLE) if heard else 0


def note_all(*, most: int = BATCH) -> int:
    """Bring the estimates of all cases that are not over in line with what is known and assumed now; returns how many were looked at."""
    heard = Q(kind=Kind.COMPLAINT) | Q(public_matter__isnull=False) | Q(reach__gt=0)
    numbers = list(Case.objects.filter(heard, aside="").exclude(state__in=OVER).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), most):
        for case in Case.objects.filter(pk__in=numbers[start : start + most]).only("pk", "kind", "reach"):
            if case.reach != people_of(voiced(case)):  # looked at before the transaction: few change, and others want to write
                with transaction.atomic():
                    note_reach(case, voiced(case))
    return len(numbers)


def chosen_by_somebody(case: Case, standing: int) -> bool:
    """Whether one of us ever chose the priority of a case, or opened it with another than the usual one."""
    chosen = Q(kind="case_classified", data__what="priority")
    if standing != Priority.NORMAL:
        chosen |= Q(kind="case_opened")
    return Event.objects.filter(chosen, case_id=case.pk, by__isnull=False).exists()
