"""Orders: the list, beginning one, its page and its lines."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.company.permissions import may
from sandali.customers.access import customers_for
from sandali.customers.search import find_customers
from sandali.desk.cases.boxes import capped
from sandali.desk.cases.paging import asked_after
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.desk.remedies.words import money
from sandali.desk.sales.forms import ExportForm, NoteForm, PaymentForm, PlaceForm
from sandali.desk.sales.lines import Written
from sandali.desk.sales.rows import BOX_NAMES, order_line, order_words, owed_chip, state_chip
from sandali.desk.sales.warnings import before_selling
from sandali.kit.components.regions import show_more
from sandali.kit.htmx import asked_by_htmx, asked_part, cleaned, done, page
from sandali.kit.markup_text import format_html, format_html_join
from sandali.sales.access import access_order, customer_to_sell, may_sell, place_for
from sandali.sales.actions.common import NotSellable
from sandali.sales.actions.orders import NEXT, WITH_REASON, draft_order, write_lines
from sandali.sales.models import Order, OrderState
from sandali.sales.queries import (
    BOXES,
    order_counts,
    order_page,
    orders_in,
    owed_on,
    paid_for,
    products_offered,
    sums_in,
)

PAGE: Final = 30
MOST_FOUND: Final = 8


@staff("see_sales")
def orders(request: HttpRequest) -> HttpResponse:
    """Orders of a box, the newest first. `more` is the part with the next rows."""
    return show_orders(request, asked_box(request.GET))


def asked_box(asked: Any) -> str:
    """The box that is asked for, else all."""
    box = asked.get("box", "")
    return box if box in BOXES else "all"


def show_orders(request: HttpRequest, box: str, export_form: ExportForm | None = None) -> HttpResponse:
    """The list; the form of an export comes back with what was typed."""
    found = order_page(orders_in(request.user, box), after=asked_after(request.GET), most=PAGE + 1)
    rows = format_html_join("", "{}", ((order_line(one),) for one in found[:PAGE]))
    last = found[PAGE - 1] if len(found) > PAGE else None
    more = show_more(url=f"{box_url(box)}&{urlencode({'after': f'{last.created_at.isoformat()},{last.pk}'})}", target="more") if last else ""
    if asked_by_htmx(request) and asked_part(request) == "more":
        return HttpResponse(format_html("{}{}", rows, more))
    counts = order_counts(request.user)
    tabs = [{"label": label, "url": box_url(name), "current": name == box, "count": capped(counts[name])} for name, label in BOX_NAMES.items()]
    context = {
        "rows": rows,
        "more": more,
        "box": box,
        "tabs": tabs,
        "may_sell": may(request.user, "sell"),
        "export_form": (export_form or ExportForm(of_orders=True)) if may(request.user, "export_customers") else None,
        "export_fields": [("box", box)],
    }
    return page(request, "desk/sales/orders.html", context)


def box_url(box: str) -> str:
    """The list with a box."""
    return f"{reverse('orders')}?{urlencode({'box': box})}"


def who(request: HttpRequest, *, here: str, heading: str) -> HttpResponse:
    """The page that asks for whom something is begun: who is found is chosen by an address."""
    query = request.GET.get("q", "").strip()[:200]
    found = list(customers_for(request.user).filter(pk__in=find_customers(query, most=MOST_FOUND))) if query else []
    return page(request, "desk/sales/who.html", {"here": here, "heading": heading, "query": query, "found": found})


@staff("sell", methods=("GET", "POST"))
def order_new(request: HttpRequest) -> HttpResponse:
    """For whom: chosen by the address, or found by name. A POST begins the order and leads to its lines."""
    customer = customer_to_sell(request.user, read_number(request.POST.get("customer", "") or request.GET.get("customer", "")))
    if customer is None or request.method != "POST":
        if customer is None:
            return who(request, here=reverse("order_new"), heading=_("New order"))
        return page(request, "desk/sales/order_new.html", {"customer": customer, **before_selling(request.user, customer)})
    made = draft_order(customer, by=request.user, department=place_for(request.user))
    return done(request, reverse("order_lines", args=[made.pk]), leave=True)


@staff("see_sales")
def order(request: HttpRequest, number: int) -> HttpResponse:
    """One order: its lines and sums, what was paid, what became of it, and what to know of its customer."""
    return show_order(request, access_order(request.user, number))


def show_order(request: HttpRequest, found: Order, *, status: int | None = None, **forms: Any) -> HttpResponse:
    """Its page; `forms` come back with what was typed."""
    lines, total = sums_in(found)
    payments = list(found.payments.select_related("by", "withdrawn_by"))
    paid = sum(one.amount for one in payments if one.withdrawn_at is None)
    sells = may_sell(request.user, found)
    steps = list(found.steps.select_related("by"))
    owed = owed_on(found, paid)
    context = {
        "order": found,
        "words": order_words(found),
        "state_chip": state_chip(found),
        "owed_chip": owed_chip(found, paid),
        "lines": lines,
        "total": total,
        "payments": [{"row": one, "back": one.amount < 0, "amount": money(abs(one.amount), found.currency)} for one in payments],
        "paid": paid,
        "owed": owed,
        "owed_back": -owed,
        "steps": steps,
        "may_sell": sells,
        "next": [(state.value, NEXT_WORDS[state]) for state in NEXT[OrderState(found.state)] if state not in WITH_REASON],
        "endings": [(state.value, NEXT_WORDS[state]) for state in NEXT[OrderState(found.state)] if state in WITH_REASON],
        "may_set_back": sells and bool(steps) and bool(steps[-1].before),
        "payment_form": PaymentForm(currency=found.currency, initial={"amount": owed} if owed > 0 else {}),
        "note_form": NoteForm.of(found),
        "place_form": PlaceForm(person=request.user, row=found) if sells else None,
        **before_selling(request.user, found.customer),
        **forms,
    }
    return page(request, "desk/sales/order.html", context, status=status)


class _Words(dict[OrderState, Any]):
    """What the button of a step says, in the reader's language."""

    def __missing__(self, state: OrderState) -> str:
        said = {
            OrderState.PLACED: _("Place the order"), OrderState.SENT: _("It is on its way"), OrderState.DELIVERED: _("It was delivered"),
            OrderState.CANCELLED: _("Cancel the order"), OrderState.RETURNED: _("It came back"),
        }  # fmt: skip
        return said[state]


