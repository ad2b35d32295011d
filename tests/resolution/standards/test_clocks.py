"""A standard's clock: 72 cases reckoned by hand, properties over many, warnings, and when somebody is told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandali.kit.hours import NeverOpen
from sandali.resolution.standards.clocks import Pause, Reckoning, moment_to_tell, reckon, worked
from tests.resolution.standards.timetables import TIMETABLES, moment, pauses
from tests.work import calls_of

# Hours, start, working minutes, pauses, due: made on paper. 21 November 2026 is a Saturday, 30 Aban 1405.
CASES = """
iran | 2026-11-21 15:30 | 240 | | 2026-11-22 11:30
iran | 2026-11-21 09:00 | 480 | | 2026-11-21 17:00
iran | 2026-11-21 09:00 | 481 | | 2026-11-22 09:01
iran | 2026-11-21 08:00 | 60 | | 2026-11-21 10:00
iran | 2026-11-21 17:00 | 60 | | 2026-11-22 10:00
iran | 2026-11-25 16:00 | 120 | | 2026-11-26 10:00
iran | 2026-11-26 12:00 | 120 | | 2026-11-28 10:00
iran | 2026-11-27 12:00 | 30 | | 2026-11-28 09:30
iran | 2026-11-25 16:30 | 300 | | 2026-11-28 09:30
iran | 2026-11-26 13:00 | 240 | | 2026-11-28 13:00
iran | 2026-11-21 09:00 | 2640 | | 2026-11-26 13:00
iran | 2026-11-21 09:00 | 2641 | | 2026-11-28 09:01
iran | 2026-11-24 23:59 | 1 | | 2026-11-25 09:01
iran | 2026-11-21 10:15 | 45 | | 2026-11-21 11:00
iran | 2026-11-27 12:00 | 0 | | 2026-11-27 12:00
iran | 1405-08-30 15:30 | 240 | | 1405-09-01 11:30
iran | 1405-11-21 16:00 | 120 | | 1405-11-24 10:00
iran | 1405-11-22 10:00 | 60 | | 1405-11-24 10:00
iran | 1405-12-27 12:00 | 120 | | 1406-01-05 10:00
iran | 1405-12-29 10:00 | 300 | | 1406-01-07 10:00
iran | 1406-01-11 16:00 | 300 | | 1406-01-14 13:00
iran | 2027-03-31 16:00 | 300 | | 2027-04-03 13:00
iran | 2026-12-21 13:00 | 120 | | 2026-12-22 10:00
iran | 2026-12-20 16:00 | 420 | | 2026-12-22 10:00
iran | 2026-12-17 12:00 | 120 | | 2026-12-18 11:00
iran | 2026-12-17 12:00 | 240 | | 2026-12-19 10:00
iran | 2026-11-21 10:00 | 120 | 2026-11-21 11:00/2026-11-21 14:00 | 2026-11-21 15:00
iran | 2026-11-21 10:00 | 240 | 2026-11-21 11:00/2026-11-23 10:00 | 2026-11-23 13:00
iran | 2026-11-21 10:00 | 60 | 2026-11-21 09:00/2026-11-21 12:00 | 2026-11-21 13:00
iran | 2026-11-21 15:30 | 240 | 2026-11-21 18:00/2026-11-22 08:00 | 2026-11-22 11:30
iran | 2026-11-21 16:00 | 120 | 2026-11-21 16:30/2026-11-22 09:30 | 2026-11-22 11:00
iran | 2026-11-21 09:00 | 180 | 2026-11-21 10:00/2026-11-21 12:00; 2026-11-21 11:00/2026-11-21 13:00 | 2026-11-21 15:00
iran | 2026-11-21 09:00 | 180 | 2026-11-21 10:00/2026-11-21 11:00; 2026-11-21 12:00/2026-11-21 13:00 | 2026-11-21 14:00
iran | 2026-11-21 09:00 | 180 | 2026-11-21 12:00/2026-11-21 13:00; 2026-11-21 10:00/2026-11-21 11:00 | 2026-11-21 14:00
iran | 2026-11-21 09:00 | 180 | 2026-11-21 10:00/2026-11-21 11:00; 2026-11-21 11:00/2026-11-21 12:00 | 2026-11-21 14:00
iran | 2026-11-21 09:00 | 60 | 2026-11-21 10:00/2026-11-21 12:00 | 2026-11-21 10:00
iran | 2026-11-26 10:00 | 240 | 2026-11-26 11:00/2026-11-27 15:00 | 2026-11-28 12:00
iran | 2026-11-21 10:00 | 60 | 2026-11-21 12:00/ | 2026-11-21 11:00
iran | 2026-11-21 10:00 | 120 | 2026-11-21 12:00/2026-11-21 11:00 | 2026-11-21 12:00
iran | 1405-12-27 10:00 | 240 | 1405-12-27 11:00/1406-01-05 11:00 | 1406-01-07 10:00
iran | 2026-11-21 10:00 | 60 | 2026-11-21 09:00/2029-03-12 09:00 | 2029-03-12 10:00
lunch | 2026-11-21 11:30 | 60 | | 2026-11-21 13:30
lunch | 2026-11-21 12:15 | 30 | | 2026-11-21 13:30
lunch | 2026-11-21 08:00 | 240 | | 2026-11-21 12:00
lunch | 2026-11-21 08:00 | 241 | | 2026-11-21 13:01
lunch | 2026-11-25 16:00 | 300 | | 2026-11-26 12:00
lunch | 2026-11-25 16:00 | 301 | | 2026-11-28 08:01
lunch | 2026-11-21 11:00 | 120 | 2026-11-21 11:30/2026-11-21 13:30 | 2026-11-21 15:00
three | 2026-11-21 09:30 | 180 | | 2026-11-21 14:30
three | 2026-11-21 17:00 | 240 | | 2026-11-22 12:00
three | 2026-11-21 10:30 | 120 | | 2026-11-21 13:00
three | 2026-11-21 08:00 | 480 | | 2026-11-21 18:00
night | 2026-11-21 20:00 | 420 | | 2026-11-22 21:00
night | 2026-11-27 01:00 | 120 | | 2026-11-28 21:00
night | 1405-08-30 12:00 | 360 | | 1405-09-01 02:00
always | 2026-11-21 23:00 | 120 | | 2026-11-22 01:00
always | 2022-09-21 12:00 | 1440 | | 2022-09-22 11:00
berlin | 2027-03-26 16:00 | 120 | | 2027-03-29 10:00
berlin | 2026-10-23 16:00 | 120 | | 2026-10-26 10:00
berlin always | 2027-03-27 12:00 | 1440 | | 2027-03-28 13:00
berlin always | 2026-10-24 12:00 | 1440 | | 2026-10-25 11:00
berlin always | 2027-03-27 12:00 | 1440 | 2027-03-28 00:00/2027-03-28 06:00 | 2027-03-28 18:00
berlin night | 2027-03-27 22:00 | 480 | | 2027-03-28 23:00
berlin night | 2026-10-24 22:00 | 480 | | 2026-10-25 05:00
new york | 2027-03-12 16:30 | 60 | | 2027-03-15 09:30
new york | 2026-10-30 16:30 | 60 | | 2026-11-02 09:30
winter | 2026-11-30 16:00 | 120 | | 2026-12-01 09:00
winter | 2026-11-30 16:00 | 480 | | 2026-12-02 09:00
winter | 2026-12-05 13:00 | 120 | | 2026-12-06 09:00
noon | 2026-11-21 11:00 | 120 | | 2026-11-21 14:00
twice | 2026-11-21 16:00 | 840 | | 2026-11-24 10:00
twice | 2026-11-21 16:00 | 120 | 2026-11-22 08:00/2026-11-22 08:30 | 2026-11-22 09:30
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in CASES.strip().splitlines()]


