"""The builder: conditions come and go by plain buttons; with JavaScript the sentence and the number follow while one builds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.company.actions import Overtaken
from sandali.customers.models import Segment
from sandali.customers.queries import tags_in_use
from sandali.customers.segments.actions import MOST_SEGMENTS, TooMany, change_segment, save_segment
from sandali.customers.segments.conditions import Condition
from sandali.customers.segments.parts import Choice
from sandali.customers.segments.queries import access_segment, members
from sandali.customers.segments.questions import (
    ALL,
    MOST,
    Unread,
    known_for,
    offered_to,
    question_of,
    read_question,
    typed_of,
)
from sandali.desk.cases.lists.views import ViewForm, asked_version, audience_of
from sandali.desk.customers.listing import read_filter
from sandali.desk.entering import staff
from sandali.desk.segments.forms import JOINED, forms_of, groups, rows_in
from sandali.desk.segments.from_list import rows_of_filter
from sandali.kit.components.pieces import number as figure
from sandali.kit.htmx import asked_by_htmx, asked_part, cleaned, done, fragments, page

RIGHT: Final = "see_customers"
CONDITIONS: Final = "segment-conditions"
TEMPLATE: Final = "desk/segments/build.html"
OVERTAKEN = gettext_lazy("Somebody else changed this segment in the meantime. Yours stands below; saving it again replaces theirs.")


def built(
    request: HttpRequest, form: ViewForm, rows: Sequence[Mapping[str, str]], *, joined: str = ALL, segment: Segment | None = None,
    version: int | None = None, is_checked: bool = False, status: int | None = None, note: str = "",
) -> HttpResponse:  # fmt: skip
    """The builder with these conditions; `is_checked` says what is wrong of them."""
    offered = offered_to(request.user)
    conditions = forms_of(rows, offered, is_checked=is_checked)
    context = {
        "form": form, "conditions": conditions, "joined": joined, "ways": JOINED, "groups": groups(offered), "segment": segment, "note": note,
        "version": version, "tags": tags_in_use(), "is_full": len(rows) >= MOST, "is_lost": len(conditions) < len(rows),
        "said": said_of(request.user, rows, joined, offered),
    }  # fmt: skip
    if asked_by_htmx(request) and asked_part(request) == CONDITIONS:
        return fragments(request, TEMPLATE, CONDITIONS, "segment-said", context=context)
    return page(request, TEMPLATE, context, part="segment-said", status=status)


def said_of(person: Any, rows: Sequence[Mapping[str, str]], joined: str, offered: Mapping[str, Any]) -> dict[str, Any] | None:
    """The sentence, and how many it means now; None while something is still to be filled in."""
    try:
        kept = read_question(rows, joined=joined, offered=offered)
    except Unread:
        return None
    known = known_for([kept])
    question = question_of(kept, known)
    return {"sentence": question.sentence(known), "count": figure(members(person, question).order_by().count())}


def begun(kind: str, offered: Mapping[str, Condition]) -> dict[str, str]:
    """A new condition as its form first shows it: the first answers, once."""
    parts = offered[kind].parts if kind in offered else ()
    return {"kind": kind, "times": "1"} | {part.name: next(iter(part.choices()))[0] for part in parts if isinstance(part, Choice) and part.is_required}


def joined_in(request: HttpRequest) -> str:
    """Whether all conditions must hold, or any."""
    return "any" if request.POST.get("joined") == "any" else ALL


@staff(RIGHT, methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """A new segment; an address with a filter of the customers' list begins with that."""
    if request.method == "POST":
        return saved(request, None)
    wanted = read_filter(request.GET)
    note = _("Words that you searched for are not part of a segment: it asks what people have in common.") if wanted.q else ""
    return built(request, ViewForm(request.user), rows_of_filter(wanted), note=note)


@staff(RIGHT, methods=("GET", "POST"))
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Another question, another name, others to share it with."""
    segment = access_segment(request.user, number, to="change")
    if request.method == "POST":
        return saved(request, segment)
    form = ViewForm(request.user, view=segment, initial={"name": segment.name, "audience": audience_of(segment)})
    rows = typed_of(segment.asked, known_for([segment.asked]))
    return built(request, form, rows, joined=segment.asked.get("joined", ALL), segment=segment, version=segment.version)


def saved(request: HttpRequest, segment: Segment | None) -> HttpResponse:
    """Keep what was built, or say what is not right yet."""
    form, rows, joined = ViewForm(request.user, request.POST, view=segment), rows_in(request.POST), joined_in(request)
    version, status = asked_version(request), 422
    try:
        kept = read_question(rows, joined=joined, offered=offered_to(request.user))
        if cleaned(form, request) is not None:
            if segment is None:
                made = save_segment(asked=kept, by=request.user, **form.values())
            else:
                made = change_segment(segment, by=request.user, asked=kept, version=version, **form.values())
            return done(request, reverse("segment", args=[made.pk]), _("The segment is saved."), leave=True)
    except Unread as unread:
        form.is_valid()
        if str(unread):
            form.add_error(None, str(unread))
    except TooMany:
        form.add_error(None, _("You keep %(number)s segments already. Please remove one first.") % {"number": figure(MOST_SEGMENTS)})
    except Overtaken as overtaken:
        messages.warning(request, OVERTAKEN)
        version, status = overtaken.current.version, 409
    return built(request, form, rows, joined=joined, segment=segment, version=version, is_checked=True, status=status)


@staff(RIGHT, methods=("POST",))
def conditions(request: HttpRequest) -> HttpResponse:
    """One condition more ("add", the kind in "new") or less ("remove", its place), or only what it means so far. Nothing is kept."""
    asked = request.POST.get("segment", "")
    segment = access_segment(request.user, int(asked), to="change") if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    rows, place = rows_in(request.POST), request.POST.get("remove", "")
    if "add" in request.POST and request.POST.get("new"):
        rows = [*rows, begun(request.POST["new"][:40], offered_to(request.user))][:MOST]
    elif place.isascii() and place.isdigit():
        rows = [row for at, row in enumerate(rows) if at != int(place[:3])]
    form = ViewForm(request.user, initial={name: request.POST.get(name, "") for name in ("name", "audience")}, view=segment)
    return built(request, form, rows, joined=joined_in(request), segment=segment, version=asked_version(request))
