"""The page of figures, and the records behind one of them."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sandali.cases.models import Kind
from sandali.company.permissions import may
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.desk.health.rows import fetched, rows_of
from sandali.desk.health.words import chart_of, chart_of_groups, groups, limit_words, sorts_of_acts, verdict
from sandali.desk.reports.places import places
from sandali.health.access import access_check, asked_of, reader, records_of
from sandali.health.checks.kinds import YEAR
from sandali.health.counting import DAYS
from sandali.health.queries import counted_at, figures_of, running_look, trend_of
from sandali.health.rules import check_rules
from sandali.kit.htmx import page

PAGE: Final = 30
LENGTHS: Final = {"quarter": timedelta(days=DAYS), "year": YEAR}


@staff("see_measures")
def report_records(request: HttpRequest) -> HttpResponse:
    """The figures: the company's for who sees everything, their own records' for everybody else."""
    looking, rules = reader(request.user), check_rules()
    figures = figures_of(looking, rules, now=timezone.now())
    tone, sentence = verdict(figures, whole=looking.whole)
    keeps = may(request.user, "keep_records")
    context = {
        "places": places(request.user, "report_records"),
        "is_whole": looking.whole,
        "groups": groups(figures),
        "tone": tone,
        "verdict": sentence,
        "chart": chart_of_groups(figures) if looking.whole else None,
        "counted_at": counted_at() if looking.whole else None,
        "look": running_look() if keeps else None,
        "may_keep": keeps,
    }
    # Once the look is over, whoever asked for its part has the whole page anew, with its figures.
    return page(request, "desk/health/records.html", context, part="records-look" if context["look"] else ())


@staff("see_measures")
def report_record_check(request: HttpRequest, code: str) -> HttpResponse:
    """The records at fault by one check, asked at this moment, the newest first."""
    looking, rules, now = reader(request.user), check_rules(), timezone.now()
    check = access_check(request.user, code, rules)
    found = records_of(looking, check, asked_of(check, rules, now))
    after = read_number(request.GET.get("after", ""))
    if after is not None:
        found = found.filter(pk__lt=after)
    records = list(fetched(check, found).order_by("-pk")[: PAGE + 1])
    length = request.GET.get("length") if request.GET.get("length") in LENGTHS else "quarter"
    here = reverse("report_record_check", args=[check.code])
    whole: dict[str, Any] = {}
    if looking.whole and after is None:
        whole = {"chart": chart_of(check, trend_of(check, rules, since=now.date() - LENGTHS[str(length)]))}
    context = {
        "check": check,
        "limit": limit_words(check, rules),
        "rows": rows_of(check, records[:PAGE], request.user),
        "more": f"{here}?after={records[PAGE - 1].pk}" if len(records) > PAGE else "",
        "is_first": after is None,
        "is_whole": looking.whole,
        "acts": sorts_of_acts(check, partial(may, request.user)),
        "kinds": Kind.choices,
        "here": here,
        "lengths": [(name, f"{here}?length={name}", name == length) for name in LENGTHS],
        **whole,
    }
    return page(request, "desk/health/check.html", context, part="record-rows")
