"""The list of segments, and who is in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.company.models import Department
from sandali.company.permissions import may
from sandali.customers.models import Segment
from sandali.customers.queries import newest_first
from sandali.customers.segments.actions import remove_segment, restore_segment
from sandali.customers.segments.counting import count_kept, count_now
from sandali.customers.segments.queries import (
    access_segment,
    asked_of,
    may_change_segment,
    members,
    segments_for,
)
from sandali.desk.customers.paging import cursor, read_cursor
from sandali.desk.customers.pieces import records
from sandali.desk.customers.rows import customer_rows
from sandali.desk.entering import staff
from sandali.kit.components.pieces import number as figure
from sandali.kit.htmx import asked_by_htmx, done, page
from sandali.kit.markup_text import format_html

PAGE: Final = 30
MOST: Final = 200  # segments of a list
RIGHT: Final = "see_customers"


@dataclass(frozen=True, slots=True)
class Row:
    """One segment in the list. `count` is "" where nobody counted it within the last minute."""

    segment: Segment
    sentence: str
    audience: str
    count: SafeString | str
    is_whole: bool
    may: bool


@staff(RIGHT)
def segments(request: HttpRequest) -> HttpResponse:
    """Every segment of the person with its question; numbers that are not at hand come after the page."""
    shown = list(segments_for(request.user).select_related("owner").order_by("name", "pk")[:MOST])
    names = dict(Department.objects.filter(pk__in={one.department_id for one in shown} - {None}).values_list("pk", "name"))
    questions, known = asked_of(shown)
    rows = [
        Row(
            one, questions[one.pk].sentence(known), _("For everybody") if one.for_everybody else names.get(one.department_id, _("Only me")),
            counted_words(count_kept(request.user, one)), questions[one.pk].is_whole, may_change_segment(request.user, one),
        )
        for one in shown
    ]  # fmt: skip
    return page(request, "desk/segments/list.html", {"rows": rows})


def counted_words(count: int | None) -> str:
    """A number of customers in words."""
    return "" if count is None else ngettext("%(number)s customer", "%(number)s customers", count) % {"number": figure(count)}


@staff(RIGHT)
def count(request: HttpRequest, number: int) -> HttpResponse:
    """How many are in it now."""
    segment = access_segment(request.user, number)
    if not asked_by_htmx(request):
        return HttpResponseRedirect(reverse("segment", args=[number]))
    return HttpResponse(format_html("<span>{}</span>", counted_words(count_now(request.user, segment))))


@staff(RIGHT)
def segment(request: HttpRequest, number: int) -> HttpResponse:
    """Who is in it now: by their last contact, as far as the reader may see what it asks."""
    shown = access_segment(request.user, number)
    questions, known = asked_of([shown])
    question, after = questions[shown.pk], read_cursor(request.GET.get("after", ""))
    found = newest_first(members(request.user, question), after=after, most=PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    context: dict[str, Any] = {
        "segment": shown, "sentence": question.sentence(known), "is_whole": question.is_whole, "is_first": after is None,
        "count": counted_words(count_now(request.user, shown)) if after is None else "",
        "records": records(customer_rows(found[:PAGE])),
        "more": f"{reverse('segment', args=[number])}?after={cursor(last.last_contact_at, last.pk)}" if last else "",
        "may_change": may_change_segment(request.user, shown), "may_export": may(request.user, "export_customers"),
    }  # fmt: skip
    return page(request, "desk/segments/segment.html", context, part="customer-rows")


@staff(RIGHT, methods=("POST",))
def removal(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a segment, with a way back."""
    remove_segment(access_segment(request.user, number, to="change"), by=request.user)
    return done(request, reverse("segments"), _("The segment was removed."), undo=reverse("segment_return", args=[number]), leave=True)


@staff(RIGHT, methods=("POST",))
def returned(request: HttpRequest, number: int) -> HttpResponse:
    """Bring a removed segment back."""
    restore_segment(access_segment(request.user, number, to="return"), by=request.user)
    return done(request, reverse("segment", args=[number]), _("The segment is back."), leave=True)
