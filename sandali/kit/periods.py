"""Weeks, months, seasons and years of either calendar, as reports name and compare them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.kit.dates import Display, show_date
from sandali.kit.digits import localize_digits
from sandali.kit.jalali import JalaliDate, month_range

KINDS = ("week", "month", "season", "year", "days")
SEASONS = (gettext_lazy("Spring %(year)s"), gettext_lazy("Summer %(year)s"), gettext_lazy("Autumn %(year)s"), gettext_lazy("Winter %(year)s"))
QUARTERS = (gettext_lazy("Q1 %(year)s"), gettext_lazy("Q2 %(year)s"), gettext_lazy("Q3 %(year)s"), gettext_lazy("Q4 %(year)s"))
_DAY = timedelta(days=1)
# Above so many days a chart's steps become weeks, then months.
MOST_DAYS, MOST_WEEKS = 31, 120


@dataclass(frozen=True, slots=True)
class Almanac:
    """How days gather into periods: the calendar ("jalali" or "gregorian") and the weekday (Monday 0) on which a week begins."""

    calendar: str
    week_start: int = 5

    def month_of(self, day: date) -> tuple[int, int]:
        """(year, month) of a day."""
        if self.calendar == "jalali":
            jalali = JalaliDate.from_gregorian(day)
            return jalali.year, jalali.month
        return day.year, day.month

    def month_start(self, year: int, month: int) -> date:
        """The first day of a month; months before 1 and after 12 run on into other years."""
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        return month_range(year, month)[0] if self.calendar == "jalali" else date(year, month, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included. `kind` is one of KINDS; "days" is any range."""

    kind: str
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def moments(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """From which moment (UTC) it lasts, and the moment at which it is over."""
        start, end = (datetime.combine(day, time(), tzinfo=zone).astimezone(UTC) for day in (self.first, self.last + _DAY))
        return start, end


def period_of(kind: str, day: date, almanac: Almanac) -> Period:
    """The week, month, season or year that `day` lies in. Raises ValueError for another kind."""
    if kind == "week":
        first = day - timedelta(days=(day.weekday() - almanac.week_start) % 7)
        return Period(kind, first, first + timedelta(days=6))
    length = {"month": 1, "season": 3, "year": 12}.get(kind)
    if length is None:
        raise ValueError(f"{kind!r} is not a period that a day lies in")
    year, month = almanac.month_of(day)
    month -= (month - 1) % length
    return Period(kind, almanac.month_start(year, month), almanac.month_start(year, month + length) - _DAY)


def before(period: Period, almanac: Almanac) -> Period:
    """The period before: of the same kind, or as many days."""
    if period.kind == "days":
        return Period("days", period.first - timedelta(days=period.days), period.first - _DAY)
    return period_of(period.kind, period.first - _DAY, almanac)


def after(period: Period, almanac: Almanac) -> Period:
    """The period after."""
    if period.kind == "days":
        return Period("days", period.last + _DAY, period.last + timedelta(days=period.days))
    return period_of(period.kind, period.last + _DAY, almanac)


def steps_of(period: Period, almanac: Almanac) -> list[Period]:
    """What a chart of the period shows: its days, weeks or months, the outermost ones cut to it."""
    if period.days <= MOST_DAYS:
        return [Period("day", day, day) for day in (period.first + timedelta(days=number) for number in range(period.days))]
    kind = "week" if period.days <= MOST_WEEKS else "month"
    steps, day = [], period.first
    while day <= period.last:
        whole = period_of(kind, day, almanac)
        steps.append(Period(kind, max(whole.first, period.first), min(whole.last, period.last)))
        day = whole.last + _DAY
    return steps


def name_of(period: Period, display: Display) -> str:
    """What a period is called: «آبان ۱۴۰۵», «پاییز ۱۴۰۵», «۱۴۰۵», «۲۴ تا ۳۰ آبان ۱۴۰۵»; "Nov 2026", "Q4 2026"."""
    almanac = Almanac(display.calendar)
    year, month = almanac.month_of(period.first)
    if period.kind == "year":
        return localize_digits(year, display.language)
    if period.kind == "season":
        names = SEASONS if display.calendar == "jalali" else QUARTERS
        return str(names[(month - 1) // 3]) % {"year": localize_digits(year, display.language)}
    if period.kind == "month":
        return _shown(period.first, "medium", display).partition(" ")[2]
    if period.first == period.last:
        return _shown(period.first, "medium", display)
    parted = almanac.month_of(period.last)
    style = "medium" if parted[0] != year else "short"
    first = _shown(period.first, style, display)
    if parted == (year, month):
        first = first.partition(" ")[0]
    return _("%(first)s to %(last)s") % {"first": first, "last": _shown(period.last, "medium", display)}


def short_name(period: Period, display: Display) -> str:
    """What a step of a chart is called: «۲۴ آبان», «آبان»."""
    if period.kind == "month":
        return _shown(period.first, "short", display).partition(" ")[2]
    return _shown(period.first, "short", display)


def _shown(day: date, style: str, display: Display) -> str:
    return show_date(day, style, language=display.language, zone=display.zone, calendar=display.calendar)
