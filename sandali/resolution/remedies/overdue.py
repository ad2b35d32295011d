"""Questions that nobody answered in time: everybody who may answer them hears of it once, and so does whoever asked."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from sandali.cases.waits import opening_hours
from sandali.history.rounds import tell_in_round
from sandali.resolution.models import Remedy, RemedyState
from sandali.resolution.remedies import events
from sandali.resolution.remedies.actions import told
from sandali.resolution.remedies.granting import granters_of_many

BATCH: Final = 500  # of one transaction: others wait for it


@transaction.atomic
def escalate_overdue(*, now: datetime | None = None, most: int = BATCH) -> int:
    """Tell everybody who may grant what nobody answered in time, each once, and only while the company is open. Returns how many.

    Whoever would hear of more than a few hears their number, and finds them where questions wait."""
    now = now or timezone.now()
    if not opening_hours().is_open(now):
        return 0
    late = Remedy.objects.filter(state=RemedyState.ASKED, escalated_at=None, due_at__lte=now).order_by("due_at", "pk")
    taken = list(late.select_for_update(skip_locked=True, of=("self",)).select_related("case__department")[:most])
    Remedy.objects.filter(pk__in=[one.pk for one in taken]).update(escalated_at=now)
    hearing: dict[int, list[int]] = defaultdict(list)
    for remedy, able in granters_of_many(taken):
        for person in {remedy.by_id, *(one.pk for one in able)}:
            hearing[person].append(remedy.pk)
    singly = tell_in_round(hearing, events.REMEDIES_OVERDUE, at=now)
    for remedy in taken:
        if remedy.pk in singly:
            told(events.REMEDY_OVERDUE, remedy, at=now, people=singly[remedy.pk])
    return len(taken)
