"""The clock of public answers: a warning before, and once that it is late. Hundreds at one moment are a notice a person and one a
plan for leaders, and nobody is told of anything at night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from sandali.cases.models import Aside, Follower
from sandali.cases.together import followers_who_see
from sandali.company.queries import week_hours
from sandali.history.events import EventKind, record
from sandali.history.many import record_many
from sandali.history.models import Event
from sandali.history.rounds import tell_in_round
from sandali.kit.hours import WeekHours
from sandali.resolution.models import PublicMatter, PublicPlan
from sandali.resolution.public import events
from sandali.resolution.standards.clocks import moment_to_tell
from sandali.resolution.standards.following import people_of
from sandali.resolution.standards.settling import WARNED

BATCH: Final = 500  # of one transaction: others wait for it


@transaction.atomic
def tell_due(now: datetime | None = None, *, most: int = BATCH) -> int:
    """Say what the clocks have to say; returns how many spoke. While we are closed it waits until we open."""
    now, hours = now or timezone.now(), week_hours()
    rows = PublicMatter.objects.filter(next_at__lte=now, removed_at__isnull=True, answered_at__isnull=True)
    morning = moment_to_tell(now, hours)
    if morning > now:
        rows.update(next_at=morning)
        return 0
    # The lock is on these rows alone: PostgreSQL refuses one on the optional side of a join.
    due = list(rows.select_for_update(of=("self",)).select_related("case__assignee", "case__department").order_by("next_at", "pk")[:most])
    late = [one for one in due if one.due_at is not None and one.due_at <= now]
    soon = [one for one in due if one.due_at is None or one.due_at > now]
    write(late, soon, now, hours)
    tell_of(late, events.PUBLIC_LATE, events.PUBLICS_LATE, now)
    tell_of(soon, events.PUBLIC_DUE_SOON, events.PUBLICS_DUE_SOON, now)
    tell_leaders({one.plan_id for one in late if one.case.aside != Aside.SPAM and one.plan_id}, now)
    return len(due)


def tell_leaders(plans: Collection[int], now: datetime) -> None:
    """Leaders hear how many answers each of the plans owes, once a round however many batches it has."""
    heard = Event.objects.filter(kind=events.PUBLIC_ROUND_LATE.name, subject_type="publicplan", subject_id__in=plans, at=now)
    for plan in PublicPlan.objects.filter(pk__in=set(plans) - set(heard.values_list("subject_id", flat=True))):
        waiting = PublicMatter.objects.filter(plan=plan, answered_at__isnull=True, removed_at__isnull=True, due_at__lte=now)
        record(events.PUBLIC_ROUND_LATE, plan, at=now, plan=plan.name, count=waiting.count())


def write(late: Sequence[PublicMatter], soon: Sequence[PublicMatter], now: datetime, hours: WeekHours) -> None:
    """Keep what was told: what is late is told of once, what is due soon is looked at again when it is due."""
    PublicMatter.objects.filter(pk__in=[one.pk for one in late]).update(late_told_at=now, next_at=None)
    for matter in soon:
        matter.warned_at, matter.next_at = now, moment_to_tell(matter.due_at or now, hours)
    PublicMatter.objects.bulk_update(soon, ["warned_at", "next_at"])


def tell_of(matters: Sequence[PublicMatter], one_kind: EventKind, many_kind: EventKind, now: datetime) -> None:
    """Tell everybody who should know, of a few one by one and of more once. That it is late stands on each case, whoever is told."""
    shown, is_late = [one for one in matters if one.case.aside != Aside.SPAM], one_kind is events.PUBLIC_LATE
    singly = tell_in_round(hearers(shown, and_followers=is_late), many_kind, at=now)
    for matter in shown:
        if matter.pk in singly:
            record(one_kind, matter, at=now, people=singly[matter.pk])
    if is_late:
        record_many([(one_kind, matter, {"people": []}) for matter in shown if matter.pk not in singly], by=None, at=now)


def hearers(matters: Iterable[PublicMatter], *, and_followers: bool) -> dict[int, list[int]]:
    """Person → the matters they hear of: as the case's owner, in its department while nobody has taken it, or because they follow it."""
    matters = list(matters)
    here = {one.case.department_id or 0 for one in matters if one.case.assignee_id is None}
    members = {department: set(people_of(department, WARNED)) for department in here}
    followed = followed_cases([one.case_id for one in matters]) if and_followers else set()
    told: dict[int, list[int]] = defaultdict(list)
    for one in matters:
        owner = one.case.assignee
        people = members[one.case.department_id or 0] if owner is None else {owner.pk} if owner.is_active else set()
        for person in people.union(followers_who_see(one.case) if one.case_id in followed else ()):
            told[person].append(one.pk)
    return told


def followed_cases(cases: Sequence[int]) -> set[int]:
    """Those of the cases that somebody follows."""
    return set(Follower.objects.filter(case__in=cases).values_list("case_id", flat=True))
