"""Whose a case is, what it is, and when it is looked at again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases import events, search
from sandali.cases.access import could_own
from sandali.cases.actions.holding import hold_case
from sandali.cases.actions.offers import close_offer
from sandali.cases.models import BY_HAND, Case, CaseRead, Kind, Priority, State
from sandali.cases.waits import begin_wait, end_wait
from sandali.channels.models import Channel
from sandali.company.actions import Overtaken
from sandali.company.models import Department, Membership, Person
from sandali.customers.actions import named_tag
from sandali.customers.models import Customer, Tag
from sandali.history.events import record
from sandali.kit.text import clean, isolate

MOST_TAGS = 30


class CannotOwn(ValueError):
    """Somebody cannot be given a case; the text says why."""


@transaction.atomic
def open_case(
    customer: Customer,
    *,
    by: Any,
    subject: str = "",
    channel: Channel | None = None,
    department: Department | None = None,
    kind: str = "",
    priority: int = Priority.NORMAL,
) -> Case:
    """A case opened by one of us: a visit, a call, something seen. It belongs to whoever opened it."""
    now = timezone.now()
    case = Case.objects.create(
        customer=customer,
        channel=channel,
        department=department or (channel.department if channel else None),
        assignee=by,
        subject=isolate(clean(subject)).strip()[:250],
        kind=Kind(kind) if kind else "",
        priority=Priority(priority),
        state=State.OPEN,
        state_at=now,
        state_by=by,
        opened_at=now,
        last_message_at=now,
        waiting_since=now,
    )
    begin_wait(case, at=now)
    search.index_case(case)
    record(events.CASE_OPENED, case, by=by, at=now)
    return case


def change(case: Case, version: int | None, **fields: Any) -> Case:
    """Write fields as the case stood at `version` (None skips that check). Raises Overtaken with the current case."""
    row = Case.objects.filter(pk=case.pk)
    done = (row if version is None else row.filter(version=version)).update(**fields, version=F("version") + 1)
    current = Case.objects.select_related("customer", "channel", "department", "assignee").get(pk=case.pk)
    if not done:
        raise Overtaken(current)
    return current


def refuse_owner(case: Case, person: Person | None) -> None:
    """Raises CannotOwn for somebody who has left, only reads where the case is, or may not handle cases at all."""
    if person is not None and not could_own(person, case.department_id):
        raise CannotOwn(_("%(name)s may not work on this case, so it cannot be theirs.") % {"name": person.name})


@transaction.atomic
def assign_case(case: Case, person: Person | None, *, by: Any, version: int | None = None) -> Case:
    """Give the case to a person, or with None put it back for anybody to take. Raises Overtaken, CannotOwn with a sentence."""
    hold_case(case)
    if (person.pk if person else None) == case.assignee_id:
        return case
    refuse_owner(case, person)
    case = change(case, version, assignee=person)
    close_offer(case, person, by=by)
    if person is None:
        record(events.CASE_RELEASED, case, by=by)
    else:
        record(events.CASE_ASSIGNED, case, by=by, to=person.name, person=person.pk)
    return case


def workers_of(department: Department) -> set[int]:
    """Ids of the people of a department who do more there than read."""
    return set(Membership.objects.filter(department=department, reads_only=False).values_list("person_id", flat=True))


@transaction.atomic
def move_case(case: Case, department: Department | None, *, by: Any, version: int | None = None) -> Case:
    """Move the case to another department. Its owner stays only when they belong there. Raises Overtaken."""
    hold_case(case)
    if (department.pk if department else None) == case.department_id:
        return case
    keeps = department is None or case.assignee_id is None or case.assignee_id in workers_of(department)
    case = change(case, version, department=department, **({} if keeps else {"assignee": None}))
    record(events.CASE_MOVED, case, by=by, to=department.name if department else _("no department"))
    return case


@transaction.atomic
def classify_case(
    case: Case,
    *,
    by: Any,
    kind: str | None = None,
    priority: int | None = None,
    subject: str | None = None,
    version: int | None = None,
) -> Case:
    """Say what the case is: kind, priority, subject; None leaves one as it is. Raises ValueError, Overtaken."""
    wanted: dict[str, Any] = {}
    if kind is not None:
        wanted["kind"] = Kind(kind).value if kind else ""
    if priority is not None:
        wanted["priority"] = Priority(priority).value
    if subject is not None:
        wanted["subject"] = isolate(clean(subject)).strip()[:250]
    hold_case(case)
    wanted = {name: value for name, value in wanted.items() if value != getattr(case, name)}
    if not wanted:
        return case
    case = change(case, version, **wanted)
    for name, value in wanted.items():
        record(events.CASE_CLASSIFIED, case, by=by, what=name, to=str(value))
    if "subject" in wanted:
        search.index_case(case)
    return case


@transaction.atomic
def raise_priority(case: Case, priority: int, *, at: datetime | None = None) -> bool:
    """Raise the priority by a rule of ours; returns whether it was lower.

    The version stays: whoever chooses a priority from a page that they have open knows better than a rule."""
    if not Case.objects.filter(pk=case.pk, priority__lt=priority).update(priority=priority):
        return False
    record(events.CASE_CLASSIFIED, case, at=at, what="priority", to=str(Priority(priority).value))
    return True


@transaction.atomic
def change_state(
    case: Case, state: str, *, by: Any, until: datetime | None = None, version: int | None = None,
    until_reply: bool = False, through_thanks: bool = False,
) -> Case:  # fmt: skip
    """Set the state by hand: open, waiting, snoozed (with `until`, to come) or answered.

    A snooze may wait for the customer's word (`until_reply`: then its date is only the latest), and sleep on when they only say
    thanks (`through_thanks`).

    Confirmed is the customer's word alone: asking for it raises ValueError, whoever asks. Raises Overtaken."""
    if state not in BY_HAND:
        raise ValueError(f"nobody of ours can set a case to {state!r}")
    now = timezone.now()
    if state == State.SNOOZED and (until is None or until <= now):
        raise ValueError("a snooze needs a time to come")
    hold_case(case)
    waiting = (case.waiting_since or now) if state == State.OPEN else case.waiting_since if state == State.SNOOZED else None
    before, case = case, change(
        case,
        version,
        state=state,
        state_at=now,
        state_by=by,
        snoozed_until=until if state == State.SNOOZED else None,
        sleeps_until_reply=until_reply and state == State.SNOOZED,
        sleeps_through_thanks=through_thanks and state == State.SNOOZED,
        waiting_since=waiting,
    )
    if state == State.OPEN:
        begin_wait(case, at=case.waiting_since or now)
    elif state != State.SNOOZED:
        end_wait(before, at=now, by=by)
    record(events.STATE_CHANGED, case, by=by, to=state, until=until.isoformat() if until else "")
    return case


