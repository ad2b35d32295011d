"""What is done with an address of a customer: added, removed and brought back, said to be theirs, made the main one of its kind."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.permissions import may
from sandali.customers.access import access_customer, access_identity, access_removal
from sandali.customers.actions import Taken, add_identity, remove_identity
from sandali.customers.models import Customer
from sandali.customers.proving import make_main_identity, return_identity, vouch_for_identity
from sandali.desk.customers.acts import added, back
from sandali.desk.customers.forms import IdentityForm, kind_of
from sandali.desk.customers.views import show_customer
from sandali.desk.customers.words import look_at_both, owner_sentence
from sandali.desk.duplicates.writing import alike_by, names_in
from sandali.desk.entering import staff
from sandali.kit.htmx import done


@staff("edit_customers", methods=("POST",))
def identities(request: HttpRequest, number: int) -> HttpResponse:
    """One more address; somebody else's is refused with the way to them, and to both records side by side (I10)."""

    def add(customer: Customer, address: str) -> None:
        add_identity(customer, kind=kind_of(address), value=address, by=request.user)

    likes = alike_by(access_customer(request.user, number, to="edit"), request.POST.get("address", "")[:254])
    said = _("The address was added.")
    if likes:
        said = _("The address was added. By this address, the customer may be the same person as %(names)s.") % {"names": names_in(likes)}
    return added(request, number, "identity_form", IdentityForm(request.POST), add, said)


@staff("edit_customers", methods=("POST",))
def removal(request: HttpRequest, number: int, identity: int) -> HttpResponse:
    """Take an address away; it can be brought back."""
    found = access_identity(request.user, number, identity)
    event = remove_identity(found, by=request.user)
    undo = reverse("identity_return", args=[found.customer_id, event.pk]) if event.data.get("raw") else None
    return back(request, found.customer_id, _("The address was removed."), undo)


@staff("edit_customers", methods=("POST",))
def bringing_back(request: HttpRequest, number: int, removal: int) -> HttpResponse:
    """Bring a removed address back. One that is somebody else's by now is told so."""
    customer = access_customer(request.user, number, to="edit")
    event = access_removal(request.user, number, removal)
    try:
        said = _("The address is back.") if return_identity(customer, event, by=request.user) else _("Nothing is kept of this address.")
    except Taken as taken:
        said = _("This address already belongs to %(name)s.") % {"name": taken.customer}
    return done(request, reverse("customer", args=[customer.pk]), said, leave=True)


@staff("edit_customers", methods=("POST",))
def proof(request: HttpRequest, number: int, identity: int) -> HttpResponse:
    """A colleague says that the address is theirs."""
    found = access_identity(request.user, number, identity)
    try:
        vouch_for_identity(found, by=request.user)
    except Taken as taken:
        form = IdentityForm({"address": found.value})
        form.is_valid()
        form.add_error("address", said_whose(request.user, found.customer, taken))
        request.form_is_wrong = True  # type: ignore[attr-defined]
        return show_customer(request, found.customer, identity_form=form)
    return back(request, found.customer_id, _("It is written down that this address is theirs."))


def said_whose(person: Any, customer: Customer, taken: Taken) -> Any:
    """Whose the address is, with the ways there."""
    return look_at_both(customer, taken) if may(person, "merge_customers") else owner_sentence(taken)


@staff("edit_customers", methods=("POST",))
def main(request: HttpRequest, number: int, identity: int) -> HttpResponse:
    """Answers take this one of its kind from here on."""
    found = access_identity(request.user, number, identity)
    if found.claimed_by:
        return back(request, found.customer_id, _("This address is only claimed. Say first that it is theirs."))
    make_main_identity(found, by=request.user)
    return back(request, found.customer_id, _("Answers that begin anew take this address now."))
