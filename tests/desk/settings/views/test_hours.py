"""Opening hours, through the page."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from sandali.company import actions
from sandali.company.models import OpeningRange, SpecialDay
from sandali.company.queries import week_hours, week_ranges, week_stamp
from sandali.desk.settings.views.hours import now_line
from sandali.kit.dates import displayed

pytestmark = pytest.mark.django_db
PAGE = "/settings/hours/"


def week(**days):
    return {**{f"day{day}": "" for day in range(7)}, "was": week_stamp(), **days}


def test_the_week_is_set_from_words_in_any_digits(cast, admin):
    answer = admin.post(PAGE, week(day5="۹ تا ۱۳، ۱۴ تا ۱۸:۳۰", day6="9-17"))
    assert answer.status_code == 303
    assert week_ranges() == {5: ((time(9), time(13)), (time(14), time(18, 30))), 6: ((time(9), time(17)),)}


def test_the_page_shows_the_week_so_that_saving_it_changes_nothing(cast, admin):
    page = admin.get(PAGE).content.decode()
    assert 'value="۰۹:۰۰ تا ۱۷:۰۰"' in page
    before = list(OpeningRange.objects.values_list("pk", flat=True))
    shown = {f"day{day}": "۰۹:۰۰ تا ۱۷:۰۰" for day in (5, 6, 0, 1, 2)} | {"day3": "۰۹:۰۰ تا ۱۳:۰۰"}
    admin.post(PAGE, week(**shown))
    assert list(OpeningRange.objects.values_list("pk", flat=True)) == before


def test_words_that_are_no_hours_are_kept_beside_a_sentence(cast, admin):
    answer = admin.post(PAGE, week(day5="صبح تا شب"))
    assert answer.status_code == 422
    assert 'value="صبح تا شب"' in answer.content.decode() and week_ranges()[5] == ((time(9), time(17)),)


def test_whoever_was_overtaken_is_asked(cast, admin):
    old = week(day5="9-17")
    actions.set_week({5: [(time(8), time(12))]}, by=cast.admin)
    assert admin.post(PAGE, old).status_code == 409
    assert week_ranges() == {5: ((time(8), time(12)),)}


def test_a_special_day_is_added_changed_and_removed(cast, admin):
    days = reverse("settings_special_days")
    admin.post(days, {"day": "۱۴۰۶/۰۱/۰۵", "name": "خانه‌تکانی", "hours": ""})
    special = SpecialDay.objects.get()
    assert (special.day, special.is_open) == (date(2027, 3, 25), False)
    admin.post(days, {"day": "1406/1/5", "name": "نیمه‌وقت", "hours": "9 تا 12"})
    special = SpecialDay.objects.get()
    assert (special.is_open, special.starts, special.ends, special.name) == (True, time(9), time(12), "نیمه‌وقت")
    admin.post(reverse("settings_special_day_removal", args=[special.pk]))
    assert SpecialDay.objects.count() == 0


@pytest.mark.parametrize("wrong", [{"day": "yesterday"}, {"name": ""}, {"hours": "9-12, 13-15"}])
def test_a_wrong_special_day_is_refused(cast, admin, wrong):
    answer = admin.post(reverse("settings_special_days"), {"day": "1406/1/5", "name": "x", "hours": "", **wrong})
    assert (answer.status_code, SpecialDay.objects.count()) == (422, 0)


def test_the_official_holidays_come_by_one_button(cast, admin):
    admin.post(reverse("settings_holidays"))
    assert SpecialDay.objects.filter(is_official=True).count() >= 40  # two Jalali years
    estimated = SpecialDay.objects.filter(is_estimated=True, day__gte=timezone.now() + timedelta(days=1)).first()
    assert reverse("settings_special_day_confirmation", args=[estimated.pk]) in admin.get(PAGE).content.decode()
    admin.post(reverse("settings_special_day_confirmation", args=[estimated.pk]))
    assert SpecialDay.objects.get(pk=estimated.pk).is_estimated is False


@pytest.mark.parametrize(
    ("at", "line"),
    [
        (datetime(2026, 11, 22, 7, 0, tzinfo=UTC), (True, "Open now, until 17:00.")),  # Sunday 10:30 in Tehran
        (datetime(2026, 11, 22, 4, 0, tzinfo=UTC), (False, "Closed now. Opens today at 09:00.")),
        (datetime(2026, 11, 26, 12, 0, tzinfo=UTC), (False, "Closed now. Opens on Saturday at 09:00.")),  # Thursday afternoon
    ],
)
def test_the_line_says_whether_we_are_open(cast, at, line):
    with translation.override("en"), displayed("en", "UTC"):
        assert now_line(week_hours(), at) == line


def test_hours_that_never_open_say_so(cast, admin):
    admin.post(PAGE, week())
    with translation.override("en"), displayed("en", "UTC"):
        assert now_line(week_hours(), timezone.now()) == (False, "These hours never open.")
    assert admin.get(PAGE).status_code == 200
