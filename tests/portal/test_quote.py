"""What a customer finds behind the link of a quote: GET changes nothing, only they answer, once and in time."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from sandali.sales.actions.quotes import (
    change_sales_rules,
    link_of,
    release_quote,
    today_here,
    withdraw_quote,
)
from sandali.sales.models import Quote
from tests.desk.browsing import browser
from tests.sales.things import make_quote

pytestmark = pytest.mark.django_db


@pytest.fixture
def quote(cast):
    change_sales_rules(by=cast.admin, version=None, head="تهران، خیابان ولی‌عصر", terms="نیمی هنگام سفارش", days=7)
    return release_quote(make_quote(cast), by=cast.sara, version=None)


@pytest.fixture
def path(quote):
    return urlsplit(link_of(quote)).path


def page_word(client, path):
    """What the form of the page carries."""
    return re.search(r'name="page" value="([^"]+)"', client.get(path).content.decode())[1]


def state():
    return Quote.objects.values_list("state", "word").get()


def test_it_reads_as_a_paper_of_the_company_in_their_language_and_is_only_read(client, path):
    answer = client.get(path)
    page = answer.content.decode()
    shown = [words in page for words in ("Simorgh", "خیابان ولی‌عصر", "مینا کریمی", "پیش‌فاکتور ۱۰۰۱", "۲۰۰٬۰۰۰\u00a0تومان", "نیمی هنگام سفارش")]
    assert (shown, answer["Referrer-Policy"], state()) == ([True] * 6, "no-referrer", ("sent", ""))


@pytest.mark.reliability("E10")
def test_it_loads_nothing_from_elsewhere(client, path):
    page = client.get(path).content.decode()
    loaded = re.findall(r'<(?:script|img|link|iframe|object|embed|source)[^>]*?(?:src|href)="([^"]+)"', page)
    assert [one for one in loaded if not one.startswith(("/static/", "data:", "/manifest"))] == []


@pytest.mark.parametrize(("says", "becomes"), [("accept", "accepted"), ("decline", "declined")])
def test_they_say_yes_or_no_with_a_word_and_only_once(client, path, says, becomes):
    word = page_word(client, path)
    answer = client.post(path, {"page": word, "says": says, "word": "ممنون"})
    assert (answer.status_code, state()) == (303, (becomes, "ممنون"))
    client.post(path, {"page": word, "says": "decline" if says == "accept" else "accept"})
    assert (state(), 'name="says"' in client.get(path).content.decode()) == ((becomes, "ممنون"), False)


@pytest.mark.parametrize("given", [{"says": "accept"}, {"says": "accept", "page": "wrong"}, {"says": "maybe", "page": None}, {"says": "accept", "page": None, "word": "آ" * 1001}])
def test_what_was_not_read_or_is_no_answer_changes_nothing(client, path, given):
    if "page" in given and given["page"] is None:
        given = {**given, "page": page_word(client, path)}
    answer = client.post(path, given)
    assert (answer.status_code, state()) == (422, ("sent", ""))


def test_one_of_us_cannot_say_it_for_them(cast, client, path):
    word = page_word(client, path)
    answer = browser(cast.sara).post(path, {"page": word, "says": "accept"})
    assert (answer.status_code, state()) == (403, ("sent", ""))


def test_after_its_last_day_it_can_be_read_and_no_longer_answered(client, quote, path):
    word = page_word(client, path)
    Quote.objects.update(valid_until=today_here() - timedelta(days=1))
    client.post(path, {"page": word, "says": "accept"})
    assert (state(), 'name="says"' in client.get(path).content.decode()) == (("sent", ""), False)


def test_what_was_taken_back_is_there_no_more(cast, client, quote, path):
    withdraw_quote(quote, by=cast.sara)
    assert client.get(path).status_code == 404
