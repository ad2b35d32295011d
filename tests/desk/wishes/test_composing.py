"""Where an answer is written: one line of wishes, the ways to choose from, the reason, and no cost where there is nothing to say."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.cases.models import Draft, Message
from sandali.channels.models import Channel, Delivery
from sandali.customers.models import AgainstWish, Customer, Identity
from sandali.customers.wishing import keep_wishes
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


@pytest.fixture
def case(cast):
    return make_case(cast, state="open", assignee=cast.sara)


@pytest.fixture
def bot(cast):
    made = Channel.objects.create(kind="telegram", name="Bot", slug="bot", address="@simorgh_bot", department=cast.support)
    Identity.objects.create(customer=cast.mina, kind="telegram", value="4211", shown="@mina")
    return made


def composer(client, case):
    return client.get(f"/cases/{case.pk}/").context["composer"]


TABLES = ("customers_wishes", "customers_consent", "customers_begun", "customers_contactrules", "channels_pausedaddress")


def asked(client, case):
    """Which tables of ours a page of a case asks, without those that it asks by the clock."""
    with CaptureQueriesContext(connection) as seen:
        assert client.get(f"/cases/{case.pk}/").status_code == 200
    return [table for query in seen.captured_queries for table in TABLES if f'FROM "{table}"' in query["sql"]]


def post(client, case, **more):
    return client.post(f"/cases/{case.pk}/messages/", {"kind": "reply", "text": "سلام", "key": "k", "after": "waiting", **more})


@pytest.mark.practice("P06")
def test_a_case_without_wishes_costs_nothing_more_and_with_them_one_question(sara, cast, case):
    assert (asked(sara, case), bool(composer(sara, case).wishes)) == ([], False)
    keep_wishes(cast.mina, by=cast.sara, version=0, called="خانم دکتر", never=["telegram"])
    assert (asked(sara, case), bool(composer(sara, case).wishes)) == (["customers_wishes"], True)


@pytest.mark.practice("P06")
def test_what_matters_before_a_reply_stands_in_one_line(sara, cast, case):
    keep_wishes(cast.mina, by=cast.sara, version=0, called="خانم دکتر کریمی", way="email", never=["phone"], never_words="زنگ خانه را نزنید", likes="پاسخ کوتاه")
    shown = composer(sara, case).wishes
    assert [words for _icon, words, _tone in shown.pieces] == [
        "هرگز با: تماس تلفنی", "زنگ خانه را نزنید", "ایشان را «خانم دکتر کریمی» صدا کنید", "بهترین راه: ایمیل", "پاسخ کوتاه",
    ]  # fmt: skip
    page = sara.get(f"/cases/{case.pk}/").content.decode()
    assert (page.count('class="wish-pieces"'), "زنگ خانه را نزنید" in page, f"/customers/{cast.mina.pk}/wishes/" in page) == (1, True, True)


@pytest.mark.practice("P06")
def test_the_best_way_is_chosen_with_its_reason_and_another_may_be(sara, cast, case, bot):
    keep_wishes(cast.mina, by=cast.sara, version=0, way="telegram")
    shown = composer(sara, case)
    assert [(one.words, one.is_chosen) for one in shown.wishes.ways] == [("تلگرام: @mina", True), ("ایمیل: mina@example.com", False)]
    assert (shown.address, shown.wishes.why_way, shown.takes_copies) == ("@mina", "این راه را بیشتر می‌پسندند.", False)
    assert post(sara, case, way=shown.wishes.ways[0].value).status_code == 303
    assert post(sara, case, way=shown.wishes.ways[1].value, key="2", seen="").status_code == 303
    assert list(Delivery.objects.order_by("pk").values_list("channel__kind", flat=True)) == ["telegram", "email"]


def test_without_a_wish_two_addresses_are_offered_where_they_wrote_last_first(sara, cast, case, bot):
    shown = composer(sara, case).wishes
    assert ([one.words for one in shown.ways], shown.why_way, shown.pieces) == (["ایمیل: mina@example.com", "تلگرام: @mina"], "", ())


@pytest.mark.practice("P06")
def test_against_a_wish_the_form_comes_back_with_everything_until_a_reason_stands_there(sara, cast, case):
    keep_wishes(cast.mina, by=cast.sara, version=0, never=["email"])
    assert composer(sara, case).wishes.against == "از ما خواسته‌اند هرگز از این راه پیام ندهیم."
    answer = post(sara, case)
    assert (answer.status_code, Delivery.objects.count(), Draft.objects.get().text) == (422, 0, "سلام")
    assert "از ما خواسته‌اند" in answer.context["composer_error"]
    assert post(sara, case, against_reason="فاکتور رسمی").status_code == 303
    assert list(AgainstWish.objects.values_list("reason", "by__name")) == [("فاکتور رسمی", "Sara")]


@pytest.mark.practice("P06")
def test_outside_their_hours_the_form_leaves_the_answer_to_them_unless_somebody_says_why(sara, cast, case):
    Message.objects.update(at=timezone.now() - timedelta(hours=2))
    opens = (timezone.now() + timedelta(hours=6, minutes=30)).replace(second=0, microsecond=0)  # three hours on in Tehran
    keep_wishes(cast.mina, by=cast.sara, version=0, hours_from=opens.time(), hours_until=(opens + timedelta(hours=2)).time())
    shown = composer(sara, case).wishes
    page = sara.get(f"/cases/{case.pk}/").content.decode()
    assert f'name="their_hours" value="{shown.later[0]}" checked' in page
    assert post(sara, case, their_hours=shown.later[0]).status_code == 303
    assert (Delivery.objects.get().not_before.isoformat(), AgainstWish.objects.count()) == (shown.later[0], 0)
    assert [post(sara, case, key="2", **more).status_code for more in ({}, {"against_reason": "بار در راه است"})] == [422, 303]
    assert (Delivery.objects.order_by("-pk")[0].not_before < opens, AgainstWish.objects.count()) == (True, 1)


def test_hours_that_have_begun_since_the_page_was_opened_hold_nothing(sara, cast, case):
    for typed in ((timezone.now() - timedelta(minutes=5)).isoformat(), "2026-11-22T10:00", "soon"):
        assert post(sara, case, key=typed, their_hours=typed).status_code == 303
    assert [one.not_before > timezone.now() + timedelta(minutes=1) for one in Delivery.objects.all()] == [False] * 3


@pytest.mark.practice("P06")
def test_a_call_of_ours_against_a_wish_asks_why(sara, cast, case):
    keep_wishes(cast.mina, by=cast.sara, version=0, never=["phone"])
    call = {"kind": "contact", "direction": "call", "text": "گفتیم", "caller": "we"}
    assert sara.post(f"/cases/{case.pk}/messages/", call).status_code == 422
    assert sara.post(f"/cases/{case.pk}/messages/", call | {"against_reason": "خطر"}).status_code == 303
    assert sara.post(f"/cases/{case.pk}/messages/", call | {"caller": "they", "text": "گفتند"}).status_code == 303
    assert AgainstWish.objects.count() == 1


def test_who_only_reads_sees_no_line(client, cast, case):
    keep_wishes(cast.mina, by=cast.sara, version=0, never=["email"])
    client.force_login(cast.parvaneh)
    assert (bool(composer(client, case).wishes), Customer.objects.get(pk=cast.mina.pk).has_wishes) == (False, True)
