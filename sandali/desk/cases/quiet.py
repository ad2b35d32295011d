"""When nothing is left to do: what one's own day was, and when the next case comes back. Counted, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from sandali.cases.events import CASE_ANSWERED
from sandali.cases.models import Case, Kind, State
from sandali.history.models import Event
from sandali.kit.dates import current_display

MOST_READ = 1000  # of one's own events; nobody does more in a day
STILL_TALKED_OF = timedelta(days=30)  # a case that was confirmed today had its last message within these


@dataclass(frozen=True, slots=True)
class QuietDay:
    """A person's day. `answered` is in cases, `thanked` in customers: a praise, or their own yes to our answer."""

    answered: int
    thanked: int
    next_case: int | None
    next_at: datetime | None


def quiet_day(person: Any, now: datetime | None = None) -> QuietDay:
    """Three queries, each on an index of the person's; today is that of the current display."""
    now = now or timezone.now()
    start = now.astimezone(current_display().zone).replace(hour=0, minute=0, second=0, microsecond=0)
    done = Event.objects.filter(by=person).order_by("-pk").values_list("kind", "case_id", "at")[:MOST_READ]
    thanks = Q(kind=Kind.PRAISE, last_message_at__gte=start) | Q(state=State.CONFIRMED, state_at__gte=start)
    mine = Case.objects.filter(assignee=person, aside="")
    coming = mine.filter(state=State.SNOOZED).order_by("snoozed_until").values_list("pk", "snoozed_until").first()
    return QuietDay(
        len({case for kind, case, at in done if kind == CASE_ANSWERED.name and at >= start}),
        mine.filter(thanks, last_message_at__gte=start - STILL_TALKED_OF).values("customer").distinct().count(),
        *(coming or (None, None)),
    )
