"""Business hours: a table of hand-made cases, and properties over many calendars."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sandali.kit.hours import NeverOpen, WeekHours

TEHRAN, BERLIN, NEW_YORK = ZoneInfo("Asia/Tehran"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def ranges(*pairs):
    return tuple((time.fromisoformat(one), time.fromisoformat(other)) for one, other in (pair.split("-") for pair in pairs))


def week(zone, *, closed=(), holidays=(), overrides=None, **by_day):
    days = {day: ranges(*by_day.get(name, by_day["every"])) for day, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
    exceptions = {date.fromisoformat(day): ranges(*pairs) for day, pairs in (overrides or {}).items()}
    kept = {day: pairs for day, pairs in days.items() if day not in closed}
    return WeekHours(kept, zone, frozenset(map(date.fromisoformat, holidays)), exceptions)


CALENDARS = {
    # Iran: Saturday to Wednesday, Thursday half a day, Friday closed; a lunch break.
    "iran": week(TEHRAN, every=("08:00-12:00", "13:00-17:00"), thu=("08:00-12:00",), closed=(FRI,)),
    # Thursday and Friday both closed.
    "iran5": week(TEHRAN, every=("09:00-17:00",), closed=(THU, FRI)),
    # Nowruz: 21 to 24 March 2026 are holidays, 2 April open by exception for two hours, 25 March closed by exception.
    "nowruz": week(
        TEHRAN, every=("08:00-16:00",), closed=(FRI,), holidays=("2026-03-21", "2026-03-22", "2026-03-23", "2026-03-24", "2026-04-02"),
        overrides={"2026-04-02": ("10:00-12:00",), "2026-03-25": ()},
    ),
    "berlin": week(BERLIN, every=("09:00-17:00",), closed=(SAT, SUN)),
    "berlin_night": week(BERLIN, every=("22:00-06:00",)),
    "new_york": week(NEW_YORK, every=("09:00-17:00",), closed=(SAT, SUN)),
    "night": week(TEHRAN, every=("20:00-02:00",), closed=(FRI,), holidays=("2026-11-24",)),
    "overlap": week(UTC, every=("08:00-12:00", "10:00-14:00", "22:00-09:00")),
    "always": week(UTC, every=("00:00-00:00",)),
    "always_tehran": week(TEHRAN, every=("00:00-00:00",)),
    "midnight": week(TEHRAN, every=("00:00-08:00",)),
    "gap": week(BERLIN, every=("02:30-04:00",)),
    "one_day": week(UTC, every=("09:00-10:00",), closed=(MON, TUE, WED, THU, FRI, SAT)),
}  # fmt: skip

# (calendar, start in its own wall clock, open hours to add, the due moment in its own wall clock). 21 Nov 2026 is a Saturday.
ADD = [
    ("iran", "2026-11-21 08:00", 1, "2026-11-21 09:00"),
    ("iran", "2026-11-21 07:00", 1, "2026-11-21 09:00"),
    ("iran", "2026-11-21 08:00", 4, "2026-11-21 12:00"),
    ("iran", "2026-11-21 08:00", 4.5, "2026-11-21 13:30"),
    ("iran", "2026-11-21 12:30", 1, "2026-11-21 14:00"),
    ("iran", "2026-11-21 16:00", 2, "2026-11-22 09:00"),
    ("iran", "2026-11-21 17:00", 1, "2026-11-22 09:00"),
    ("iran", "2026-11-21 23:59", 1, "2026-11-22 09:00"),
    ("iran", "2026-11-25 16:00", 2, "2026-11-26 09:00"),
    ("iran", "2026-11-26 11:00", 2, "2026-11-28 09:00"),
    ("iran", "2026-11-27 10:00", 2, "2026-11-28 10:00"),
    ("iran", "2026-11-21 08:00", 8, "2026-11-21 17:00"),
    ("iran", "2026-11-21 08:00", 44, "2026-11-26 12:00"),
    ("iran", "2026-11-21 08:00", 45, "2026-11-28 09:00"),
    ("iran5", "2026-11-25 16:00", 2, "2026-11-28 10:00"),
    ("iran5", "2026-11-26 12:00", 8, "2026-11-28 17:00"),
    ("nowruz", "2026-03-19 15:00", 2, "2026-03-26 09:00"),
    ("nowruz", "2026-03-21 10:00", 1, "2026-03-26 09:00"),
    ("nowruz", "2026-04-01 15:00", 2, "2026-04-02 11:00"),
    ("nowruz", "2026-04-01 15:00", 4, "2026-04-04 09:00"),
    ("nowruz", "2026-04-02 08:00", 2, "2026-04-02 12:00"),
    # Europe's clocks go forward on 29 March 2026 and back on 25 October 2026, both on a Sunday night.
    ("berlin", "2026-03-27 16:00", 2, "2026-03-30 10:00"),
    ("berlin", "2026-10-23 16:00", 2, "2026-10-26 10:00"),
    ("berlin_night", "2026-03-28 22:00", 7, "2026-03-29 06:00"),
    ("berlin_night", "2026-03-28 22:00", 8, "2026-03-29 23:00"),
    ("berlin_night", "2026-10-24 22:00", 8, "2026-10-25 05:00"),
    ("berlin_night", "2026-10-24 22:00", 9, "2026-10-25 06:00"),
    ("gap", "2026-03-29 00:00", 0.5, "2026-03-29 04:00"),
    ("gap", "2026-03-28 02:30", 2, "2026-03-29 04:00"),
    ("new_york", "2026-03-06 16:30", 1, "2026-03-09 09:30"),
    ("new_york", "2026-10-30 16:30", 1, "2026-11-02 09:30"),
    ("night", "2026-11-21 20:00", 5, "2026-11-22 01:00"),
    ("night", "2026-11-22 01:30", 1, "2026-11-22 20:30"),
    ("night", "2026-11-27 01:00", 2, "2026-11-28 21:00"),
    ("night", "2026-11-24 01:00", 2, "2026-11-25 21:00"),
    ("overlap", "2026-11-21 08:00", 6, "2026-11-21 14:00"),
    ("overlap", "2026-11-21 13:00", 3, "2026-11-22 00:00"),
    ("overlap", "2026-11-21 22:00", 12, "2026-11-22 10:00"),
    ("always", "2026-11-21 10:00", 24, "2026-11-22 10:00"),
    ("always_tehran", "2022-09-21 12:00", 24, "2022-09-22 11:00"),
    ("midnight", "2026-11-21 07:00", 2, "2026-11-22 01:00"),
    ("one_day", "2026-11-21 10:00", 2, "2026-11-29 10:00"),
    ("iran", "2026-11-21 10:00", 0, "2026-11-21 10:00"),
]  # fmt: skip

# (calendar, from, to, open hours between)
BETWEEN = [
    ("iran", "2026-11-21 08:00", "2026-11-21 17:00", 8),
    ("iran", "2026-11-21 12:00", "2026-11-21 13:00", 0),
    ("iran", "2026-11-21 00:00", "2026-11-28 00:00", 44),
    ("iran", "2026-11-26 11:00", "2026-11-28 09:00", 2),
    ("iran", "2026-11-28 09:00", "2026-11-26 11:00", -2),
    ("iran", "2026-11-27 00:00", "2026-11-27 23:59", 0),
    ("nowruz", "2026-03-20 00:00", "2026-03-27 00:00", 8),
    ("nowruz", "2026-04-02 00:00", "2026-04-03 00:00", 2),
    ("berlin_night", "2026-03-28 12:00", "2026-03-29 12:00", 7),
    ("berlin_night", "2026-10-24 12:00", "2026-10-25 12:00", 9),
    ("always", "2026-01-01 00:00", "2027-01-01 00:00", 8760),
    ("always_tehran", "2022-09-21 00:00", "2022-09-22 00:00", 25),
    ("overlap", "2026-11-21 00:00", "2026-11-22 00:00", 16),
    ("night", "2026-11-23 12:00", "2026-11-25 12:00", 6),
]

# (calendar, moment, open then, next opening)
OPEN = [
    ("iran", "2026-11-21 08:00", True, "2026-11-21 08:00"),
    ("iran", "2026-11-21 12:00", False, "2026-11-21 13:00"),
    ("iran", "2026-11-21 16:59", True, "2026-11-21 16:59"),
    ("iran", "2026-11-21 17:00", False, "2026-11-22 08:00"),
    ("iran", "2026-11-26 12:00", False, "2026-11-28 08:00"),
    ("nowruz", "2026-03-21 09:00", False, "2026-03-26 08:00"),
    ("nowruz", "2026-04-02 11:00", True, "2026-04-02 11:00"),
    ("night", "2026-11-22 01:59", True, "2026-11-22 01:59"),
    ("night", "2026-11-22 02:00", False, "2026-11-22 20:00"),
    ("night", "2026-11-27 01:00", True, "2026-11-27 01:00"),
    ("night", "2026-11-25 01:00", False, "2026-11-25 20:00"),
    ("always", "2026-11-21 23:59", True, "2026-11-21 23:59"),
    ("midnight", "2026-11-21 08:00", False, "2026-11-22 00:00"),
    ("one_day", "2026-11-22 10:00", False, "2026-11-29 09:00"),
]


def at(calendar, wall):
    return datetime.fromisoformat(wall).replace(tzinfo=CALENDARS[calendar].zone)


@pytest.mark.reliability("O3")
def test_the_table_has_at_least_sixty_cases():
    assert len(ADD) + len(BETWEEN) + len(OPEN) == 71


@pytest.mark.reliability("O3")
@pytest.mark.parametrize("calendar, start, hours, due", ADD)
def test_open_time_is_added_as_counted_by_hand(calendar, start, hours, due):
    found = CALENDARS[calendar].add(at(calendar, start), timedelta(hours=hours))
    assert found.astimezone(CALENDARS[calendar].zone).strftime("%Y-%m-%d %H:%M") == due


@pytest.mark.reliability("O3")
@pytest.mark.parametrize("calendar, start, end, hours", BETWEEN)
def test_open_time_between_two_moments_is_as_counted_by_hand(calendar, start, end, hours):
    assert CALENDARS[calendar].between(at(calendar, start), at(calendar, end)) == timedelta(hours=hours)


@pytest.mark.reliability("O3")
@pytest.mark.parametrize("calendar, moment, is_open, opening", OPEN)
def test_a_moment_is_open_or_has_a_next_opening(calendar, moment, is_open, opening):
    hours = CALENDARS[calendar]
    assert hours.is_open(at(calendar, moment)) is is_open
    assert hours.next_opening(at(calendar, moment)) == at(calendar, opening)


def test_hours_that_never_open_say_so_instead_of_searching_for_ever():
    hours = WeekHours({}, UTC)
    with pytest.raises(NeverOpen):
        hours.add(datetime(2026, 1, 1, tzinfo=UTC), timedelta(seconds=1))
    with pytest.raises(NeverOpen):
        hours.next_opening(datetime(2026, 1, 1, tzinfo=UTC))
    assert hours.between(datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)) == timedelta(0)
    assert hours.is_open(datetime(2026, 1, 1, tzinfo=UTC)) is False


def test_a_wait_longer_than_the_horizon_is_still_counted():
    hours = CALENDARS["one_day"]
    due = hours.add(datetime(2026, 11, 22, 9, tzinfo=UTC), timedelta(hours=300))
    assert due == datetime(2026, 11, 22, 10, tzinfo=UTC) + timedelta(weeks=299)
    assert hours.between(datetime(2026, 11, 22, 9, tzinfo=UTC), due) == timedelta(hours=300)


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError):
        WeekHours({7: ranges("08:00-09:00")}, UTC)
    with pytest.raises(ValueError):
        WeekHours({0: ((time(8, tzinfo=UTC), time(9, tzinfo=UTC)),)}, UTC)
    with pytest.raises(ValueError):
        CALENDARS["iran"].add(datetime(2026, 1, 1), timedelta(hours=1))
    with pytest.raises(ValueError):
        CALENDARS["iran"].add(datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=-1))


def test_the_week_is_described_from_its_first_day():
    assert CALENDARS["iran"].describe("fa")[0] == ("شنبه", "۰۸:۰۰ تا ۱۲:۰۰، ۱۳:۰۰ تا ۱۷:۰۰")
    assert CALENDARS["iran"].describe("fa")[-1] == ("جمعه", "")
    assert CALENDARS["berlin"].describe("en", first_day=0)[0] == ("Monday", "09:00–17:00")


@st.composite
def calendars(draw):
    minutes = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
    day = st.lists(st.tuples(minutes, minutes), max_size=3).map(tuple)
    near = st.dates(date(2026, 3, 1), date(2026, 11, 30))
    hours = WeekHours(
        draw(st.dictionaries(st.integers(0, 6), day, max_size=7)),
        draw(st.sampled_from([UTC, TEHRAN, BERLIN, NEW_YORK, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia")])),
        draw(st.frozensets(near, max_size=5)),
        draw(st.dictionaries(near, day, max_size=5)),
    )
    assume(any(hours.days.values()))
    return hours


moments = st.datetimes(datetime(2026, 3, 1), datetime(2026, 11, 30), timezones=st.just(UTC))
durations = st.integers(0, 100 * 3600).map(lambda seconds: timedelta(seconds=seconds))


@pytest.mark.reliability("O3")
@given(calendars(), moments, durations)
def test_adding_and_measuring_are_inverse(hours, start, duration):
    assert hours.between(start, hours.add(start, duration)) == duration


@pytest.mark.reliability("O3")
@given(calendars(), moments, durations, durations)
def test_adding_in_two_steps_is_adding_at_once(hours, start, one, other):
    assert hours.add(hours.add(start, one), other) == hours.add(start, one + other)


@pytest.mark.reliability("O3")
@given(calendars(), moments, moments, moments)
def test_open_time_adds_up_and_never_exceeds_the_clock(hours, one, other, third):
    first, middle, last = sorted((one, other, third))
    assert hours.between(first, middle) + hours.between(middle, last) == hours.between(first, last)
    assert timedelta(0) <= hours.between(first, last) <= last - first


@given(calendars(), moments)
def test_the_next_opening_is_open_and_nothing_before_it_is(hours, start):
    opening = hours.next_opening(start)
    assert hours.is_open(opening) is True
    assert hours.between(start, opening) == timedelta(0)
