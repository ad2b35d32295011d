"""A case that was merged into another: its address leads there, and can be looked at itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.cases.models import Case, Draft
from sandali.cases.regrouping import access_regrouping, merge_of
from sandali.cases.threads import living
from sandali.company.permissions import NotAllowed, may
from sandali.desk.cases.head import number_of
from sandali.desk.cases.regroup.merging import undo_url
from sandali.desk.sentences import icon_of, sentence
from sandali.history.models import Event
from sandali.kit.components.talk import timeline_item
from sandali.kit.htmx import done, page

MOST_EVENTS = 50


def moved(request: HttpRequest, found: Case) -> HttpResponse:
    """Lead on to where the case lives; stay here for who asked for it (`stay`), left a draft here, or may not see the other one."""
    there = living(found)
    try:
        there = access_case(request.user, there.pk)
    except Case.DoesNotExist:
        return page(request, "desk/cases/regroup/moved.html", context_of(request, found, None))
    if request.GET.get("stay") or Draft.objects.filter(case=found, person=request.user).exists():
        return page(request, "desk/cases/regroup/moved.html", context_of(request, found, there))
    messages.info(request, _("Case %(number)s lives on here.") % {"number": number_of(found)})
    return done(request, reverse("case", args=[there.pk]), leave=True)


def context_of(request: HttpRequest, found: Case, there: Case | None) -> dict[str, Any]:
    """The case itself: what happened with it, what one had begun to write there, the way on and the way back."""
    happened = Event.objects.filter(case_id=found.pk).select_related("by").order_by("-id")[:MOST_EVENTS]
    lines = ((timeline_item(sentence(event), icon_name=icon_of(event), at=event.at),) for event in happened)
    return {
        "case": found,
        "number": number_of(found),
        "there": there,
        "there_number": number_of(there) if there is not None else "",
        "undo_url": undo_of(request.user, found),
        "drafts": list(Draft.objects.filter(case=found, person=request.user).values_list("text", flat=True)),
        "happened": format_html_join("", "{}", lines),
    }


def undo_of(person: Any, found: Case) -> str:
    """Where the merge is undone, for who may; ""."""
    last = merge_of(found) if may(person, "regroup_cases") else None
    if last is None or last.undone_at is not None:
        return ""
    try:
        return undo_url(access_regrouping(person, last.pk), found)
    except (NotAllowed, type(last).DoesNotExist):
        return ""
