"""When things happen in the demo."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from sandali.demo.rhythm import (
    Period,
    answered_after,
    opening_times,
    six_months_before,
    squeezed,
    writes_back_after,
)
from sandali.kit.hours import WeekHours

TEHRAN = ZoneInfo("Asia/Tehran")
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
WEEK = WeekHours({day: ((time(9), time(18)),) for day in (5, 6, 0, 1, 2)} | {3: ((time(9), time(13)),)}, TEHRAN)


def period() -> Period:
    return Period(six_months_before(NOW, TEHRAN), NOW, TEHRAN, WEEK, "fa")


def test_the_history_begins_on_the_same_day_six_jalali_months_ago():
    # 30 Aban 1405 less six months is 30 Ordibehesht 1405.
    assert six_months_before(NOW, TEHRAN) == datetime(2026, 5, 20, 8, tzinfo=TEHRAN)


def test_a_day_that_the_month_does_not_have_becomes_its_last():
    # 31 Shahrivar 1405 less six months is in Esfand 1404, which has 29 days.
    assert six_months_before(datetime(2026, 9, 22, 12, tzinfo=UTC), TEHRAN) == datetime(2026, 3, 20, 8, tzinfo=TEHRAN)


def test_cases_open_in_order_between_the_beginning_and_now():
    times = opening_times(400, period(), Random(1))
    assert (len(times), times == sorted(times), period().start < times[0], times[-1] < NOW) == (400, True, True, True)


def test_saturday_is_the_busiest_day_and_friday_the_quietest():
    times = opening_times(3000, period(), Random(1))
    days = [at.astimezone(TEHRAN).weekday() for at in times]
    counts = {day: days.count(day) for day in range(7)}
    assert (max(counts, key=counts.__getitem__), min(counts, key=counts.__getitem__)) == (5, 4)


def test_the_bad_week_is_at_least_twice_as_busy_as_the_week_before():
    times = opening_times(3000, period(), Random(1))
    bad = [at for at in times if period().in_bad_week(at)]
    before = [at for at in times if period().in_bad_week(at + timedelta(days=7))]
    assert len(bad) > 2 * len(before)


def test_we_answer_in_opening_hours():
    random, asked = Random(2), datetime(2026, 11, 20, 20, tzinfo=UTC)  # Friday night
    answers = [answered_after(asked, period(), random) for _one in range(100)]
    assert [at for at in answers if WEEK.between(at - timedelta(minutes=2), at) == timedelta(0)] == []


def test_customers_do_not_write_in_the_dead_of_night():
    random = Random(3)
    hours = {writes_back_after(NOW, period(), random).astimezone(TEHRAN).hour for _one in range(300)}
    assert hours & {0, 1, 2, 3, 4, 5, 6} == set()


def test_what_would_lie_in_the_future_is_drawn_together():
    times = [NOW - timedelta(hours=2), NOW + timedelta(hours=1), NOW + timedelta(hours=6)]
    drawn = squeezed(times, NOW)
    assert (drawn[0], drawn[-1], all(one < two for one, two in pairwise(drawn))) == (times[0], NOW, True)
