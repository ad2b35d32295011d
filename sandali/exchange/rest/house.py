"""What a program needs of the company itself, to read: who works here, departments, channels, tags, and whom the token acts for."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from sandali.channels.models import Channel
from sandali.company.models import Person
from sandali.company.queries import open_departments
from sandali.customers.models import Tag
from sandali.exchange.rest.operations import ANY, Subject
from sandali.exchange.rest.paging import Page, Paged, Shape, page_of, place_in
from sandali.exchange.rest.shapes import Named, named
from sandali.kit.text import fold

subject = Subject("company")


class TokenShape(Shape):
    """The token that asks, and whom it acts for."""

    name: str
    scopes: list[str]
    expires_at: datetime
    person: Named


class PersonShape(Shape):
    """A colleague."""

    id: int
    name: str
    job_title: str
    presence: str
    departments: list[Named]


class DepartmentShape(Shape):
    """A department in use."""

    id: int
    name: str
    is_private: bool


class ChannelShape(Shape):
    """A channel in use. Nothing of its settings, let alone its secrets, is told."""

    id: int
    name: str
    kind: str
    address: str
    department: Named | None


class TagsAsked(Paged):
    """Which tags."""

    name: str = Field("", max_length=40, description="exactly this name, however typed")


@subject.reads("/me", "", TokenShape, gettext_lazy("The token itself"), scope=ANY)
def get_me(request: HttpRequest) -> dict[str, Any]:
    """What it is good for, until when, and whose rights it has."""
    token = request.caller.token  # type: ignore[attr-defined]
    return {"name": token.name, "scopes": token.scopes, "expires_at": token.expires_at, "person": named(request.user)}


@subject.reads("/people", "", Page[PersonShape], gettext_lazy("Colleagues"))
def list_people(request: HttpRequest, asked: Query[Paged]) -> dict[str, Any]:
    """Who works here now, by number."""
    after = place_in(asked.cursor, int)
    found = Person.objects.filter(is_active=True, pk__gt=after[0] if after else 0).prefetch_related("departments").order_by("pk")
    same = ("name", "job_title", "presence")
    return page_of(
        found[: asked.limit + 1], asked.limit,
        lambda one: {"id": one.pk, **{name: getattr(one, name) for name in same}, "departments": [named(place) for place in one.departments.all()]},
        lambda one: (one.pk,),
    )  # fmt: skip


@subject.reads("/departments", "", list[DepartmentShape], gettext_lazy("Departments"))
def list_departments(request: HttpRequest) -> list[dict[str, Any]]:
    """Those in use."""
    return [{"id": one.pk, "name": one.name, "is_private": one.is_private} for one in open_departments()[:500]]


@subject.reads("/channels", "", list[ChannelShape], gettext_lazy("Channels"), scope="channels")
def list_channels(request: HttpRequest) -> list[dict[str, Any]]:
    """Those in use."""
    found = Channel.objects.filter(is_active=True, archived_at=None).select_related("department").order_by("pk")[:500]
    return [{"id": one.pk, "name": one.name, "kind": one.kind, "address": one.address, "department": named(one.department)} for one in found]


@subject.reads("/tags", "see_customers", Page[Named], gettext_lazy("Tags of customers and cases"), scope="customers")
def list_tags(request: HttpRequest, asked: Query[TagsAsked]) -> dict[str, Any]:
    """By number."""
    after = place_in(asked.cursor, int)
    found = Tag.objects.filter(pk__gt=after[0] if after else 0).order_by("pk")
    if asked.name:
        found = found.filter(folded=fold(asked.name)[:60])
    return page_of(found[: asked.limit + 1], asked.limit, lambda one: {"id": one.pk, "name": one.name}, lambda one: (one.pk,))
