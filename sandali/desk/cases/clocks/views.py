"""The clocks of a case as a part over its head, and as a page of their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.access import access_case, rights_on
from sandali.cases.models import Case
from sandali.desk.cases.due import due_words
from sandali.desk.cases.head import number_of
from sandali.desk.entering import staff
from sandali.desk.sentences import isolated
from sandali.kit.dates import show_moment
from sandali.kit.htmx import done, page
from sandali.resolution.models import Clock, Outcome, Target
from sandali.resolution.standards.access import access_clock
from sandali.resolution.standards.actions import NoReason, excuse_clock
from sandali.resolution.standards.clock_words import explanation, working_time
from sandali.resolution.standards.clocks import Timetable
from sandali.resolution.standards.queries import clocks_of
from sandali.resolution.standards.settling import pauses_of
from sandali.resolution.standards.timetable import timetable

TEMPLATE = "desk/cases/clocks/clocks.html"
ENDS = {
    Outcome.MET: ("circle-check", "ok"),
    Outcome.MISSED: ("alarm", "bad"),
    Outcome.ENDED: ("x", ""),
}


@staff("see_cases")
def clocks(request: HttpRequest, number: int) -> HttpResponse:
    """Every clock with its sentence. `clocks` is the part over the case's head."""
    case = access_case(request.user, number)
    return clocks_page(request, case)


def clocks_page(request: HttpRequest, case: Case, *, wrong: dict[int, str] | None = None) -> HttpResponse:
    """The page; with `wrong` what is to be said below a reason's field."""
    may_excuse = "handle" in rights_on(request.user, case)
    table, now = timetable(), timezone.now()
    rows = [clock_row(one, table, now, may_excuse=may_excuse, wrong=(wrong or {}).get(one.pk, "")) for one in clocks_of(case)]
    context = {"case": case, "number": number_of(case), "clocks": rows, "case_url": reverse("case", args=[case.pk])}
    return page(request, TEMPLATE, context, part="clocks", status=422 if wrong else None)


def clock_row(clock: Clock, table: Timetable, now: datetime, *, may_excuse: bool, wrong: str) -> dict[str, Any]:
    """What one clock says."""
    words, icon_name, tone = standing(clock, now)
    is_late = clock.ended_at is None and clock.due_at is not None and clock.due_at <= now
    excuse = getattr(clock, "excuse", None)
    because = explanation(clock.began_at, clock.due_at, clock.minutes, table, pauses_of(clock)) if clock.due_at is not None else ""
    return {
        "pk": clock.pk,
        "target": str(Target(clock.target).label),
        "words": words,
        "icon": icon_name,
        "tone": tone,
        "because": because,
        "standard": _("By the standard %(name)s: %(span)s.") % {"name": isolated(clock.standard.name), "span": working_time(clock.minutes)},
        "excuse": excuse,
        "may_excuse": may_excuse and (is_late or clock.outcome == Outcome.MISSED),
        "wrong": wrong,
        "url": reverse("case_clock_reason", args=[clock.case_id, clock.pk]),
    }


def standing(clock: Clock, now: datetime) -> tuple[str, str, str]:
    """(words, icon, tone) of how a clock stands."""
    if clock.ended_at is not None:
        icon_name, tone = ENDS[Outcome(clock.outcome)]
        said = {
            Outcome.MET: _("kept %(moment)s"), Outcome.MISSED: _("missed, ended %(moment)s"), Outcome.ENDED: _("counts no longer since %(moment)s"),
        }[Outcome(clock.outcome)]  # fmt: skip
        return said % {"moment": show_moment(clock.ended_at, "short")}, icon_name, tone
    if clock.due_at is None:
        left = working_time(max(int(clock.left.total_seconds()) // 60, 0))
        return _("stands still while it is the customer's turn; %(left)s are left") % {"left": left}, "player-pause", ""
    return due_words(clock.due_at, clock.warn_at, now)


@staff("handle_cases", methods=("POST",))
def reason(request: HttpRequest, number: int, clock: int) -> HttpResponse:
    """Why a standard was not kept, for everybody to read."""
    case = access_case(request.user, number, to="handle")
    try:
        excuse_clock(access_clock(case, clock), request.POST.get("reason", ""), by=request.user)
    except NoReason as problem:
        return clocks_page(request, case, wrong={clock: str(problem)})
    except ValueError:
        messages.info(request, _("This standard was kept after all."))
        return done(request, reverse("case_clocks", args=[case.pk]))
    return done(request, reverse("case_clocks", args=[case.pk]), _("The reason is written down. The miss still counts."))
