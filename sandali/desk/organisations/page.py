"""One organisation: its people and what they are there, their cases, what we owe them, what they bought, notes, files, tags."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django import forms
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from sandali.cases.access import cases_for
from sandali.cases.models import Case
from sandali.company.permissions import may
from sandali.customers.access import access_organisation, customers_for
from sandali.customers.models import Belonging, Customer, Organisation, OrganisationJoining, OrganisationNote
from sandali.customers.organising import has_people
from sandali.customers.queries import (
    events_of_organisation,
    joinings_of,
    known_organisations,
    newest_first,
    notes_of_organisation,
    people_of,
    tags_in_use,
)
from sandali.desk.customers.files import FileRow, file_rows
from sandali.desk.customers.forms import NoteForm, TagForm
from sandali.desk.customers.own_fields import facts_of
from sandali.desk.customers.paging import cursor, read_cursor
from sandali.desk.customers.pieces import case_lines, records, story_items
from sandali.desk.customers.rows import case_row, customer_rows, latest_cases
from sandali.desk.customers.story import plain_lines
from sandali.desk.entering import staff
from sandali.desk.organisations.forms import PersonForm
from sandali.desk.promises.ledger import line as promise_line
from sandali.desk.sales.deal_rows import deal_line
from sandali.desk.sales.rows import order_line
from sandali.kit.htmx import page
from sandali.kit.markup_text import format_html_join
from sandali.resolution.promises.queries import promises_to_many
from sandali.sales.access import deals_for, orders_for
from sandali.sales.board import deal_page
from sandali.sales.queries import order_page

CUSTOMERS: Final = 20
CASES: Final = 8
SALES: Final = 6
EVENTS: Final = 15
MEMBERS: Final = 1000  # of a very large organisation, those in touch last
LOOKED_THROUGH: Final = 60
PARTS: Final = ("customer-rows", "customer-cases", "organisation-tags", "organisation-notes", "organisation-people", "record-files")


@dataclass
class OrganisationPage:
    """What one organisation's page shows. Each piece is read when the page, or the part that was asked for, comes to it."""

    request: HttpRequest
    organisation: Organisation
    tag_form: forms.Form = field(default_factory=TagForm)
    note_form: forms.Form = field(default_factory=NoteForm)
    person_form: forms.Form = field(default_factory=PersonForm)

    @property
    def may_edit(self) -> bool:
        """Whether the forms and the crosses are shown."""
        return may(self.request.user, "edit_customers")

    @property
    def may_merge(self) -> bool:
        """Whether it may be joined to another one."""
        return may(self.request.user, "merge_customers") and self.organisation.removed_at is None

    @cached_property
    def may_remove(self) -> bool:
        """Whether it may be taken out of the lists: nobody belongs to it."""
        return self.may_edit and self.organisation.removed_at is None and not has_people(self.organisation)

    @cached_property
    def url(self) -> str:
        """The page's own address."""
        return reverse("organisation", args=[self.organisation.pk])

    @cached_property
    def typed(self) -> str:
        """What keeps forms that hold something typed apart from the empty ones, which are the same on every page."""
        return uuid.uuid4().hex if any(form.is_bound for form in (self.tag_form, self.note_form, self.person_form)) else ""

    @cached_property
    def facts(self) -> list[dict[str, Any]]:
        """The company's own fields of it."""
        return facts_of(self.organisation)

    @cached_property
    def people(self) -> QuerySet[Customer]:
        """Who belongs to it, mainly or besides, as far as the reader sees customers."""
        return customers_for(self.request.user).filter(people_of(self.organisation))

    @cached_property
    def _people(self) -> tuple[SafeString, str]:
        found = newest_first(self.people, after=read_cursor(self.request.GET.get("after", "")), most=CUSTOMERS + 1)
        shown = found[:CUSTOMERS]
        besides = dict(Belonging.objects.filter(organisation=self.organisation, customer__in=shown).values_list("customer_id", "role"))
        for one in shown:
            if one.organisation_id != self.organisation.pk:
                one.job_title = besides.get(one.pk, "")  # what they are here; it is not written
        last = shown[-1] if len(found) > CUSTOMERS else None
        rows = [replace(row, organisation="") if row.organisation_url == self.url else row for row in customer_rows(shown)]
        return records(rows), f"{self.url}?after={cursor(last.last_contact_at, last.pk)}" if last else ""

    @property
    def records(self) -> SafeString:
        """A page of its people, the latest contact first, each with what they are there."""
        return self._people[0]

    @property
    def more(self) -> str:
        """The address of the next people."""
        return self._people[1]

    @cached_property
    def members(self) -> list[int]:
        """The numbers of its people; of very many those in touch last."""
        return list(self.people.order_by("-last_contact_at", "-pk").values_list("pk", flat=True)[:MEMBERS])

    @cached_property
    def _cases(self) -> tuple[list[Case], str]:
        return cases_of(self.request.user, self.members, read_cursor(self.request.GET.get("cases", "")))

    @property
    def cases(self) -> SafeString:
        """A page of its people's cases that the reader may see, the latest first."""
        return case_lines(case_row(case, with_customer=True) for case in self._cases[0])

    @property
    def more_cases(self) -> str:
        """The address of the next cases."""
        return f"{self.url}?cases={self._cases[1]}" if self._cases[1] else ""

    @cached_property
    def promises(self) -> SafeString:
        """What we owe its people, in cases that the reader may see."""
        now = timezone.now()
        return format_html_join("", "{}", ((promise_line(one, now),) for one in promises_to_many(self.members, self.request.user)))

    @property
    def orders(self) -> SafeString:
        """The newest orders of its people that the reader may see."""
        found = orders_for(self.request.user).filter(customer__in=self.members).order_by("-created_at", "-pk")
        return format_html_join("", "{}", ((order_line(one),) for one in order_page(found, most=SALES)))

    @property
    def deals(self) -> SafeString:
        """What is being talked over with its people, as far as the reader may see it."""
        found = deals_for(self.request.user).filter(customer__in=self.members).order_by("-state_at", "-pk")
        return format_html_join("", "{}", ((deal_line(one),) for one in deal_page(found, most=SALES)))

    @cached_property
    def tags(self) -> list[Any]:
        """Its tags."""
        return list(self.organisation.tags.order_by("folded"))

    @cached_property
    def known_tags(self) -> list[str]:
        """Names of tags to choose from."""
        return [tag.name for tag in tags_in_use()]

    @cached_property
    def notes(self) -> list[OrganisationNote]:
        """What stands written about it."""
        return notes_of_organisation(self.organisation)

    @cached_property
    def files(self) -> list[FileRow]:
        """The files that stand with it."""
        return file_rows(self.organisation)

    @cached_property
    def joinings(self) -> list[OrganisationJoining]:
        """The organisations that were joined to it."""
        return joinings_of(self.organisation)

    @cached_property
    def story(self) -> SafeString:
        """What was done to it lately."""
        return story_items(plain_lines(events_of_organisation(self.organisation)[:EVENTS]))

    @property
    def known_organisations(self) -> list[str]:
        """Names to choose from."""
        return known_organisations()


