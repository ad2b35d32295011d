"""One customer: the page, writing a new one down, editing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.cases.access import cases_for, reach_key
from sandali.cases.models import Aside, Case
from sandali.company.actions import Overtaken
from sandali.company.permissions import may
from sandali.customers.access import access_customer
from sandali.customers.actions import Taken, add_customer, edit_customer
from sandali.customers.contact import wishes_of
from sandali.customers.duplicates.likeness import others_like
from sandali.customers.merging import mergings_of
from sandali.customers.models import Belonging, Customer, CustomerNote, Merging, Stage
from sandali.customers.queries import (
    belongings_of,
    identities_of,
    known_organisations,
    last_edit,
    notes_of,
    tags_in_use,
    tags_of,
)
from sandali.desk.calls.rows import calls_by_press
from sandali.desk.customers.conflict import Conflict, conflict_between
from sandali.desk.customers.files import FileRow, file_rows
from sandali.desk.customers.forms import (
    EditForm,
    IdentityForm,
    NewCustomerForm,
    NoteForm,
    TagForm,
    first_values,
)
from sandali.desk.customers.own_fields import facts_of
from sandali.desk.customers.paging import cursor, read_cursor, read_number
from sandali.desk.customers.pieces import case_lines, story_items
from sandali.desk.customers.rows import (
    STAGE_TONES,
    Address,
    address_of,
    case_row,
    in_lines,
    latest_cases,
    name_of,
)
from sandali.desk.customers.story import FILTERS, story
from sandali.desk.customers.words import owner_sentence
from sandali.desk.duplicates.writing import Like, alike, is_somebodys, numbers_of, unseen
from sandali.desk.entering import staff
from sandali.desk.organisations.forms import BelongingForm
from sandali.desk.promises.ledger import line as promise_line
from sandali.desk.sales.of_customer import Sold, sold_to
from sandali.desk.wishes.words import pieces_of
from sandali.kit.htmx import cleaned, done, page
from sandali.kit.kept import Kept
from sandali.kit.markup_text import format_html_join
from sandali.kit.prepared import Prepared, PreparedModels
from sandali.resolution.promises.queries import promises_to

CASES: Final = 8
PARTS: Final = ("customer-identities", "customer-organisations", "record-files", "customer-tags", "customer-notes", "customer-cases", "story", "story-rows")


@dataclass
class CustomerPage:
    """What one customer's page shows. Each piece is read when the page, or the part that was asked for, comes to it."""

    request: HttpRequest
    customer: Customer
    identity_form: forms.Form = field(default_factory=IdentityForm)
    tag_form: forms.Form = field(default_factory=TagForm)
    note_form: forms.Form = field(default_factory=NoteForm)
    organisation_form: forms.Form | None = None  # what was typed of one more organisation

    @cached_property
    def may_edit(self) -> bool:
        """Whether the forms and the crosses are shown."""
        return may(self.request.user, "edit_customers") and self.customer.erased_at is None

    @property
    def may_export(self) -> bool:
        """Whether all that is kept of them may be written to a file."""
        return may(self.request.user, "export_customers") and self.customer.erased_at is None

    @property
    def may_erase(self) -> bool:
        """Whether they may be erased."""
        return may(self.request.user, "erase_customers") and self.customer.erased_at is None

    @cached_property
    def may_open_case(self) -> bool:
        """Whether a case may be opened for them."""
        return may(self.request.user, "answer_cases") and self.customer.erased_at is None

    @cached_property
    def may_merge(self) -> bool:
        """Whether their record may be put together with another one."""
        return may(self.request.user, "merge_customers")

    @cached_property
    def others(self) -> list[tuple[Customer, str]]:
        """Who else they may be, and where the two are compared (or, for who may not, the other's page)."""
        compare = reverse("customer_merging", args=[self.customer.pk])
        return [
            (other, f"{compare}?with={other.pk}" if self.may_merge else reverse("customer", args=[other.pk])) for other, _percent in others_like(self.customer)
        ]

    @cached_property
    def files(self) -> list[FileRow]:
        """The files that stand with them."""
        return file_rows(self.customer)

    @cached_property
    def mergings(self) -> list[Merging]:
        """The records that live on in theirs; nothing is asked for who took in none."""
        return mergings_of(self.customer.pk) if self.customer.took_in else []

    @cached_property
    def name(self) -> str:
        """What they are called; by their first address while no name is known."""
        return name_of(self.customer, self.addresses)

    @property
    def new_case_url(self) -> str:
        """Where a case of theirs is opened."""
        return f"{reverse('case_new')}?customer={self.customer.pk}"

    @cached_property
    def stage_tone(self) -> str:
        """The colour of the stage's chip."""
        return STAGE_TONES[Stage(self.customer.stage)]

    @cached_property
    def addresses(self) -> list[Address]:
        """How they are reached."""
        return [address_of(identity) for identity in identities_of(self.customer.pk)]

    @cached_property
    def tags(self) -> list[Any]:
        """Their tags."""
        return tags_of(self.customer.pk)

    @cached_property
    def known_tags(self) -> list[str]:
        """Names of tags to choose from."""
        return [tag.name for tag in tags_in_use()]

    @cached_property
    def typed(self) -> str:
        """What keeps forms that hold something typed apart from the empty ones, which are the same on every page."""
        return uuid.uuid4().hex if any(form.is_bound for form in (self.identity_form, self.tag_form, self.note_form, self.belonging_form)) else ""

    @cached_property
    def belongings(self) -> list[Belonging]:
        """Their further organisations, with what they are there."""
        return belongings_of(self.customer)

    @cached_property
    def belonging_form(self) -> forms.Form:
        """The form for one more organisation."""
        return self.organisation_form or BelongingForm()

    @cached_property
    def known_organisations(self) -> list[str]:
        """Names of organisations to choose from."""
        return known_organisations()

    @cached_property
    def wishes(self) -> list[tuple[str, str, str]]:
        """How they want to be reached."""
        found = wishes_of(self.customer)
        return list(pieces_of(found)) if found is not None else []

    @cached_property
    def facts(self) -> list[dict[str, Any]]:
        """The company's own fields of them."""
        return facts_of(self.customer)

    @cached_property
    def notes(self) -> list[CustomerNote]:
        """What stands written about them."""
        return notes_of(self.customer)

    @property
    def is_spam(self) -> bool:
        """Whether those of their cases are asked for that are spam, which stand in no list otherwise."""
        return self.request.GET.get("aside") == Aside.SPAM

    @cached_property
    def spam_count(self) -> int:
        """How many of their cases are spam."""
        person = self.request.user
        query = _spam.get(reach_key(person), lambda: Prepared(lambda number: theirs(person, number, Aside.SPAM).values_list("pk", "state")))
        return len(query(self.customer.pk))

    @cached_property
    def _cases(self) -> tuple[SafeString, str]:
        after = read_cursor(self.request.GET.get("after", ""))
        person, aside = self.request.user, Aside.SPAM.value if self.is_spam else ""
        if after is None:
            query = _first.get((reach_key(person), aside), lambda: PreparedModels(lambda number: in_lines(theirs(person, number, aside))[: CASES + 1]))
            found = query(self.customer.pk)
        else:
            found = latest_cases(theirs(person, self.customer.pk, aside), after=after, most=CASES + 1)
        last = found[CASES - 1] if len(found) > CASES else None
        more = f"{self.url}?{'aside=spam&' if self.is_spam else ''}after={cursor(last.last_message_at, last.pk)}" if last else ""
        return case_lines(case_row(case) for case in found[:CASES]), more

    @property
    def cases(self) -> SafeString:
        """A page of their cases that the reader may see, the latest first. A merged case lives on in another, and stands there."""
        return self._cases[0]

    @property
    def more_cases(self) -> str:
        """The address of the next cases."""
        return self._cases[1]

    @cached_property
    def promises(self) -> SafeString:
        """What we owe them, as far as the reader may see it."""
        now = timezone.now()
        return format_html_join("", "{}", ((promise_line(one, now),) for one in promises_to(self.customer.pk, self.request.user)))

    @cached_property
    def sold(self) -> Sold | None:
        """What they bought and may buy, as far as the reader may see it; None for who sees no sales."""
        return sold_to(self.request.user, self.customer)

    @cached_property
    def show(self) -> str:
        """Which kind of thing the story is narrowed to."""
        asked = self.request.GET.get("show", "all")
        return asked if asked in FILTERS else "all"

    @property
    def filters(self) -> list[tuple[str, str, bool]]:
        """(words, address, is chosen) of the story's tabs."""
        return [(str(words), f"{self.url}?show={name}#story", name == self.show) for name, (words, _kinds) in FILTERS.items()]

    @cached_property
    def _story(self) -> tuple[SafeString, int | None]:
        lines, below = story(self.request.user, self.customer, show=self.show, below=read_number(self.request.GET.get("below", "")))
        return story_items(lines), below

    @property
    def story(self) -> SafeString:
        """A page of what happened."""
        return self._story[0]

    @property
    def earlier(self) -> str:
        """The address of what happened before."""
        below = self._story[1]
        return f"{self.url}?show={self.show}&below={below}" if below else ""

    @cached_property
    def url(self) -> str:
        """The page's own address."""
        return reverse("customer", args=[self.customer.pk])