@transaction.atomic
def wake_case(case: Case) -> bool:
    """Bring a snoozed case back when its time has come; returns whether it was still asleep."""
    now = timezone.now()
    due = Case.objects.filter(pk=case.pk, state=State.SNOOZED, snoozed_until__lte=now)
    done = due.update(
        state=State.OPEN, state_at=now, state_by=None, snoozed_until=None, waiting_since=Coalesce("waiting_since", now), version=F("version") + 1
    )
    if done:
        begin_wait(case, at=now)  # unless we owed a word when it fell asleep: then that wait ran on
        record(events.CASE_WOKE, case)
    return bool(done)


@transaction.atomic
def tag_case(case: Case, name: str, *, by: Any) -> Tag | None:
    """Add a tag. Adding and removing are no matter of order, so they carry no version."""
    tag = named_tag(name)
    hold_case(case)
    if tag is not None and not case.tags.filter(pk=tag.pk).exists() and case.tags.count() < MOST_TAGS:
        case.tags.add(tag)
        record(events.CASE_TAGGED, case, by=by, tag=tag.name)
    return tag


@transaction.atomic
def untag_case(case: Case, tag: Tag, *, by: Any) -> None:
    """Take a tag away."""
    hold_case(case)
    if case.tags.filter(pk=tag.pk).exists():
        case.tags.remove(tag)
        record(events.CASE_UNTAGGED, case, by=by, tag=tag.name)


def mark_case_read(case: Case, *, by: Any) -> None:
    """Remember that a person has read all that is there; the caller knows that they had not."""
    mark = CaseRead(case=case, person=by, message_id=case.last_message_id)
    CaseRead.objects.bulk_create([mark], update_conflicts=True, unique_fields=["person", "case"], update_fields=["message_id"])
