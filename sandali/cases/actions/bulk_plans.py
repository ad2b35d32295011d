"""What can be done to many cases at once, each act as a plan: the columns it sets on each case, and what follows from that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases import events
from sandali.cases.access import could_own
from sandali.cases.actions.handling import MOST_TAGS, workers_of
from sandali.cases.actions.offers import close_offer
from sandali.cases.events_regroup import CASE_IS_SPAM
from sandali.cases.models import BY_HAND, Aside, Case, Handover, HandoverState, Kind, Priority, State
from sandali.cases.waits_many import begin_waits, end_waits
from sandali.company.models import Department, Person
from sandali.customers.actions import named_tag
from sandali.history.kinds import EventKind

DATES: Final = frozenset(["state_at", "snoozed_until", "waiting_since"])


@dataclass(frozen=True, slots=True)
class Change:
    """One case, the columns it gets, and its event."""

    case: Case
    after: dict[str, Any]
    kind: EventKind
    data: dict[str, Any] = field(default_factory=dict)


def _nothing(changes: Sequence[Change], by: Any, now: datetime) -> None:
    """Nothing follows."""


def _fits(case: Case, by: Any) -> str:
    """Nothing stands in the way."""
    return ""


@dataclass(frozen=True, slots=True)
class Plan:
    """An act: which of the cases it changes and how, and what follows once they are written."""

    what: str
    changes: Callable[[list[Case], Any, datetime], list[Change]]
    follow: Callable[[Sequence[Change], Any, datetime], None] = _nothing
    why_not: Callable[[Case, Any], str] = _fits  # why a case is left as it is: "unfit", "owned", or "" when it is not
    has_versions: bool = True  # a tag is added whatever else was changed meanwhile
    tag: int = 0


def assigning(person: Person | None) -> Plan:
    """Give cases to a person, or with None put them back for anybody. Raises ValueError for somebody who left.

    Left as they are: cases that could not be that person's, and, where somebody takes cases for themselves, those of colleagues,
    as each of these is taken over with a word."""
    if person is not None and not person.is_active:
        raise ValueError("nobody can own a case who has left")
    wanted = person.pk if person is not None else None
    kind = events.CASE_RELEASED if person is None else events.CASE_ASSIGNED
    data = {} if person is None else {"to": person.name, "person": person.pk}

    def close(changes: Sequence[Change], by: Any, now: datetime) -> None:
        offered = set(
            Handover.objects.filter(case__in=[change.case.pk for change in changes], state=HandoverState.OFFERED).values_list("case_id", flat=True)
        )
        for change in changes:
            if change.case.pk in offered:
                close_offer(change.case, person, by=by)

    def why_not(case: Case, by: Any) -> str:
        if person is None or case.assignee_id == wanted:
            return ""
        if not could_own(person, case.department_id):
            return "unfit"
        return "owned" if wanted == by.pk and case.assignee_id is not None else ""

    return Plan(
        "person",
        lambda cases, by, now: [Change(case, {"assignee_id": wanted}, kind, data) for case in cases if case.assignee_id != wanted],
        close,
        why_not,
    )


def moving(department: Department | None) -> Plan:
    """Move cases to a department, or to none. Their owners stay where they belong there."""
    wanted = department.pk if department is not None else None
    data = {"to": department.name if department is not None else _("no department")}

    def changes(cases: list[Case], by: Any, now: datetime) -> list[Change]:
        people = workers_of(department) if department is not None else set()
        found = []
        for case in cases:
            if case.department_id != wanted:
                keeps = department is None or case.assignee_id is None or case.assignee_id in people
                after = {"department_id": wanted, "assignee_id": case.assignee_id if keeps else None}
                found.append(Change(case, after, events.CASE_MOVED, data))
        return found

    return Plan("department", changes)


def classifying(column: str, value: Any) -> Plan:
    """Set the "kind" (empty for none) or the "priority" of cases. Raises ValueError for one that there is not."""
    if column not in ("kind", "priority"):
        raise ValueError(column)
    wanted: Any = Priority(int(value)).value if column == "priority" else Kind(value).value if value else ""
    data = {"what": column, "to": str(wanted)}
    return Plan(
        column,
        lambda cases, by, now: [
            Change(case, {column: wanted}, events.CASE_CLASSIFIED, data) for case in cases if getattr(case, column) != wanted
        ],
    )


def stating(state: str, until: datetime | None = None, *, until_reply: bool = False) -> Plan:
    """Set the state of cases by hand, as `handling.change_state` does to one. Raises ValueError."""
    if state not in BY_HAND:
        raise ValueError(f"nobody of ours can set a case to {state!r}")
    asleep = state == State.SNOOZED
    if asleep and (until is None or until <= timezone.now()):
        raise ValueError("a snooze needs a time to come")
    data = {"to": str(state), "until": until.isoformat() if until is not None and asleep else ""}

    def after(case: Case, by: Any, now: datetime) -> dict[str, Any]:
        waiting = (case.waiting_since or now) if state == State.OPEN else case.waiting_since if asleep else None
        return {
            "state": str(state), "state_at": now, "state_by_id": by.pk, "snoozed_until": until if asleep else None,
            "sleeps_until_reply": until_reply and asleep, "sleeps_through_thanks": False, "waiting_since": waiting,
        }  # fmt: skip

    def changes(cases: list[Case], by: Any, now: datetime) -> list[Change]:
        return [
            Change(case, after(case, by, now), events.STATE_CHANGED, data)
            for case in cases
            if case.state != state or (asleep and (case.snoozed_until, case.sleeps_until_reply) != (until, until_reply))
        ]

    def follow(done: Sequence[Change], by: Any, now: datetime) -> None:
        if state == State.OPEN:
            begin_waits([change.case for change in done], at=now)
        elif not asleep:
            end_waits([change.case for change in done], at=now, by=by)

    return Plan("state", changes, follow)


def spamming() -> Plan:
    """Put cases out of every list; their senders are not blocked by that."""

    def follow(done: Sequence[Change], by: Any, now: datetime) -> None:
        end_waits([change.case for change in done], at=now, by=None)

    return Plan(
        "spam", lambda cases, by, now: [Change(case, {"aside": Aside.SPAM.value}, CASE_IS_SPAM) for case in cases], follow, has_versions=False
    )


def tagging(name: str) -> Plan:
    """Add a tag, by its name, made when there is none. Raises ValueError for an empty one."""
    tag = named_tag(name)
    if tag is None:
        raise ValueError("a tag has a name")
    rows = Case.tags.through.objects

    def changes(cases: list[Case], by: Any, now: datetime) -> list[Change]:
        counts = dict(
            rows.filter(case__in=[case.pk for case in cases]).values_list("case_id").annotate(count=Count("pk")).values_list("case_id", "count")
        )
        having = set(rows.filter(case__in=[case.pk for case in cases], tag=tag).values_list("case_id", flat=True))
        wanted = [case for case in cases if case.pk not in having and counts.get(case.pk, 0) < MOST_TAGS]
        return [Change(case, {}, events.CASE_TAGGED, {"tag": tag.name}) for case in wanted]

    def follow(done: Sequence[Change], by: Any, now: datetime) -> None:
        rows.bulk_create([Case.tags.through(case_id=change.case.pk, tag_id=tag.pk) for change in done], ignore_conflicts=True)

    return Plan("tag", changes, follow, has_versions=False, tag=tag.pk)
