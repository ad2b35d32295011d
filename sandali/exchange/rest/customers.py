"""Customers: who they are, how they are reached, what we should know of them."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from sandali.customers.access import (
    access_customer,
    access_identity,
    access_note,
    customers_for,
    organisations_for,
)
from sandali.customers.actions import (
    NotAnAddress,
    add_customer,
    add_identity,
    edit_customer,
    find_customer,
    normal_identity,
    remove_customer_note,
    remove_identity,
    return_customer_note,
    tag_customer,
    untag_customer,
    write_customer_note,
)
from sandali.customers.fields.finding import subjects_with
from sandali.customers.models import Customer, Identity, Tag
from sandali.customers.models import Subject as About
from sandali.customers.queries import identities_of, newest_first, notes_of, tags_of
from sandali.customers.search import find_customers
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.own_asking import ASKS, OwnFrom, OwnIs, OwnTo, Words, holding
from sandali.exchange.rest.own_fields import OWN_WORDS, Own, OwnValue, own_of, own_of_many, own_said
from sandali.exchange.rest.paging import Id, Page, Paged, Ref, Said, Shape, page_of, place_in
from sandali.exchange.rest.problems import not_there, wrong_field
from sandali.exchange.rest.shapes import Named, TagSaid, Text, Versioned, named, version_of

subject = Subject("customers")
Stage = Literal["contact", "lead", "customer", "former"]


class IdentityShape(Shape):
    """An address by which a customer is known; `claimed` while they only say that it is theirs. `main`: what answers of its kind prefer;
    `proof`: how we know that it is theirs, "" while nobody does."""

    id: int
    kind: str
    value: str
    shown: str
    claimed: bool
    main: bool
    proof: Literal["", "wrote", "link", "provider", "said"]
    proven_at: datetime | None


class CustomerShape(Shape):
    """A customer."""

    id: int
    name: str
    stage: Stage
    organisation: Named | None
    job_title: str
    city: str
    language: str
    identities: list[IdentityShape]
    tags: list[Named]
    own: dict[str, OwnValue] = Field(description=OWN_WORDS)
    created_at: datetime
    last_contact_at: datetime | None = Field(description="null where none is known, as of who was brought in without a date")
    checked_at: datetime | None = Field(description="when one of us last said that what is known of them still holds")
    version: int


class NoteShape(Shape):
    """What our people should know of a customer."""

    id: int
    text: str
    by: Named
    at: datetime


class CustomersAsked(Paged):
    """Which customers."""

    q: str = Field("", max_length=200, description="words: a name, an address, (part of) a number")
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=40)
    stage: Stage | None = None
    organisation: Id | None = None
    tag: Id | None = None
    own: list[Words] = OwnIs
    own_from: list[Words] = OwnFrom
    own_to: list[Words] = OwnTo


class IdentitySaid(Said):
    """An address to add."""

    kind: Literal["email", "phone"]
    value: str = Field(min_length=1, max_length=254)


class CustomerSaid(Said):
    """Somebody new."""

    name: str = Field("", max_length=160)
    identities: list[IdentitySaid] = Field([], max_length=10)
    stage: Stage = "contact"
    organisation: Ref | None = None
    job_title: str = Field("", max_length=80)
    city: str = Field("", max_length=80)
    own: Own | None = None


class CustomerChange(Versioned):
    """What is to be different; what is left out stays."""

    name: str | None = Field(None, max_length=160)
    stage: Stage | None = None
    organisation: Ref | None = None
    job_title: str | None = Field(None, max_length=80)
    city: str | None = Field(None, max_length=80)
    own: Own | None = Field(None, description="by the field's number; those left out stay, null takes a value away")


class CustomerNoteSaid(Said):
    """A note."""

    text: Text = Field(min_length=1, max_length=5_000)


def identity_shown(one: Identity) -> dict[str, Any]:
    """An address."""
    return {"id": one.pk, "kind": one.kind, "value": one.value, "shown": one.shown or one.value, "claimed": bool(one.claimed_by), "main": one.is_main,
            "proof": one.proof, "proven_at": one.proven_at}  # fmt: skip


def customer_shown(one: Customer, own: dict[str, Any]) -> dict[str, Any]:
    """A customer with what was fetched along, and their values of the company's own fields."""
    identities, tags = one.identities.all(), one.tags.all()
    return {
        "id": one.pk, "name": one.name, "stage": one.stage, "organisation": named(one.organisation), "job_title": one.job_title, "city": one.city,
        "language": one.language, "identities": [identity_shown(identity) for identity in identities], "tags": [named(tag) for tag in tags],
        "own": own, "created_at": one.created_at, "last_contact_at": one.last_contact, "checked_at": one.checked_at, "version": one.version,
    }  # fmt: skip


