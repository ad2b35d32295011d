"""A customer's organisations besides the main one, and what is known of their addresses."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from sandali.customers.access import access_belonging, access_customer, access_identity, organisations_for
from sandali.customers.models import Belonging
from sandali.customers.organising import add_belonging, make_main, remove_belonging
from sandali.customers.proving import make_main_identity, vouch_for_identity
from sandali.customers.queries import belongings_of
from sandali.exchange.rest.customers import IdentityShape, WholeCustomer, identity_shown, one_shown, subject
from sandali.exchange.rest.paging import Id, Said, Shape
from sandali.exchange.rest.problems import wrong_field
from sandali.exchange.rest.shapes import Named, named


class BelongingShape(Shape):
    """An organisation of a customer besides the main one, which stands with the customer as `organisation` and `job_title`."""

    id: int
    organisation: Named
    role: str


class BelongingSaid(Said):
    """One more organisation of somebody; the same again says another role."""

    organisation: Id
    role: str = Field("", max_length=80)


def shown(one: Belonging) -> dict[str, Any]:
    """A further organisation."""
    return {"id": one.pk, "organisation": named(one.organisation), "role": one.role}


@subject.reads("/customers/{number}/organisations", "see_customers", list[BelongingShape], gettext_lazy("A customer's further organisations"))
def list_customer_organisations(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """Besides the main one."""
    return [shown(one) for one in belongings_of(access_customer(request.user, number))]


@subject.writes("POST", "/customers/{number}/organisations", "edit_customers", BelongingShape, gettext_lazy("Add a further organisation to a customer"), status=201)
def add_customer_organisation(request: HttpRequest, number: Id, said: BelongingSaid) -> dict[str, Any]:
    """The main one is changed with the customer."""
    standing = access_customer(request.user, number, to="edit")
    organisation = organisations_for(request.user).filter(pk=said.organisation).first()
    if organisation is None:
        raise wrong_field("organisation", _("There is no such organisation."))
    made = add_belonging(standing, organisation, by=request.user, role=said.role)
    if made is None:
        raise wrong_field("organisation", _("This is their main organisation already; what they are there stands among their own fields."))
    return shown(made)


@subject.writes("DELETE", "/customers/{number}/organisations/{belonging}", "edit_customers", None, gettext_lazy("Take a further organisation away from a customer"), status=204)
def remove_customer_organisation(request: HttpRequest, number: Id, belonging: Id) -> None:
    """The organisation itself stays."""
    remove_belonging(access_belonging(request.user, number, belonging), by=request.user)


@subject.writes("POST", "/customers/{number}/organisations/{belonging}/main", "edit_customers", WholeCustomer, gettext_lazy("Make an organisation a customer's main one"))
def make_organisation_main(request: HttpRequest, number: Id, belonging: Id) -> dict[str, Any]:
    """The one that was is a further one from here on."""
    return one_shown(request.user, make_main(access_belonging(request.user, number, belonging), by=request.user).pk)


@subject.writes("POST", "/customers/{number}/identities/{identity}/proof", "edit_customers", IdentityShape, gettext_lazy("Say that an address is the customer's own"))
def vouch_for_customer_identity(request: HttpRequest, number: Id, identity: Id) -> dict[str, Any]:
    """By this token's person. One that is somebody else's is a 409."""
    found = access_identity(request.user, number, identity)
    vouch_for_identity(found, by=request.user)
    return identity_shown(access_identity(request.user, number, found.pk))


@subject.writes("POST", "/customers/{number}/identities/{identity}/main", "edit_customers", IdentityShape, gettext_lazy("Make an address the main one of its kind"))
def make_customer_identity_main(request: HttpRequest, number: Id, identity: Id) -> dict[str, Any]:
    """Answers that begin anew take it."""
    make_main_identity(access_identity(request.user, number, identity), by=request.user)
    return identity_shown(access_identity(request.user, number, identity))