_spam: Kept[Prepared] = Kept(256)
_first: Kept[PreparedModels] = Kept(256)


def theirs(person: Any, customer: int, aside: str) -> QuerySet[Case]:
    """A customer's cases that a person may see: the living ones, or with `aside` those."""
    return cases_for(person).filter(customer_id=customer, aside=aside)


def addresses_of_acts(customer: Customer) -> dict[str, str]:
    """Where the forms of the page are posted."""
    own = {f"{name}_url": reverse(f"customer_{name}", args=[customer.pk]) for name in ("identities", "tags", "notes", "organisations", "files")}
    return own | {"likeness_url": reverse("customer_likeness", query={"customer": customer.pk})}


def show_customer(request: HttpRequest, customer: Customer, **given: Any) -> HttpResponse:
    """The customer's page or a part of it; `given` are forms that hold what was typed."""
    shown = CustomerPage(request, customer, **given)
    return page(request, "desk/customers/customer.html", {"it": shown, "customer": customer, "calls": calls_by_press(request.user), **addresses_of_acts(customer)}, part=PARTS)


@staff("see_customers")
def customer(request: HttpRequest, number: int) -> HttpResponse:
    """Who they are, their cases, and everything that happened. An old number leads to where they live on."""
    customer = access_customer(request.user, number)
    if customer.pk != number:
        return HttpResponseRedirect(reverse("customer", args=[customer.pk]))
    return show_customer(request, customer)


