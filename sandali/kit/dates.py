"""Moments as people read them: in their language, zone and calendar, which one context variable holds for the current work."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, reset_tzpath

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sandali.kit.calendar_names import GREGORIAN_MONTHS, JALALI_MONTHS, WEEKDAYS
from sandali.kit.digits import localize_digits
from sandali.kit.jalali import JalaliDate

CALENDARS = ("jalali", "gregorian")
STYLES = ("long", "medium", "short", "numeric")


# --- Zones -----------------------------------------------------------------------------------------------------------
def use_own_zones() -> None:
    """Makes `zoneinfo` read the pinned `tzdata` package only: an old host must not bring Iran's summer time back."""
    reset_tzpath(to=[])
    ZoneInfo.clear_cache()
    find_zone.cache_clear()


@lru_cache(maxsize=64)
def find_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises ValueError with a sentence when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise ValueError(_("“%(name)s” is not a time zone.") % {"name": name[:60]}) from problem


# --- Who is reading --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Display:
    """How moments and numbers are shown: language `fa` or `en`, a zone, calendar `jalali` or `gregorian`, rials as toman or not."""

    language: str
    zone: tzinfo
    calendar: str
    toman: bool = True


_current: ContextVar[Display | None] = ContextVar("sandali_display", default=None)


def make_display(language: str, zone: str | tzinfo, calendar: str = "", *, toman: bool = True) -> Display:
    """A Display; without a calendar, the one usual in the language. Raises ValueError on an unknown zone or calendar."""
    chosen = calendar or ("jalali" if language == "fa" else "gregorian")
    if chosen not in CALENDARS:
        raise ValueError(f"unknown calendar {calendar!r}")
    return Display("fa" if language == "fa" else "en", find_zone(zone) if isinstance(zone, str) else zone, chosen, toman)


def activate_display(language: str, zone: str | tzinfo, calendar: str = "", *, toman: bool = True) -> None:
    """Sets how the current request or job shows moments, until it ends or another call."""
    _current.set(make_display(language, zone, calendar, toman=toman))


def deactivate_display() -> None:
    """Back to the defaults of `current_display`."""
    _current.set(None)


def current_display() -> Display:
    """What `activate_display` chose, else Django's active language and time zone with the language's usual calendar."""
    chosen = _current.get()
    return chosen or make_display((get_language() or "fa")[:2], timezone.get_current_timezone())


@contextmanager
def displayed(language: str, zone: str | tzinfo, calendar: str = "", *, toman: bool = True) -> Iterator[Display]:
    """Shows moments another way inside a `with` block, as when a mail is written for somebody else."""
    display = make_display(language, zone, calendar, toman=toman)
    token = _current.set(display)
    try:
        yield display
    finally:
        _current.reset(token)


def _chosen(language: str | None, zone: str | tzinfo | None, calendar: str | None) -> Display:
    now_shown = current_display()
    if language is None and zone is None and calendar is None:
        return now_shown
    if calendar is None:
        calendar = now_shown.calendar if language in (None, now_shown.language) else ""
    return make_display(language or now_shown.language, zone or now_shown.zone, calendar, toman=now_shown.toman)


