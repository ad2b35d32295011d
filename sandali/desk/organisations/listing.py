"""The list of organisations by their name: searched, filtered, paged, each with its people and when one of them was in touch last."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.company.permissions import may
from sandali.customers.access import organisations_for
from sandali.customers.models import Organisation, Subject, Tag
from sandali.customers.queries import Reckoned, named_like, organisations_by_name, reckoned
from sandali.desk.customers.listing import MOST_OWN, MOST_TYPED, own_filters
from sandali.desk.customers.own_fields import PREFIX
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.kit.components.markup import EMPTY
from sandali.kit.components.pieces import avatar, chip, number
from sandali.kit.components.talk import moment
from sandali.kit.htmx import page
from sandali.kit.markup_text import format_html, format_html_join

PAGE: Final = 30
MOST_TAGS: Final = 200
AFTER: Final = re.compile(r"(\d{1,18})-(.{0,200})", re.DOTALL)  # the last one's number and its folded name


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to: words of the name, a tag's id, values of the company's own fields (field's number, as typed)."""

    q: str = ""
    tag: int | None = None
    own: tuple[tuple[int, str], ...] = ()

    def url(self, after: str = "") -> str:
        """The list's address with this filter."""
        wanted = {"q": self.q, "tag": self.tag, **{f"{PREFIX}{field}": typed for field, typed in self.own}, "after": after}
        query = urlencode({name: value for name, value in wanted.items() if value})
        return reverse("organisations") + (f"?{query}" if query else "")

    @property
    def is_set(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.q or self.tag or self.own)


def read_filter(asked: QueryDict) -> Filter:
    """The filter of an address; what is not understood narrows nothing."""
    given = ((read_number(name.removeprefix(PREFIX)), asked[name].strip()[:MOST_TYPED]) for name in asked if name.startswith(PREFIX))
    own = sorted((field, typed) for field, typed in given if field and typed)[:MOST_OWN]
    return Filter(asked.get("q", "").strip()[:MOST_TYPED], read_number(asked.get("tag", "")), tuple(own))


def narrowed(person: Any, wanted: Filter, own: Q) -> QuerySet[Organisation]:
    """The organisations of a filter that the person may see."""
    found = named_like(organisations_for(person).filter(own), wanted.q)
    return found.filter(tags=wanted.tag) if wanted.tag else found


def read_after(text: str) -> tuple[str, int] | None:
    """The place after a row, as `(folded name, number)`; None for the first page."""
    read = AFTER.fullmatch(text)
    return (read[2], int(read[1])) if read else None


@staff("see_customers")
def organisations(request: HttpRequest) -> HttpResponse:
    """The list, or its next rows."""
    wanted = read_filter(request.GET)
    after = read_after(request.GET.get("after", ""))
    own, condition = own_filters(wanted.own, Subject.ORGANISATION)
    shown = organisations_by_name(narrowed(request.user, wanted, condition), after=after, most=PAGE + 1)
    last = shown[PAGE - 1] if len(shown) > PAGE else None
    context = {
        "filter": wanted,
        "records": records(shown[:PAGE]),
        "more": wanted.url(f"{last.pk}-{last.folded}") if last else "",
        "is_first": after is None,
        "tags": list(Tag.objects.filter(organisations__isnull=False).distinct().order_by("folded")[:MOST_TAGS]),
        "own": own,
        "own_wrong": [(one.field.name, one.wrong) for one in own if one.wrong],
        "may_add": may(request.user, "edit_customers"),
    }
    return page(request, "desk/organisations/list.html", context, part=("organisation-list", "organisation-rows"))


def records(organisations: Iterable[Organisation]) -> SafeString:
    """Organisations as the lines of a list; on phones each is a card."""
    shown = list(organisations)
    known = reckoned([one.pk for one in shown]) if shown else {}
    return format_html_join("\n", "{}", ((record(one, known.get(one.pk, Reckoned(0, None))),) for one in shown))


def record(one: Organisation, known: Reckoned) -> SafeString:
    """One organisation as a line; all of it leads to it."""
    people = ngettext("%(number)s person", "%(number)s people", known.people) % {"number": number(known.people)} if known.people else _("Nobody yet")
    return format_html(
        '<li class="record of-organisation"><div class="record-name">{}<div><a class="record-link" href="{}" dir="auto">{}</a></div></div>'
        '<div class="record-organisation">{}</div><div class="record-tags">{}</div><div class="record-at">{}</div></li>',
        avatar(one.name, key=one.pk, square=True), reverse("organisation", args=[one.pk]), one.name, people,
        format_html_join("", "{}", ((chip(tag.name, icon_name="tag"),) for tag in one.tags.all())),
        moment(known.last_contact_at) if known.last_contact_at else EMPTY,
    )  # fmt: skip
