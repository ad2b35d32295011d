"""Service standards as the company sets them: added, tried, changed, switched off, removed; and who hears of what is late."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sandali.cases.waits import begin_wait
from sandali.resolution.models import Clock, ClockRules, Standard
from sandali.resolution.standards.actions import add_standard, change_standard, clock_rules
from sandali.resolution.standards.settling import settle
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P17")]
PAGE = "/settings/standards/"


@pytest.fixture
def nahid(cast):
    client = Client()
    client.force_login(cast.nahid)
    return client


@pytest.fixture
def none(cast):
    """No standard stands."""
    Standard.objects.all().delete()


def names(client):
    return [row.standard.name for row in client.get(PAGE).context["standards"]]


def test_without_any_the_usual_ones_are_offered_and_come_once(nahid, cast, none):
    assert (names(nahid), f'action="{PAGE}usual/"' in nahid.get(PAGE).content.decode()) == ([], True)
    assert [nahid.post(f"{PAGE}usual/").status_code for _twice in range(2)] == [303, 303]
    assert (Standard.objects.count(), f'action="{PAGE}usual/"' in nahid.get(PAGE).content.decode()) == (3, False)


def test_three_stand_in_the_order_in_which_they_win(nahid, cast, none):
    add_standard(by=cast.admin, name="همه", first=240)
    assert names(nahid) == ["همه"]
    add_standard(by=cast.admin, name="شکایت‌ها", kind="complaint", first=120)
    add_standard(by=cast.admin, name="مینا", customer=cast.mina, first=60)
    assert names(nahid) == ["مینا", "شکایت‌ها", "همه"]


def test_one_is_written_in_persian_hours_and_holds_for_the_next_case(nahid, cast, none):
    given = {"name": "شکایت‌های فوری", "kind": "complaint", "priority": "3", "first": "۱:۳۰", "next": "2.5", "answer": "", "confirm": "۴۰"}
    answer = nahid.post(f"{PAGE}new/", given)
    made = Standard.objects.get()
    assert (answer.status_code, made.name, made.kind, made.first, made.next, made.answer, made.confirm) == (303, "شکایت‌های فوری", "complaint", 90, 150, None, 2400)
    page = nahid.get(f"{PAGE}{made.pk}/")
    assert ([page.context["form"][name].value() for name in ("first", "next", "confirm")], len(page.context["said"])) == (["۱:۳۰", "۲:۳۰", "۴۰"], 3)


@pytest.mark.parametrize(
    ("field", "typed"),
    [("name", ""), ("first", "تا فردا"), ("first", "1:75"), ("next", "9999"), ("customer", "987654"), ("customer", "x"), ("kind", "nonsense"), ("priority", "9"), ("channel", "999")],
)  # fmt: skip
def test_what_is_none_is_said_beside_it_and_stays_typed(nahid, cast, none, field, typed):
    answer = nahid.post(f"{PAGE}new/", {"name": "x", "first": "4"} | {field: typed})
    assert (answer.status_code, answer.context["form"][field].value(), Standard.objects.count()) == (422, typed, 0)


def test_a_standard_without_any_time_is_none(nahid, cast, none):
    answer = nahid.post(f"{PAGE}new/", {"name": "خالی"})
    assert (answer.status_code, answer.context["form"]["name"].value(), Standard.objects.count()) == (422, "خالی", 0)


def test_what_it_would_mean_now_is_said_before_it_is_saved(nahid, cast):
    before = Standard.objects.count()
    answer = nahid.post(f"{PAGE}trial/", {"name": "", "first": "۴", "answer": "x"}, headers={"HX-Request": "true", "HX-Target": "div#trial"})
    assert (answer.status_code, answer.content.decode().count("standard-says"), Standard.objects.count()) == (422, 1, before)


def test_changed_switched_off_and_on_and_removed(nahid, cast, none):
    one = add_standard(by=cast.admin, name="همه", first=240)
    assert nahid.post(f"{PAGE}{one.pk}/", {"name": "هر پرونده", "first": "۲", "was": "1"}).status_code == 303
    one.refresh_from_db()
    assert (one.name, one.first, one.version) == ("هر پرونده", 120, 2)
    nahid.post(f"{PAGE}{one.pk}/activity/", {"to": "off"})
    assert Standard.objects.get().is_active is False
    nahid.post(f"{PAGE}{one.pk}/activity/", {"to": "on"})
    assert Standard.objects.get().is_active is True
    nahid.post(f"{PAGE}{one.pk}/removal/")
    assert (names(nahid), Standard.objects.get().removed_at is not None, nahid.get(f"{PAGE}{one.pk}/").status_code) == ([], True, 404)


@pytest.mark.parametrize("was", ["1", "", "nonsense", "²", "9" * 30])
def test_of_two_who_change_it_the_second_keeps_what_they_typed_and_may_save_again(nahid, cast, none, was):
    one = add_standard(by=cast.admin, name="همه", first=240)
    change_standard(one, by=cast.admin, name="دیگر", first=60)
    answer = nahid.post(f"{PAGE}{one.pk}/", {"name": "نام من", "first": "3", "was": was})
    form = answer.context["form"]
    assert (answer.status_code, form["name"].value(), Standard.objects.get().name) == (409, "نام من", "دیگر")
    assert nahid.post(f"{PAGE}{one.pk}/", {"name": "نام من", "first": "3", "was": form["was"].value()}).status_code == 303


def test_who_hears_of_what_is_late_is_set_in_hours_and_empty_is_never(nahid, cast):
    assert nahid.post(f"{PAGE}telling/", {"leads_after": "۱:۳۰", "managers_after": "", "was": str(clock_rules().version)}).status_code == 303
    assert ClockRules.objects.values_list("leads_after", "managers_after").get() == (90, 0)
    wrong = nahid.post(f"{PAGE}telling/", {"leads_after": "زود", "managers_after": "", "was": ""})
    assert (wrong.status_code, wrong.context["form"]["leads_after"].value()) == (422, "زود")


@pytest.mark.parametrize("was", ["1", "²", "9" * 30])
def test_of_two_who_set_who_hears_the_second_is_asked(nahid, cast, was):
    nahid.post(f"{PAGE}telling/", {"leads_after": "1", "managers_after": "1", "was": str(clock_rules().version)})
    nahid.post(f"{PAGE}telling/", {"leads_after": "2", "managers_after": "1", "was": str(clock_rules().version)})
    answer = nahid.post(f"{PAGE}telling/", {"leads_after": "5", "managers_after": "5", "was": was})
    assert (answer.status_code, answer.context["form"]["leads_after"].value(), ClockRules.objects.get().leads_after) == (409, "5", 120)


def test_who_may_not_set_standards_is_refused(agent, cast):
    one = Standard.objects.order_by("pk").first()
    acts = [f"{PAGE}{what}" for what in ("usual/", "telling/", "new/", "trial/", f"{one.pk}/", f"{one.pk}/activity/", f"{one.pk}/removal/")]
    assert [agent.get(f"{PAGE}{what}").status_code for what in ("", "new/", f"{one.pk}/")] + [agent.post(act, {}).status_code for act in acts] == [403] * 10


def test_the_clocks_of_a_case_open_over_its_head_by_the_part_that_its_page_names(nahid, cast, none):
    """A part that the page does not name rightly is answered with the way to a whole page, which then takes the case's place."""
    nahid.post(f"{PAGE}new/", {"name": "همه", "first": "2"})
    case = make_case(cast)
    begin_wait(case, at=case.waiting_since)
    settle([case.pk])
    asked = re.search(rf'<div class="clocks-open" id="(\w+)" hx-get="/cases/{case.pk}/clocks/" [^>]*hx-target="#(\w+)"', nahid.get(f"/cases/{case.pk}/").content.decode())
    answer = nahid.get(f"/cases/{case.pk}/clocks/", headers={"HX-Request": "true", "HX-Target": f"div#{asked[2]}"})
    assert (asked[1], answer.headers.get("HX-Redirect"), answer.content.decode().startswith('<div class="clocks" id="clocks">')) == (asked[2], None, True)


