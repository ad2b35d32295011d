"""Until when an answer to a suggestion is owed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from sandali.kit.hours import WeekHours
from sandali.team.owed import owed_until, warned_from

TEHRAN = ZoneInfo("Asia/Tehran")
DAY = ((time(9), time(13)), (time(14), time(18)))
# Saturday to Wednesday, and Thursday mornings.
HOURS = WeekHours({**dict.fromkeys((5, 6, 0, 1, 2), DAY), 3: ((time(9), time(13)),)}, TEHRAN, frozenset({date(2026, 11, 23)}))


def at(day, hour, minute=0, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=TEHRAN)


@pytest.mark.practice("P21")
@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (at(21, 10), 1, at(22, 18)),  # on a Saturday: all of Sunday is in time
        (at(21, 10), 2, at(24, 18)),  # Monday is a holiday
        (at(21, 10), 5, at(28, 18)),  # Tuesday, Wednesday, Thursday, and Friday is the weekend
        (at(21, 10), 4, at(26, 13)),  # Thursday closes at one
        (at(21, 23, 30), 1, at(22, 18)),  # in the evening it is still that day
        (at(27, 12), 1, at(28, 18)),  # on a Friday
        (at(21, 7), 1, at(22, 18)),  # before opening
    ],
)
def test_an_answer_is_owed_until_the_closing_of_so_many_working_days_later(start, days, due):
    assert owed_until(start, days, HOURS) == due


def test_a_manager_is_reminded_a_working_day_before(cast):
    assert warned_from(at(21, 10), 5, HOURS) == at(26, 13)
    assert warned_from(at(21, 10), 1, HOURS) == at(21, 10)


def test_a_company_without_hours_owes_it_by_day_and_one_that_never_opens_by_the_calendar():
    assert owed_until(at(21, 10), 2, WeekHours({}, TEHRAN)) == at(23, 17)
    never = WeekHours({0: ()}, TEHRAN)
    assert owed_until(at(21, 10), 2, never) == at(23, 17)
    years = frozenset(date.fromordinal(day) for day in range(date(2026, 11, 1).toordinal(), date(2029, 11, 1).toordinal()))
    assert owed_until(at(21, 10), 2, WeekHours({0: DAY}, TEHRAN, years)) == datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
