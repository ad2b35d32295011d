"""Orders: begun, written, taken along their steps, and what was paid for them. What is owed is reckoned, never set."""

import hashlib
import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field, Strict

from sandali.company.models import Department
from sandali.customers.models import Customer
from sandali.exchange.rest.paging import Id, Page, Paged, Ref, Said, Shape, page_of, place_in
from sandali.exchange.rest.papers import Amount, Day, Lines, LineShape, SumShape, lines_shown, subject, wanted
from sandali.exchange.rest.problems import not_there, wrong_field
from sandali.exchange.rest.shapes import Named, Versioned, named, version_of
from sandali.kit.money import MOST
from sandali.sales.access import access_deal, access_order, customer_to_sell, place_for, places_for
from sandali.sales.actions.common import currency_now
from sandali.sales.actions.orders import (
    draft_order,
    note_order,
    note_payment,
    rehouse_order,
    set_order_back,
    step_order,
    withdraw_payment,
    write_lines,
)
from sandali.sales.models import Order, Payment
from sandali.sales.queries import order_page, orders_in, owed_on
from sandali.sales.search import numbers_saying
from sandali.sales.words import ORDERS

OrderStates = Literal["draft", "placed", "sent", "delivered", "cancelled", "returned"]
Way = Literal["card", "transfer", "gateway", "cheque", "cash", "other"]
Signed = Annotated[int, Strict(), Field(ge=-MOST, le=MOST)]


class OrderShape(Shape):
    """An order. `owed` is what is still to be paid, below zero what we are to pay back. All in minor units of `currency`."""

    id: int
    number: int
    customer: Named
    owner: Named | None
    department: int | None
    deal: int | None
    quote: int | None
    state: OrderStates
    state_at: datetime
    created_at: datetime
    placed_at: datetime | None
    currency: str
    discount: int
    total: int
    paid: int
    owed: int
    invoice: str
    note: str
    version: int


class PaymentShape(Shape):
    """A payment: a fact of a day. One that was struck out says when, and counts no more."""

    id: int
    amount: int
    day: date
    way: Way
    reference: str
    by: Named | None
    at: datetime
    withdrawn_at: datetime | None


class StepShape(Shape):
    """A change of an order's state."""

    state: OrderStates
    by: Named | None
    at: datetime
    word: str


class WholeOrder(OrderShape):
    """An order with its lines, payments and steps."""

    lines: list[LineShape]
    sum: SumShape
    payments: list[PaymentShape]
    steps: list[StepShape]


class OrdersAsked(Paged):
    """Which orders."""

    box: Literal["all", "draft", "placed", "sent", "delivered", "ended"] = "all"
    customer: Id | None = None
    q: str = Field("", max_length=200, description="words: its number or invoice, the customer's name, what stands on its lines; of the newest matches")


class OrderSaid(Said):
    """An order, begun. `department` is one in which the token's person sells, else their first."""

    customer: Ref
    department: Ref | None = None
    deal: Ref | None = None
    lines: Lines = []
    discount: Amount = 0


class OrderLines(Versioned):
    """All lines of an order, in the place of those that stand, and a discount on the whole."""

    lines: Lines
    discount: Amount = 0


class OrderChange(Versioned):
    """What stands beside an order; what is left out stays."""

    invoice: str | None = Field(None, max_length=40)
    note: str | None = Field(None, max_length=500)


class PlaceSaid(Versioned):
    """To which department."""

    department: Ref


class StepSaid(Versioned):
    """What became of it; to cancel it or take it back wants a word why."""

    state: Literal["placed", "sent", "delivered", "cancelled", "returned"]
    word: str = Field("", max_length=300)


class PaymentSaid(Said):
    """What came in, or below zero what we paid back."""

    amount: Signed
    day: Day
    way: Way
    reference: str = Field("", max_length=60)


def shown(one: Any) -> dict[str, Any]:
    """An order that has `paid`."""
    same = ("number", "state", "state_at", "created_at", "placed_at", "currency", "discount", "total", "paid", "invoice", "note", "version")
    return {
        "id": one.pk, **{name: getattr(one, name) for name in same}, "customer": {"id": one.customer_id, "name": one.customer.name}, "owner": named(one.owner),
        "department": one.department_id, "deal": one.deal_id, "quote": one.quote_id, "owed": owed_on(one, one.paid),
    }  # fmt: skip


def payment_shown(one: Payment) -> dict[str, Any]:
    """A payment."""
    return {"id": one.pk, "by": named(one.by), **{name: getattr(one, name) for name in ("amount", "day", "way", "reference", "at", "withdrawn_at")}}


def whole(person: Any, number: int, response: HttpResponse | None = None) -> dict[str, Any]:
    """One order as it stands now. Raises Order.DoesNotExist."""
    one: Any = access_order(person, number)
    payments = list(one.payments.select_related("by"))
    one.paid = sum(payment.amount for payment in payments if payment.withdrawn_at is None)
    if response is not None:
        response["ETag"] = f'"{one.version}"'
    steps = [{"state": step.state, "by": named(step.by), "at": step.at, "word": step.word} for step in one.steps.select_related("by")]
    return shown(one) | lines_shown(one) | {"payments": [payment_shown(payment) for payment in payments], "steps": steps}


def selling(request: HttpRequest, number: int) -> Order:
    """An order on which the token's person may sell. Raises Order.DoesNotExist, NotAllowed."""
    return access_order(request.user, number, to="sell")


def buyer(person: Any, number: int) -> Customer:
    """To whom something is sold. Raises Problem."""
    found = customer_to_sell(person, number)
    if found is None or found.merged_into_id is not None:
        raise wrong_field("customer", _("There is no such customer."))
    return found


