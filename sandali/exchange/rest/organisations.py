"""Organisations: the companies that customers belong to. Which customers are theirs is asked of customers."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from sandali.customers.access import access_organisation, organisations_for
from sandali.customers.actions import edit_organisation, named_organisation
from sandali.customers.models import Organisation
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Id, Page, Paged, Said, Shape, page_of, place_in
from sandali.exchange.rest.problems import wrong_field
from sandali.kit.text import fold

subject = Subject("organisations")
SCOPE = "customers"


class OrganisationShape(Shape):
    """A company that customers belong to."""

    id: int
    name: str
    website: str
    note: str
    created_at: datetime


class OrganisationsAsked(Paged):
    """Which organisations."""

    name: str = Field("", max_length=160, description="exactly this name, however typed")


class OrganisationSaid(Said):
    """An organisation."""

    name: str = Field(min_length=1, max_length=160)
    website: str = Field("", max_length=200)
    note: str = Field("", max_length=5_000)


class OrganisationChange(Said):
    """What is to be different; what is left out stays."""

    name: str | None = Field(None, min_length=1, max_length=160)
    website: str | None = Field(None, max_length=200)
    note: str | None = Field(None, max_length=5_000)


def shown(one: Organisation) -> dict[str, Any]:
    """An organisation."""
    return {"id": one.pk, "name": one.name, "website": one.website, "note": one.note, "created_at": one.created_at}


@subject.reads("/organisations", "see_customers", Page[OrganisationShape], gettext_lazy("List organisations"), scope=SCOPE)
def list_organisations(request: HttpRequest, asked: Query[OrganisationsAsked]) -> dict[str, Any]:
    """The newest first."""
    found, below = organisations_for(request.user), place_in(asked.cursor, int)
    if asked.name:
        found = found.filter(folded=fold(asked.name))
    if below is not None:
        found = found.filter(pk__lt=below[0])
    return page_of(found.order_by("-pk")[: asked.limit + 1], asked.limit, shown, lambda one: (one.pk,))


@subject.reads("/organisations/{number}", "see_customers", OrganisationShape, gettext_lazy("One organisation"), scope=SCOPE)
def get_organisation(request: HttpRequest, number: Id) -> dict[str, Any]:
    """As it stands."""
    return shown(access_organisation(request.user, number))


@subject.writes("POST", "/organisations", "edit_customers", OrganisationShape, gettext_lazy("Write an organisation down"), scope=SCOPE, status=201)
def create_organisation(request: HttpRequest, said: OrganisationSaid) -> dict[str, Any]:
    """The one of that name where there is one already; then its website and note stay."""
    standing = organisations_for(request.user).filter(folded=fold(said.name)).first()
    made = standing or named_organisation(said.name)
    if made is None:
        raise wrong_field("name", _("This cannot be a name."))
    if standing is None and (said.website or said.note):
        made = edit_organisation(made, by=request.user, name=made.name, website=said.website, note=said.note)
    return shown(made)


@subject.writes("PATCH", "/organisations/{number}", "edit_customers", OrganisationShape, gettext_lazy("Change an organisation"), scope=SCOPE)
def change_organisation(request: HttpRequest, number: Id, said: OrganisationChange) -> dict[str, Any]:
    """Only what is named changes. A name that another one has is a 409."""
    standing = access_organisation(request.user, number, to="edit")
    wanted = {name: getattr(said, name) if getattr(said, name) is not None else getattr(standing, name) for name in ("name", "website", "note")}
    if not fold(wanted["name"]):
        raise wrong_field("name", _("This cannot be a name."))
    return shown(edit_organisation(standing, by=request.user, **wanted))
