"""Keeping the packed days of figures up: the days that are over, and again each on which a case stands that was changed since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Min, Q
from django.utils import timezone

from sandali.cases.models import Case, FigureDay, FigureMark, Wait
from sandali.cases.packing import HAPPENED, OPENED, WAITS, IsOutcome, Table, made_for, pack_day
from sandali.company.queries import company_zone
from sandali.history.models import Event

TABLES: Final = (("waits", WAITS), ("opened", OPENED), ("outcomes", HAPPENED))
SETTLED: Final = timedelta(minutes=2)  # no transaction lasts longer; what it wrote is there then
BEHIND: Final = 500  # events: what `seen` is behind at first, until it is known what was there SETTLED ago
LEASE: Final = timedelta(minutes=10)
MOST_CHANGED: Final = 200_000  # events about cases; where more happened, all days are packed anew
AGAIN: Final = 2  # days a run that are packed again though nothing says that they changed


def catch_up(*, most: int = 200) -> bool:
    """Pack the days that are over and those that changed, of the former at most so many. Returns whether some are left.

    Somebody else who does it at this moment is left to it."""
    mark, now = current_mark(), timezone.now()
    mine = FigureMark.objects.filter(Q(busy_until=None) | Q(busy_until__lt=now), pk=1)
    if not mine.update(busy_until=now + LEASE):
        return False
    newest, zone = newest_event(), company_zone()
    for day in sorted(changed_days(mark, newest) | oldest_days()):
        if day < mark.until:
            pack_day(day, zone, now=now)
    today = now.astimezone(zone).date()
    until = min(mark.until + timedelta(days=most), today)
    for number in range((until - mark.until).days):
        pack_day(mark.until + timedelta(days=number), zone, now=now)
    mark.until, mark.busy_until = max(until, mark.until), None
    if now - mark.newest_at >= SETTLED:
        mark.seen, mark.newest, mark.newest_at = mark.newest, newest, now
    mark.save()
    return until < today


def current_mark() -> FigureMark:
    """The mark; a new one where there is none, or where the days were made for another zone."""
    wanted = made_for(company_zone())
    mark = FigureMark.objects.filter(pk=1).first()
    # Whoever brings in customers by the hundred thousand changes no day: only what is told of cases counts.
    if mark is not None and mark.made_for == wanted and Event.objects.filter(pk__gt=mark.seen, case_id__isnull=False).count() <= MOST_CHANGED:
        return mark
    forget_days()
    newest = newest_event()
    began = {"made_for": wanted, "until": first_day(), "seen": max(newest - BEHIND, 0), "newest": newest, "newest_at": timezone.now()}
    return FigureMark.objects.get_or_create(pk=1, defaults=began)[0]


def forget_days() -> None:
    """Throw all packed days away: figures are reckoned from their rows until the next run has packed them again."""
    FigureMark.objects.all().delete()
    FigureDay.objects.all().delete()


def newest_event() -> int:
    """The greatest number of an event."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def first_day() -> date:
    """The day of the oldest of all that is counted; today where there is nothing."""
    oldest = (
        Wait.objects.aggregate(at=Min("ended_at"))["at"],
        Case.objects.aggregate(at=Min("opened_at"))["at"],
        Event.objects.filter(IsOutcome("kind")).aggregate(at=Min("at"))["at"],
    )
    first: datetime = min((at for at in oldest if at is not None), default=timezone.now())
    return first.astimezone(company_zone()).date()


def changed_days(mark: FigureMark, newest: int) -> set[date]:
    """The days on which something stands, or stood when they were packed, of a case to which anything happened since."""
    events = Event.objects.filter(pk__gt=mark.seen, pk__lte=newest, case_id__isnull=False)
    cases = {case for case in events.values_list("case_id", flat=True) if case is not None}
    return days_holding(cases) | days_now(list(cases)) if cases else set()


def days_holding(cases: set[int]) -> set[date]:
    """The packed days that hold any of these cases."""
    found = set()
    for day in FigureDay.objects.iterator(chunk_size=50):
        if any(not cases.isdisjoint(Table(names, getattr(day, field)).column("case")) for field, names in TABLES):
            found.add(day.day)
    return found


def days_now(cases: list[int]) -> set[date]:
    """The days on which something of these cases stands by the rows."""
    zone, found = company_zone(), set()
    for start in range(0, len(cases), 500):
        some = cases[start : start + 500]
        moments: Iterable[Any] = (
            *Wait.objects.filter(case__in=some, ended_at__isnull=False).values_list("ended_at", flat=True),
            *Case.objects.filter(pk__in=some).values_list("opened_at", flat=True),
            *Event.objects.filter(IsOutcome("kind"), case_id__in=some).values_list("at", flat=True),
        )
        found |= {moment.astimezone(zone).date() for moment in moments}
    return found


def oldest_days() -> set[date]:
    """The days that were packed the longest ago: in the course of a while each is packed again, whatever changed it."""
    return set(FigureDay.objects.order_by("packed_at").values_list("day", flat=True)[:AGAIN])
