"""Iran's official holidays from the library, by both calendars."""

from datetime import date

import pytest

from sandali.kit.holidays import Holiday, official_holidays, supported_countries
from sandali.kit.jalali import JalaliDate


def test_the_fixed_holidays_of_a_jalali_year_are_on_their_days():
    days = {holiday.day: holiday.name for holiday in official_holidays("IR", 1406, 1406, calendar="jalali")}
    fixed = [(1, 1), (1, 2), (1, 3), (1, 4), (1, 12), (1, 13), (3, 14), (3, 15), (11, 22), (12, 29)]
    assert [days[JalaliDate(1406, month, day).to_gregorian()] for month, day in fixed] == [
        "جشن نوروز", "عید نوروز", "عید نوروز", "عید نوروز", "روز جمهوری اسلامی", "روز طبیعت", "رحلت حضرت امام خمینی", "قیام ۱۵ خرداد",
        "پیروزی انقلاب اسلامی", "روز ملی شدن صنعت نفت ایران",
    ]  # fmt: skip


def test_a_jalali_year_holds_only_its_own_days_in_order():
    found = official_holidays("IR", 1405, 1405, calendar="jalali")
    assert {JalaliDate.from_gregorian(holiday.day).year for holiday in found} == {1405}
    assert found == sorted(found)
    assert 26 <= len(found) <= 31


def test_lunar_holidays_far_ahead_are_marked_as_estimated_and_others_are_not():
    by_day = {holiday.day: holiday for holiday in official_holidays("IR", 2027, 2027)}
    assert by_day[date(2027, 6, 16)] == Holiday(date(2027, 6, 16), "عاشورای حسینی", True)
    assert by_day[date(2027, 3, 21)].estimated is False


def test_two_holidays_on_one_day_are_two_rows():
    assert [holiday.name for holiday in official_holidays("IR", 2026, 2026) if holiday.day == date(2026, 3, 21)] == ["جشن نوروز", "عید سعید فطر"]


def test_names_come_in_the_language_asked_where_the_library_has_it():
    assert official_holidays("IR", 2026, 2026, language="en")[0].name == "Birthday of Imam Ali"
    assert official_holidays("DE", 2026, 2026, language="fa")[-1].name == "Zweiter Weihnachtstag"


def test_years_and_countries_without_a_table_are_refused():
    assert "IR" in supported_countries()
    for country, first, last in (("XX", 2026, 2026), ("IR", 1900, 2026), ("IR", 2026, 2200), ("IR", 2027, 2026)):
        with pytest.raises(ValueError):
            official_holidays(country, first, last)
