"""Reads about products and orders: lists, sums, what was paid, who bought."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum

from sandali.history.models import Event
from sandali.kit.digits import to_ascii
from sandali.kit.money import Sum as Money
from sandali.kit.money import sums_of, total_of
from sandali.kit.text import fold
from sandali.sales.access import orders_for
from sandali.sales.models import (
    BOUGHT,
    Deal,
    Order,
    OrderState,
    Payment,
    Product,
    Quote,
)

BOXES: Final[dict[str, tuple[str, ...]]] = {
    "all": (),
    "draft": (OrderState.DRAFT,),
    "placed": (OrderState.PLACED,),
    "sent": (OrderState.SENT,),
    "delivered": (OrderState.DELIVERED,),
    "ended": (OrderState.CANCELLED, OrderState.RETURNED),
}
MOST_COUNTED, MOST_OFFERED, MOST_OF_ONE = 100, 200, 20
Mark = tuple[datetime, int]


# --- Products --------------------------------------------------------------------------------------------------------
def product_page(*, words: str = "", archived: bool = False, after: tuple[str, int] | None = None, most: int = 50) -> list[Product]:
    """Products by name. `after` is (folded, id) of the last row seen; `words` begin a name or a code."""
    found = Product.objects.filter(archived_at__isnull=not archived)
    if words:
        found = found.filter(Q(folded__contains=fold(words)) | Q(code__istartswith=to_ascii(words).strip()))
    if after is not None:
        name, number = after
        found = found.filter(Q(folded__gt=name) | Q(folded=name, pk__gt=number))
    return list(found.order_by("folded", "pk")[:most])


def products_offered() -> list[Product]:
    """Products to choose from while somebody types."""
    return product_page(most=MOST_OFFERED)


def named_products(names: Iterable[str]) -> dict[str, Product]:
    """What was typed → the product that has this code, or else this name; what is none of ours is left out. One query."""
    typed = {name: (to_ascii(name).strip(), fold(name)[:200]) for name in names if name.strip()}
    if not typed:
        return {}
    found = list(
        Product.objects.filter(archived_at=None).filter(
            Q(code__in={code for code, _folded in typed.values()}) | Q(folded__in={folded for _code, folded in typed.values()})
        )
    )
    by_code, by_name = {one.code: one for one in found}, {one.folded: one for one in reversed(found)}
    chosen = {name: by_code.get(code) or by_name.get(folded) for name, (code, folded) in typed.items()}
    return {name: product for name, product in chosen.items() if product is not None}


# --- Orders ----------------------------------------------------------------------------------------------------------
def orders_in(person: Any, box: str) -> QuerySet[Order]:
    """The orders of a box that the person sees, the newest first."""
    found = orders_for(person)
    if BOXES[box]:
        found = found.filter(state__in=BOXES[box])
    return found.order_by("-created_at", "-pk")


def order_page(found: QuerySet[Order], *, after: Mark | None = None, most: int = 30) -> list[Order]:
    """A page of orders, each with its customer and `paid`; `after` is (created_at, id) of the last row seen."""
    if after is not None:
        found = found.filter(Q(created_at__lt=after[0]) | Q(created_at=after[0], pk__lt=after[1]))
    page = list(found.select_related("customer", "owner")[:most])
    paid = paid_for(one.pk for one in page)
    for one in page:
        one.paid = paid.get(one.pk, 0)  # type: ignore[attr-defined]
    return page


def order_counts(person: Any) -> dict[str, int]:
    """How many stand in each box, counted up to MOST_COUNTED."""
    return {box: orders_in(person, box).order_by()[:MOST_COUNTED].count() for box in BOXES}


def orders_of(person: Any, customer: int) -> list[Order]:
    """A customer's newest orders that the person sees, each with `paid`."""
    return order_page(orders_for(person).filter(customer=customer).order_by("-created_at", "-pk"), most=MOST_OF_ONE)


def paid_for(orders: Iterable[int]) -> dict[int, int]:
    """Order → what was paid for it, of payments that stand; orders of which none stands are left out."""
    numbers = list(orders)
    if not numbers:
        return {}
    rows = Payment.objects.filter(order__in=numbers, withdrawn_at=None).order_by().values_list("order").annotate(Sum("amount"))
    return {order: int(paid) for order, paid in rows}


def owed_on(order: Order, paid: int) -> int:
    """What is still to be paid, in minor units; below zero is what we owe back. Of a draft nothing is owed yet."""
    return (order.total if order.state in BOUGHT else 0) - paid


def sums_in(paper: Order | Quote) -> tuple[list[tuple[Any, Money]], Money]:
    """The lines of an order or a quote, each with its sum, and what they come to together."""
    lines = list(paper.lines.select_related("product"))
    sums = sums_of([line.priced() for line in lines], discount=paper.discount)
    return list(zip(lines, sums, strict=True)), total_of(sums)


def customers_who_bought(times: int = 1, *, since: datetime | None = None, until: datetime | None = None) -> QuerySet[Order, int]:
    """Numbers of the customers who placed at least `times` orders from `since` to before `until`, for `Customer.filter(pk__in=…)`.

    An order that was cancelled or came back is none. One grouped walk along the index `orders_bought`."""
    bought = Order.objects.filter(bought_at__isnull=False)
    if since is not None:
        bought = bought.filter(bought_at__gte=since)
    if until is not None:
        bought = bought.filter(bought_at__lt=until)
    return bought.order_by().values("customer").annotate(times=Count("pk")).filter(times__gte=times).values_list("customer", flat=True)


# --- Who is told -----------------------------------------------------------------------------------------------------
def owner_of_deal(event: Event) -> list[int]:
    """Whose the deal (or the deal of the quote) of an event is, for the audience "deal_owner"."""
    deals = Deal.objects.filter(quotes=event.subject_id) if event.subject_type == "quote" else Deal.objects.filter(pk=event.subject_id)
    return list(deals.filter(owner__is_active=True).values_list("owner", flat=True))
