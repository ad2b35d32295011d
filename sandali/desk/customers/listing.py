"""The list of customers: newest contact first, searched and filtered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from sandali.company.permissions import may
from sandali.customers.access import customers_for
from sandali.customers.models import Customer, Stage
from sandali.customers.queries import newest_first, tags_in_use
from sandali.customers.search import find_customers
from sandali.desk.customers.paging import cursor, read_cursor, read_number
from sandali.desk.customers.pieces import records
from sandali.desk.customers.rows import customer_rows
from sandali.desk.entering import staff
from sandali.kit.htmx import page

PAGE: Final = 30
MOST_FOUND: Final = 500
MOST_TYPED: Final = 200


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to: words, a stage, a tag's id."""

    q: str = ""
    stage: str = ""
    tag: int | None = None

    def url(self, after: str = "") -> str:
        """The list's address with this filter."""
        wanted = {"q": self.q, "stage": self.stage, "tag": self.tag, "after": after}
        query = urlencode({name: value for name, value in wanted.items() if value})
        return reverse("customers") + (f"?{query}" if query else "")

    @property
    def is_set(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.q or self.stage or self.tag)


def read_filter(asked: QueryDict) -> Filter:
    """The filter of an address; what is not understood narrows nothing."""
    stage = asked.get("stage", "")
    return Filter(
        asked.get("q", "").strip()[:MOST_TYPED], stage if stage in Stage.values else "", read_number(asked.get("tag", ""))
    )


def narrowed(person: Any, wanted: Filter) -> tuple[QuerySet[Customer], bool]:
    """The customers of a filter, and whether more matched the words than are looked through."""
    customers = customers_for(person)
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
    matching, is_cut = narrowed(request.user, wanted)
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
        "may_add": may(request.user, "edit_customers"),
        "may_merge": may(request.user, "merge_customers"),
    }
    return page(request, "desk/customers/list.html", context, part=("customer-list", "customer-rows"))


def stage_choices(wanted: Filter) -> list[tuple[str, str, bool]]:
    """(words, address, is chosen) of every stage, for the tabs; the first of them, all, has no words."""
    every = [("", replace(wanted, stage="").url(), not wanted.stage)]
    return every + [(str(label), replace(wanted, stage=value).url(), wanted.stage == value) for value, label in Stage.choices]