# --- Showing ---------------------------------------------------------------------------------------------------------
def to_zone(moment: datetime, zone: tzinfo) -> datetime:
    """An aware moment in `zone`. Raises ValueError on a naive one: nobody knows when that was."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be shown")
    try:
        return moment.astimezone(zone)
    except OverflowError:  # the year 1 or 9999 of a forged mail header, hours from the edge of what Python can hold
        return moment


def _day(value: date | datetime, display: Display) -> date:
    return to_zone(value, display.zone).date() if isinstance(value, datetime) else value


def _parts(day: date, display: Display) -> tuple[int, int, int, str]:
    """Year, month, day and the month's name in the display's calendar (a day before the Jalali calendar stays Gregorian)."""
    if display.calendar == "jalali" and day >= date(622, 3, 22):
        jalali = JalaliDate.from_gregorian(day)
        return jalali.year, jalali.month, jalali.day, JALALI_MONTHS[display.language][jalali.month - 1]
    name = GREGORIAN_MONTHS[display.language][day.month - 1]
    return day.year, day.month, day.day, name if display.language == "fa" else name[:3]


def show_date(
    value: date | datetime,
    style: str = "medium",
    *,
    language: str | None = None,
    zone: str | tzinfo | None = None,
    calendar: str | None = None,
) -> str:
    """A day: long «شنبه ۳۰ آبان ۱۴۰۵» ("Sat 21 Nov 2026"), medium «۳۰ آبان ۱۴۰۵», short «۳۰ آبان», numeric «۱۴۰۵/۰۸/۳۰».

    A moment is shown as its day in the zone. Raises ValueError on a naive datetime or an unknown style.
    """
    return _date_in(value, style, _chosen(language, zone, calendar))


def _date_in(value: date | datetime, style: str, display: Display) -> str:
    if style not in STYLES:
        raise ValueError(f"unknown style {style!r}")
    day = _day(value, display)
    year, month, number, name = _parts(day, display)
    if style == "numeric":
        separator = "/" if display.calendar == "jalali" or display.language == "fa" else "-"
        return localize_digits(f"{year:04d}{separator}{month:02d}{separator}{number:02d}", display.language)
    shown = f"{number} {name}" if style == "short" else f"{number} {name} {year}"
    if style == "long":
        weekday = WEEKDAYS[display.language][day.weekday()]
        shown = f"{weekday if display.language == 'fa' else weekday[:3]} {shown}"
    return localize_digits(shown, display.language)


def show_time(
    value: datetime | time, *, language: str | None = None, zone: str | tzinfo | None = None, seconds: bool = False
) -> str:
    """«۱۲:۴۰», 24 hours. A plain `time` is shown as it is."""
    return _time_in(value, _chosen(language, zone, None), seconds=seconds)


def _time_in(value: datetime | time, display: Display, *, seconds: bool) -> str:
    local = to_zone(value, display.zone) if isinstance(value, datetime) else value
    shown = f"{local.hour:02d}:{local.minute:02d}" + (f":{local.second:02d}" if seconds else "")
    return localize_digits(shown, display.language)


def show_moment(
    value: datetime,
    style: str = "medium",
    *,
    language: str | None = None,
    zone: str | tzinfo | None = None,
    calendar: str | None = None,
    seconds: bool = False,
) -> str:
    """Date and time: «۳۰ آبان ۱۴۰۵، ۱۲:۴۰», "21 Nov 2026, 12:40"."""
    display = _chosen(language, zone, calendar)
    return f"{_date_in(value, style, display)}{'،' if display.language == 'fa' else ','} {_time_in(value, display, seconds=seconds)}"


# Relative time is calendar data too (CLDR's `fields`), so it stands here beside the names of months.
_PAST = {
    "fa": {"now": "همین حالا", "minute": "{} دقیقه پیش", "hour": "{} ساعت پیش", "yesterday": "دیروز"},
    "en": {"now": "just now", "minute": "{} min ago", "hour": "{} h ago", "yesterday": "yesterday"},
}
_FUTURE = {
    "fa": {"now": "همین حالا", "minute": "{} دقیقهٔ دیگر", "hour": "{} ساعت دیگر", "tomorrow": "فردا"},
    "en": {"now": "just now", "minute": "in {} min", "hour": "in {} h", "tomorrow": "tomorrow"},
}


def ago(
    value: datetime,
    now: datetime | None = None,
    *,
    language: str | None = None,
    zone: str | tzinfo | None = None,
    calendar: str | None = None,
) -> str:
    """How long since (or until) a moment: «همین حالا», «۲ دقیقه پیش», «۲ ساعت پیش», «دیروز», then the date, with its year
    when that is not the current one. Hours are told within the same day or below twelve hours, days by the zone's midnight.
    """
    display = _chosen(language, zone, calendar)
    now = now or datetime.now(UTC)
    gap = now - value
    words = (_PAST if gap >= timedelta(0) else _FUTURE)[display.language]
    minutes = int(abs(gap).total_seconds()) // 60
    day, today = _day(value, display), _day(now, display)
    if minutes < 1:
        return words["now"]
    if minutes < 60:
        return localize_digits(words["minute"].format(minutes), display.language)
    if day == today or minutes < 12 * 60:
        return localize_digits(words["hour"].format(minutes // 60), display.language)
    if abs((today - day).days) == 1:
        return words["yesterday"] if day < today else words["tomorrow"]
    style = "short" if _parts(day, display)[0] == _parts(today, display)[0] else "medium"
    return show_date(day, style, language=display.language, zone=display.zone, calendar=display.calendar)
