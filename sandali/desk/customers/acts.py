"""What is done on a customer's page: addresses, tags and notes come and go."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.customers.access import access_customer, access_identity, access_note
from sandali.customers.actions import (
    Taken,
    add_identity,
    remove_customer_note,
    remove_identity,
    return_customer_note,
    tag_customer,
    untag_customer,
    write_customer_note,
)
from sandali.desk.customers.forms import IdentityForm, NoteForm, TagForm, kind_of
from sandali.desk.customers.views import owner_sentence, show_customer
from sandali.desk.entering import staff
from sandali.kit.htmx import cleaned, done


def back(request: HttpRequest, number: int, message: str = "", undo: str | None = None) -> HttpResponse:
    """The customer's page again."""
    return done(request, reverse("customer", args=[number]), message, undo)


@staff("edit_customers", methods=("POST",))
def identities(request: HttpRequest, number: int) -> HttpResponse:
    """One more address; somebody else's is refused with the way to them."""
    customer = access_customer(request.user, number, to="edit")
    form = IdentityForm(request.POST)
    values = cleaned(form, request)
    if values is not None:
        try:
            add_identity(customer, kind=kind_of(values["address"]), value=values["address"], by=request.user)
            return back(request, number, _("The address was added."))
        except Taken as taken:
            form.add_error("address", owner_sentence(taken))
            request.form_is_wrong = True  # type: ignore[attr-defined]
    return show_customer(request, customer, identity_form=form)


@staff("edit_customers", methods=("POST",))
def identity_removal(request: HttpRequest, number: int, identity: int) -> HttpResponse:
    """Take an address away."""
    remove_identity(access_identity(request.user, number, identity), by=request.user)
    return back(request, number, _("The address was removed."))


@staff("edit_customers", methods=("POST",))
def tags(request: HttpRequest, number: int) -> HttpResponse:
    """One more tag."""
    customer = access_customer(request.user, number, to="edit")
    form = TagForm(request.POST)
    values = cleaned(form, request)
    if values is None:
        return show_customer(request, customer, tag_form=form)
    tag_customer(customer, values["name"], by=request.user)
    return back(request, number)


@staff("edit_customers", methods=("POST",))
def tag_removal(request: HttpRequest, number: int, tag: int) -> HttpResponse:
    """Take a tag away."""
    customer = access_customer(request.user, number, to="edit")
    untag_customer(customer, customer.tags.get(pk=tag), by=request.user)
    return back(request, number)


@staff("edit_customers", methods=("POST",))
def notes(request: HttpRequest, number: int) -> HttpResponse:
    """Write a note."""
    customer = access_customer(request.user, number, to="edit")
    form = NoteForm(request.POST)
    values = cleaned(form, request)
    if values is None:
        return show_customer(request, customer, note_form=form)
    write_customer_note(customer, values["text"], by=request.user)
    return back(request, number, _("The note was kept."))


@staff("edit_customers", methods=("POST",))
def note_removal(request: HttpRequest, number: int, note: int) -> HttpResponse:
    """Hide a note; it can be brought back."""
    remove_customer_note(access_note(request.user, number, note), by=request.user)
    return back(request, number, _("The note was removed."), undo=reverse("customer_note_return", args=[number, note]))


@staff("edit_customers", methods=("POST",))
def note_return(request: HttpRequest, number: int, note: int) -> HttpResponse:
    """Bring a hidden note back."""
    return_customer_note(access_note(request.user, number, note), by=request.user)
    return done(request, reverse("customer", args=[number]), _("The note is back."), leave=True)
