"""Quotes: written for a deal, given to the customer by a link, and answered by them alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.company.queries import company_zone
from sandali.history.events import record
from sandali.kit.signed_links import make_link
from sandali.kit.text import clean
from sandali.sales import events
from sandali.sales.actions.common import (
    NotSellable,
    Wanted,
    change,
    next_number,
    put_lines,
    reckoned,
)
from sandali.sales.actions.orders import draft_order
from sandali.sales.models import Deal, Order, Quote, QuoteLine, QuoteState, SalesRules
from sandali.sales.words import index_quote

PURPOSE: Final = "quote"
READABLE_AFTER: Final = timedelta(days=180)  # so long the page of a quote can be read after its last day
LONGEST_TERMS, LONGEST_HEAD, LONGEST_WORD = 5000, 600, 1000


def sales_rules() -> SalesRules:
    """What stands on every quote; as it comes where nobody wrote it."""
    return SalesRules.objects.filter(pk=1).first() or SalesRules(pk=1)


@transaction.atomic
def change_sales_rules(*, by: Any, version: int | None, head: str, terms: str, days: int) -> SalesRules:
    """What stands on every quote from now on. Raises NotSellable, Overtaken."""
    if not 1 <= days <= 365:
        raise NotSellable(_("A quote holds from one day to a year."))
    SalesRules.objects.get_or_create(pk=1)
    rules = SalesRules.objects.get(pk=1)
    change(rules, version, {}, head=clean(head).strip()[:LONGEST_HEAD], terms=clean(terms).strip()[:LONGEST_TERMS], days=days)
    record(events.SALES_RULES_CHANGED, rules, by=by)
    return rules


def today_here(now: datetime | None = None) -> date:
    """The day where the company is."""
    return (now or timezone.now()).astimezone(company_zone()).date()


def link_of(quote: Quote) -> str:
    """The page on which the customer reads the quote, and answers it while it holds."""
    left = timedelta(days=max((quote.valid_until - today_here()).days, 0))
    return make_link(PURPOSE, quote.pk, lasts=left + READABLE_AFTER)


@transaction.atomic
def draft_quote(deal: Deal, *, by: Any, lines: Sequence[Wanted] = (), at: datetime | None = None) -> Quote:
    """Begin a quote, with the usual terms. Raises NotSellable."""
    rules, now = sales_rules(), at or timezone.now()
    quote = Quote.objects.create(
        number=next_number("quote"), deal=deal, currency=deal.currency, total=reckoned(lines, 0).total, terms=rules.terms, by=by, created_at=now,
        valid_until=today_here(now) + timedelta(days=rules.days),
    )  # fmt: skip
    put_lines(QuoteLine, lines, quote=quote)
    index_quote(quote, new=True)
    record(events.QUOTE_BEGUN, quote, by=by, at=now, number=quote.number)
    return quote


@transaction.atomic
def write_quote(
    quote: Quote, lines: Sequence[Wanted], *, by: Any, version: int | None, discount: int, valid_until: date, terms: str
) -> Quote:
    """What is offered, until when and on which terms; only of a draft. Raises NotSellable, Overtaken."""
    total = reckoned(lines, discount).total
    fields = {"total": total, "discount": discount, "valid_until": valid_until, "terms": clean(terms).strip()[:LONGEST_TERMS]}
    change(quote, version, {"state": QuoteState.DRAFT}, **fields)
    put_lines(QuoteLine, lines, quote=quote)
    index_quote(quote)
    record(events.QUOTE_CHANGED, quote, by=by, number=quote.number, money=[quote.total, quote.currency])
    return quote


@transaction.atomic
def release_quote(quote: Quote, *, by: Any, version: int | None, case: int | None = None, message: int | None = None, at: datetime | None = None) -> Quote:
    """It goes to the customer, and stays as they have it: in an answer of `case`, or handed over by hand. The deal's amount follows it.

    Raises NotSellable, Overtaken."""
    if not quote.lines.exists():
        raise NotSellable(_("A quote without a line is nothing to answer."))
    if quote.valid_until < today_here(at):
        raise NotSellable(_("Its last day is over. Please choose a later one first."))
    now = at or timezone.now()
    change(quote, version, {"state": QuoteState.DRAFT}, state=QuoteState.SENT, sent_at=now, case=case, message=message)
    Deal.objects.filter(pk=quote.deal_id).update(amount=quote.total)
    record(events.QUOTE_SENT, quote, by=by, at=now, number=quote.number, money=[quote.total, quote.currency])
    return quote


@transaction.atomic
def withdraw_quote(quote: Quote, *, by: Any, version: int | None = None) -> Quote:
    """It holds no more; nothing can be answered to it. Raises Overtaken when the customer was faster."""
    change(quote, version, {"state__in": (QuoteState.DRAFT, QuoteState.SENT)}, state=QuoteState.WITHDRAWN)
    record(events.QUOTE_WITHDRAWN, quote, by=by, number=quote.number)
    return quote


@transaction.atomic
def quote_lost(message: int) -> None:
    """The answer that carried a quote never reached the customer: it is a draft again, and nobody waits for a word on it."""
    for quote in Quote.objects.select_related("deal").filter(message=message, state=QuoteState.SENT):
        change(quote, None, {"state": QuoteState.SENT}, state=QuoteState.DRAFT, sent_at=None, case=None, message=None)
        record(events.QUOTE_NOT_SENT, quote, number=quote.number)


@transaction.atomic
def take_answer(quote: Quote, accepts: bool, *, word: str = "", at: datetime | None = None) -> bool:
    """The customer's own word on a quote. Returns whether it was still to be said: once, and while the quote holds."""
    now = at or timezone.now()
    if quote.valid_until < today_here(now):
        return False
    state = QuoteState.ACCEPTED if accepts else QuoteState.DECLINED
    try:
        change(quote, None, {"state": QuoteState.SENT}, state=state, answered_at=now, word=clean(word).strip()[:LONGEST_WORD])
    except Overtaken:
        return False
    record(events.QUOTE_ACCEPTED if accepts else events.QUOTE_DECLINED, quote, at=now, number=quote.number, money=[quote.total, quote.currency])
    return True


@transaction.atomic
def order_from_quote(quote: Quote, *, by: Any) -> Order:
    """An order with the quote's lines, for who accepted it. Once: the same order again where there is one. Raises NotSellable."""
    if quote.state != QuoteState.ACCEPTED:
        raise NotSellable(_("Only what the customer accepted becomes an order."))
    Quote.objects.select_for_update().get(pk=quote.pk)  # two who press at once make one
    standing = Order.objects.filter(quote=quote).first()
    if standing is not None:
        return standing
    lines = [
        Wanted(line.name, line.thousandths, line.price, line.product, line.unit, line.discount, line.tax)
        for line in quote.lines.select_related("product")
    ]  # fmt: skip
    deal = quote.deal
    order = draft_order(deal.customer, by=by, department=deal.department_id, deal=deal, lines=lines, discount=quote.discount, currency=quote.currency)
    Order.objects.filter(pk=order.pk).update(quote=quote)
    return order
