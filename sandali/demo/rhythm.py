"""When things happen: half a year that ends now, the week's rhythm, the hours people write in, a bad week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sandali.kit.hours import WeekHours
from sandali.kit.jalali import JalaliDate, days_in_month

MONTHS = 6
# How many write on each weekday, Monday first. In Iran the week begins on Saturday and Friday rests.
WEEK = {"fa": (1.0, 0.95, 0.9, 0.6, 0.25, 1.3, 1.1), "en": (1.3, 1.1, 1.0, 1.0, 0.85, 0.45, 0.35)}
# How many write in each hour of the day: before noon, after work, and late at home.
HOURS = (2, 1, 0, 0, 0, 0, 1, 3, 8, 14, 18, 17, 12, 9, 9, 11, 14, 12, 9, 8, 9, 11, 12, 6)
FIRST_SHARE, LAST_SHARE = 0.55, 1.5  # the shop grows
BAD_WEEK_BEGAN, BAD_WEEK_DAYS, BAD_SHARE = 72, 7, 3.2  # days ago; the distribution centre stood still
SALE_DAYS, SALE_SHARE = 8, 1.9  # the autumn sale of these days
HOLIDAY_SHARE = 0.4


@dataclass(frozen=True)
class Period:
    """The time that the demo covers: from `start` to `now`, in the company's zone and hours."""

    start: datetime
    now: datetime
    zone: ZoneInfo
    hours: WeekHours
    language: str

    def in_bad_week(self, at: datetime) -> bool:
        """Whether the distribution centre stood still then."""
        began = self.now - timedelta(days=BAD_WEEK_BEGAN)
        return began <= at < began + timedelta(days=BAD_WEEK_DAYS)


def six_months_before(now: datetime, zone: ZoneInfo) -> datetime:
    """Eight in the morning of the same day of the month, six Jalali months ago."""
    today = JalaliDate.from_gregorian(now.astimezone(zone).date())
    months = today.year * 12 + today.month - 1 - MONTHS
    year, month = months // 12, months % 12 + 1
    day = JalaliDate(year, month, min(today.day, days_in_month(year, month))).to_gregorian()
    return datetime.combine(day, time(8), tzinfo=zone)


def share_of(day: date, period: Period) -> float:
    """How busy a day is, 1 being usual."""
    noon = datetime.combine(day, time(12), tzinfo=period.zone)
    passed = (noon - period.start) / (period.now - period.start)
    share = WEEK[period.language][day.weekday()] * (FIRST_SHARE + (LAST_SHARE - FIRST_SHARE) * passed)
    if not period.hours.ranges_on(day) and period.hours.days.get(day.weekday()):
        share *= HOLIDAY_SHARE
    if period.in_bad_week(noon):
        share *= BAD_SHARE
    return share * (SALE_SHARE if period.now - noon < timedelta(days=SALE_DAYS) else 1)


def opening_times(count: int, period: Period, random: Random) -> list[datetime]:
    """When each of `count` cases begins, in order; the last one minutes ago."""
    length = (period.now.astimezone(period.zone).date() - period.start.date()).days
    days = [period.start.date() + timedelta(days=number) for number in range(length + 1)]
    shares = [share_of(day, period) for day in days]
    last = period.now - timedelta(minutes=6)
    times: list[datetime] = [last]
    while len(times) < count:
        [day] = random.choices(days, shares)
        [hour] = random.choices(range(24), HOURS)
        at = datetime.combine(day, time(hour, random.randrange(60), random.randrange(60)), tzinfo=period.zone)
        if period.start < at < last:
            times.append(at)
    return sorted(times)


def answered_after(asked: datetime, period: Period, random: Random) -> datetime:
    """When we answer: an hour or two of open time later, four times that in the bad week, never later than open time allows."""
    minutes = min(random.lognormvariate(4.3, 0.8), 1200) * (4 if period.in_bad_week(asked) else 1)
    return period.hours.add(asked, timedelta(minutes=minutes)) + timedelta(seconds=random.randrange(50))


def writes_back_after(answered: datetime, period: Period, random: Random) -> datetime:
    """When a customer writes again: some hours later, and not in the middle of the night."""
    at = answered + timedelta(minutes=min(random.lognormvariate(5.2, 1.1), 5000))
    local = at.astimezone(period.zone)
    return at + timedelta(hours=7 - local.hour + random.randrange(1, 4)) if local.hour < 7 else at


def squeezed(times: list[datetime], until: datetime) -> list[datetime]:
    """The same times drawn together so that the last one is not after `until`; the first one stays."""
    if len(times) < 2 or times[-1] <= until:
        return times
    share = (until - times[0]) / (times[-1] - times[0])
    return [times[0] + (at - times[0]) * share for at in times]
