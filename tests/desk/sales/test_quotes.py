"""Quotes: written, sent with an answer of a case, read on paper, and what an answer that never left means for them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandali.cases.actions import withdraw_reply
from sandali.cases.models import Message
from sandali.channels.models import Delivery
from sandali.sales.actions.quotes import release_quote, take_answer
from sandali.sales.models import Order, Quote
from tests.cast import make_case
from tests.desk.sales.test_orders import lines
from tests.sales.things import make_deal, make_quote

pytestmark = pytest.mark.django_db
TOMORROW = (datetime.now(ZoneInfo("Asia/Tehran")).date() + timedelta(days=1)).isoformat()


def test_a_quote_is_begun_on_the_deal_and_written_in_lines(cast, sara):
    deal = make_deal(cast)
    sara.post(f"/deals/{deal.pk}/quotes/")
    quote = Quote.objects.get()
    sara.post(f"/quotes/{quote.pk}/lines/", lines(("فنجان", "۱۰۰", "۳۸۵٬۰۰۰", "۵٪", "۱۰"), terms="نقد", valid_until=TOMORROW))
    quote.refresh_from_db()
    assert (quote.total, quote.terms, quote.valid_until.isoformat()) == (402_325_000, "نقد", TOMORROW)
    assert f'href="/quotes/{quote.pk}/"' in sara.get(f"/deals/{deal.pk}/").content.decode()


@pytest.mark.parametrize("wrong", [{"valid_until": "دیروز"}, {"valid_until": "2020-01-01"}, {"discount": "۱۲۰٪"}])
def test_what_is_wrong_is_said_and_stays_typed(cast, sara, wrong):
    quote = make_quote(cast)
    answer = sara.post(f"/quotes/{quote.pk}/lines/", lines(("قند", "۱", "۱", "", ""), terms="", **{"valid_until": TOMORROW, **wrong}))
    assert (answer.status_code, 'value="قند"' in answer.content.decode(), Quote.objects.get().version) == (422, True, 1)


def test_it_goes_out_with_an_answer_and_the_link_stands_below_the_words(cast, sara):
    quote, case = make_quote(cast), make_case(cast)
    sara.post(f"/quotes/{quote.pk}/sending/", {"case": case.pk, "text": "بفرمایید", "version": 1})
    quote.refresh_from_db()
    message = Message.objects.get(direction="out")
    sent = Delivery.objects.get().payload["text"]
    assert (quote.state, quote.case, quote.message, message.text) == ("sent", case.pk, message.pk, "بفرمایید")
    assert ("/p/quote/" in sent, "پیش‌فاکتور ۱۰۰۱" in sent) == (True, True)


def test_an_answer_that_is_taken_back_takes_the_quote_along(cast, sara):
    quote, case = make_quote(cast), make_case(cast)
    sara.post(f"/quotes/{quote.pk}/sending/", {"case": case.pk, "text": "بفرمایید", "version": 1})
    withdraw_reply(Message.objects.get(direction="out"), by=cast.sara)
    quote.refresh_from_db()
    assert (quote.state, quote.case, quote.message) == ("draft", None, None)
    sara.post(f"/quotes/{quote.pk}/sending/", {"case": case.pk, "text": "این بار درست", "version": quote.version})
    quote.refresh_from_db()
    assert quote.state == "sent"


def test_it_is_sent_once_however_often_one_presses(cast, sara):
    quote, case = make_quote(cast), make_case(cast)
    given = {"case": case.pk, "text": "بفرمایید", "version": 1}
    answers = [sara.post(f"/quotes/{quote.pk}/sending/", given).status_code for _time in range(2)]
    assert (answers, Message.objects.filter(direction="out").count()) == ([303, 409], 1)


@pytest.mark.reliability("H2")
def test_no_case_of_somebody_else_or_out_of_reach_can_carry_it(cast, sara):
    quote = make_quote(cast)
    others = [make_case(cast, customer=cast.kaveh), make_case(cast, department=cast.accounting)]
    answers = [sara.post(f"/quotes/{quote.pk}/sending/", {"case": case.pk, "text": "!", "version": 1}).status_code for case in others]
    assert (answers, Quote.objects.get().state, Delivery.objects.count()) == ([422, 422], "draft", 0)


def test_an_answer_that_cannot_leave_keeps_the_quote_here_too(cast, sara):
    quote, case = make_quote(cast), make_case(cast, channel=cast.counter)
    cast.mina.identities.all().delete()
    answer = sara.post(f"/quotes/{quote.pk}/sending/", {"case": case.pk, "text": "بفرمایید", "version": 1})
    assert (answer.status_code, "بفرمایید" in answer.content.decode(), Quote.objects.get().state) == (422, True, "draft")


def test_the_link_can_be_handed_over_by_hand(cast, sara):
    quote = make_quote(cast)
    page = sara.post(f"/quotes/{quote.pk}/release/", {"version": 1}, follow=True).content.decode()
    assert ("/p/quote/" in page, Quote.objects.get().state) == (True, "sent")
    sara.post(f"/quotes/{quote.pk}/withdrawal/", {"version": 2})
    assert Quote.objects.get().state == "withdrawn"


def test_on_paper_it_has_all_that_the_customer_reads_and_loads_nothing_from_elsewhere(cast, sara):
    page = sara.get(f"/quotes/{make_quote(cast).pk}/paper/").content.decode()
    assert ("پیش‌فاکتور ۱۰۰۱" in page, "۲۰۰٬۰۰۰\u00a0تومان" in page, "Simorgh" in page, 'src="http' in page) == (True, True, True, False)


def test_what_they_accepted_is_made_an_order_by_one_press(cast, sara):
    quote = release_quote(make_quote(cast), by=cast.sara, version=None)
    refused = sara.post(f"/quotes/{quote.pk}/order/").status_code
    take_answer(quote, True)
    for _time in range(2):
        sara.post(f"/quotes/{quote.pk}/order/")
    assert (refused, Order.objects.get().total) == (422, 2_000_000)