@staff("edit_customers", methods=("GET", "POST"))
def new_customer(request: HttpRequest) -> HttpResponse:
    """Write somebody down. An address that is somebody else's leads there; people are never merged by the way."""
    first = {name: request.GET.get(name, "")[:160] for name in ("name", "phone", "email", "organisation", "city")}
    form = NewCustomerForm(request.POST) if request.method == "POST" else NewCustomerForm(initial=first)
    likes = alike(request.POST if request.method == "POST" else first)
    if cleaned(form, request) is not None:
        if unseen(likes, request.POST) and not is_somebodys(form.identities()):
            return show_new(request, form, likes, status=409)
        try:
            made = add_customer(by=request.user, identities=form.identities(), values=form.own_values(), **form.values())
            return done(request, reverse("customer", args=[made.pk]), _("The customer was written down."), leave=True)
        except Taken as taken:
            form.add_error(taken.kind, owner_sentence(taken))
            request.form_is_wrong = True
    return show_new(request, form, likes)


def show_new(request: HttpRequest, form: NewCustomerForm, likes: list[Like], *, status: int | None = None) -> HttpResponse:
    """The form for a new customer, with who is like them."""
    context = {"form": form, "organisations": known_organisations(), "likes": likes, "seen": numbers_of(likes)}
    return page(request, "desk/customers/new.html", context, status=status)


@staff("edit_customers", methods=("GET", "POST"))
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Edit a customer. Who was overtaken sees both values and chooses; nothing that was typed is lost."""
    customer = access_customer(request.user, number, to="edit")
    form = EditForm(request.POST if request.method == "POST" else None, initial=first_values(customer), customer=customer)
    form.begin_at(request.GET.get("begin", ""))
    values = cleaned(form, request)
    if values is not None:
        changes = form.changes()
        try:
            edit_customer(
                customer, by=request.user, version=values["version"], values=form.own_values(changed=True), cause=values["cause"], **changes
            )
        except Overtaken as overtaken:
            conflict = conflict_between(form, changes, overtaken.current, last_edit(overtaken.current))
            return show_edit(request, overtaken.current, form, conflict)
        return done(request, reverse("customer", args=[number]), _("Saved."), leave=True)
    return show_edit(request, customer, form, None)


def show_edit(request: HttpRequest, customer: Customer, form: EditForm, conflict: Conflict | None) -> HttpResponse:
    """The form; or, overtaken, both values side by side (409)."""
    context = {"customer": customer, "form": form, "conflict": conflict, "organisations": known_organisations()}
    return page(request, "desk/customers/edit.html", context, status=409 if conflict else None)
