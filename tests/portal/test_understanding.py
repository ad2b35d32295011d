"""The page on which a customer says whether we understand them."""

import re

import pytest
from django.core.cache import cache

from sandali.cases.actions import withdraw_reply
from sandali.cases.models import Aside, Case, Message
from sandali.resolution.models import Heard, Offer
from sandali.resolution.understanding.actions import write_understanding
from sandali.resolution.understanding.offering import answer_and_offer, link_of
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(cast):
    cache.clear()
    case = make_case(cast, state="open", assignee=cast.sara, subject="<b>سفارش</b>")
    write_understanding(case, "هدیه است <script>", by=cast.sara, version=0)
    answer_and_offer(case, "پاسخ", by=cast.sara, dedupe_key="1", version=1, delay=60)
    return Offer.objects.select_related("case").get()


def path_of(offer):
    return link_of(offer).partition("localhost:8000")[2]


def token_of(html):
    return re.search(r'name="page" value="([^"]+)"', html)[1]


def says(client, offer, what, word=""):
    page = token_of(client.get(path_of(offer)).content.decode())
    return client.post(path_of(offer), {"says": what, "word": word, "page": page})


def state(offer):
    offer.refresh_from_db()
    return offer.state


def test_it_shows_what_we_understood_in_the_customers_language(client, offer):
    page = client.get(path_of(offer))
    html = page.content.decode()
    assert (page.status_code, page["Content-Language"], page["Cache-Control"], "هدیه است &lt;script&gt;" in html, "&lt;b&gt;سفارش" in html) == (
        200, "fa", "no-store", True, True,
    )  # fmt: skip


@pytest.mark.practice("P23")
def test_that_is_it(client, offer):
    assert (says(client, offer, "right").status_code, state(offer), Message.objects.filter(direction="in").count()) == (303, Heard.RIGHT, 1)


@pytest.mark.practice("P23")
def test_it_is_something_else_in_their_words(client, offer):
    assert (says(client, offer, "other", "نه، برای خودم است").status_code, state(offer), offer.word) == (303, Heard.CORRECTED, "نه، برای خودم است")
    assert "نه، برای خودم است" in client.get(path_of(offer)).content.decode()


def test_a_word_beside_a_yes_is_not_lost(client, offer):
    says(client, offer, "right", "ولی تا پنجشنبه")
    assert (state(offer), Message.objects.order_by("-pk").first().text) == (Heard.CORRECTED, "ولی تا پنجشنبه")


@pytest.mark.parametrize("what, word", [("other", ""), ("other", "  "), ("", "چیزی"), ("maybe", "چیزی"), ("other", "ا" * 20_001)])
def test_what_cannot_be_taken_stays_in_the_form(client, offer, what, word):
    answer = says(client, offer, what, word)
    assert (answer.status_code, word.strip() in answer.content.decode(), state(offer)) == (422, True, Heard.OPEN)


@pytest.mark.reliability("I4")
def test_opening_the_page_changes_nothing_and_neither_does_a_post_without_having_read_it(client, offer):
    for method in (client.get, client.head, client.options):
        method(path_of(offer))
    assert (client.post(path_of(offer), {"says": "right"}).status_code, state(offer)) == (422, Heard.OPEN)


def test_nobody_of_ours_can_say_it_for_them(client, cast, offer):
    page = token_of(client.get(path_of(offer)).content.decode())
    for person in (cast.sara, cast.nahid, cast.admin):
        client.force_login(person)
        answer = client.post(path_of(offer), {"says": "right", "page": page})
        assert (answer.status_code, state(offer)) == (403, Heard.OPEN)


@pytest.mark.reliability("I11")
def test_the_link_of_another_purpose_opens_nothing(client, offer):
    assert client.get(path_of(offer).replace("/understanding/", "/confirmation/")).status_code == 404


def test_what_was_taken_back_shows_nothing_of_it(client, cast, offer):
    withdraw_reply(offer.message, by=cast.sara)
    html = client.get(path_of(offer)).content.decode()
    assert ("هدیه است" in html, "<form" in html) == (False, False)


def test_spam_has_no_page_and_a_merged_case_takes_the_word_where_it_lives_on(client, cast, offer):
    other = make_case(cast, state="waiting", assignee=cast.sara)
    Case.objects.filter(pk=offer.case_id).update(aside=Aside.MERGED, merged_into=other)
    says(client, offer, "other", "این‌طور نیست")
    assert Message.objects.order_by("-pk").first().case_id == other.pk
    Case.objects.filter(pk=other.pk).update(aside=Aside.SPAM)
    assert client.get(path_of(offer)).status_code == 404


def test_a_customer_who_reads_english_is_asked_in_english(client, cast, offer):
    cast.mina.language = "en"
    cast.mina.save()
    page = client.get(path_of(offer))
    assert (page["Content-Language"], "Have we understood you?" in page.content.decode()) == ("en", True)
