"""Segments: which there are, what they ask, and who is in one now. They are built by people, on a page that shows whom they mean."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from ninja import Query

from sandali.customers.models import Segment
from sandali.customers.queries import newest_first
from sandali.customers.segments.counting import count_now
from sandali.customers.segments.queries import access_segment, asked_of, members_of, segments_for
from sandali.exchange.rest.customers import CustomerShape, customers_page
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Id, Page, Paged, Shape, page_of, place_in

subject = Subject("segments")
SCOPE = "customers"


class SegmentShape(Shape):
    """A question about customers. `sentence` says it in the language of the token's person; `works` is false while a condition is gone."""

    id: int
    name: str
    sentence: str
    works: bool
    for_everybody: bool
    version: int


class CountedSegmentShape(SegmentShape):
    """One segment with the number of its customers, as far as the token's person may see."""

    count: int


def shown(one: Segment, sentence: str, *, works: bool) -> dict[str, Any]:
    """A segment."""
    return {"id": one.pk, "name": one.name, "sentence": sentence, "works": works, "for_everybody": one.for_everybody, "version": one.version}


@subject.reads("/segments", "see_customers", Page[SegmentShape], gettext_lazy("List segments"), scope=SCOPE)
def list_segments(request: HttpRequest, asked: Query[Paged]) -> dict[str, Any]:
    """One's own, those of one's departments, and everybody's, by number."""
    after = place_in(asked.cursor, int)
    rows = list(segments_for(request.user).filter(pk__gt=after[0] if after else 0).order_by("pk")[: asked.limit + 1])
    questions, known = asked_of(rows)
    return page_of(
        rows, asked.limit, lambda one: shown(one, questions[one.pk].sentence(known), works=questions[one.pk].is_whole), lambda one: (one.pk,)
    )


@subject.reads("/segments/{number}", "see_customers", CountedSegmentShape, gettext_lazy("One segment"), scope=SCOPE)
def get_segment(request: HttpRequest, number: Id) -> dict[str, Any]:
    """With the number of its customers now."""
    one = access_segment(request.user, number)
    questions, known = asked_of([one])
    return shown(one, questions[one.pk].sentence(known), works=questions[one.pk].is_whole) | {"count": count_now(request.user, one)}


@subject.reads("/segments/{number}/customers", "see_customers", Page[CustomerShape], gettext_lazy("Who is in a segment"), scope=SCOPE)
def list_segment_customers(request: HttpRequest, number: Id, asked: Query[Paged]) -> dict[str, Any]:
    """The newest contact first. Asked anew for each page: who no longer fits stands on none."""
    after = place_in(asked.cursor, datetime, int)
    rows = newest_first(members_of(request.user, access_segment(request.user, number)), after=after, most=asked.limit + 1)  # type: ignore[arg-type]
    return customers_page(rows, asked.limit)
