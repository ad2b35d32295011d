"""What becomes of the work of somebody who has left: their open cases are anybody's again, and their tasks go to a department, so
that nobody waits for an owner who does not come. Whoever was sent away by mistake has it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases import events, events_work
from sandali.cases.access import could_own
from sandali.cases.actions.offers import end_offer
from sandali.cases.actions.work import given_to
from sandali.cases.events_routing import CASE_FREED
from sandali.cases.events_together import CASE_TAKEN_OVER, HANDOVER_DECLINED
from sandali.cases.models import ON_US, Aside, Case, Handover, HandoverState, State, Task, TaskState
from sandali.company.models import Person
from sandali.history.events import record
from sandali.history.many import record_many
from sandali.history.models import Event

BATCH: Final = 200
# What is answered or settled keeps its owner, as figures tell of it; it is freed when it opens again.
IN_HAND: Final = (*ON_US, State.WAITING, State.SNOOZED)
BY_MISTAKE: Final = timedelta(days=1)  # so long after leaving somebody has back what nobody took


def work_of(person: Person) -> tuple[int, int]:
    """How many open cases and how many open tasks somebody has."""
    cases = Case.objects.filter(assignee=person, state__in=IN_HAND, aside="").count()
    return cases, Task.objects.filter(owner=person, state=TaskState.OPEN).exclude(case__aside=Aside.SPAM).count()


def free_work() -> int:
    """Free whatever somebody who left still holds; returns how much. May be run at any time: what is nobody's is left alone."""
    gone = list(Person.objects.filter(is_active=False).values_list("pk", flat=True))
    if not gone:
        return 0
    freed = 0
    while found := free_cases(gone):
        freed += found
    return freed + free_tasks(gone) + decline_offers(gone)


@transaction.atomic
def free_cases(gone: Sequence[int], *, only: int | None = None) -> int:
    """Put a batch of the open cases of these people back for anybody to take; returns how many."""
    rows = Case.objects.filter(Q(pk=only) if only else Q(), assignee__in=gone, state__in=IN_HAND, aside="")
    held = list(rows.select_for_update(of=("self",)).select_related("assignee").order_by("pk")[:BATCH])
    if not held:
        return 0
    happened: list[Any] = [(CASE_FREED, case, {"owner": owner_name(case), "person": case.assignee_id}) for case in held]
    Case.objects.filter(pk__in=[case.pk for case in held]).update(assignee=None, version=F("version") + 1)
    for case in held:
        case.assignee = None
    record_many(happened, by=None, at=timezone.now())
    return len(held)


def owner_name(case: Case) -> str:
    """The name of whose the case is."""
    return case.assignee.name if case.assignee is not None else ""


def free_opened(event: Event) -> None:
    """A case opened again: where its owner has left meanwhile, it is anybody's, before anybody is told of it."""
    gone = Person.objects.filter(is_active=False, pk__in=Case.objects.filter(pk=event.case_id or 0).values("assignee"))
    if numbers := list(gone.values_list("pk", flat=True)):
        free_cases(numbers, only=event.case_id)


@transaction.atomic
def free_tasks(gone: Sequence[int]) -> int:
    """Pass their open tasks to the task's department, else to the case's, else back to who gave them; returns how many."""
    rows = Task.objects.filter(owner__in=gone, state=TaskState.OPEN).select_related("case__department", "department", "by")
    passed = 0
    for task in rows.select_for_update(of=("self",)).order_by("pk")[:BATCH]:
        places = [one for one in (task.department, task.case.department) if one is not None and one.archived_at is None]
        department = next(iter(places), None)
        owner = task.by if department is None and task.by is not None and task.by.is_active else None
        if department is None and owner is None:
            continue  # it stays on the case, in the name of who left
        Task.objects.filter(pk=task.pk).update(department=department, owner=owner, version=F("version") + 1)
        record(events_work.TASK_PASSED, task, title=task.title, to=given_to(department, owner))
        passed += 1
    return passed


@transaction.atomic
def decline_offers(gone: Sequence[int]) -> int:
    """Hand-overs that wait for their answer are declined, and who offered them is told; returns how many."""
    offers = Handover.objects.filter(to_person__in=gone, state=HandoverState.OFFERED).select_related("case", "to_person")
    declined = 0
    for offer in offers.order_by("pk")[:BATCH]:
        word = _("has left")
        if end_offer(offer, HandoverState.DECLINED, by=offer.to_person, answer=word):
            record(HANDOVER_DECLINED, offer, by=offer.to_person, word=word)
            declined += 1
    return declined


@transaction.atomic
def give_back(person: Person, *, now: datetime | None = None) -> int:
    """Somebody comes back soon: they have those of their cases again that nobody was given meanwhile; returns how many."""
    now = now or timezone.now()
    freed = Event.objects.filter(kind=CASE_FREED.name, data__person=person.pk, at__gte=now - BY_MISTAKE)
    last = {case: number for case, number in freed.order_by("pk").values_list("case_id", "pk") if case is not None}
    kinds = [kind.name for kind in (events.CASE_ASSIGNED, events.CASE_RELEASED, CASE_TAKEN_OVER, CASE_FREED)]
    later = Event.objects.filter(case_id__in=last, kind__in=kinds).order_by("pk").values_list("case_id", "pk")
    for case, number in later:
        if case is not None and number > last.get(case, number):
            del last[case]
    held = Case.objects.select_for_update().filter(pk__in=last, assignee=None, state__in=IN_HAND, aside="").order_by("pk")
    theirs = [case for case in held if could_own(person, case.department_id)]
    Case.objects.filter(pk__in=[case.pk for case in theirs]).update(assignee=person, version=F("version") + 1)
    data = {"to": person.name, "person": person.pk}
    record_many([(events.CASE_ASSIGNED, case, data) for case in theirs], by=None, at=now)
    return len(theirs)
