"""Facts and articles: what our people know, and what customers may read of it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field, Strict

from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Id, Page, Paged, Ref, Said, Shape, Truth, page_of, place_in
from sandali.exchange.rest.problems import wrong_field
from sandali.exchange.rest.shapes import Named, Versioned, named, version_of
from sandali.knowledge.access import access_entry, departments_of_writer, entries_for
from sandali.knowledge.actions import archive_entry, bring_entry_back, change_entry, check_entry, write_entry
from sandali.knowledge.models import Entry

subject = Subject("knowledge")
Language = Literal["fa", "en"]
EntryKind = Literal["fact", "article"]


class EntryShape(Shape):
    """A fact or an article."""

    id: int
    kind: EntryKind
    title: str
    text: str
    language: Language
    keywords: str
    department: Named | None
    is_public: bool
    changed_at: datetime
    checked_at: datetime
    check_due_at: datetime | None
    archived_at: datetime | None
    version: int


class EntriesAsked(Paged):
    """Which entries."""

    kind: EntryKind | None = None
    language: Language | None = None
    archived: bool = False


class EntrySaid(Said):
    """A fact or an article."""

    kind: EntryKind
    title: str = Field(min_length=1, max_length=160)
    text: str = Field(min_length=1, max_length=20_000)
    language: Language
    keywords: str = Field("", max_length=300)
    department: Ref | None = None
    is_public: Truth = False
    check_every: Annotated[int, Strict()] = Field(180, ge=0, le=3650)


class EntryChange(Versioned):
    """What is to be different; what is left out stays."""

    title: str | None = Field(None, min_length=1, max_length=160)
    text: str | None = Field(None, min_length=1, max_length=20_000)
    keywords: str | None = Field(None, max_length=300)
    is_public: Truth | None = None


def shown(one: Entry) -> dict[str, Any]:
    """An entry."""
    same = ("kind", "title", "text", "language", "keywords", "is_public", "changed_at", "checked_at", "check_due_at", "archived_at", "version")
    return {"id": one.pk, **{name: getattr(one, name) for name in same}, "department": named(one.department)}


def one_shown(person: Any, number: int, response: HttpResponse | None = None) -> dict[str, Any]:
    """An entry as it stands now."""
    found = access_entry(person, number)
    if response is not None:
        response["ETag"] = f'"{found.version}"'
    return shown(found)


@subject.reads("/knowledge", "see_knowledge", Page[EntryShape], gettext_lazy("List facts and articles"))
def list_entries(request: HttpRequest, asked: Query[EntriesAsked]) -> dict[str, Any]:
    """The newest first."""
    found, below = entries_for(request.user, archived=asked.archived), place_in(asked.cursor, int)
    wanted = {name: value for name, value in (("kind", asked.kind), ("language", asked.language)) if value is not None}
    found = found.filter(**wanted).select_related("department").order_by("-pk")
    if below is not None:
        found = found.filter(pk__lt=below[0])
    return page_of(found[: asked.limit + 1], asked.limit, shown, lambda one: (one.pk,))


@subject.reads("/knowledge/{number}", "see_knowledge", EntryShape, gettext_lazy("One fact or article"))
def get_entry(request: HttpRequest, number: Id, response: HttpResponse) -> dict[str, Any]:
    """Archived or not."""
    return one_shown(request.user, number, response)


@subject.writes("POST", "/knowledge", "write_knowledge", EntryShape, gettext_lazy("Write a fact or an article"), status=201)
def create_entry(request: HttpRequest, said: EntrySaid) -> dict[str, Any]:
    """A fact is a short text that is inserted in answers; an article is Markdown, for us or, with `is_public`, for everybody."""
    fields = said.model_dump(exclude={"department"})
    department = departments_of_writer(request.user).filter(pk=said.department).first() if said.department is not None else None
    if said.department is not None and department is None:
        raise wrong_field("department", _("There is no such department."))
    if not said.title.strip() or not said.text.strip():
        raise wrong_field("title" if not said.title.strip() else "text", _("Please write something."))
    return one_shown(request.user, write_entry(by=request.user, department=department, **fields).pk)


@subject.writes("PATCH", "/knowledge/{number}", "write_knowledge", EntryShape, gettext_lazy("Change a fact or an article"))
def change_one_entry(request: HttpRequest, number: Id, said: EntryChange, response: HttpResponse) -> dict[str, Any]:
    """Only what is named changes; what stood before is kept."""
    standing, version = access_entry(request.user, number, to="write"), version_of(request, said)
    fields = {name: value for name, value in said.model_dump(exclude_unset=True, exclude={"version"}).items() if value is not None}
    if any(name in fields and not fields[name].strip() for name in ("title", "text")):
        raise wrong_field("text", _("Please write something."))
    change_entry(standing, by=request.user, version=standing.version if version is None else version, **fields)
    return one_shown(request.user, number, response)


@subject.writes("PUT", "/knowledge/{number}/archive", "write_knowledge", EntryShape, gettext_lazy("Archive an entry"))
def archive(request: HttpRequest, number: Id) -> dict[str, Any]:
    """It is offered nowhere any more."""
    archive_entry(access_entry(request.user, number, to="write"), by=request.user)
    return one_shown(request.user, number)


@subject.writes("DELETE", "/knowledge/{number}/archive", "write_knowledge", EntryShape, gettext_lazy("Bring an entry back"))
def unarchive(request: HttpRequest, number: Id) -> dict[str, Any]:
    """As it stood."""
    bring_entry_back(access_entry(request.user, number, to="write"), by=request.user)
    return one_shown(request.user, number)


@subject.writes("PUT", "/knowledge/{number}/check", "write_knowledge", EntryShape, gettext_lazy("An entry is still right"))
def check(request: HttpRequest, number: Id) -> dict[str, Any]:
    """Somebody looked."""
    check_entry(access_entry(request.user, number, to="write"), by=request.user)
    return one_shown(request.user, number)
