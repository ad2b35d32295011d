"""What runs by the clock. Rooms list theirs in settings.SCHEDULES; a row in the database keeps two processes from both running it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim
from django.conf import settings
from django.utils.module_loading import import_string

from sandali.history.models import ScheduleMark
from sandali.history.queue import database_now


def next_time(when: int | str, after: datetime, zone: str = "UTC") -> datetime:
    """The next moment for `when`: a number of seconds, or a cron expression read in `zone`."""
    if isinstance(when, int):
        return after + timedelta(seconds=when)
    return next(CronSim(when, after.astimezone(ZoneInfo(zone))))


def enqueue_due() -> int:
    """Enqueue every scheduled task that is due; returns how many. Each is taken by compare-and-set on its row."""
    now, count = database_now(), 0
    marks = {mark.name: mark for mark in ScheduleMark.objects.all()}
    for path, when in settings.SCHEDULES.items():
        mark = marks.get(path)
        if mark is None:
            ScheduleMark.objects.get_or_create(name=path, defaults={"next_at": next_time(when, now)})
        elif mark.next_at <= now:
            taken = ScheduleMark.objects.filter(name=path, next_at=mark.next_at).update(next_at=next_time(when, now), last_at=now)
            if taken:
                import_string(path).enqueue(unique_key=path)
                count += 1
    return count
