"""How often an answer went against a customer's wish, as counts that open to the cases, each with its reason. Nobody is ranked by it."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sandali.cases.access import cases_for
from sandali.cases.contact import overruled
from sandali.cases.models import Case
from sandali.company.models import Department
from sandali.customers.models import AgainstWish
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.desk.promises.reports import turned as turned_for
from sandali.desk.reports.asking import Question, read_question
from sandali.desk.reports.tables import Cell, Line, Table
from sandali.desk.reports.views import choices
from sandali.desk.wishes.words import OVERRULED
from sandali.kit.components.pieces import number
from sandali.kit.htmx import page
from sandali.kit.periods import name_of
from sandali.portal.wish_words import listed, way_name

PAGE: Final = 30


def rows_of(question: Question, person: Any) -> QuerySet[AgainstWish]:
    """What was overruled in the period, in cases that the person may see and that the question leaves."""
    cases = cases_for(person)
    if question.department is not None:
        cases = cases.filter(department=question.department or None)
    return overruled(cases, question.asked.start, question.asked.end)


@staff("see_measures")
def report_wishes(request: HttpRequest) -> HttpResponse:
    """The counts: of all, by what was wished, and by department."""
    question = read_question(request.GET, request.user)
    found = list(rows_of(question, request.user).values_list("case", "what"))
    departments = dict(Case.objects.filter(pk__in={case for case, _what in found}).values_list("pk", "department_id"))
    whole, by_department = Counter[str](), dict[int | None, Counter[str]]()
    for case, what in found:
        counted = Counter({"all": 1, **{code: 1 for code in what if code in OVERRULED}})
        whole += counted
        by_department[departments.get(case)] = by_department.get(departments.get(case), Counter()) + counted
    offered = choices(question, request.user)
    context = {
        "sentence": _("In this period every answer respected what customers wish.") if not found else "",
        "whole": [(name, cell(question, whole, figure)) for figure, name in columns()],
        "departments_table": table(question, by_department),
        "report_url": question.url(),
        "period_name": offered["period_name"],
        "periods": [(name, turned(question, address), current) for name, address, current in offered["periods"]],
        "earlier_url": turned(question, offered["earlier_url"]),
        "later_url": turned(question, offered["later_url"]),
    }
    return page(request, "desk/wishes/report.html", context)


def turned(question: Question, address: str) -> str:
    """The same period of this report instead of another one."""
    return turned_for(question, address, "report_wishes")


def columns() -> list[tuple[str, str]]:
    """(figure, what it is called)."""
    return [("all", _("Answers and calls against a wish")), *((code, str(words)) for code, words in OVERRULED.items())]


def cell(question: Question, counted: Counter[str], figure: str, **narrower: Any) -> Cell:
    """A count that opens the cases behind it."""
    value = counted[figure]
    return Cell(number(value), str(value), question.url("report_wishes_cases", what=figure, **narrower) if value else "")


def table(question: Question, groups: dict[int | None, Counter[str]]) -> Table:
    """The counts of each department, by name."""
    names = dict(Department.objects.filter(pk__in=[key for key in groups if key]).values_list("pk", "name"))
    lines = [
        Line(names.get(key, _("No department")) if key else _("No department"), [cell(question, groups[key], figure, department=key or 0) for figure, _name in columns()])
        for key in sorted(groups, key=lambda key: (key is None, names.get(key or 0, "")))
    ]
    return Table("", "", [name for _figure, name in columns()], lines)


@staff("see_measures")
def report_wishes_cases(request: HttpRequest) -> HttpResponse:
    """What stands behind a count, the latest first: the case, what was wished, and why it was otherwise."""
    question = read_question(request.GET, request.user)
    what = request.GET.get("what", "")
    rows = rows_of(question, request.user)
    if what in OVERRULED:
        rows = rows.filter(pk__in=[pk for pk, codes in rows.values_list("pk", "what") if what in codes])
    after = read_number(request.GET.get("after", ""))
    found = list((rows if after is None else rows.filter(pk__lt=after)).select_related("by", "customer").order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    cases = Case.objects.in_bulk([row.case for row in shown])
    context = {
        "title": str(OVERRULED.get(what, _("Answers and calls against a wish"))),
        "period_name": name_of(question.period, question.display),
        "rows": [{"row": row, "case": cases[row.case], "what": listed(str(OVERRULED.get(code, code)) for code in row.what), "way": way_name(row.way)} for row in shown],
        "more": question.url("report_wishes_cases", what=what, after=shown[-1].pk) if len(found) > PAGE else "",
        "report_url": question.url("report_wishes"),
    }
    return page(request, "desk/wishes/report_cases.html", context, part="report-rows")