def wall(at, hours):
    return at.astimezone(TIMETABLES[hours].zone).strftime("%Y-%m-%d %H:%M") if at else None


@pytest.mark.practice("P14")
@pytest.mark.parametrize("hours, start, minutes, stops, due", ROWS, ids=[" ".join(row[:3]) for row in ROWS])
def test_a_deadline_falls_where_it_was_reckoned_by_hand(hours, start, minutes, stops, due):
    found = reckon(moment(start, hours), int(minutes), TIMETABLES[hours], pauses(stops, hours))
    assert (found.due, found.left) == (moment(due, hours), timedelta(0))


@pytest.mark.parametrize("hours, start, minutes, stops, due", ROWS, ids=[" ".join(row[:3]) for row in ROWS])
def test_what_was_worked_until_a_deadline_is_the_target(hours, start, minutes, stops, due):
    assert worked(moment(start, hours), moment(due, hours), TIMETABLES[hours], pauses(stops, hours)) == timedelta(minutes=int(minutes))


WARNINGS = """
iran | 2026-11-21 09:00 | 480 | | | 2026-11-21 15:00
iran | 2026-11-21 09:00 | 960 | | | 2026-11-22 15:00
iran | 2026-11-21 15:30 | 240 | | | 2026-11-22 10:30
iran | 2026-11-21 09:00 | 480 | | 60 | 2026-11-21 16:00
iran | 2026-11-21 16:00 | 120 | | 90 | 2026-11-21 16:30
iran | 2026-11-21 10:00 | 60 | | 120 | 2026-11-21 10:00
iran | 2026-11-21 10:00 | 240 | 2026-11-21 11:00/2026-11-23 10:00 | 60 | 2026-11-23 12:00
iran | 2026-11-26 12:00 | 120 | | 60 | 2026-11-26 13:00
iran | 2026-11-21 10:00 | 240 | 2026-11-21 13:30/ | 60 | 2026-11-21 13:00
"""


