"""What is due soon, late, or stays late: who is told of it, and of how many at once. Thousands that fall due in one instant are a
handful of notices, and nobody is told of anything at night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from sandali.cases.models import Case
from sandali.company.models import Company, Department, Membership, Person
from sandali.company.permissions import Role
from sandali.history.events import record
from sandali.kit.hours import NeverOpen, WeekHours
from sandali.resolution.models import Clock, ClockRules
from sandali.resolution.standards import events
from sandali.resolution.standards.actions import clock_rules
from sandali.resolution.standards.clocks import moment_to_tell
from sandali.resolution.standards.settling import LATE, WARNED
from sandali.resolution.standards.timetable import timetable

LEADS, MANAGERS = 3, 4
BATCH: Final = 5000
CHUNK: Final = 500  # rows a statement
MOST_NAMED: Final = 50
# The clock looks each minute; what is due at our closing is still told then.
GRACE: Final = timedelta(minutes=5)
ONE: Final = {WARNED: events.CLOCK_WARNED, LATE: events.CLOCK_LATE, LEADS: events.CLOCK_ESCALATED, MANAGERS: events.CLOCK_ESCALATED}
MANY: Final = {WARNED: events.CLOCKS_WARNED, LATE: events.CLOCKS_LATE, LEADS: events.CLOCKS_ESCALATED, MANAGERS: events.CLOCKS_ESCALATED}
_FIELDS: Final = ("pk", "case_id", "target", "told", "due_at", "department_id", "case__assignee_id", "case__assignee__is_active")


@dataclass(frozen=True, slots=True)
class Due:
    """One clock whose time has come."""

    number: int
    case: int
    target: str
    told: int
    due_at: datetime
    department: int | None
    owner: int | None
    owner_is_active: bool | None

    def stage(self, now: datetime) -> int:
        """What is to be told of it now."""
        if self.told < LATE:
            return LATE if self.due_at <= now else WARNED
        return self.told + 1


def may_tell(now: datetime, hours: WeekHours) -> bool:
    """Whether somebody of ours may be told of something now: we are open, and it is not night."""
    return any(moment_to_tell(at, hours) == at for at in (now, now - GRACE))


@transaction.atomic
def follow_due(now: datetime | None = None, *, most: int = BATCH) -> int:
    """Tell of what is due, and say when it is looked at again; returns how many clocks were due. By the wall's clock: one that jumps
    ahead tells of each clock once, one that jumps back tells of nothing twice, as each clock keeps what was told of it."""
    now, table, rules = now or timezone.now(), timetable(), clock_rules()
    if not may_tell(now, table.hours):
        return 0
    rows = Clock.objects.select_for_update(of=("self",)).filter(next_at__lte=now, ended_at=None, due_at__isnull=False)
    due = [Due(*row) for row in rows.order_by("next_at", "pk").values_list(*_FIELDS)[:most]]
    by_stage: dict[int, list[Due]] = defaultdict(list)
    for one in due:
        by_stage[one.stage(now)].append(one)
    for stage, clocks in by_stage.items():
        write(clocks, stage, after(stage, now, table.hours, rules))
        tell_of(clocks, stage, now)
    return len(due)


def write(clocks: Sequence[Due], stage: int, next_at: datetime | None) -> None:
    """Keep what was told; what was warned of is looked at again when it is due."""
    numbers = [one.number for one in clocks]
    for start in range(0, len(numbers), CHUNK):
        rows = Clock.objects.filter(pk__in=numbers[start : start + CHUNK])
        if stage == WARNED:
            rows.update(told=stage, next_at=F("due_at"))
        else:
            rows.update(told=stage, next_at=next_at)


def after(stage: int, now: datetime, hours: WeekHours, rules: ClockRules) -> datetime | None:
    """When a late clock is looked at next; None where nobody else hears of it."""
    minutes = {LATE: rules.leads_after, LEADS: rules.managers_after}.get(stage, 0)
    try:
        return hours.add(now, timedelta(minutes=minutes)) if minutes else None
    except NeverOpen:
        return None


# --- Who is told ---------------------------------------------------------------------------------------------------
def tell_of(clocks: Sequence[Due], stage: int, now: datetime) -> None:
    """One notice for each group of people: of the case where it is one, of their number where they are several."""
    groups: dict[tuple[str, int], list[Due]] = defaultdict(list)
    for one in clocks:
        owned = stage in (WARNED, LATE) and one.owner is not None and one.owner_is_active
        groups["person" if owned else "department", one.owner if owned else one.department or 0].append(one)  # type: ignore[index]
    for (whose, number), theirs in groups.items():
        people = [number] if whose == "person" else people_of(number, stage)
        if people:
            tell_group(whose, number, theirs, stage, people, now)


def tell_group(whose: str, number: int, clocks: Sequence[Due], stage: int, people: list[int], now: datetime) -> None:
    """Say it to these people, once."""
    cases = sorted({one.case for one in clocks})
    if len(cases) == 1:
        soonest = min(clocks, key=lambda one: one.due_at)
        facts: dict[str, Any] = {"target": soonest.target, "due": soonest.due_at.isoformat()}
        record(ONE[stage], Case.objects.get(pk=cases[0]), at=now, people=people, **facts)
        return
    subject: Any = Person.objects.get(pk=number) if whose == "person" else Department.objects.filter(pk=number).first() or Company.objects.get(pk=1)
    record(MANY[stage], subject, at=now, people=people, count=len(cases), cases=cases[:MOST_NAMED], whose=subject.name)


def people_of(department: int, stage: int) -> list[int]:
    """Who hears of a department's cases at a stage: everybody at work there, then its leads, then the managers (of a private
    department those alone who belong to it). Where there are none, the administrators of what has no department."""
    members = Membership.objects.filter(department=department, person__is_active=True)
    if stage in (WARNED, LATE):
        found = members.filter(reads_only=False).exclude(person__role=Role.EXECUTIVE)
    elif stage == LEADS:
        found = members.filter(Q(role=Role.LEAD) | Q(role="", person__role=Role.LEAD))
    else:
        return managers_of(department)
    numbers = sorted(found.values_list("person_id", flat=True))
    return numbers or (managers_of(department) if not department else [])


def managers_of(department: int) -> list[int]:
    """The managers who may see a department's cases."""
    managers = Person.objects.filter(is_active=True, role=Role.MANAGER)
    if Department.objects.filter(pk=department, is_private=True).exists():
        managers = managers.filter(departments=department)
    return sorted(managers.values_list("pk", flat=True))