def cases_of(person: Any, members: list[int], after: tuple[datetime, int] | None) -> tuple[list[Case], str]:
    """A page of the latest cases of these customers that the person may see, and the cursor of the next.

    In steps, each by id: asked at once, SQLite would collect every case of the person's departments first."""
    latest = latest_cases(Case.objects.filter(customer__in=members, aside=""), after=after, most=LOOKED_THROUGH)
    seen = set(cases_for(person).filter(pk__in=[case.pk for case in latest]).values_list("pk", flat=True))
    shown = [case for case in latest if case.pk in seen]
    last = shown[CASES - 1] if len(shown) > CASES else latest[-1] if len(latest) == LOOKED_THROUGH else None
    prefetch_related_objects(shown[:CASES], "customer")
    return shown[:CASES], cursor(last.last_message_at, last.pk) if last else ""


def show_organisation(request: HttpRequest, organisation: Organisation, **given: Any) -> HttpResponse:
    """The page or a part of it; `given` are forms that hold what was typed."""
    shown = OrganisationPage(request, organisation, **given)
    acts = {f"{name}_url": reverse(f"organisation_{name}", args=[organisation.pk]) for name in ("tags", "notes", "people", "files")}
    return page(request, "desk/organisations/organisation.html", {"it": shown, "organisation": organisation, **acts}, part=PARTS)


@staff("see_customers")
def organisation(request: HttpRequest, number: int) -> HttpResponse:
    """All of it. The number of one that was joined to another leads there."""
    found = access_organisation(request.user, number)
    if found.pk != number:
        return HttpResponseRedirect(reverse("organisation", args=[found.pk]))
    return show_organisation(request, found)
