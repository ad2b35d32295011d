"""Who belongs to which organisation besides their main one: said on the customer's page or on the organisation's."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.permissions import NotAllowed
from sandali.customers.access import access_belonging, access_customer, access_organisation, customers_for
from sandali.customers.actions import named_organisation
from sandali.customers.models import Customer, Organisation
from sandali.customers.organising import CannotDo, add_belonging, make_main, remove_belonging
from sandali.customers.search import find_customers
from sandali.desk.customers.views import show_customer
from sandali.desk.entering import staff
from sandali.desk.organisations.forms import BelongingForm, PersonForm
from sandali.desk.organisations.page import show_organisation
from sandali.desk.sentences import isolated
from sandali.kit.dates import current_display
from sandali.kit.htmx import cleaned, done

MOST_FOUND = 4  # of whom the names are told, where several are called so


def refuse(request: HttpRequest, form: Form, name: str, why: str) -> None:
    """Say at the field why it cannot be."""
    form.add_error(name, why)
    request.form_is_wrong = True  # type: ignore[attr-defined]


@staff("edit_customers", methods=("POST",))
def organisations(request: HttpRequest, number: int) -> HttpResponse:
    """A customer belongs to one more organisation, made when none is called so."""
    customer = access_customer(request.user, number, to="edit")
    form = BelongingForm(request.POST)
    values = cleaned(form, request)
    if values is not None:
        organisation = named_organisation(values["organisation"])
        if organisation is None:
            refuse(request, form, "organisation", _("This cannot be a name."))
        elif belongs(request, form, customer, organisation, "organisation"):
            return done(request, reverse("customer", args=[customer.pk]), _("The organisation was added."))
    return show_customer(request, customer, organisation_form=form)


def belongs(request: HttpRequest, form: Any, customer: Customer, organisation: Organisation, name: str) -> bool:
    """Let them belong to it; False with a sentence at the field `name` where that cannot be."""
    try:
        made = add_belonging(customer, organisation, role=form.cleaned_data["role"], by=request.user)
    except CannotDo as why:
        refuse(request, form, name, str(why))
        return False
    if made is None:
        refuse(request, form, name, _("This is their main organisation already; what they are there stands among their own fields."))
    return made is not None


@staff("edit_customers", methods=("POST",))
def people(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody who is known belongs to this organisation: who that is must be told beyond doubt."""
    organisation = access_organisation(request.user, number, to="edit")
    form = PersonForm(request.POST)
    values = cleaned(form, request)
    if values is not None:
        found = list(customers_for(request.user).filter(pk__in=find_customers(values["person"], most=MOST_FOUND), erased_at=None).order_by("pk"))
        if len(found) != 1:
            refuse(request, form, "person", whom(found))
        elif belongs(request, form, found[0], organisation, "person"):
            return done(request, reverse("organisation", args=[organisation.pk]), _("They belong to this organisation now."))
    return show_organisation(request, organisation, person_form=form)


def whom(found: list[Customer]) -> str:
    """Why it is not known who is meant."""
    if not found:
        return _("Nobody is known by this. Please write them down first.")
    names = ("، " if current_display().language == "fa" else ", ").join(isolated(one) for one in found)
    return _("Several people are known by this: %(names)s. A number or an address says which one.") % {"names": names}


@staff("edit_customers", methods=("POST",))
def removal(request: HttpRequest, number: int, belonging: int) -> HttpResponse:
    """They belong to it no more."""
    found = access_belonging(request.user, number, belonging)
    remove_belonging(found, by=request.user)
    return done(request, reverse("customer", args=[found.customer_id]), _("The organisation was taken away."))


@staff("edit_customers", methods=("POST",))
def main(request: HttpRequest, number: int, belonging: int) -> HttpResponse:
    """This one is their main organisation from here on."""
    found = access_belonging(request.user, number, belonging)
    if found.customer.erased_at is not None:
        raise NotAllowed
    make_main(found, by=request.user)
    return done(request, reverse("customer", args=[found.customer_id]), _("This is their main organisation now."))
