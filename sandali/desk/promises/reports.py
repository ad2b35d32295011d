"""Promises kept, as counts that open to the promises behind them: by person, by department, by cause, and of the company."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sandali.desk.entering import staff
from sandali.desk.reports.asking import Question, read_question, sees_people
from sandali.desk.reports.tables import Cell, Line, Table, names_of
from sandali.desk.reports.views import choices
from sandali.desk.reports.words import share
from sandali.kit.components.pieces import number
from sandali.kit.htmx import page
from sandali.resolution.promises.measures import ENOUGH, Tally, exists, tallies, whole
from sandali.resolution.recovery.tree import paths

BY = ("person", "department", "cause")
FIGURES = ("due", "kept", "late", "broken", "moved", "open")


@staff("see_measures")
def report_promises(request: HttpRequest) -> HttpResponse:
    """The promises due in a period, and what came of them."""
    question = read_question(request.GET, request.user)
    start, end = question.asked.start, question.asked.end
    by_person, by_department, by_cause = (tallies(request.user, start, end, by=by) for by in BY)
    if not sees_people(request.user):
        by_person = {key: tally for key, tally in by_person.items() if key == request.user.pk}
    told = whole(by_department)
    offered = choices(question, request.user)
    context = {
        "question": question,
        "sentence": sentence_of(told),
        "tone": "warn" if told.broken or told.late else "ok",
        "whole": [(name, cell(question, told, figure)) for figure, name in zip(FIGURES, column_names(), strict=True)],
        "people": table(question, "person", by_person),
        "departments_table": table(question, "department", by_department),
        "causes_table": table(question, "cause", by_cause) if any(by_cause) else None,
        "is_empty": not told.due,
        "is_new": not exists(),
        "report_url": question.url(),
        "period_name": offered["period_name"],
        "periods": [(name, turned(question, address), current) for name, address, current in offered["periods"]],
        "earlier_url": turned(question, offered["earlier_url"]),
        "later_url": turned(question, offered["later_url"]),
    }
    return page(request, "desk/promises/report.html", context)


def turned(question: Question, address: str, report: str = "report_promises") -> str:
    """The same period of this report instead of the other one."""
    return question.url(report).partition("?")[0] + "?" + address.partition("?")[2] if address else ""


def column_names() -> list[str]:
    """What FIGURES are called."""
    return [_("Were due"), _("Kept in time"), _("Kept late"), _("Broken"), _("Moved before"), _("Still open")]


def sentence_of(told: Tally) -> str:
    """How promises were kept, in a sentence. Of a few it says how many: one of two is no half of anything."""
    if not told.judged:
        return _("No promise came due in this period.")
    if told.judged < ENOUGH:
        return _("%(kept)s of %(all)s promises were kept in time.") % {"kept": number(told.kept), "all": number(told.judged)}
    words = {"share": share(told.kept, told.judged), "all": number(told.judged)}
    return _("%(share)s of %(all)s promises were kept in time.") % words


def cell(question: Question, tally: Tally, figure: str, **narrower: Any) -> Cell:
    """A count that opens the promises behind it."""
    value = getattr(tally, figure)
    return Cell(number(value), str(value), question.url("promises", figure=figure, **narrower) if value else "")


def table(question: Question, by: str, groups: Any) -> Table:
    """The counts of each person, department or cause, by name: promises are nobody's race."""
    names: dict[Any, str] = paths(key for key in groups if key is not None) if by == "cause" else names_of(by, groups)
    nothing, lines = _("No cause found yet") if by == "cause" else _("No department"), []
    for key in sorted(groups, key=lambda key: (key is None, str(names.get(key, "")))):
        cells = [cell(question, groups[key], figure, **{by: key or 0}) for figure in FIGURES]
        lines.append(Line(names[key] if key is not None else nothing, cells))
    return Table("", "", column_names(), lines)
