"""Ready-made moments as choices of a menu, each with its day and time in words."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.cases import timing
from sandali.cases.waits import opening_hours
from sandali.company.models import Company
from sandali.kit.calendar_names import WEEKDAYS
from sandali.kit.components.overlays import menu_item
from sandali.kit.dates import current_display, show_date, show_moment, show_time, to_zone
from sandali.kit.hours import WeekHours

REPLY = "reply"  # a snooze until the customer writes
Choice = tuple[str, str, str]  # what is posted, its words, when that is
MORNINGS = range(4, 12)  # o'clock, where the reader is
USUAL_WEEK_START = 5


def snooze_choices(company: Company | None, now: datetime | None = None) -> tuple[Choice, ...]:
    """Later today (while the working day lasts), the next working morning, next week, until the customer writes."""
    hours, now = opening_hours(), now or datetime.now(UTC)
    latest = timing.until_reply(hours, now)
    reply = (REPLY, _("Until they write"), _("at most until %(day)s") % {"day": show_date(latest, "short")})
    return (*own_choices(hours, company, now), reply)


def reminder_choices(company: Company | None, now: datetime | None = None) -> tuple[Choice, ...]:
    """The same for a reminder, which waits for nobody."""
    return own_choices(opening_hours(), company, now or datetime.now(UTC))


def own_choices(hours: WeekHours, company: Company | None, now: datetime) -> tuple[Choice, ...]:
    """What snoozes and reminders share."""
    found: list[Choice] = []
    later, morning = timing.later_today(hours, now), timing.next_morning(hours, now)
    if later is not None:
        found.append((later.isoformat(), _("Later today, in three hours"), show_time(later)))
    found.append((morning.isoformat(), morning_words(morning, now), day_words(morning)))
    week = timing.next_week(hours, now, company.week_start if company is not None else USUAL_WEEK_START)
    if week != morning:
        found.append((week.isoformat(), _("The beginning of next week"), day_words(week)))
    return tuple(found)


def later_choices(now: datetime | None = None) -> tuple[Choice, ...]:
    """For an answer: tomorrow morning, even on a holiday, and the next beginning of a working day."""
    hours, now = opening_hours(), now or datetime.now(UTC)
    tomorrow, work = timing.tomorrow_morning(hours, now), timing.work_begins(hours, now)
    found = [(tomorrow.isoformat(), morning_words(tomorrow, now), day_words(tomorrow))]
    if work != tomorrow:
        found.append((work.isoformat(), _("At the start of the working day"), day_words(work)))
    return tuple(sorted(found))  # moments of one zone: the sooner one first


def morning_words(moment: datetime, now: datetime) -> str:
    """"Tomorrow morning" where it is tomorrow and morning for the reader; else the day, or that we open then."""
    display = current_display()
    local, today = to_zone(moment, display.zone), to_zone(now, display.zone).date()
    if local.hour not in MORNINGS:
        return _("When we open next")
    if (local.date() - today).days == 1:
        return _("Tomorrow morning")
    return _("%(weekday)s morning") % {"weekday": weekday_of(local)}


def weekday_of(local: datetime) -> str:
    """The weekday's name."""
    return WEEKDAYS[current_display().language][local.weekday()]


def day_words(moment: datetime) -> str:
    """«شنبه ۱ آذر، ۰۸:۰۰»: the weekday, the day and the time, where the reader is."""
    said = {"weekday": weekday_of(to_zone(moment, current_display().zone)), "moment": show_moment(moment, "short")}
    return _("%(weekday)s %(moment)s") % said


@lru_cache(maxsize=256)
def as_items(choices: tuple[Choice, ...], name: str) -> SafeString:
    """Choices as buttons of a menu that post `name`."""
    made = (
        (menu_item(label, icon_name="message-circle" if value == REPLY else "clock", hint=hint, name=name, value=value),)
        for value, label, hint in choices
    )
    return format_html_join("", "{}", made)
