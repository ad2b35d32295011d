"""When: ready-made moments by the company's opening hours, and what is still to come (answers that leave later, reminders)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from sandali.cases.access import who_sees
from sandali.cases.models import Case, Message, Reminder
from sandali.channels.models import DeliveryState
from sandali.company.models import Person
from sandali.history.models import Event
from sandali.kit.hours import WeekHours
from sandali.kit.prepared import PreparedModels

MORNING = time(8, 0)  # where the company has no hours on a day, or none at all
IN_A_WHILE = timedelta(hours=3)
LATEST_REPLY = timedelta(days=30)  # "until they reply" ends by then, so that no case is forgotten
FARTHEST = timedelta(days=366)
LOOKED_AHEAD = 60  # days without any opening, after which a company has no hours worth asking
DAY = timedelta(days=1)


# --- Ready-made moments, in UTC. `now` is aware; days are those of the company's zone. ------------------------------------
def today_of(hours: WeekHours, now: datetime) -> date:
    """The company's day."""
    return now.astimezone(hours.zone).date()


def begins_on(hours: WeekHours, day: date) -> datetime | None:
    """When a day's work begins; None on a closed day."""
    ranges = hours.ranges_on(day)
    return _moment(hours, day, ranges[0][0]) if ranges else None


def day_end(hours: WeekHours, now: datetime) -> datetime | None:
    """When the working day of `now` ends, breaks in it left aside; None when no opening of today is left."""
    today = today_of(hours, now)
    for day in (today - DAY, today):  # a night shift of yesterday first
        ends = [end for begin, end in _spans_on(hours, day) if end > now and (day == today or begin <= now)]
        if ends:
            return max(ends)
    return None


def later_today(hours: WeekHours, now: datetime) -> datetime | None:
    """In three hours, to the minute; None when the working day is over by then."""
    then, end = now.astimezone(UTC).replace(second=0, microsecond=0) + IN_A_WHILE, day_end(hours, now)
    return then if end is not None and then < end else None


def opening_from(hours: WeekHours, day: date) -> datetime:
    """When the first working day on or after `day` begins; a company without hours begins at eight."""
    for step in range(LOOKED_AHEAD):
        begins = begins_on(hours, day + step * DAY)
        if begins is not None:
            return begins
    return _moment(hours, day, MORNING)


def next_morning(hours: WeekHours, now: datetime) -> datetime:
    """The beginning of the next working day after today."""
    return opening_from(hours, today_of(hours, now) + DAY)


def next_week(hours: WeekHours, now: datetime, week_start: int) -> datetime:
    """The beginning of next week's first working day; `week_start` as date.weekday()."""
    today = today_of(hours, now)
    return opening_from(hours, today + timedelta(days=(week_start - today.weekday()) % 7 or 7))


def until_reply(hours: WeekHours, now: datetime) -> datetime:
    """The latest moment of a snooze that waits for the customer."""
    return opening_from(hours, today_of(hours, now) + LATEST_REPLY)


def tomorrow_morning(hours: WeekHours, now: datetime) -> datetime:
    """Tomorrow at its opening, or at eight when we are closed then: mail may leave on a holiday."""
    day = today_of(hours, now) + DAY
    return begins_on(hours, day) or _moment(hours, day, MORNING)


def work_begins(hours: WeekHours, now: datetime) -> datetime:
    """The next beginning of a working day, this morning's when it is still to come."""
    today = begins_on(hours, today_of(hours, now))
    return today if today is not None and today > now else next_morning(hours, now)


def on_day(hours: WeekHours, day: date) -> datetime:
    """A day that somebody chose without a time: its opening, or eight."""
    return begins_on(hours, day) or _moment(hours, day, MORNING)


def _moment(hours: WeekHours, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, hours.zone).astimezone(UTC)


def _spans_on(hours: WeekHours, day: date) -> list[tuple[datetime, datetime]]:
    return [
        (_moment(hours, day, begin), _moment(hours, day if end > begin else day + DAY, end)) for begin, end in hours.ranges_on(day)
    ]


# --- Answers that leave later ----------------------------------------------------------------------------------------
def leaving(person: Any, cases: QuerySet[Case], *, after: tuple[datetime, int] | None = None, most: int = 30) -> list[Message]:
    """A person's answers that are still to leave, in cases of `cases`, the soonest first; `after` is (leaves_at, id) of the last seen."""
    found = Message.objects.filter(author=person, leaves_at__isnull=False, withdrawn_at=None, delivery__state=DeliveryState.QUEUED)
    if after is not None:
        found = found.filter(Q(leaves_at__gt=after[0]) | Q(leaves_at=after[0], pk__gt=after[1]))
    found = found.filter(case__in=cases.order_by()).select_related("case__customer", "delivery")
    return list(found.order_by("leaves_at", "pk")[:most])


# --- Reminders -------------------------------------------------------------------------------------------------------
_open_on = PreparedModels(
    lambda case, person: Reminder.objects.filter(case_id=case, person_id=person, done_at=None, removed_at=None).order_by("at", "pk")[:20]
)


def reminders_on(case: Case, person: Any) -> list[Reminder]:
    """A person's reminders of a case that are not done."""
    return _open_on(case.pk, person.pk)


def reminder_page(
    person: Any, cases: QuerySet[Case], *, is_done: bool = False, after: tuple[datetime, int] | None = None, most: int = 30
) -> list[Reminder]:
    """A person's reminders of cases that they (still) see: open ones the soonest first, done ones the latest first."""
    found = Reminder.objects.filter(person=person, removed_at=None, done_at__isnull=not is_done, case__in=cases.order_by())
    column, step = ("done_at", "lt") if is_done else ("at", "gt")
    if after is not None:
        found = found.filter(Q(**{f"{column}__{step}": after[0]}) | Q(**{column: after[0], f"pk__{step}": after[1]}))
    order = ("-done_at", "-pk") if is_done else ("at", "pk")
    return list(found.select_related("case__customer").order_by(*order)[:most])


def reminded(event: Event) -> list[int]:
    """Whose reminder it is, while they may see the case; for the audience "reminded"."""
    case = Case.objects.select_related("department").filter(pk=event.case_id or 0).first()
    people = Person.objects.filter(pk__in=Reminder.objects.filter(pk=event.subject_id).values("person"), is_active=True)
    return [person.pk for person in who_sees(case, people)] if case is not None else []
