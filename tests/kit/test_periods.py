"""Weeks, months, seasons and years of both calendars."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from sandali.kit.dates import make_display
from sandali.kit.periods import (
    Almanac,
    Period,
    after,
    before,
    name_of,
    period_of,
    short_name,
    steps_of,
)

JALALI, GREGORIAN = Almanac("jalali", 5), Almanac("gregorian", 0)
DAY = date(2026, 11, 21)  # Saturday, 30 Aban 1405
TEHRAN = ZoneInfo("Asia/Tehran")


@pytest.mark.parametrize(
    ("kind", "almanac", "first", "last"),
    [
        ("week", JALALI, date(2026, 11, 21), date(2026, 11, 27)),
        ("week", GREGORIAN, date(2026, 11, 16), date(2026, 11, 22)),
        ("month", JALALI, date(2026, 10, 23), date(2026, 11, 21)),
        ("month", GREGORIAN, date(2026, 11, 1), date(2026, 11, 30)),
        ("season", JALALI, date(2026, 9, 23), date(2026, 12, 21)),
        ("season", GREGORIAN, date(2026, 10, 1), date(2026, 12, 31)),
        ("year", JALALI, date(2026, 3, 21), date(2027, 3, 20)),
        ("year", GREGORIAN, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_week_month_season_and_year(kind, almanac, first, last):
    period = period_of(kind, DAY, almanac)
    assert period == Period(kind, first, last)
    assert after(before(period, almanac), almanac) == period
    assert before(after(period, almanac), almanac) == period
    assert (before(period, almanac).last, after(period, almanac).first) == (date.fromordinal(first.toordinal() - 1), date.fromordinal(last.toordinal() + 1))


def test_before_a_range_of_days_stand_as_many_days():
    period = Period("days", date(2026, 11, 10), date(2026, 11, 12))
    assert before(period, JALALI) == Period("days", date(2026, 11, 7), date(2026, 11, 9))
    assert after(period, JALALI) == Period("days", date(2026, 11, 13), date(2026, 11, 15))


def test_another_kind_is_none_that_a_day_lies_in():
    with pytest.raises(ValueError, match="fortnight"):
        period_of("fortnight", DAY, JALALI)


def test_a_period_begins_and_ends_at_the_midnights_of_its_zone():
    assert Period("days", DAY, DAY).moments(TEHRAN) == (datetime(2026, 11, 20, 20, 30, tzinfo=UTC), datetime(2026, 11, 21, 20, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("kind", "count", "kinds"), [("week", 7, {"day"}), ("month", 30, {"day"}), ("season", 14, {"week"}), ("year", 12, {"month"})]
)
def test_a_chart_shows_days_then_weeks_then_months_without_a_gap(kind, count, kinds):
    period = period_of(kind, DAY, JALALI)
    steps = steps_of(period, JALALI)
    assert (len(steps), {step.kind for step in steps}) == (count, kinds)
    assert (steps[0].first, steps[-1].last) == (period.first, period.last)
    assert all(one.last.toordinal() + 1 == other.first.toordinal() for one, other in zip(steps, steps[1:], strict=False))


@pytest.mark.parametrize(
    ("language", "calendar", "kind", "name"),
    [
        ("fa", "jalali", "week", "۳۰ آبان تا ۶ آذر ۱۴۰۵"),
        ("fa", "jalali", "month", "آبان ۱۴۰۵"),
        ("fa", "jalali", "season", "پاییز ۱۴۰۵"),
        ("fa", "jalali", "year", "۱۴۰۵"),
        ("en", "jalali", "season", "Autumn 1405"),
        ("en", "gregorian", "week", "21 to 27 Nov 2026"),
        ("en", "gregorian", "month", "Nov 2026"),
        ("en", "gregorian", "season", "Q4 2026"),
        ("fa", "gregorian", "season", "سه‌ماههٔ چهارم ۲۰۲۶"),
        ("en", "gregorian", "year", "2026"),
    ],
)
def test_a_period_has_a_name_in_the_readers_language_and_calendar(language, calendar, kind, name):
    with translation.override(language):
        display = make_display(language, "Asia/Tehran", calendar)
        assert name_of(period_of(kind, DAY, Almanac(calendar, 5)), display) == name


def test_a_range_of_days_says_no_more_than_it_must():
    display, ranges = make_display("en", "UTC", "gregorian"), [(DAY, DAY), (date(2026, 11, 3), DAY), (date(2025, 11, 3), DAY)]
    with translation.override("en"):
        names = [name_of(Period("days", first, last), display) for first, last in ranges]
    assert names == ["21 Nov 2026", "3 to 21 Nov 2026", "3 Nov 2025 to 21 Nov 2026"]
    assert [short_name(Period(kind, DAY, DAY), display) for kind in ("day", "month")] == ["21 Nov", "Nov"]
