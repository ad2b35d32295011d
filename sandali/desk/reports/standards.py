"""The report of service standards: how many were kept of those that were due in a period, and the cases behind each figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.company.models import Department
from sandali.company.queries import open_departments
from sandali.desk.cases.paging import asked_after
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.desk.reports.asking import Question, read_question
from sandali.desk.reports.words import share
from sandali.kit import periods
from sandali.kit.components.pieces import number
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.htmx import page
from sandali.kit.periods import name_of
from sandali.resolution.models import Clock, Outcome, Standard, Target
from sandali.resolution.standards.queries import (
    FIGURES,
    Kept,
    clocks_behind,
    counted_clocks,
    kept,
    kept_by,
    names_of,
)

PAGE = 30
BY_NAMES = {
    "standard": gettext_lazy("By standard"),
    "department": gettext_lazy("By department"),
    "target": gettext_lazy("By what was due"),
}
FIGURE_NAMES = {
    "all": gettext_lazy("All that was due"),
    "met": gettext_lazy("Kept"),
    "missed": gettext_lazy("Missed"),
    "late": gettext_lazy("Late and still waiting"),
    "excused": gettext_lazy("Missed, with a reason"),
}


def narrows_of(asked: Mapping[str, str]) -> dict[str, Any]:
    """What of FIELDS an address narrows the clocks to; what is not understood is as if it were not there."""
    found: dict[str, Any] = {name: read_number(asked.get(name, "")) for name in ("standard", "department")}
    found["target"] = asked.get("target") if asked.get("target") in Target.values else None
    return {name: value for name, value in found.items() if value is not None}


def clocks_asked(request: HttpRequest, question: Question, narrows: dict[str, Any]) -> QuerySet[Clock]:
    """The clocks of the period that the person may see."""
    asked = question.asked
    return counted_clocks(request.user, asked.start, asked.end, question.now, narrows)


def address(name: str, question: Question, narrows: Mapping[str, Any], **more: Any) -> str:
    """A page of this report with its question."""
    period = {key: value for key, value in question.fields().items() if key in ("period", "on", "from", "to")}
    return f"{reverse(name)}?{urlencode({**period, **narrows, **more})}"


@staff("see_measures")
def report_standards(request: HttpRequest) -> HttpResponse:
    """How many were kept, in all and told apart."""
    question, narrows = read_question(request.GET, request.user), narrows_of(request.GET)
    clocks = clocks_asked(request, question, narrows)
    before, after = periods.before(question.period, question.almanac), periods.after(question.period, question.almanac)
    today = question.now.astimezone(question.display.zone).date()
    context = {
        "period_name": name_of(question.period, question.display),
        "earlier_url": turned(question, narrows, before),
        "later_url": turned(question, narrows, after) if after.first <= today else "",
        "keys": keys(kept(clocks), question, narrows),
        "tables": [apart(clocks, by, question, narrows) for by in BY_NAMES],
        "departments": [(str(pk), name) for pk, name in open_departments().values_list("pk", "name")],
        "department": str(narrows.get("department", "")),
        "fields": {key: value for key, value in question.fields().items() if key in ("period", "on", "from", "to")},
        "periods": [(str(name), turned(question, narrows, periods.period_of(kind, question.period.first, question.almanac)), kind == question.period.kind)
                    for kind, name in PERIODS.items()],
    }  # fmt: skip
    return page(request, "desk/reports/standards.html", context)


PERIODS = {"week": gettext_lazy("Week"), "month": gettext_lazy("Month"), "season": gettext_lazy("Season"), "year": gettext_lazy("Year")}


def turned(question: Question, narrows: Mapping[str, Any], period: periods.Period) -> str:
    """The report of another period."""
    return f"{reverse('report_standards')}?{urlencode({'period': period.kind, 'on': period.first.isoformat(), **narrows})}"


def keys(counts: Kept, question: Question, narrows: Mapping[str, Any]) -> list[dict[str, str]]:
    """The key figures, each with the address of what stands behind it."""
    values = {"all": number(counts.whole), **{name: number(getattr(counts, name)) for name in FIGURES}}
    notes = {"met": _("%(share)s of all") % {"share": share(counts.met, counts.whole)}, "late": _("of those missed"), "excused": _("of those missed; they count all the same")}
    return [
        {"label": str(label), "value": values[name], "note": notes.get(name, ""), "url": address("report_standards_cases", question, narrows, figure=name)}
        for name, label in FIGURE_NAMES.items()
    ]


def apart(clocks: QuerySet[Clock], by: str, question: Question, narrows: Mapping[str, Any]) -> dict[str, Any]:
    """One table: a line for each standard, department or target."""
    found = kept_by(clocks, by)
    names: dict[Any, str] = {}
    if by == "target":
        names = {target.value: str(target.label) for target in Target}
    elif found:
        names = dict(names_of(Standard if by == "standard" else Department, [key for key, _counts in found]))
    lines = []
    for key, counts in found:
        own = {**narrows, by: key or 0}  # 0: of no department
        cells = [
            {"text": number(value), "url": address("report_standards_cases", question, own, figure=figure) if value else ""}
            for figure, value in (("all", counts.whole), ("met", counts.met), ("missed", counts.missed), ("excused", counts.excused))
        ]
        lines.append({
            "name": names.get(key, _("No department")), "cells": cells, "share": share(counts.met, counts.whole),
            "bar": round(100 * counts.met / counts.whole) if counts.whole else 0,
        })  # fmt: skip
    return {"title": str(BY_NAMES[by]), "id": by, "lines": lines}


@staff("see_measures")
def report_standards_cases(request: HttpRequest) -> HttpResponse:
    """The clocks behind a figure, the newest deadline first."""
    question, narrows = read_question(request.GET, request.user), narrows_of(request.GET)
    figure = request.GET.get("figure", "") if request.GET.get("figure", "") in FIGURE_NAMES else "all"
    clocks = clocks_behind(clocks_asked(request, question, narrows), figure)
    after = asked_after(request.GET)
    shown = clocks if after is None else clocks.filter(Q(due_at__lt=after[0]) | Q(due_at=after[0], pk__lt=after[1]))
    rows = list(shown.select_related("case__customer", "standard", "excuse").order_by("-due_at", "-pk")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    context = {
        "title": FIGURE_NAMES[figure],
        "period_name": name_of(question.period, question.display),
        "count": clocks.count() if after is None else 0,
        "rows": [row_of(one) for one in rows[:PAGE]],
        "more": address("report_standards_cases", question, narrows, figure=figure, after=f"{last.due_at.isoformat()},{last.pk}") if last is not None and last.due_at is not None else "",
        "report_url": address("report_standards", question, {}),
    }
    return page(request, "desk/reports/standards_cases.html", context, part="report-rows")


def row_of(clock: Clock) -> dict[str, Any]:
    """One clock as a row."""
    tones: dict[str, tuple[str, str, str]] = {Outcome.MET: ("circle-check", "ok", _("Kept")), Outcome.MISSED: ("alarm", "bad", _("Missed"))}
    icon_name, tone, words = tones.get(clock.outcome, ("hourglass", "bad", _("Late")))
    excuse = getattr(clock, "excuse", None)
    return {
        "clock": clock, "number": localize_digits(clock.case_id, current_display().language), "target": str(Target(clock.target).label),
        "words": words, "icon": icon_name, "tone": tone, "reason": excuse.reason if excuse else "",
        "url": reverse("case_clocks", args=[clock.case_id]),
    }  # fmt: skip
