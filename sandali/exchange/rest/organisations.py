"""Organisations: the companies that customers belong to. Which customers are theirs is asked of customers."""

from datetime import datetime
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import AfterValidator, Field

from sandali.customers.access import access_organisation, access_organisation_note, organisations_for
from sandali.customers.actions import edit_organisation, named_organisation
from sandali.customers.models import Organisation, OrganisationNote, Tag
from sandali.customers.organising import (
    remove_organisation,
    remove_organisation_note,
    return_organisation,
    return_organisation_note,
    tag_organisation,
    untag_organisation,
    write_organisation_note,
)
from sandali.customers.queries import named_like, notes_of_organisation
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.own_fields import OWN_WORDS, Own, OwnValue, own_of, own_of_many, own_said
from sandali.exchange.rest.paging import Id, Page, Paged, Said, Shape, page_of, place_in
from sandali.exchange.rest.problems import not_there, wrong_field
from sandali.exchange.rest.shapes import Named, TagSaid, Versioned, named, version_of
from sandali.kit.text import fold

subject = Subject("organisations")
SCOPE = "customers"


def only_site(given: str) -> str:
    """An address of the web, or "". It is clicked on at the desk. Raises ValueError with a sentence."""
    try:
        URLValidator(schemes=["https", "http"])(given) if given else None
    except ValidationError as wrong:
        raise ValueError(_("Please give the whole link, beginning with https://")) from wrong
    return given


Website = Annotated[str, Field(max_length=200), AfterValidator(only_site)]

class OrganisationShape(Shape):
    """A company that customers belong to."""

    id: int
    name: str
    website: str
    note: str
    tags: list[Named]
    own: dict[str, OwnValue] = Field(description=OWN_WORDS)
    created_at: datetime
    version: int


class OrganisationNoteShape(Shape):
    """What our people should know of an organisation."""

    id: int
    text: str
    by: Named
    at: datetime


class OrganisationNoteSaid(Said):
    """A note."""

    text: str = Field(min_length=1, max_length=5_000)


class OrganisationsAsked(Paged):
    """Which organisations."""

    name: str = Field("", max_length=160, description="exactly this name, however typed")
    q: str = Field("", max_length=160, description="words, each of which stands somewhere in the name")
    tag: Id | None = None


class OrganisationSaid(Said):
    """An organisation."""

    name: str = Field(min_length=1, max_length=160)
    website: Website = ""
    note: str = Field("", max_length=5_000)
    own: Own | None = None


class OrganisationChange(Versioned):
    """What is to be different; what is left out stays."""

    name: str | None = Field(None, min_length=1, max_length=160)
    website: Website | None = None
    note: str | None = Field(None, max_length=5_000)
    own: Own | None = Field(None, description="by the field's number; those left out stay, null takes a value away")


def shown(one: Organisation, own: dict[str, Any], response: HttpResponse | None = None) -> dict[str, Any]:
    """An organisation with its values of the company's own fields."""
    if response is not None:
        response["ETag"] = f'"{one.version}"'
    return {"id": one.pk, "name": one.name, "website": one.website, "note": one.note, "tags": [named(tag) for tag in one.tags.all()],
            "own": own, "created_at": one.created_at, "version": one.version}  # fmt: skip


@subject.reads("/organisations", "see_customers", Page[OrganisationShape], gettext_lazy("List organisations"), scope=SCOPE)
def list_organisations(request: HttpRequest, asked: Query[OrganisationsAsked]) -> dict[str, Any]:
    """The newest first."""
    found, below = organisations_for(request.user), place_in(asked.cursor, int)
    if asked.name:
        found = found.filter(folded=fold(asked.name))
    found = named_like(found, asked.q) if asked.q else found
    found = found.filter(tags=asked.tag) if asked.tag is not None else found
    if below is not None:
        found = found.filter(pk__lt=below[0])
    rows = list(found.prefetch_related("tags").order_by("-pk")[: asked.limit + 1])
    own = own_of_many("organisation", [one.pk for one in rows])
    return page_of(rows, asked.limit, lambda one: shown(one, own[one.pk]), lambda one: (one.pk,))


@subject.reads("/organisations/{number}", "see_customers", OrganisationShape, gettext_lazy("One organisation"), scope=SCOPE)
def get_organisation(request: HttpRequest, number: Id, response: HttpResponse) -> dict[str, Any]:
    """As it stands."""
    found = access_organisation(request.user, number)
    return shown(found, own_of(found), response)


@subject.writes("POST", "/organisations", "edit_customers", OrganisationShape, gettext_lazy("Write an organisation down"), scope=SCOPE, status=201)
def create_organisation(request: HttpRequest, said: OrganisationSaid) -> dict[str, Any]:
    """The one of that name where there is one already; then all that it has stays."""
    own = own_said("organisation", said.own)
    standing = organisations_for(request.user).filter(folded=fold(said.name)).first()
    made = standing or named_organisation(said.name)
    if made is None:
        raise wrong_field("name", _("This cannot be a name."))
    if standing is None and (said.website or said.note or own):
        made = edit_organisation(made, by=request.user, name=made.name, website=said.website, note=said.note, values=own)
    return shown(made, own_of(made))