NEXT_WORDS: Final = _Words()


@staff("sell", methods=("GET", "POST"))
def order_lines(request: HttpRequest, number: int) -> HttpResponse:
    """What is ordered. Only a draft is written: what was placed can be set back first."""
    found = access_order(request.user, number, to="sell")
    if found.state != OrderState.DRAFT:
        return done(request, reverse("order", args=[number]), _("It is placed, so its lines stay. Set it back to change them."), leave=True)
    written, status = Written(request, found), None
    if request.method == "POST" and not written.asks_more:
        read = written.read()
        status = 422
        if read is not None:
            try:
                write_lines(found, read[0], by=request.user, version=written.form.cleaned_data["version"], discount=read[1])
                return done(request, reverse("order", args=[number]), _("Saved."), leave=True)
            except NotSellable as problem:
                written.form.add_error(None, str(problem))
            except Overtaken as overtaken:
                status = 409
                written.form.data["version"] = str(overtaken.current.version)
                written.form.add_error(None, _("Somebody else changed this while you were writing. What you typed is below; save again to put it in place."))
    context = {
        "order": found,
        "words": order_words(found),
        "written": written,
        "products": products_offered(),
        "here": reverse("order_lines", args=[number]),
        "back": reverse("order", args=[number]),
        **before_selling(request.user, found.customer),
    }
    return page(request, "desk/sales/order_lines.html", context, status=status)


def paid_of(found: Order) -> int:
    """What was paid for one order."""
    return paid_for([found.pk]).get(found.pk, 0)


__all__ = ["cleaned", "order", "order_lines", "order_new", "orders", "show_order", "who"]
