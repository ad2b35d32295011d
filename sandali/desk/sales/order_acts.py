"""What is done with an order: its next step, what was paid, what stands beside it. A lost race says what stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.desk.cases.acts import asked_version
from sandali.desk.entering import staff
from sandali.desk.sales.forms import NoteForm, PaymentForm, PlaceForm
from sandali.desk.sales.orders import show_order
from sandali.kit.htmx import cleaned, done
from sandali.sales.access import access_order
from sandali.sales.actions.common import NotSellable
from sandali.sales.actions.orders import (
    note_order,
    note_payment,
    rehouse_order,
    return_order,
    set_order_back,
    step_order,
    withdraw_payment,
)
from sandali.sales.models import Order


def changed(request: HttpRequest, found: Order, act: Callable[[], Any], said: str, undo: str | None = None, **forms: Any) -> HttpResponse:
    """Do it, and show the order; what cannot be done says why, a lost race how it stands now, and what was typed stays."""
    try:
        act()
    except NotSellable as problem:
        messages.warning(request, str(problem))
        return show_order(request, found, status=422, **forms)
    except Overtaken as overtaken:
        messages.warning(request, _("Somebody else changed this in the meantime. This is how it stands now; please choose again."))
        for form in (one for one in forms.values() if hasattr(one, "data")):
            form.data = {**form.data.dict(), "version": str(overtaken.current.version)}
        return show_order(request, access_order(request.user, found.pk), status=409, **forms)
    return done(request, reverse("order", args=[found.pk]), said, undo, leave=True)


@staff("sell", methods=("POST",))
def order_steps(request: HttpRequest, number: int) -> HttpResponse:
    """The next thing that became of it; to cancel it or take it back wants a reason."""
    found = access_order(request.user, number, to="sell")
    state, word = request.POST.get("state", ""), request.POST.get("word", "")
    return changed(
        request, found, lambda: step_order(found, state, by=request.user, version=asked_version(request), word=word), _("Written down."),
        reverse("order_step_removal", args=[number]), word=word,
    )  # fmt: skip


@staff("sell", methods=("POST",))
def order_step_removal(request: HttpRequest, number: int) -> HttpResponse:
    """The last step was a mistake."""
    found = access_order(request.user, number, to="sell")
    return changed(request, found, lambda: set_order_back(found, by=request.user, version=asked_version(request)), _("It stands where it stood before."))


@staff("sell", methods=("POST",))
def order_beside(request: HttpRequest, number: int) -> HttpResponse:
    """Its invoice number, and what whoever packs it should know."""
    found = access_order(request.user, number, to="sell")
    form = NoteForm.of(found, request.POST)
    values = cleaned(form, request)
    if values is None:
        return show_order(request, found, note_form=form)
    return changed(request, found, lambda: note_order(found, by=request.user, **values), _("Saved."), note_form=form)


@staff("sell", methods=("POST",))
def order_department(request: HttpRequest, number: int) -> HttpResponse:
    """Let it be another department's, in which the person sells too."""
    found = access_order(request.user, number, to="sell")
    form = PlaceForm(request.POST, person=request.user, row=found)
    values = cleaned(form, request)
    if values is None:
        return show_order(request, found, place_form=form)
    act = lambda: rehouse_order(found, form.place(), by=request.user, version=values["version"])  # noqa: E731 - said once, and short
    return changed(request, found, act, _("It belongs to the other department now."), form.way_back("order_department_undoing", number), place_form=form)


@staff("sell", methods=("POST",))
def order_department_undoing(request: HttpRequest, number: int) -> HttpResponse:
    """It stays where it was after all."""
    found = access_order(request.user, number, to="sell")
    return changed(request, found, lambda: return_order(found, by=request.user), _("It belongs where it did before."))


@staff("sell", methods=("POST",))
def order_payments(request: HttpRequest, number: int) -> HttpResponse:
    """One more payment, or what we paid back."""
    found = access_order(request.user, number, to="sell")
    form = PaymentForm(request.POST, currency=found.currency)
    values = cleaned(form, request)
    if values is None:
        return show_order(request, found, payment_form=form)
    facts = {name: values[name] for name in ("day", "way", "reference", "key")}
    return changed(request, found, lambda: note_payment(found, form.signed(), by=request.user, **facts), _("The payment is written down."), payment_form=form)


@staff("sell", methods=("POST",))
def order_payment_removal(request: HttpRequest, number: int, payment: int) -> HttpResponse:
    """A payment was written down wrongly: it stays to be read, struck out."""
    found = access_order(request.user, number, to="sell")
    withdraw_payment(found.payments.select_related("order").get(pk=payment), by=request.user)
    return done(request, reverse("order", args=[number]), _("The payment is struck out."), leave=True)
