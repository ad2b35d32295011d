"""Ready-made moments by the company's hours; whose answers and reminders are still to come."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandali.cases import timing
from sandali.kit.hours import WeekHours

TEHRAN, BERLIN = ZoneInfo("Asia/Tehran"), ZoneInfo("Europe/Berlin")
DAY = (time(8), time(17))
SATURDAY = 5
# Saturday to Wednesday whole days, Thursday a half one, Friday closed; Nowruz of 1405 is 21 March 2026.
NOWRUZ = frozenset(date(2026, 3, 20) + timedelta(days=step) for step in range(6))
WEEK = {day: (DAY,) for day in (5, 6, 0, 1, 2)} | {3: ((time(8), time(13)),)}
IRAN = WeekHours(WEEK, TEHRAN, NOWRUZ, {date(2026, 4, 1): ((time(10), time(12)),)})
GERMANY = WeekHours({day: ((time(9), time(12)), (time(13), time(18))) for day in range(5)}, BERLIN)
NIGHT = WeekHours({day: ((time(20), time(4)),) for day in range(7)}, TEHRAN)
NEVER = WeekHours({}, TEHRAN)


def at(text, zone=TEHRAN):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def told(moment, zone=TEHRAN):
    return moment.astimezone(zone).strftime("%a %Y-%m-%d %H:%M") if moment is not None else None


@pytest.mark.parametrize(
    "hours, now, later",
    [
        (IRAN, "2026-11-21 09:10:30", "Sat 2026-11-21 12:10"),
        (IRAN, "2026-11-21 13:59", "Sat 2026-11-21 16:59"),
        (IRAN, "2026-11-21 14:00", None),  # the day ends at that very moment
        (IRAN, "2026-11-26 09:59", "Thu 2026-11-26 12:59"),
        (IRAN, "2026-11-26 10:00", None),  # Thursday is half a day
        (IRAN, "2026-11-27 09:00", None),  # Friday
        (IRAN, "2026-11-21 04:00", "Sat 2026-11-21 07:00"),  # early, the day is still to come
        (IRAN, "2026-11-21 23:00", None),
        (IRAN, "2026-03-21 09:00", None),  # Nowruz
        (IRAN, "2026-04-01 08:30", "Wed 2026-04-01 11:30"),  # a special day of two hours, and it is before their end
        (NIGHT, "2026-11-21 23:00", "Sun 2026-11-22 02:00"),
        (NIGHT, "2026-11-22 02:00", None),  # the night that began yesterday ends at four
        (NEVER, "2026-11-21 09:00", None),
    ],
)
def test_later_today_is_offered_only_while_the_working_day_lasts(hours, now, later):
    assert told(timing.later_today(hours, at(now))) == later


def test_a_break_at_noon_is_not_the_end_of_the_day():
    assert told(timing.later_today(GERMANY, at("2026-11-23 09:30", BERLIN)), BERLIN) == "Mon 2026-11-23 12:30"


@pytest.mark.parametrize(
    "hours, now, morning, week",
    [
        (IRAN, "2026-11-21 09:00", "Sun 2026-11-22 08:00", "Sat 2026-11-28 08:00"),
        (IRAN, "2026-11-25 09:00", "Thu 2026-11-26 08:00", "Sat 2026-11-28 08:00"),
        (IRAN, "2026-11-26 09:00", "Sat 2026-11-28 08:00", "Sat 2026-11-28 08:00"),  # Friday is skipped
        (IRAN, "2026-11-27 09:00", "Sat 2026-11-28 08:00", "Sat 2026-11-28 08:00"),
        (IRAN, "2026-03-19 09:00", "Thu 2026-03-26 08:00", "Thu 2026-03-26 08:00"),  # over Nowruz
        (IRAN, "2026-03-31 09:00", "Wed 2026-04-01 10:00", "Sat 2026-04-04 08:00"),  # a special day's own opening
        (IRAN, "2026-11-22 00:30", "Mon 2026-11-23 08:00", "Sat 2026-11-28 08:00"),
        (NEVER, "2026-11-26 09:00", "Fri 2026-11-27 08:00", "Sat 2026-11-28 08:00"),  # without hours, at eight
    ],
)
def test_a_morning_is_that_of_the_next_working_day(hours, now, morning, week):
    moment = at(now)
    assert (told(timing.next_morning(hours, moment)), told(timing.next_week(hours, moment, SATURDAY))) == (morning, week)


def test_the_week_begins_where_the_company_says():
    now = at("2026-11-25 09:00", BERLIN)
    assert told(timing.next_week(GERMANY, now, 0), BERLIN) == "Mon 2026-11-30 09:00"
    assert told(timing.next_week(GERMANY, now, 6), BERLIN) == "Mon 2026-11-30 09:00"  # Sunday is closed


def test_a_morning_over_a_change_of_the_clock_is_still_nine_by_the_wall():
    for before, utc in (("2026-03-27 10:00", "2026-03-30T07:00:00+00:00"), ("2026-10-23 10:00", "2026-10-26T08:00:00+00:00")):
        assert timing.next_morning(GERMANY, at(before, BERLIN)).isoformat() == utc


def test_the_day_is_the_companys_wherever_the_reader_sits():
    now = datetime(2026, 11, 21, 21, 30, tzinfo=UTC)  # Saturday there, past midnight in Tehran
    same = now.astimezone(ZoneInfo("America/Los_Angeles"))
    assert timing.next_morning(IRAN, same) == timing.next_morning(IRAN, now)
    assert told(timing.next_morning(IRAN, same)) == "Mon 2026-11-23 08:00"


def test_waiting_for_a_reply_ends_after_thirty_days_at_an_opening():
    assert told(timing.until_reply(IRAN, at("2026-11-21 09:00"))) == "Mon 2026-12-21 08:00"
    assert told(timing.until_reply(IRAN, at("2026-02-19 09:00"))) == "Thu 2026-03-26 08:00"  # the thirtieth day lies in Nowruz


def test_mail_may_leave_on_a_holiday_and_work_begins_on_a_working_day():
    thursday = at("2026-11-26 12:00")
    assert (told(timing.tomorrow_morning(IRAN, thursday)), told(timing.work_begins(IRAN, thursday))) == ("Fri 2026-11-27 08:00", "Sat 2026-11-28 08:00")
    early = at("2026-11-21 06:00")
    assert (told(timing.tomorrow_morning(IRAN, early)), told(timing.work_begins(IRAN, early))) == ("Sun 2026-11-22 08:00", "Sat 2026-11-21 08:00")


def test_a_day_without_a_time_means_its_opening_or_eight():
    assert told(timing.on_day(IRAN, date(2026, 4, 1))) == "Wed 2026-04-01 10:00"
    assert told(timing.on_day(IRAN, date(2026, 11, 27))) == "Fri 2026-11-27 08:00"
