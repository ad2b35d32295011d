"""Opening hours, special days and holidays."""

from datetime import UTC, date, datetime, time

import pytest

from sandali.company import actions
from sandali.company.models import Company, OpeningRange, SpecialDay
from sandali.company.queries import holiday_years, week_hours, week_ranges, week_stamp

pytestmark = pytest.mark.django_db
NINE, ONE, TWO, SIX = time(9), time(13), time(14), time(18)
NOWRUZ = date(2026, 3, 21)  # 1 Farvardin 1405


def test_a_week_may_have_several_ranges_a_day(cast):
    actions.set_week({5: [(TWO, SIX), (NINE, ONE)], 6: [], 0: [(NINE, SIX)]}, by=cast.admin)
    assert week_ranges() == {0: ((NINE, SIX),), 5: ((NINE, ONE), (TWO, SIX))}


def test_overlapping_ranges_are_refused_and_nothing_changes(cast):
    before = week_ranges()
    with pytest.raises(actions.BadHours):
        actions.set_week({5: [(NINE, TWO), (ONE, SIX)]}, by=cast.admin)
    with pytest.raises(actions.BadHours):
        actions.set_week({5: [(SIX, NINE), (TWO, time(15)), (time(20), time(21))]}, by=cast.admin)
    assert week_ranges() == before


def test_a_range_past_midnight_is_taken_as_the_last_of_its_day(cast):
    actions.set_week({5: [(NINE, ONE), (SIX, time(2))]}, by=cast.admin)
    assert week_hours().is_open(datetime(2026, 11, 21, 22, 0, tzinfo=UTC))  # 01:30 on Sunday in Tehran


def test_a_week_from_an_old_form_is_refused(cast):
    was = week_stamp()
    actions.set_week({5: [(NINE, ONE)]}, by=cast.admin, was=was)
    with pytest.raises(actions.Overtaken):
        actions.set_week({5: [(NINE, SIX)]}, by=cast.admin, was=was)
    assert OpeningRange.objects.get().ends == ONE


def test_a_special_day_closes_shortens_or_opens_its_date(cast):
    friday = date(2026, 11, 27)
    assert week_hours().ranges_on(friday) == ()
    actions.set_special_day(friday, by=cast.admin, name="Stocktaking", is_open=True, starts=NINE, ends=ONE)
    assert week_hours().ranges_on(friday) == ((NINE, ONE),)
    actions.set_special_day(date(2026, 11, 28), by=cast.admin, name="Mourning")
    assert week_hours().ranges_on(date(2026, 11, 28)) == ()
    actions.remove_special_day(SpecialDay.objects.get(day=friday), by=cast.admin)
    assert week_hours().ranges_on(friday) == ()


def test_a_special_day_needs_both_times_or_neither(cast):
    with pytest.raises(actions.BadHours):
        actions.set_special_day(NOWRUZ, by=cast.admin, name="Half", is_open=True, starts=NINE)


def test_iranian_holidays_of_a_jalali_year_close_their_days_and_mark_estimates(cast):
    new = actions.add_official_holidays([1405], by=cast.admin)
    assert new == SpecialDay.objects.filter(is_official=True).count() >= 20
    nowruz = SpecialDay.objects.get(day=NOWRUZ)
    assert "نوروز" in nowruz.name and (nowruz.is_open, nowruz.is_estimated) == (False, False)
    assert SpecialDay.objects.filter(is_estimated=True).exists()  # lunar ones, not yet seen
    assert SpecialDay.objects.earliest("day").day >= NOWRUZ
    assert week_hours().ranges_on(NOWRUZ) == ()


def test_holidays_asked_for_again_change_nothing_that_stands(cast):
    actions.set_special_day(NOWRUZ, by=cast.admin, name="We work", is_open=True, starts=NINE, ends=ONE)
    actions.add_official_holidays([1405], by=cast.admin)
    assert SpecialDay.objects.get(day=NOWRUZ).name == "We work"
    assert actions.add_official_holidays([1405], by=cast.admin) == 0


def test_an_estimated_date_that_moved_goes_and_a_confirmed_one_stays(cast):
    actions.add_official_holidays([1405], by=cast.admin)
    moved = SpecialDay.objects.create(day=date(2026, 7, 2), name="Moon", is_official=True, is_estimated=True)
    seen = SpecialDay.objects.create(day=date(2026, 7, 3), name="Moon", is_official=True, is_estimated=True)
    actions.confirm_special_day(seen, by=cast.admin)
    actions.add_official_holidays([1405], by=cast.admin)
    assert list(SpecialDay.objects.filter(pk__in=[moved.pk, seen.pk])) == [seen]


def test_a_country_whose_holidays_nobody_knows_gets_none(cast):
    Company.objects.update(country="TA")
    assert actions.add_official_holidays([2026], by=cast.admin) == 0


def test_holiday_years_are_of_the_company_s_calendar(cast):
    jalali = holiday_years(cast.company)
    cast.company.calendar = "gregorian"
    gregorian = holiday_years(cast.company)
    assert (jalali[1] - jalali[0], gregorian[1] - gregorian[0]) == (1, 1)
    assert gregorian[0] - jalali[0] in (621, 622)