def customers_shown(rows: list[Customer]) -> list[dict[str, Any]]:
    """Customers, with one question for what all of them have in the company's own fields."""
    own = own_of_many("customer", [one.pk for one in rows])
    return [customer_shown(one, own[one.pk]) for one in rows]


def customers_page(rows: list[Customer], limit: int) -> dict[str, Any]:
    """A page of customers by their latest contact, of rows of which one more was asked for."""
    page = page_of(rows, limit, lambda _one: {}, lambda one: (one.last_contact_at, one.pk))
    return page | {"items": customers_shown(rows[:limit])}


def one_shown(person: Any, number: int, response: HttpResponse | None = None) -> dict[str, Any]:
    """One customer as it stands now. Raises Customer.DoesNotExist."""
    found = access_customer(person, number)
    if response is not None:
        response["ETag"] = f'"{found.version}"'
    whole = {"identities": [identity_shown(one) for one in identities_of(number)], "tags": [named(tag) for tag in tags_of(number)]}
    return {
        **{name: getattr(found, name) for name in ("name", "stage", "job_title", "city", "language", "created_at", "checked_at", "version")},
        "id": found.pk, "last_contact_at": found.last_contact, "organisation": named(found.organisation), "own": own_of(found), **whole,
    }  # fmt: skip


def organisation_named(person: Any, number: int | None) -> Any:
    """The organisation of this number. Raises Problem."""
    found = organisations_for(person).filter(pk=number).first() if number is not None else None
    if number is not None and found is None:
        raise wrong_field("organisation", _("There is no such organisation."))
    return found


@subject.reads("/customers", "see_customers", Page[CustomerShape], gettext_lazy("List or find customers"))
def list_customers(request: HttpRequest, asked: Query[CustomersAsked]) -> dict[str, Any]:
    """The newest contact first; with `q`, `email` or `phone` those who are found by it, the newest customer first."""
    found = customers_for(request.user).filter(holding(About.CUSTOMER, asked.model_dump(include=set(ASKS)), subjects_with))
    if asked.email or asked.phone:
        found = found.filter(pk__in=known_by(asked))
    for name, value in (("stage", asked.stage), ("organisation_id", asked.organisation), ("tags", asked.tag)):
        found = found.filter(**{name: value}) if value is not None else found
    if asked.q:
        below = place_in(asked.cursor, int)
        numbers = find_customers(asked.q, most=asked.limit + 1, below=below[0] if below else None)
        rows = sorted(newest_first(found.filter(pk__in=numbers), most=asked.limit + 1), key=lambda one: -one.pk)
        # The filters may have left out some of those found: the cursor goes by the search.
        here = set(numbers[: asked.limit])
        return page_of(numbers, asked.limit, lambda _one: {}, lambda one: (one,)) | {"items": customers_shown([one for one in rows if one.pk in here])}
    after = place_in(asked.cursor, datetime, int)
    rows = newest_first(found, after=after, most=asked.limit + 1)  # type: ignore[arg-type]
    return customers_page(rows, asked.limit)


def known_by(asked: CustomersAsked) -> list[int]:
    """Who is known by both of the addresses that are asked for, as far as they are. Raises NotAnAddress."""
    theirs = []
    for kind, value in (("email", asked.email), ("phone", asked.phone)):
        if value:
            try:
                found = find_customer(kind, normal_identity(kind, value)[0])
            except NotAnAddress as why:
                raise wrong_field(kind, str(why)) from why
            theirs.append({found.pk} if found is not None else set())
    return sorted(set.intersection(*theirs))


@subject.reads("/customers/{number}", "see_customers", CustomerShape, gettext_lazy("One customer"))
def get_customer(request: HttpRequest, number: Id, response: HttpResponse) -> dict[str, Any]:
    """With addresses and tags."""
    return one_shown(request.user, number, response)


@subject.writes("POST", "/customers", "edit_customers", CustomerShape, gettext_lazy("Write a customer down"), status=201)
def create_customer(request: HttpRequest, said: CustomerSaid) -> dict[str, Any]:
    """Somebody who is not known yet. An address that is another customer's is a 409: merging is a decision of people."""
    fields = {"stage": said.stage, "job_title": said.job_title, "city": said.city, "organisation": organisation_named(request.user, said.organisation)}
    addresses, own = [(one.kind, one.value) for one in said.identities], own_said("customer", said.own)
    made = add_customer(by=request.user, name=said.name, identities=addresses, values=own, **fields)
    return one_shown(request.user, made.pk)


