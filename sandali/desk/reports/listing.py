"""The cases behind a figure, the newest number first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy, ngettext

from sandali.cases.measures import BEHIND, cases_behind
from sandali.cases.models import Case, Wait
from sandali.company.permissions import may
from sandali.desk.customers.paging import read_number
from sandali.desk.customers.rows import STATE_TONES
from sandali.desk.entering import staff
from sandali.desk.reports.asking import Question, read_question
from sandali.desk.reports.words import duration
from sandali.kit.components.pieces import number
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.htmx import page
from sandali.kit.periods import name_of

PAGE = 30
NAMES = {
    "opened": gettext_lazy("Cases opened"),
    "answered": gettext_lazy("Cases in which an answer was given"),
    "first": gettext_lazy("Cases that had their first reply"),
    "in_time": gettext_lazy("Cases with a first reply in time"),
    "late": gettext_lazy("Cases with a late first reply"),
    "reopened": gettext_lazy("Cases that came back"),
    "confirmed": gettext_lazy("Cases confirmed by the customer"),
    "lapsed": gettext_lazy("Cases that lapsed"),
    "repeated": gettext_lazy("Cases the customer had to explain again"),
    "waiting": gettext_lazy("Cases waiting for us right now"),
}


@staff("see_measures")
def report_cases(request: HttpRequest) -> HttpResponse:
    """The list, or its next rows."""
    question = read_question(request.GET, request.user)
    figure = read_figure(request.GET.get("figure", ""))
    cases = cases_behind(request.user, question.asked, figure)
    after = read_number(request.GET.get("after", ""))
    shown = cases if after is None else cases.filter(pk__lt=after)
    rows = list(shown.select_related("customer", "department", "assignee").order_by("-pk")[: PAGE + 1])
    more = question.url("report_cases", figure=figure, after=rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    context = {
        "question": question,
        "title": NAMES[figure],
        "period_name": "" if figure == "waiting" else name_of(question.period, question.display),
        "narrowed": narrowed_words(question),
        "count": cases.count() if after is None else 0,
        "rows": table_rows(rows[:PAGE], question),
        "more": more,
        "report_url": question.url(),
        "may_export": may(request.user, "export_cases"),
        "fields": question.fields() | {"figure": figure},
    }
    return page(request, "desk/reports/cases.html", context, part="report-rows")


def read_figure(text: str) -> str:
    """A figure of BEHIND; what is opened without any."""
    return text if text in BEHIND else "opened"


def table_rows(cases: list[Case], question: Question) -> list[dict[str, Any]]:
    """Cases as rows: their words, state, owner, and how long the first reply took."""
    firsts = Wait.objects.filter(case__in=cases, is_first=True).values_list("case_id", question.asked.seconds)
    took = dict(firsts)
    language = current_display().language
    return [
        {
            "number": localize_digits(case.pk, language),
            "pk": case.pk,
            "case": case,
            "tone": STATE_TONES[case.state],  # type: ignore[index]  # the same words
            "first": duration(took.get(case.pk), days=not question.working),
        }
        for case in cases
    ]


def narrowed_words(question: Question) -> str:
    """What the list is narrowed to, where it is, so that nobody takes a part for the whole."""
    many = len(question.asked.narrows)
    words = ngettext("narrowed to one choice", "narrowed to %(number)s choices", many)
    return words % {"number": number(many)} if many else ""