@pytest.mark.practice("P14")
@pytest.mark.parametrize("row", WARNINGS.strip().splitlines())
def test_a_warning_comes_working_time_before_the_end(row):
    hours, start, minutes, stops, before, expected = (cell.strip() for cell in row.split("|"))
    asked = timedelta(minutes=int(before)) if before else None
    found = reckon(moment(start, hours), int(minutes), TIMETABLES[hours], pauses(stops, hours), warn_before=asked)
    assert wall(found.warn_at, hours) == expected


def test_a_clock_stands_while_the_customer_owes_us_something():
    start = moment("2026-11-21 10:00", "iran")
    found = reckon(start, 240, TIMETABLES["iran"], pauses("2026-11-21 11:00/", "iran"))
    assert found == Reckoning(None, None, timedelta(hours=3))
    assert worked(start, moment("2026-12-31 10:00", "iran"), TIMETABLES["iran"], pauses("2026-11-21 11:00/", "iran")) == timedelta(hours=1)


def test_hours_that_never_open_give_no_deadline():
    with pytest.raises(NeverOpen):
        reckon(moment("2026-11-21 10:00", "never"), 60, TIMETABLES["never"])
    assert worked(moment("2026-11-21 10:00", "never"), moment("2027-11-21 10:00", "never"), TIMETABLES["never"]) == timedelta(0)


def test_a_moment_without_a_zone_and_a_negative_target_are_refused():
    with pytest.raises(ValueError, match="time zone"):
        reckon(datetime(2026, 11, 21), 60, TIMETABLES["iran"])
    with pytest.raises(ValueError, match="negative"):
        reckon(moment("2026-11-21 10:00", "iran"), -1, TIMETABLES["iran"])
    with pytest.raises(ValueError, match="time zone"):
        moment_to_tell(datetime(2026, 11, 21), TIMETABLES["iran"].hours)