def department_to_sell(person: Any, number: int | None) -> int | None:
    """In which department it stands. Raises Problem for one in which the person does not sell."""
    found = place_for(person, number)
    if number is not None and found != number:
        raise wrong_field("department", _("There is no such department."))
    return found


def place_named(person: Any, number: int) -> Department:
    """A department to bring something to. Raises Problem for one in which the person does not sell."""
    found = places_for(person).filter(pk=number).first()
    if found is None:
        raise wrong_field("department", _("There is no such department."))
    return found


@subject.reads("/orders", "see_sales", Page[OrderShape], gettext_lazy("List orders"))
def list_orders(request: HttpRequest, asked: Query[OrdersAsked]) -> dict[str, Any]:
    """The newest first."""
    found = orders_in(request.user, asked.box)
    if asked.customer is not None:
        found = found.filter(customer=asked.customer)
    if asked.q:
        found = found.filter(pk__in=numbers_saying(ORDERS, asked.q))
    rows = order_page(found, after=place_in(asked.cursor, datetime, int), most=asked.limit + 1)  # type: ignore[arg-type]
    return page_of(rows, asked.limit, shown, lambda one: (one.created_at, one.pk))


@subject.reads("/orders/{number}", "see_sales", WholeOrder, gettext_lazy("One order with its lines, payments and steps"))
def get_order(request: HttpRequest, number: Id, response: HttpResponse) -> dict[str, Any]:
    """By its `id`; its `number` is the one that stands on paper."""
    return whole(request.user, number, response)


@subject.writes("POST", "/orders", "sell", WholeOrder, gettext_lazy("Begin an order"), status=201)
def create_order(request: HttpRequest, said: OrderSaid) -> dict[str, Any]:
    """A draft; it is ordered once it is placed."""
    customer = buyer(request.user, said.customer)
    deal = access_deal(request.user, said.deal, to="sell") if said.deal is not None else None
    if deal is not None and deal.customer_id != customer.pk:
        raise wrong_field("deal", _("This deal is with somebody else."))
    made = draft_order(
        customer, by=request.user, department=department_to_sell(request.user, said.department), deal=deal, lines=wanted(said.lines, currency_now()), discount=said.discount,
    )  # fmt: skip
    return whole(request.user, made.pk)


@subject.writes("PUT", "/orders/{number}/lines", "sell", WholeOrder, gettext_lazy("Write the lines of an order"))
def write_order_lines(request: HttpRequest, number: Id, said: OrderLines, response: HttpResponse) -> dict[str, Any]:
    """Only of a draft: what was placed stays as it was."""
    found = selling(request, number)
    write_lines(found, wanted(said.lines, found.currency), by=request.user, version=version_of(request, said), discount=said.discount)
    return whole(request.user, number, response)


@subject.writes("PATCH", "/orders/{number}", "sell", WholeOrder, gettext_lazy("Change what stands beside an order"))
def change_order(request: HttpRequest, number: Id, said: OrderChange, response: HttpResponse) -> dict[str, Any]:
    """Its invoice number, and what whoever packs it should know."""
    found = selling(request, number)
    beside = {"invoice": found.invoice, "note": found.note} | said.model_dump(exclude={"version"}, exclude_none=True)
    note_order(found, by=request.user, version=version_of(request, said) or found.version, **beside)
    return whole(request.user, number, response)


@subject.writes("PUT", "/orders/{number}/department", "sell", WholeOrder, gettext_lazy("Bring an order to another department"))
def set_order_department(request: HttpRequest, number: Id, said: PlaceSaid, response: HttpResponse) -> dict[str, Any]:
    """One in which the token's person sells too; whose it is stays."""
    found = selling(request, number)
    rehouse_order(found, place_named(request.user, said.department), by=request.user, version=version_of(request, said))
    return whole(request.user, number, response)


@subject.writes("POST", "/orders/{number}/steps", "sell", WholeOrder, gettext_lazy("The next thing that becomes of an order"), status=201)
def add_order_step(request: HttpRequest, number: Id, said: StepSaid, response: HttpResponse) -> dict[str, Any]:
    """What may come next goes by where it stands; anything else is a 409."""
    step_order(selling(request, number), said.state, by=request.user, version=version_of(request, said), word=said.word)
    return whole(request.user, number, response)


@subject.writes("DELETE", "/orders/{number}/steps/last", "sell", WholeOrder, gettext_lazy("The last step of an order was a mistake"))
def remove_order_step(request: HttpRequest, number: Id, response: HttpResponse) -> dict[str, Any]:
    """It stands where it stood before; both stay to be read."""
    set_order_back(selling(request, number), by=request.user)
    return whole(request.user, number, response)


@subject.writes("POST", "/orders/{number}/payments", "sell", PaymentShape, gettext_lazy("Write a payment down"), status=201)
def add_payment(request: HttpRequest, number: Id, said: PaymentSaid) -> dict[str, Any]:
    """With an Idempotency-Key it is one payment however often it is sent."""
    given = request.headers.get("Idempotency-Key", "") or uuid.uuid4().hex
    key = hashlib.sha256(f"{request.user.pk}:{number}:{given}".encode()).hexdigest()[:40]
    return payment_shown(note_payment(selling(request, number), said.amount, by=request.user, day=said.day, way=said.way, key=key, reference=said.reference))


@subject.writes("DELETE", "/orders/{number}/payments/{payment}", "sell", PaymentShape, gettext_lazy("Strike a payment out"))
def strike_payment(request: HttpRequest, number: Id, payment: Id) -> dict[str, Any]:
    """It was written down wrongly: it stays to be read, and counts no more."""
    found = selling(request, number).payments.select_related("order", "by").filter(pk=payment).first()
    if found is None:
        raise not_there()
    return payment_shown(withdraw_payment(found, by=request.user))
