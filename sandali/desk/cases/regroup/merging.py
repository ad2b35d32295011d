"""Merging two cases: find the other one, look at both, choose which one stays. And the way back from merges and splits."""

from __future__ import annotations

import re
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.cases.actions.regrouping import CannotRegroup, merge_cases, undo_regrouping, why_not_merge
from sandali.cases.models import Case, Regrouping
from sandali.cases.regrouping import access_regrouping, likely_partners, regroupable
from sandali.cases.search import Hit, find_hits
from sandali.company.permissions import NotAllowed
from sandali.desk.cases.came_from import filter_of
from sandali.desk.cases.head import number_of
from sandali.desk.cases.regroup.pieces import side, what_happens
from sandali.desk.entering import staff
from sandali.desk.search.views import found_cases
from sandali.kit.digits import to_ascii
from sandali.kit.htmx import done, page

MERGING: Final = "desk/cases/regroup/merging.html"
MOST_TYPED, FOUND = 200, 8
NUMBER: Final = re.compile(r"#?\s*(\d{1,17})")


@staff("regroup_cases", methods=("GET", "POST"))
def merging(request: HttpRequest, number: int) -> HttpResponse:
    """Find a case by `q` (`merging-found` is the part with what was found); with `other` both stand side by side, `keep` stays.

    Posted: `other` and `keep`."""
    case = access_case(request.user, number, to="regroup")
    asked = request.POST if request.method == "POST" else request.GET
    typed = NUMBER.fullmatch(to_ascii(asked.get("other", "")).strip())
    if typed is None:
        return page(request, MERGING, choosing(request, case), part=["merging-found"])
    try:
        other = access_case(request.user, int(typed[1]), to="regroup")
    except Case.DoesNotExist:
        return page(request, MERGING, choosing(request, case, _("There is no case with this number.")), status=422)
    except NotAllowed:
        return page(request, MERGING, choosing(request, case, _("You may see that case, and not merge it.")), status=422)
    goes, stays = (other, case) if asked.get("keep", "") == str(case.pk) else (case, other)
    if request.method == "POST":
        return merged(request, case, goes, stays)
    return page(request, MERGING, comparing(request, case, goes, stays, why_not_merge(goes, stays)))


def choosing(request: HttpRequest, case: Case, wrong: str = "") -> dict[str, Any]:
    """What to choose from: what the words find, else the customer's other cases; only those that one may merge."""
    query = " ".join(request.GET.get("q", "").split())[:MOST_TYPED]
    if query:
        hits = find_hits(request.user, query, most=FOUND * 2).hits
        allowed = set(regroupable(request.user).filter(pk__in=[hit.case.pk for hit in hits]).values_list("pk", flat=True)) - {case.pk}
        hits = [hit for hit in hits if hit.case.pk in allowed][:FOUND]
    else:
        hits = [Hit(one) for one in likely_partners(case, request.user)]
    return {
        "case": case,
        "number": number_of(case),
        "query": query,
        "found": found_cases(hits, query),
        "wrong": wrong,
        **ways(request, case),
    }


def ways(request: HttpRequest, case: Case) -> dict[str, Any]:
    """The addresses of these pages, which say what list one came from, so that its next case is the next one afterwards."""
    wanted = filter_of(request)
    return {
        "merging_url": reverse("case_merging", args=[case.pk]) + wanted.query,
        "list_fields": wanted.fields,
        "back_url": wanted.case_url(case.pk),
    }


def comparing(request: HttpRequest, case: Case, goes: Case, stays: Case, wrong: str = "") -> dict[str, Any]:
    """Both cases side by side, and what will happen in words."""
    other, addresses = goes.pk if stays.pk == case.pk else stays.pk, ways(request, case)
    return {
        "case": case,
        "number": number_of(case),
        "goes": side(goes),
        "stays": side(stays),
        "sides": sorted((side(goes), side(stays)), key=lambda one: one.pk),
        "happens": what_happens(goes, stays),
        "other_customers": goes.customer_id != stays.customer_id,
        "other": other,
        "switch_url": f"{addresses['merging_url']}&other={other}&keep={goes.pk}",
        "wrong": wrong,
        **addresses,
    }


def merged(request: HttpRequest, case: Case, goes: Case, stays: Case) -> HttpResponse:
    """Merge them. What somebody else did meanwhile is said, and nothing is done."""
    try:
        made = merge_cases(goes, stays, by=request.user)
    except CannotRegroup as why:
        return page(request, MERGING, comparing(request, case, goes, stays, str(why)), status=409)
    said = _("Case %(goes)s is now a part of case %(stays)s.") % {"goes": number_of(goes), "stays": number_of(stays)}
    return done(request, filter_of(request).case_url(stays.pk), said, undo_url(made, stays), leave=True)


def undo_url(made: Regrouping, beside: Case) -> str:
    """Where a merge or split is undone."""
    return reverse("case_regrouping_undoing", args=[beside.pk, made.pk])


@staff("regroup_cases", methods=("POST",))
def undoing(request: HttpRequest, number: int, regrouping: int) -> HttpResponse:
    """Take a merge or a split of this case back; where something contradicts it, it says what."""
    made = access_regrouping(request.user, regrouping)
    if number not in (made.source_id, made.target_id):
        raise Regrouping.DoesNotExist
    try:
        undo_regrouping(made, by=request.user)
    except CannotRegroup as why:
        messages.warning(request, str(why))
        return done(request, filter_of(request).case_url(made.target_id), leave=True)
    said = _("The cases are two again.") if made.way == Regrouping.Way.MERGE else _("The messages are back.")
    return done(request, filter_of(request).case_url(made.source_id), said, leave=True)
