"""Quotes: as the customer has them, answered once and by them alone, and made one order."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from sandali.company.actions import Overtaken
from sandali.history.models import Notice
from sandali.sales.actions.common import NotSellable, Wanted
from sandali.sales.actions.quotes import (
    change_sales_rules,
    draft_quote,
    order_from_quote,
    quote_lost,
    release_quote,
    sales_rules,
    take_answer,
    today_here,
    withdraw_quote,
    write_quote,
)
from sandali.sales.models import Deal, Order, Quote
from sandali.sales.queries import sums_in
from tests.sales.things import make_deal, make_quote

pytestmark = pytest.mark.django_db


def written(quote, cast, **fields):
    given = {"discount": 0, "valid_until": quote.valid_until, "terms": "", "version": None, **fields}
    return write_quote(quote, [Wanted("قوری", 1000, 500_000)], by=cast.sara, **given)


def test_a_new_one_begins_with_the_usual_terms_and_days(cast):
    change_sales_rules(by=cast.admin, version=None, head="تهران", terms="نقد", days=5)
    quote = draft_quote(make_deal(cast), by=cast.sara)
    assert (quote.terms, quote.valid_until - today_here(), quote.number) == ("نقد", timedelta(days=5), 1001)
    with pytest.raises(Overtaken):
        change_sales_rules(by=cast.nahid, version=sales_rules().version - 1, head="", terms="", days=5)
    with pytest.raises(NotSellable):
        change_sales_rules(by=cast.nahid, version=None, head="", terms="", days=0)


def test_what_went_to_the_customer_stays_as_they_have_it_and_the_deal_s_amount_follows(cast):
    quote = written(make_quote(cast), cast, discount=100_000)
    release_quote(quote, by=cast.sara, version=quote.version)
    with pytest.raises(Overtaken):
        written(quote, cast)
    assert (Deal.objects.get().amount, sums_in(quote)[1].total, Quote.objects.get().state) == (400_000, 400_000, "sent")


def test_nothing_goes_out_without_a_line_or_after_its_last_day(cast):
    empty, old = draft_quote(make_deal(cast), by=cast.sara), make_quote(cast)
    Quote.objects.filter(pk=old.pk).update(valid_until=today_here() - timedelta(days=1))
    old.refresh_from_db()
    for quote in (empty, old):
        with pytest.raises(NotSellable):
            release_quote(quote, by=cast.sara, version=None)
    assert set(Quote.objects.values_list("state", flat=True)) == {"draft"}


def test_the_customer_answers_once_and_the_owner_is_told(cast):
    quote = release_quote(make_quote(cast), by=cast.sara, version=None)
    answers = [take_answer(quote, True, word=" عالی "), take_answer(Quote.objects.get(), False)]
    assert (answers, Quote.objects.values_list("state", "word").get()) == ([True, False], ("accepted", "عالی"))
    assert list(Notice.objects.values_list("person__name", "event__kind")) == [("Sara", "quote_accepted")]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_with_the_customer_is_not_answered(cast, state):
    quote = make_quote(cast)
    Quote.objects.update(state=state)
    assert (take_answer(quote, True), Quote.objects.get().state) == (False, state)


def test_it_holds_until_the_end_of_its_last_day_and_no_longer(cast):
    quote = release_quote(make_quote(cast), by=cast.sara, version=None)
    Quote.objects.update(valid_until=today_here() - timedelta(days=1))
    quote.refresh_from_db()
    assert take_answer(quote, True) is False
    Quote.objects.update(valid_until=today_here())
    quote.refresh_from_db()
    assert take_answer(quote, False) is True


def test_one_that_is_taken_back_is_answered_by_nobody_and_one_that_was_answered_is_not_taken_back(cast):
    first, second = (release_quote(make_quote(cast), by=cast.sara, version=None) for _time in range(2))
    withdraw_quote(first, by=cast.sara)
    take_answer(second, True)
    with pytest.raises(Overtaken):
        withdraw_quote(second, by=cast.sara)
    assert (take_answer(first, True), list(Quote.objects.order_by("pk").values_list("state", flat=True))) == (False, ["withdrawn", "accepted"])


def test_an_answer_that_never_left_makes_it_a_draft_again(cast):
    quote = release_quote(make_quote(cast), by=cast.sara, version=None, case=1, message=7)
    quote_lost(7)
    quote_lost(8)
    quote.refresh_from_db()
    assert (quote.state, quote.sent_at, quote.message) == ("draft", None, None)


def test_what_they_accepted_becomes_one_order_with_the_same_sum(cast):
    quote = written(make_quote(cast), cast, discount=50_000)
    with pytest.raises(NotSellable):
        order_from_quote(quote, by=cast.sara)
    release_quote(quote, by=cast.sara, version=None)
    take_answer(quote, True)
    orders = [order_from_quote(quote, by=cast.sara).pk for _time in range(2)]
    order = Order.objects.get()
    assert (orders, order.total, order.deal, order.customer, order.discount) == ([order.pk] * 2, 450_000, quote.deal, cast.mina, 50_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.filter(pk=quote.pk).update(answered_at=None)
