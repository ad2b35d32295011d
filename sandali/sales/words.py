"""By which words deals, orders and quotes are found: title or number, invoice, the customer's name, and what stands on their lines.

The customer's name stands in the index of each paper, so that it and a product can be asked for together; when it changes, or the record goes
into another, their papers are written anew by a job (handlers.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.db import transaction
from django.db.models import Model, QuerySet

from sandali.history import queue
from sandali.kit import search
from sandali.sales.models import Deal, Order, Quote

DEALS, ORDERS, QUOTES = "deals_words", "orders_words", "quotes_words"
BATCH: Final = 200


def words_of_deal(deal: Deal) -> str:
    """Its title, and whose it may be."""
    return f"{deal.title} {deal.customer.name}"


def words_of_order(order: Order) -> str:
    """Its numbers, its customer, and what was bought."""
    return " ".join([str(order.number), order.invoice, order.customer.name, *(line.name for line in order.lines.all())])


def words_of_quote(quote: Quote) -> str:
    """Its number, its customer, and what is offered."""
    return " ".join([str(quote.number), quote.deal.customer.name, *(line.name for line in quote.lines.all())])


def index_deal(deal: Deal, *, new: bool = False) -> None:
    """Write the deal's words anew; `new` for one just made, of which nothing is indexed yet."""
    search.put(DEALS, deal.pk, words_of_deal(deal), new=new)


def index_order(order: Order, *, new: bool = False) -> None:
    """The same of an order."""
    search.put(ORDERS, order.pk, words_of_order(order), new=new)


def index_quote(quote: Quote, *, new: bool = False) -> None:
    """The same of a quote."""
    search.put(QUOTES, quote.pk, words_of_quote(quote), new=new)


def index_new_deals(deals: Iterable[Deal]) -> None:
    """The same of many deals just made, whose customers are at hand."""
    search.put_many(DEALS, ((deal.pk, words_of_deal(deal)) for deal in deals))


def index_deals(deals: QuerySet[Deal]) -> int:
    """Write these anew; returns how many. Who was erased is not found by what they bought."""
    return each(deals.filter(customer__erased_at=None).select_related("customer"), index_deal)


def index_orders(orders: QuerySet[Order]) -> int:
    """The same of orders."""
    return each(orders.filter(customer__erased_at=None).select_related("customer").prefetch_related("lines"), index_order)


def index_quotes(quotes: QuerySet[Quote]) -> int:
    """The same of quotes."""
    return each(quotes.filter(deal__customer__erased_at=None).select_related("deal__customer").prefetch_related("lines"), index_quote)


def each(rows: QuerySet[Any], write: Callable[[Any], None]) -> int:
    """Write every one of a few rows; returns how many."""
    count = 0
    for row in rows:
        write(row)
        count += 1
    return count


OF_CUSTOMER: Final[tuple[tuple[type[Model], str, Callable[[Any], int]], ...]] = (
    (Deal, "customer", index_deals), (Order, "customer", index_orders), (Quote, "deal__customer", index_quotes),
)  # fmt: skip


def index_papers_of(customers: Iterable[int]) -> None:
    """Write anew all papers of these customers, in batches that give way."""
    wanted = list(customers)
    for model, column, write in OF_CUSTOMER:
        after, rows = 0, model._default_manager.filter(**{f"{column}__in": wanted}).order_by("pk")
        while numbers := list(rows.filter(pk__gt=after).values_list("pk", flat=True)[:BATCH]):
            after = numbers[-1]
            with transaction.atomic():
                write(model._default_manager.filter(pk__in=numbers))
            queue.give_way()
