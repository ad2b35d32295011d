"""Orders: begun, written, placed, sent, delivered; and what was paid for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.company.models import Department
from sandali.customers.models import Customer
from sandali.history.events import record
from sandali.kit.money import MOST
from sandali.sales import events
from sandali.sales.actions.common import (
    NotSellable,
    Wanted,
    change,
    currency_now,
    next_number,
    one_line,
    put_lines,
    reckoned,
    rehouse,
    take_home,
)
from sandali.sales.models import BOUGHT, Deal, Order, OrderLine, OrderState, OrderStep, Payment, PaymentWay
from sandali.sales.words import index_order

# What may become of an order from where it stands.
NEXT: Final = {
    OrderState.DRAFT: (OrderState.PLACED, OrderState.CANCELLED),
    OrderState.PLACED: (OrderState.SENT, OrderState.DELIVERED, OrderState.CANCELLED),
    OrderState.SENT: (OrderState.DELIVERED, OrderState.RETURNED),
    OrderState.DELIVERED: (OrderState.RETURNED,),
    OrderState.CANCELLED: (),
    OrderState.RETURNED: (),
}
WITH_REASON: Final = (OrderState.CANCELLED, OrderState.RETURNED)
HAPPENED: Final = {
    OrderState.PLACED: events.ORDER_PLACED, OrderState.SENT: events.ORDER_SENT, OrderState.DELIVERED: events.ORDER_DELIVERED,
    OrderState.CANCELLED: events.ORDER_CANCELLED, OrderState.RETURNED: events.ORDER_RETURNED,
}  # fmt: skip


@transaction.atomic
def draft_order(
    customer: Customer, *, by: Any, department: int | None = None, deal: Deal | None = None, lines: Sequence[Wanted] = (),
    discount: int = 0, currency: str = "", at: datetime | None = None,
) -> Order:  # fmt: skip
    """Begin an order, with lines where they are known already (as of a quote). Raises NotSellable."""
    total, now = reckoned(lines, discount).total, at or timezone.now()
    order = Order.objects.create(
        number=next_number("order"), customer=customer, department_id=department, owner=by, deal=deal, currency=currency or currency_now(),
        discount=discount, total=total, created_at=now, state_at=now,
    )  # fmt: skip
    put_lines(OrderLine, lines, order=order)
    OrderStep.objects.create(order=order, state=OrderState.DRAFT, by=by, at=now)
    index_order(order, new=True)
    record(events.ORDER_BEGUN, order, by=by, at=now, number=order.number)
    return order


@transaction.atomic
def write_lines(order: Order, lines: Sequence[Wanted], *, by: Any, version: int | None, discount: int = 0) -> Order:
    """What is ordered, in the place of what stood; only of a draft: what was placed stays as it was. Raises NotSellable, Overtaken."""
    total = reckoned(lines, discount).total
    change(order, version, {"state": OrderState.DRAFT}, total=total, discount=discount)
    put_lines(OrderLine, lines, order=order)
    index_order(order)
    record(events.ORDER_CHANGED, order, by=by, number=order.number, money=[order.total, order.currency])
    return order


@transaction.atomic
def note_order(order: Order, *, by: Any, version: int | None, invoice: str, note: str) -> Order:
    """The number of its invoice, and what whoever packs it should know. Raises NotSellable, Overtaken."""
    invoice = one_line(invoice, 40)
    if invoice and Order.objects.filter(invoice=invoice).exclude(pk=order.pk).exists():
        raise NotSellable(_("Another order has this invoice number."))
    change(order, version, {}, invoice=invoice, note=one_line(note, 500))
    index_order(order)
    record(events.ORDER_NOTED, order, by=by, number=order.number)
    return order


@transaction.atomic
def rehouse_order(order: Order, to: Department, *, by: Any, version: int | None = None) -> Order:
    """Let it be another department's; whose it is stays. Raises Overtaken."""
    if order.department_id == to.pk:
        return order
    rehouse(order, to, events.ORDER_REHOUSED, by=by, version=version, number=order.number)
    return order


@transaction.atomic
def return_order(order: Order, *, by: Any) -> Order:
    """Take back that the person brought it to another department. Raises Overtaken where it went on since."""
    take_home(order, events.ORDER_REHOUSED, events.ORDER_HOME, by=by, number=order.number)
    return order


@transaction.atomic
def step_order(order: Order, state: str, *, by: Any, version: int | None, word: str = "", at: datetime | None = None) -> Order:
    """The next thing that becomes of an order; to cancel it or take it back needs a reason. Raises NotSellable, Overtaken."""
    if state not in NEXT[OrderState(order.state)]:
        raise Overtaken(order)
    word = one_line(word, 300)
    if state in WITH_REASON and not word:
        raise NotSellable(_("Please write down why."))
    if state == OrderState.PLACED and not order.lines.exists():
        raise NotSellable(_("An order without a line cannot be placed."))
    now, before = at or timezone.now(), order.state
    change(order, version, {"state": before}, state=state, state_at=now, **moments(order, state, now))
    OrderStep.objects.create(order=order, before=before, state=state, by=by, at=now, word=word)
    record(HAPPENED[OrderState(state)], order, by=by, at=now, number=order.number, word=word, money=[order.total, order.currency])
    return order


def moments(order: Order, state: str, now: datetime) -> dict[str, datetime | None]:
    """When it was placed first, which stays; and the same as long as it counts as bought."""
    placed = order.placed_at or (now if state == OrderState.PLACED else None)
    return {"placed_at": placed, "bought_at": placed if state in BOUGHT else None}


@transaction.atomic
def set_order_back(order: Order, *, by: Any, version: int | None = None) -> Order:
    """The last step was a mistake: the order stands where it stood before. Raises Overtaken where there is none to take back."""
    last = order.steps.order_by("-pk").first()
    if last is None or not last.before or last.state != order.state:
        raise Overtaken(order)
    now = timezone.now()
    change(order, version, {"state": last.state}, state=last.before, state_at=now, **moments(order, last.before, now))
    # It has no way back of its own, or two such steps would go to and fro for ever.
    OrderStep.objects.create(order=order, state=last.before, by=by, at=now)
    record(events.ORDER_SET_BACK, order, by=by, at=now, number=order.number, state=order.state)
    return order


# --- Payments --------------------------------------------------------------------------------------------------------
@transaction.atomic
def note_payment(order: Order, amount: int, *, by: Any, day: date, way: str, key: str, reference: str = "", at: datetime | None = None) -> Payment:
    """Write down what came in (or below zero, what we paid back). The same `key` again is the same payment. Raises NotSellable."""
    if not amount or abs(amount) > MOST or way not in PaymentWay.values:
        raise NotSellable(_("Please write an amount."))
    fields = {"order": order, "amount": amount, "day": day, "way": way, "reference": one_line(reference, 60), "by": by, "at": at or timezone.now()}
    payment, made = Payment.objects.get_or_create(key=key, defaults=fields)
    if made:
        kind = events.PAYMENT_NOTED if amount > 0 else events.PAID_BACK
        record(kind, order, by=by, at=at, number=order.number, money=[abs(amount), order.currency])
    return payment


@transaction.atomic
def withdraw_payment(payment: Payment, *, by: Any) -> Payment:
    """It was written down wrongly: it stays to be read, and counts no more."""
    now = timezone.now()
    if Payment.objects.filter(pk=payment.pk, withdrawn_at=None).update(withdrawn_at=now, withdrawn_by=by):
        order = payment.order
        record(events.PAYMENT_WITHDRAWN, order, by=by, at=now, number=order.number, money=[abs(payment.amount), order.currency])
    payment.refresh_from_db()
    return payment
