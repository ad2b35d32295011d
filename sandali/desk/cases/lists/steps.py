"""From case to case along the list that one came from, without going back to it: one query a step, from the case's own place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.cases.models import NO_DEADLINE, Case, Wait
from sandali.cases.queries import SORTS, rank_of, sorted_cases
from sandali.desk.cases.boxes import Filter, asked_filter, listed_cases
from sandali.desk.cases.views import case
from sandali.desk.entering import staff
from sandali.kit.htmx import asked_by_htmx, done, waiting_toasts
from sandali.resolution.models import Clock, Target


@staff("see_cases")
def next_case(request: HttpRequest, number: int) -> HttpResponse:
    """The case below this one in its list."""
    return stepped(request, number, back=False)


@staff("see_cases")
def previous_case(request: HttpRequest, number: int) -> HttpResponse:
    """The case above this one in its list."""
    return stepped(request, number, back=True)


def stepped(request: HttpRequest, number: int, *, back: bool) -> HttpResponse:
    """The neighbour's page; at the end of the list a word that there is none."""
    wanted = asked_filter(request.GET)
    found = neighbour(request.user, wanted, access_case(request.user, number), back=back)
    if found is None:
        messages.info(request, _("This is the first case of the list.") if back else _("This is the last case of the list."))
        return HttpResponse(waiting_toasts(request)) if asked_by_htmx(request) else done(request, wanted.case_url(number))
    if not asked_by_htmx(request):
        return done(request, wanted.case_url(found))
    answer = case(request, found)
    answer["HX-Push-Url"] = wanted.case_url(found)
    return answer


def neighbour(person: Any, wanted: Filter, at: Case, *, back: bool) -> int | None:
    """The number of the case before or after one in a list; the case itself need not be in the list any more."""
    place = place_of(at, wanted.sort)
    found = sorted_cases(listed_cases(person, wanted), sort=wanted.sort, after=(place, at.pk), back=back)
    return found.values_list("pk", flat=True).first()


def place_of(at: Case, sort: str) -> datetime | int:
    """Where a case stands in a list, or stood before it was answered: then by the wait that ended last."""
    if sort == "priority":
        return rank_of(at.priority, at.reach)
    standing: datetime | None = getattr(at, SORTS[sort][0])
    if sort == "due" and at.waiting_since is None:
        spoken = Clock.objects.filter(case=at, target__in=(Target.FIRST, Target.NEXT), due_at__isnull=False).order_by("-began_at")
        return spoken.values_list("due_at", flat=True).first() or NO_DEADLINE
    if standing is not None:
        return standing
    began = Wait.objects.filter(case=at).order_by("-pk").values_list("began_at", flat=True).first() if sort == "waiting" else at.state_at
    return began or at.opened_at