def test_from_a_standard_to_a_late_reply_its_reason_and_the_report_that_opens_it(nahid, cast, none):
    """The whole walk of P17: set, measured on a case, missed with a reason, and the miss counted all the same."""
    nahid.post(f"{PAGE}new/", {"name": "شکایت‌ها", "kind": "complaint", "first": "2"})
    case = make_case(cast, kind="complaint", opened_at=timezone.now() - timedelta(days=9), waiting_since=timezone.now() - timedelta(days=9))
    begin_wait(case, at=case.waiting_since)
    settle([case.pk])
    Clock.objects.update(due_at=timezone.now() - timedelta(hours=1))
    clock = Clock.objects.get()
    page = nahid.get(f"/cases/{case.pk}/clocks/").content.decode()
    assert ("شکایت‌ها" in page, f"/cases/{case.pk}/clocks/{clock.pk}/reason/" in page) == (True, True)
    assert nahid.post(f"/cases/{case.pk}/clocks/{clock.pk}/reason/", {"reason": ""}).status_code == 422
    assert nahid.post(f"/cases/{case.pk}/clocks/{clock.pk}/reason/", {"reason": "برف بود"}).status_code == 303
    days = [(timezone.localdate() + timedelta(days=ahead)).isoformat() for ahead in (-1, 1)]
    keys = nahid.get(f"/reports/standards/?period=days&from={days[0]}&to={days[1]}").context["keys"]
    assert [one["value"] for one in keys] == ["۱", "۰", "۱", "۱", "۱"]
    assert [f"/cases/{case.pk}/clocks/" in nahid.get(one["url"]).content.decode() for one in keys] == [True, False, True, True, True]
