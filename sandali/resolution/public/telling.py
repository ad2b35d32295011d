"""The clock of public answers: a warning before, and once that it is late; to leaders as one notice a plan, and never at night."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sandali.cases.models import Aside
from sandali.company.queries import week_hours
from sandali.history.events import record
from sandali.resolution.models import PublicMatter, PublicPlan
from sandali.resolution.public import events
from sandali.resolution.standards.clocks import moment_to_tell

BATCH = 200


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
    due = list(rows.select_for_update(of=("self",)).select_related("case", "plan").order_by("next_at")[:most])
    late: Counter[int] = Counter()
    for matter in due:
        is_late = matter.due_at is not None and matter.due_at <= now
        told = {"late_told_at": now, "next_at": None} if is_late else {"warned_at": now, "next_at": moment_to_tell(matter.due_at or now, hours)}
        PublicMatter.objects.filter(pk=matter.pk).update(**told)
        if matter.case.aside != Aside.SPAM:
            record(events.PUBLIC_LATE if is_late else events.PUBLIC_DUE_SOON, matter, at=now)
            late[matter.plan_id or 0] += is_late
    for plan in PublicPlan.objects.filter(pk__in=[number for number, count in late.items() if count]):
        waiting = PublicMatter.objects.filter(plan=plan, answered_at__isnull=True, removed_at__isnull=True, due_at__lte=now)
        record(events.PUBLIC_ROUND_LATE, plan, at=now, plan=plan.name, count=waiting.count())
    return len(due)
