"""What stands of sales beside a case: this customer's open deals, their last orders, and what is owed. Who sees no sales sees none of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import reach_key
from sandali.cases.holding import CUSTOMER, may_hold, part
from sandali.cases.models import Case
from sandali.company.permissions import may
from sandali.desk.remedies.words import money
from sandali.desk.sales.rows import order_words
from sandali.kit.kept import Kept
from sandali.kit.prepared import Prepared, PreparedModels
from sandali.sales.access import deals_for, orders_for
from sandali.sales.models import Deal, DealState, Order, OrderState, Payment
from sandali.sales.queries import owed_on

MOST_SHOWN: Final = 3
MOST_RECKONED: Final = 100
_ORDERS = part("orders", Order.objects.filter(customer=CUSTOMER))
# Writing such a condition takes longer than asking it, so it is written once for each reach.
_deals: Kept[PreparedModels] = Kept(256)
_orders: Kept[PreparedModels] = Kept(256)
_paid = Prepared(lambda customer: Payment.objects.filter(order__customer=customer, withdrawn_at=None).order_by().values_list("order").annotate(Sum("amount")))
_DEALS = part("deals", Deal.objects.filter(customer=CUSTOMER, state=DealState.OPEN))


@dataclass(frozen=True, slots=True)
class Line:
    """A deal or an order in a line of the panel."""

    url: str
    title: str
    state: str
    amount: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """The lines, and what is still to be paid in words ("" for nothing), each currency by itself. `has_more` says that there are others."""

    deals: list[Line]
    orders: list[Line]
    owed: list[str]
    has_more: bool


def sales_context(case: Case, person: Any) -> dict[str, Any]:
    """Context of the section; no query where the customer has nothing of it, else one for deals and two for orders."""
    may_show = may(person, "see_sales") and (may_hold(case, _ORDERS) or may_hold(case, _DEALS))
    return {"sold": sold_beside(case, person) if may_show else None}


def sold_beside(case: Case, person: Any) -> Beside | None:
    """The section; None when the person sees nothing in it."""
    deals: list[Deal] = _deals.get(reach_key(person), lambda: PreparedModels(lambda customer: open_deals(person, customer)))(case.customer_id)
    orders: list[Order] = _orders.get(reach_key(person), lambda: PreparedModels(lambda customer: last_orders(person, customer)))(case.customer_id)
    if not (deals or orders):
        return None
    sums: dict[str, int] = {}
    paid = {order: int(amount) for order, amount in _paid(case.customer_id)} if orders else {}
    for one in orders:
        sums[one.currency] = sums.get(one.currency, 0) + max(0, owed_on(one, paid.get(one.pk, 0)))
    owed = [_("%(money)s to be paid") % {"money": money(amount, currency)} for currency, amount in sums.items() if amount]
    more = len(deals) > MOST_SHOWN or len(orders) > MOST_SHOWN
    return Beside([deal_beside(one) for one in deals[:MOST_SHOWN]], [order_beside(one) for one in orders[:MOST_SHOWN]], owed, more)


def open_deals(person: Any, customer: int) -> QuerySet[Deal]:
    """A customer's open deals that the person sees, the latest first; one more than are shown."""
    return deals_for(person).filter(customer=customer, state=DealState.OPEN).select_related("stage").order_by("-state_at", "-pk")[: MOST_SHOWN + 1]


def last_orders(person: Any, customer: int) -> QuerySet[Order]:
    """A customer's newest orders that the person sees."""
    return orders_for(person).filter(customer=customer).order_by("-created_at", "-pk")[:MOST_RECKONED]


def deal_beside(deal: Deal) -> Line:
    """A deal."""
    return Line(reverse("deal", args=[deal.pk]), deal.title, deal.stage.name, money(deal.amount, deal.currency) if deal.amount else "", is_open=True)


def order_beside(order: Order) -> Line:
    """An order."""
    state = OrderState(order.state)
    return Line(reverse("order", args=[order.pk]), order_words(order), str(state.label), money(order.total, order.currency), state in (OrderState.PLACED, OrderState.SENT))