MOMENTS = st.datetimes(datetime(2026, 9, 1), datetime(2027, 5, 1), timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0))
STOPS = st.lists(st.tuples(MOMENTS, st.integers(0, 20_000)).map(lambda one: Pause(one[0], one[0] + timedelta(minutes=one[1]))), max_size=4)


@settings(deadline=None)
@given(st.sampled_from(["iran", "lunch", "three", "berlin night", "winter", "twice"]), MOMENTS, st.integers(1, 3000), STOPS)
def test_a_deadline_and_what_was_worked_until_it_agree(hours, start, minutes, stops):
    found = reckon(start, minutes, TIMETABLES[hours], stops)
    assert found.due is not None and found.warn_at is not None and start <= found.warn_at <= found.due
    assert worked(start, found.due, TIMETABLES[hours], stops) == timedelta(minutes=minutes)
    assert worked(start, found.due - timedelta(seconds=1), TIMETABLES[hours], stops) < timedelta(minutes=minutes)


# Hours, the moment, when somebody is told of what is over, when somebody is warned. Quiet from 21 to 7.
TOLD = """
iran | 2026-11-21 12:00 | 2026-11-21 12:00 | 2026-11-21 12:00
iran | 2026-11-21 17:00 | 2026-11-21 17:00 | 2026-11-21 17:00
iran | 2026-11-21 18:00 | 2026-11-22 09:00 | 2026-11-21 17:00
iran | 2026-11-26 14:00 | 2026-11-28 09:00 | 2026-11-26 13:00
iran | 2026-11-27 10:00 | 2026-11-28 09:00 | 2026-11-26 13:00
iran | 2027-03-21 10:00 | 2027-03-25 09:00 | 2027-03-18 13:00
lunch | 2026-11-21 12:30 | 2026-11-21 13:00 | 2026-11-21 12:00
always | 2026-11-21 23:00 | 2026-11-22 07:00 | 2026-11-21 21:00
always | 2026-11-22 03:00 | 2026-11-22 07:00 | 2026-11-21 21:00
always | 2026-11-22 07:00 | 2026-11-22 07:00 | 2026-11-22 07:00
night | 2026-11-21 23:00 | 2026-11-22 20:00 | 2026-11-21 21:00
deep night | 2026-11-21 23:00 | 2026-11-22 07:00 | 2026-11-21 21:00
never | 2026-11-21 12:00 | 2026-11-21 12:00 | 2026-11-21 12:00
never | 2026-11-21 23:00 | 2026-11-22 07:00 | 2026-11-21 21:00
berlin always | 2027-03-28 02:30 | 2027-03-28 07:00 | 2027-03-27 21:00
"""


@pytest.mark.practice("P14")
@pytest.mark.parametrize("row", TOLD.strip().splitlines())
def test_nobody_is_told_at_night(row):
    hours, at, late, early = (cell.strip() for cell in row.split("|"))
    found = [moment_to_tell(moment(at, hours), TIMETABLES[hours].hours, early=way) for way in (False, True)]
    assert [wall(one, hours) for one in found] == [late, early]


@settings(deadline=None)
@given(MOMENTS, st.sampled_from(["iran", "always", "night", "deep night", "never", "berlin always"]), st.booleans())
def test_what_is_told_is_never_told_in_quiet_hours(at, hours, early):
    told = moment_to_tell(at, TIMETABLES[hours].hours, early=early)
    local = told.astimezone(TIMETABLES[hours].zone)
    assert 7 * 60 <= local.hour * 60 + local.minute <= 21 * 60
    assert told <= at if early else told >= at


def test_a_clock_is_reckoned_with_little_work():
    start, timetable = moment("2026-11-21 15:30", "lunch"), TIMETABLES["lunch"]
    stops = pauses("2026-11-22 09:00/2026-11-22 11:00", "lunch")
    assert calls_of(lambda: reckon(start, 960, timetable, stops)) < 250
    assert calls_of(lambda: moment_to_tell(start, timetable.hours)) < 250
