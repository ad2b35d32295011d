"""The Jalali calendar against the official table, an independent implementation, and what people type."""

from datetime import date, timedelta

import jdatetime
import pytest

from sandali.kit.jalali import JalaliDate, days_in_month, is_leap, month_range, parse_date, year_range


@pytest.mark.reliability("O2")
def test_every_year_of_the_official_table_starts_on_its_day_and_is_leap_when_the_table_says(shared_data):
    years = 0
    for line in (shared_data / "jalali-leap" / "kabise.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            marked, first_day = line.split()
            year = int(marked.rstrip("*"))
            assert (is_leap(year), JalaliDate(year, 1, 1).to_gregorian().isoformat()) == ("*" in marked, first_day), line
            years += 1
    assert years == 1498 - 1206 + 1


@pytest.mark.reliability("O2")
def test_1403_is_leap_and_1404_is_not():
    assert [year for year in range(1395, 1412) if is_leap(year)] == [1395, 1399, 1403, 1408]
    assert JalaliDate(1403, 12, 30).to_gregorian() == date(2025, 3, 20)
    with pytest.raises(ValueError):
        JalaliDate(1404, 12, 30)


@pytest.mark.reliability("O2")
def test_every_day_from_1300_to_1500_round_trips_in_order():
    day, last = JalaliDate(1300, 1, 1).to_gregorian(), JalaliDate(1500, 12, days_in_month(1500, 12)).to_gregorian()
    before, weekday = None, day.weekday()
    while day <= last:
        jalali = JalaliDate.from_gregorian(day)
        assert jalali.to_gregorian() == day
        assert jalali.weekday() == weekday
        assert before is None or before < jalali
        before, weekday, day = jalali, (weekday + 1) % 7, day + timedelta(days=1)
    assert before == JalaliDate(1500, 12, 29)


@pytest.mark.reliability("O2")
def test_every_day_of_two_centuries_agrees_with_an_independent_implementation():
    day = date(1925, 1, 1)
    while day < date(2125, 1, 1):
        other = jdatetime.date.fromgregorian(date=day)
        mine = JalaliDate.from_gregorian(day)
        assert (mine.year, mine.month, mine.day) == (other.year, other.month, other.day)
        day += timedelta(days=1)


@pytest.mark.parametrize("year, month, day", [(1405, 0, 1), (1405, 13, 1), (1405, 1, 0), (1405, 7, 31), (1405, 12, 30), (0, 1, 1)])
def test_a_day_that_does_not_exist_is_refused(year, month, day):
    with pytest.raises(ValueError):
        JalaliDate(year, month, day)


def test_months_and_years_know_their_ends():
    assert [days_in_month(1405, month) for month in range(1, 13)] == [31] * 6 + [30] * 5 + [29]
    assert month_range(1403, 12) == (date(2025, 2, 19), date(2025, 3, 20))
    assert year_range(1405) == (date(2026, 3, 21), date(2027, 3, 20))
    assert JalaliDate.from_gregorian(date.max).to_gregorian() == date.max
    assert JalaliDate(1405, 8, 30).isoformat() == "1405-08-30"


@pytest.mark.parametrize(
    "typed",
    [
        "۱۴۰۵/۰۸/۳۰", "1405-8-30", "1405.08.30", "٣٠/٨/١٤٠٥", "30 آبان 1405", "۳۰ آبان ۱۴۰۵", "شنبه ۳۰ آبان ۱۴۰۵", "شنبه، ۳۰ آبان‌ماه ۱۴۰۵",
        "۳۰ام آبان ۱۴۰۵", "30 Aban 1405", "2026-11-21", "2026/11/21", "۲۰۲۶-۱۱-۲۱", "21 Nov 2026", "Sat 21 Nov 2026", "November 21, 2026",
        "21.11.2026", "۲۱ نوامبر ۲۰۲۶", "\u200f۱۴۰۵ / ۰۸ / ۳۰\u200e", "  1405 8 30 ",
    ],
)  # fmt: skip
def test_a_date_typed_in_any_usual_way_is_read(typed):
    assert parse_date(typed, "fa") == date(2026, 11, 21)


@pytest.mark.parametrize("typed", ["", "x", "1405/13/01", "1404/12/30", "2026-02-30", "0000-01-01", "30 foo 1405", "1405/08", "8/30", "1405/08/30/1"])
def test_what_is_no_date_is_refused_with_a_sentence(typed):
    with pytest.raises(ValueError) as refused:
        parse_date(typed, "fa")
    assert len(str(refused.value)) > 20


def test_the_sentence_shows_an_example_in_the_readers_calendar():
    for language, example in (("fa", "۱۴۰۵/۰۸/۳۰"), ("en", "2026-11-21")):
        with pytest.raises(ValueError) as refused:
            parse_date("tomorrow", language)
        assert example in str(refused.value)
