"""A customer's wishes and consent on their page, the company's rules, and why there are no campaigns."""

import re
from datetime import time

import pytest

from sandali.customers.contact import Rules, contact_rules
from sandali.customers.models import Consent, Customer, Wishes
from sandali.customers.wishing import keep_wishes, say_consent

pytestmark = pytest.mark.django_db
FULL = {
    "version": "0", "way": "email", "never": ["phone"], "called": "خانم دکتر", "language": "fa", "hours_from": "۹", "hours_until": "۱۷:۳۰",
    "days": ["5", "6"], "zone": "Asia/Tehran", "likes": "پاسخ کوتاه", "never_words": "زنگ نزنید",
}  # fmt: skip


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


def change(client, customer, **fields):
    return client.post(f"/customers/{customer.pk}/wishes/change/", FULL | {"hours_from": "9:00"} | fields)


@pytest.mark.practice("P06")
def test_wishes_are_written_down_and_stand_on_the_customers_page(sara, cast):
    identity = cast.mina.identities.get()
    assert change(sara, cast.mina, identity=str(identity.pk)).status_code == 303
    row = Wishes.objects.get()
    assert (row.way, row.identity, row.never, row.called, row.days, row.hours_from, row.hours_until, row.zone, row.changed_by) == (
        "email", identity, ["phone"], "خانم دکتر", [5, 6], time(9), time(17, 30), "Asia/Tehran", cast.sara,
    )  # fmt: skip
    assert [words for _icon, words, _tone in sara.get(f"/customers/{cast.mina.pk}/").context["it"].wishes] == [
        "هرگز با: تماس تلفنی", "زنگ نزنید", "ایشان را «خانم دکتر» صدا کنید", "بهترین راه: ایمیل",
        "ساعت‌های تماس: شنبه، یکشنبه، ۰۹:۰۰ تا ۱۷:۳۰ (ایران)", "زبان نوشتن: فارسی", "پاسخ کوتاه",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"hours_until": ""}, "hours_until"), ({"hours_until": "9:00"}, "hours_until"), ({"never": ["email"]}, "way"), ({"way": "fax"}, "way"),
        ({"days": ["9"]}, "days"), ({"zone": "Mars/Base"}, "zone"), ({"hours_from": "۹۹"}, "hours_from"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said_at_its_field(sara, cast, wrong, field):
    answer = change(sara, cast.mina, **wrong)
    assert (answer.status_code, list(answer.context["form"].errors), Wishes.objects.count()) == (422, [field], 0)


def test_the_second_of_two_writers_is_asked_and_then_may_save(sara, cast):
    keep_wishes(cast.mina, by=cast.reza, version=0, likes="گفتگو")
    answer = change(sara, cast.mina)
    assert (answer.status_code, answer.context["form"].data["version"], Wishes.objects.get().likes) == (409, "1", "گفتگو")
    assert (change(sara, cast.mina, version="1").status_code, Wishes.objects.get().likes) == (303, "پاسخ کوتاه")


@pytest.mark.practice("P07")
def test_a_word_of_consent_is_written_down_with_its_proof_and_the_history_stays(sara, cast):
    address = f"/customers/{cast.mina.pk}/consents/"
    word = {"purpose": "listening", "is_given": "0", "way": "", "how": "said", "words": "تلفنی گفتند دیگر نپرسید"}
    assert sara.post(address, word | {"words": " "}).status_code == 422
    assert sara.post(address, word).status_code == 303
    assert sara.post(address, word | {"is_given": "1", "how": "wrote", "words": "بپرسید"}).status_code == 303
    assert sara.post(address, word | {"purpose": "promotion"}).status_code == 422
    page = sara.get(f"/customers/{cast.mina.pk}/wishes/")
    assert [(one["row"].is_given, one["row"].words) for one in page.context["words"]] == [(True, "بپرسید"), (False, "تلفنی گفتند دیگر نپرسید")]
    assert [may_we for _name, may_we in page.context["purposes"]] == [True, True, False]
    assert Consent.objects.filter(by=cast.sara).count() == 2


def test_executives_see_wishes_and_change_none(client, cast):
    keep_wishes(cast.mina, by=cast.sara, version=0, likes="گفتگو")
    say_consent(cast.mina, "survey", is_given=True, how="page", by=None)
    client.force_login(cast.parvaneh)
    page = client.get(f"/customers/{cast.mina.pk}/wishes/").content.decode()
    assert ("گفتگو" in page, "wishes/change" in page, change(client, cast.mina).status_code) == (True, False, 403)


def test_the_customers_page_costs_nothing_more_for_who_said_nothing(sara, cast, django_assert_max_num_queries):
    assert (Customer.objects.get(pk=cast.kaveh.pk).has_wishes, sara.get(f"/customers/{cast.kaveh.pk}/").context["it"].wishes) == (False, [])


@pytest.mark.practice("P07")
def test_the_companys_rules_are_a_settings_page(client, cast):
    client.force_login(cast.nahid)
    assert client.get("/settings/contact/").status_code == 200
    typed = {"was": "0", "quiet_from": "۲۲:۰۰", "quiet_until": "7", "most": "۲", "days": "۱۰", "asks_first": ["listening", "survey"]}
    assert client.post("/settings/contact/", typed | {"quiet_until": ""}).status_code == 422
    assert client.post("/settings/contact/", typed | {"quiet_until": "7:00"}).status_code == 303
    assert contact_rules() == Rules(time(22), time(7), 2, 10, ("listening", "survey"))
    assert client.post("/settings/contact/", typed | {"quiet_until": "7:00", "most": "9"}).status_code == 409


@pytest.mark.practice("P07")
def test_there_is_no_tool_for_promotion_and_whoever_looks_for_one_finds_why(sara, cast):
    found = {words: [place["url"] if isinstance(place, dict) else place.url for place in sara.get("/search/", {"q": words}).context["places"]] for words in ("campaign", "newsletter", "کمپین", "خبرنامه", "پیامک انبوه")}
    assert found == dict.fromkeys(found, ["/campaigns/"])
    page = sara.get("/campaigns/").content.decode()
    assert re.findall(r'<li><a href="([^"]+)"', page[page.index("instead-lines") :]) == ["/knowledge/new/", "/customers/"]
