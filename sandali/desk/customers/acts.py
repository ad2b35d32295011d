"""What is done on a customer's page: addresses, tags and notes come and go."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.forms import Form
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
from sandali.customers.models import Customer
from sandali.desk.customers.forms import IdentityForm, NoteForm, TagForm, kind_of
from sandali.desk.customers.views import owner_sentence, show_customer
from sandali.desk.duplicates.writing import alike_by, names_in
from sandali.desk.entering import staff
from sandali.kit.htmx import cleaned, done


def back(request: HttpRequest, number: int, message: str = "", undo: str | None = None) -> HttpResponse:
    """The customer's page again."""
    return done(request, reverse("customer", args=[number]), message, undo)


def added(request: HttpRequest, number: int, name: str, form: Form, add: Callable[[Customer, str], Any], message: str = "") -> HttpResponse:
    """Add what the form's one field says; with something wrong, the page comes back with the form `name` as it was typed."""
    customer = access_customer(request.user, number, to="edit")
    values = cleaned(form, request)
    if values is not None:
        [(field, value)] = values.items()
        try:
            add(customer, value)
            return back(request, number, message)
        except Taken as taken:
            form.add_error(field, owner_sentence(taken))
            request.form_is_wrong = True  # type: ignore[attr-defined]
    return show_customer(request, customer, **{name: form})


@staff("edit_customers", methods=("POST",))
def identities(request: HttpRequest, number: int) -> HttpResponse:
    """One more address; somebody else's is refused with the way to them."""

    def add(customer: Customer, address: str) -> None:
        add_identity(customer, kind=kind_of(address), value=address, by=request.user)

    likes = alike_by(access_customer(request.user, number, to="edit"), request.POST.get("address", "")[:254])
    said = _("The address was added.")
    if likes:
        said = _("The address was added. By this address, the customer may be the same person as %(names)s.") % {"names": names_in(likes)}
    return added(request, number, "identity_form", IdentityForm(request.POST), add, said)


@staff("edit_customers", methods=("POST",))
def identity_removal(request: HttpRequest, number: int, identity: int) -> HttpResponse:
    """Take an address away."""
    remove_identity(access_identity(request.user, number, identity), by=request.user)
    return back(request, number, _("The address was removed."))


@staff("edit_customers", methods=("POST",))
def tags(request: HttpRequest, number: int) -> HttpResponse:
    """One more tag."""
    return added(request, number, "tag_form", TagForm(request.POST), partial(tag_customer, by=request.user))


@staff("edit_customers", methods=("POST",))
def tag_removal(request: HttpRequest, number: int, tag: int) -> HttpResponse:
    """Take a tag away."""
    customer = access_customer(request.user, number, to="edit")
    untag_customer(customer, customer.tags.get(pk=tag), by=request.user)
    return back(request, number)


@staff("edit_customers", methods=("POST",))
def notes(request: HttpRequest, number: int) -> HttpResponse:
    """Write a note."""
    return added(request, number, "note_form", NoteForm(request.POST), partial(write_customer_note, by=request.user), _("The note was kept."))


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