@subject.writes("PATCH", "/organisations/{number}", "edit_customers", OrganisationShape, gettext_lazy("Change an organisation"), scope=SCOPE)
def change_organisation(request: HttpRequest, number: Id, said: OrganisationChange, response: HttpResponse) -> dict[str, Any]:
    """Only what is named changes. A name that another one has is a 409."""
    standing, own = access_organisation(request.user, number, to="edit"), own_said("organisation", said.own)
    wanted = {name: getattr(said, name) if getattr(said, name) is not None else getattr(standing, name) for name in ("name", "website", "note")}
    if not fold(wanted["name"]):
        raise wrong_field("name", _("This cannot be a name."))
    made = edit_organisation(standing, by=request.user, values=own, version=version_of(request, said), **wanted)
    return shown(made, own_of(made), response)


@subject.writes("DELETE", "/organisations/{number}", "edit_customers", None, gettext_lazy("Remove an organisation without people"), scope=SCOPE, status=204)
def remove_one_organisation(request: HttpRequest, number: Id) -> None:
    """It stands in no list from here on; one to which people belong is a 422."""
    remove_organisation(access_organisation(request.user, number, to="edit"), by=request.user)


@subject.writes("POST", "/organisations/{number}/return", "edit_customers", OrganisationShape, gettext_lazy("Bring a removed organisation back"), scope=SCOPE)
def return_one_organisation(request: HttpRequest, number: Id) -> dict[str, Any]:
    """With all that it had. A name that another one has by now is a 409."""
    standing = access_organisation(request.user, number, to="edit")
    return_organisation(standing, by=request.user)
    found = access_organisation(request.user, standing.pk)
    return shown(found, own_of(found))


@subject.writes("POST", "/organisations/{number}/tags", "edit_customers", Named, gettext_lazy("Tag an organisation"), scope=SCOPE, status=201)
def add_organisation_tag(request: HttpRequest, number: Id, said: TagSaid) -> dict[str, Any] | None:
    """A tag, made where there is none of that name yet."""
    tag = tag_organisation(access_organisation(request.user, number, to="edit"), said.name, by=request.user)
    if tag is None:
        raise wrong_field("name", _("This cannot be a tag."))
    return named(tag)


@subject.writes("DELETE", "/organisations/{number}/tags/{tag}", "edit_customers", None, gettext_lazy("Take a tag away from an organisation"), scope=SCOPE, status=204)
def remove_organisation_tag(request: HttpRequest, number: Id, tag: Id) -> None:
    """Does nothing where it has it not."""
    standing, found = access_organisation(request.user, number, to="edit"), Tag.objects.filter(pk=tag).first()
    if found is None:
        raise not_there()
    untag_organisation(standing, found, by=request.user)


def note_shown(note: OrganisationNote) -> dict[str, Any]:
    """A note."""
    return {"id": note.pk, "text": note.text, "by": named(note.by), "at": note.at}


@subject.reads("/organisations/{number}/notes", "see_customers", list[OrganisationNoteShape], gettext_lazy("Notes about an organisation"), scope=SCOPE)
def list_organisation_notes(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """The newest first, fifty at most."""
    return [note_shown(note) for note in notes_of_organisation(access_organisation(request.user, number))]


@subject.writes("POST", "/organisations/{number}/notes", "edit_customers", OrganisationNoteShape, gettext_lazy("Write a note about an organisation"), scope=SCOPE, status=201)
def write_note_about_organisation(request: HttpRequest, number: Id, said: OrganisationNoteSaid) -> dict[str, Any]:
    """For our own people."""
    if not said.text.strip():
        raise wrong_field("text", _("Please write something."))
    return note_shown(write_organisation_note(access_organisation(request.user, number, to="edit"), said.text, by=request.user))


@subject.writes("DELETE", "/organisations/{number}/notes/{note}", "edit_customers", None, gettext_lazy("Hide a note about an organisation"), scope=SCOPE, status=204)
def hide_organisation_note(request: HttpRequest, number: Id, note: Id) -> None:
    """History keeps that it was there."""
    remove_organisation_note(access_organisation_note(request.user, number, note), by=request.user)


@subject.writes("POST", "/organisations/{number}/notes/{note}/return", "edit_customers", OrganisationNoteShape, gettext_lazy("Bring a note about an organisation back"), scope=SCOPE)
def return_note_about_organisation(request: HttpRequest, number: Id, note: Id) -> dict[str, Any]:
    """Where it was hidden."""
    found = access_organisation_note(request.user, number, note)
    return_organisation_note(found, by=request.user)
    return note_shown(found)