@subject.writes("PATCH", "/customers/{number}", "edit_customers", CustomerShape, gettext_lazy("Change a customer"))
def change_customer(request: HttpRequest, number: Id, said: CustomerChange, response: HttpResponse) -> dict[str, Any]:
    """Only what is named changes."""
    standing = access_customer(request.user, number, to="edit")
    version = version_of(request, said)
    named_here = said.model_dump(exclude_unset=True, exclude={"version", "own"})
    fields = {name: value for name, value in named_here.items() if value is not None or name == "organisation"}
    if "organisation" in fields:
        fields["organisation"] = organisation_named(request.user, said.organisation)
    own = own_said("customer", said.own)
    edit_customer(standing, by=request.user, version=standing.version if version is None else version, values=own, **fields)
    return one_shown(request.user, number, response)


@subject.writes("POST", "/customers/{number}/identities", "edit_customers", IdentityShape, gettext_lazy("Add an address to a customer"), status=201)
def add_customer_identity(request: HttpRequest, number: Id, said: IdentitySaid) -> dict[str, Any]:
    """One more address; the same again returns the one that stands."""
    standing = access_customer(request.user, number, to="edit")
    return identity_shown(add_identity(standing, kind=said.kind, value=said.value, by=request.user))


@subject.writes("DELETE", "/customers/{number}/identities/{identity}", "edit_customers", None, gettext_lazy("Take an address away from a customer"), status=204)
def remove_customer_identity(request: HttpRequest, number: Id, identity: Id) -> None:
    """What came from it stays."""
    remove_identity(access_identity(request.user, number, identity), by=request.user)


@subject.writes("POST", "/customers/{number}/tags", "edit_customers", Named, gettext_lazy("Tag a customer"), status=201)
def add_customer_tag(request: HttpRequest, number: Id, said: TagSaid) -> dict[str, Any] | None:
    """A tag, made where there is none of that name yet."""
    tag = tag_customer(access_customer(request.user, number, to="edit"), said.name, by=request.user)
    if tag is None:
        raise wrong_field("name", _("This cannot be a tag."))
    return named(tag)


@subject.writes("DELETE", "/customers/{number}/tags/{tag}", "edit_customers", None, gettext_lazy("Take a tag away from a customer"), status=204)
def remove_customer_tag(request: HttpRequest, number: Id, tag: Id) -> None:
    """Does nothing where the customer has it not."""
    standing = access_customer(request.user, number, to="edit")
    found = Tag.objects.filter(pk=tag).first()
    if found is None:
        raise not_there()
    untag_customer(standing, found, by=request.user)


@subject.reads("/customers/{number}/notes", "see_customers", list[NoteShape], gettext_lazy("Notes about a customer"))
def list_customer_notes(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """The newest first, fifty at most."""
    return [note_shown(note) for note in notes_of(access_customer(request.user, number))]


def note_shown(note: Any) -> dict[str, Any]:
    """A note."""
    return {"id": note.pk, "text": note.text, "by": named(note.by), "at": note.at}


@subject.writes("POST", "/customers/{number}/notes", "edit_customers", NoteShape, gettext_lazy("Write a note about a customer"), status=201)
def write_note_about_customer(request: HttpRequest, number: Id, said: CustomerNoteSaid) -> dict[str, Any]:
    """For our own people."""
    if not said.text.strip():
        raise wrong_field("text", _("Please write something."))
    return note_shown(write_customer_note(access_customer(request.user, number, to="edit"), said.text, by=request.user))


@subject.writes("DELETE", "/customers/{number}/notes/{note}", "edit_customers", None, gettext_lazy("Hide a note about a customer"), status=204)
def hide_customer_note(request: HttpRequest, number: Id, note: Id) -> None:
    """History keeps that it was there."""
    remove_customer_note(access_note(request.user, number, note), by=request.user)


@subject.writes("POST", "/customers/{number}/notes/{note}/return", "edit_customers", NoteShape, gettext_lazy("Bring a note back"))
def return_note_about_customer(request: HttpRequest, number: Id, note: Id) -> dict[str, Any]:
    """Where it was hidden."""
    found = access_note(request.user, number, note)
    return_customer_note(found, by=request.user)
    return note_shown(found)
