"""The list of customers: newest contact first, searched and filtered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.permissions import may
from sandali.customers.access import customers_for
from sandali.customers.fields.finding import IS, subjects_with
from sandali.customers.fields.queries import fields_of
from sandali.customers.fields.values import NotAValue, parse
from sandali.customers.models import Customer, CustomField, FieldKind, Stage, Subject
from sandali.customers.queries import newest_first, tags_in_use
from sandali.customers.search import find_customers
from sandali.desk.customers.own_fields import PREFIX
from sandali.desk.customers.paging import cursor, read_cursor, read_number
from sandali.desk.customers.pieces import records
from sandali.desk.customers.rows import customer_rows
from sandali.desk.entering import staff
from sandali.kit.htmx import page

PAGE: Final = 30
MOST_FOUND: Final = 500
MOST_TYPED: Final = 200
MOST_OWN: Final = 10  # of the company's own fields at once


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to: words, a stage, a tag's id, and values of the company's own fields (field's number, as typed)."""

    q: str = ""
    stage: str = ""
    tag: int | None = None
    own: tuple[tuple[int, str], ...] = ()

    def url(self, after: str = "", *, to: str = "customers") -> str:
        """The list's address with this filter, or of another page that takes it along."""
        wanted = {"q": self.q, "stage": self.stage, "tag": self.tag, **{f"{PREFIX}{number}": typed for number, typed in self.own}, "after": after}
        query = urlencode({name: value for name, value in wanted.items() if value})
        return reverse(to) + (f"?{query}" if query else "")

    @property
    def is_set(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.q or self.stage or self.tag or self.own)


def read_filter(asked: QueryDict) -> Filter:
    """The filter of an address; what is not understood narrows nothing."""
    stage = asked.get("stage", "")
    given = ((read_number(name.removeprefix(PREFIX)), asked[name].strip()[:MOST_TYPED]) for name in asked if name.startswith(PREFIX))
    own = sorted((number, typed) for number, typed in given if number and typed)[:MOST_OWN]
    return Filter(
        asked.get("q", "").strip()[:MOST_TYPED], stage if stage in Stage.values else "", read_number(asked.get("tag", "")), tuple(own)
    )


@dataclass(frozen=True, slots=True)
class OwnFilter:
    """One of the company's own fields in the filter: what was typed, the sentence where that is no value, and what to choose from."""

    field: CustomField
    typed: str
    wrong: str
    choices: list[tuple[str, str]]

    @property
    def name(self) -> str:
        """Its name in the form."""
        return f"{PREFIX}{self.field.pk}"


def own_filters(asked: Iterable[tuple[int, str]], subject: Subject) -> tuple[list[OwnFilter], Q]:
    """The company's own fields of a subject for the filter (asked: field's number, as typed), and the condition that they make on
    customers or organisations. What is no value narrows nothing and is said."""
    typed, found, condition = dict(asked), [], Q()
    for field in fields_of(subject):
        if field.kind == FieldKind.LONG:
            continue
        words, wrong = typed.get(field.pk, ""), ""
        try:
            value = parse(field, words)
        except NotAValue as problem:
            value, wrong = None, str(problem)
        if value is not None:
            condition &= subjects_with(field, IS, value)
        answers = [(one.name, one.name) for one in field.choices.all()] if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES) else []
        if field.kind == FieldKind.YES_NO:
            answers = [("yes", _("Yes")), ("no", _("No"))]
        found.append(OwnFilter(field, words, wrong, answers))
    return found, condition


def narrowed(person: Any, wanted: Filter, own: Q) -> tuple[QuerySet[Customer], bool]:
    """The customers of a filter, and whether more matched the words than are looked through."""
    customers = customers_for(person).filter(own)
    if wanted.stage:
        customers = customers.filter(stage=wanted.stage)
    if wanted.tag:
        customers = customers.filter(tags=wanted.tag)
    if not wanted.q:
        return customers, False
    found = find_customers(wanted.q, most=MOST_FOUND + 1)
    return customers.filter(pk__in=found[:MOST_FOUND]), len(found) > MOST_FOUND


@staff("see_customers")
def customers(request: HttpRequest) -> HttpResponse:
    """The list, or its next rows."""
    wanted = read_filter(request.GET)
    after = read_cursor(request.GET.get("after", ""))
    own, condition = own_filters(wanted.own, Subject.CUSTOMER)
    matching, is_cut = narrowed(request.user, wanted, condition)
    shown = newest_first(matching, after=after, most=PAGE + 1)
    last = shown[PAGE - 1] if len(shown) > PAGE else None
    context = {
        "filter": wanted,
        "records": records(customer_rows(shown[:PAGE])),
        "more": wanted.url(cursor(last.last_contact_at, last.pk)) if last else "",
        "is_cut": is_cut,
        "is_first": after is None,
        "stages": stage_choices(wanted),
        "tags": tags_in_use(),
        "own": own,
        "own_wrong": [(one.field.name, one.wrong) for one in own if one.wrong],
        "keep_url": wanted.url(to="segment_new") if wanted.stage or wanted.tag or wanted.own else "",
        "may_add": may(request.user, "edit_customers"),
        "may_bring": may(request.user, "import_data"),
        "may_merge": may(request.user, "merge_customers"),
    }
    return page(request, "desk/customers/list.html", context, part=("customer-list", "customer-rows"))


def stage_choices(wanted: Filter) -> list[tuple[str, str, bool]]:
    """(words, address, is chosen) of every stage, for the tabs; the first of them, all, has no words."""
    every = [("", replace(wanted, stage="").url(), not wanted.stage)]
    return every + [(str(label), replace(wanted, stage=value).url(), wanted.stage == value) for value, label in Stage.choices]
