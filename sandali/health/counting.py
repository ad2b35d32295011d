"""The look through everything: check by check, each reckoned by one question outside of any transaction, then written as one small row.
So it holds no lock while it reckons, gives way in between, needs no memory, and after a restart goes on with what is not counted yet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from sandali.company.queries import current_company
from sandali.health import events
from sandali.health.access import asked_of, in_the_open
from sandali.health.actions import end_look, put_look
from sandali.health.checks import Check
from sandali.health.models import CheckRules, Count, Look
from sandali.health.rules import Rules, check_rules
from sandali.history import queue
from sandali.history.events import record

DAYS: Final = 91  # for so long every day is kept, then the last of each week
WEEK: Final = timedelta(days=7)
MUCH, LEAST = 0.2, 10  # so much more than a week ago, and so many at least, is much worse


def look_at_night() -> None:
    """The look of the day, unless somebody's is going on, which counts the same."""
    try:
        put_look(None)
    except IntegrityError:
        return


def look_through(number: int) -> None:
    """Work a look to its end."""
    look = Look.objects.filter(pk=number, running=True).first()
    if look is None:
        return
    rules = check_rules()
    count_all(look.day, rules, since=look.begun_at)
    thin(look.day)
    if end_look(look.pk):
        tell_if_worse(look.day, rules)


def count_all(day: date, rules: Rules, *, since: datetime | None = None, now: datetime | None = None) -> int:
    """Count every check that is made, for a day; what was counted `since` stays. Returns how many were counted."""
    done = set(Count.objects.filter(day=day, at__gte=since).values_list("check_code", flat=True)) if since is not None else set()
    counted = 0
    for check in rules.made:
        if check.code not in done:
            count_one(check, day, rules, now=now or timezone.now())
            counted += 1
            if since is not None:
                queue.give_way()
    return counted


def count_one(check: Check, day: date, rules: Rules, *, now: datetime) -> None:
    """Two questions, then one row."""
    asked = asked_of(check, rules, now)
    faulty = in_the_open(check, check.faulty(asked)).count()
    total = max(in_the_open(check, check.total(asked)).count(), faulty)  # what came in between the two questions
    fields: dict[str, Any] = {"faulty": faulty, "total": total, "days": asked.days, "at": now}
    with transaction.atomic():
        Count.objects.update_or_create(check_code=check.code, day=day, defaults=fields)


def thin(today: date) -> int:
    """Of weeks that are over DAYS ago only the last counted day stays; returns how many days went."""
    old = list(Count.objects.filter(day__lt=today - timedelta(days=DAYS)).order_by("day").values_list("day", flat=True).distinct())
    last = {day.isocalendar()[:2]: day for day in old}
    gone = [day for day in old if day not in last.values()]
    for start in range(0, len(gone), 200):
        Count.objects.filter(day__in=gone[start : start + 200]).delete()
    return len(gone)


def tell_if_worse(today: date, rules: Rules) -> bool:
    """Once a week, on its first day: tell who keeps the records of the check that got worst, if one got much worse. Returns whether."""
    company = current_company()
    if company is None or today.weekday() != company.week_start:
        return False
    row = CheckRules.objects.get_or_create(pk=1, defaults={"version": 0})[0]
    if not CheckRules.objects.filter(pk=1).exclude(told_on=today).update(told_on=today):
        return False
    worst = max(worse(today, rules), default=None)
    if worst is None:
        return False
    _share, code, before, now = worst
    record(events.RECORDS_WORSE, row, check=code, before=before, count=now)
    return True


def worse(today: date, rules: Rules) -> list[tuple[float, str, int, int]]:
    """(how much more, code, a week ago, now) of checks that got much worse under the same limit."""
    made = {check.code for check in rules.made}
    rows = Count.objects.filter(day__in=(today, today - WEEK), check_code__in=made).values_list("check_code", "days", "day", "faulty")
    found: dict[tuple[str, int], dict[date, int]] = {}
    for code, days, day, faulty in rows:
        found.setdefault((code, days), {})[day] = faulty
    pairs = [(code, by_day[today - WEEK], by_day[today]) for (code, _days), by_day in found.items() if len(by_day) == 2]
    return [(now / max(before, 1), code, before, now) for code, before, now in pairs if now - before >= max(LEAST, MUCH * before)]
