"""Linking cases: by number or words, as equals, as the whole or as a part."""

from __future__ import annotations

import re
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.access import access_case
from sandali.cases.actions.linking import link_cases, nest_case, separate_case, unlink_cases
from sandali.cases.models import Case
from sandali.cases.search import find_hits
from sandali.company.permissions import NotAllowed
from sandali.desk.cases.head import number_of
from sandali.desk.cases.inside.views import work_shown
from sandali.desk.entering import staff
from sandali.desk.search.views import found_cases
from sandali.kit.digits import to_ascii
from sandali.kit.htmx import asked_by_htmx, fragments, page

LINKS: Final = "desk/cases/inside/links.html"
MOST_TYPED, FOUND = 200, 6
NUMBER: Final = re.compile(r"#?\s*(\d{1,17})")
WAYS: Final = {
    "linked": gettext_lazy("They belong together"),
    "parent": gettext_lazy("This case is a part of it"),
    "child": gettext_lazy("It is a part of this case"),
}


@staff("handle_cases", methods=("GET", "POST"))
def links(request: HttpRequest, number: int) -> HttpResponse:
    """Find a case (`links-found` is the part with what was found) and link it. Posted: `other`, or a number in `q`, and `how`."""
    case = access_case(request.user, number, to="handle")
    how = request.POST.get("how", request.GET.get("how", ""))
    how = how if how in WAYS else "linked"
    if request.method == "POST":
        return linked(request, case, how)
    return page(request, LINKS, context_of(request, case, how), part=["work-open", "links-found"])


def context_of(request: HttpRequest, case: Case, how: str, wrong: str = "") -> dict[str, Any]:
    """The form, and what its words find among the cases that the person may see."""
    typed = request.POST if request.method == "POST" else request.GET
    query = " ".join(typed.get("q", "").split())[:MOST_TYPED]
    hits = [hit for hit in find_hits(request.user, query, most=FOUND + 1).hits if hit.case.pk != case.pk] if query else []
    return {
        "case": case,
        "number": number_of(case),
        "query": query,
        "found": found_cases(hits[:FOUND], query),
        "ways": [(value, label, value == how) for value, label in WAYS.items()],
        "wrong": wrong,
        "links_url": reverse("case_links", args=[case.pk]),
    }


def linked(request: HttpRequest, case: Case, how: str) -> HttpResponse:
    """Link what was asked for. A case that the person may not see is not found, as one that there is not."""
    typed = NUMBER.fullmatch(to_ascii(request.POST.get("other", "") or request.POST.get("q", "")).strip())
    if typed is None:
        return not_linked(request, case, how, "")
    try:
        other = access_case(request.user, int(typed[1]))
        link(case, other, how, request.user)
    except Case.DoesNotExist:
        return not_linked(request, case, how, _("There is no case with this number."))
    except NotAllowed:
        return not_linked(request, case, how, _("You may see that case, and not change what it is a part of."))
    except ValueError:
        return not_linked(request, case, how, _("These two cannot be put together so: a case is no part of itself, and there are three levels at most."))
    messages.success(request, _("The cases are linked."))
    return work_shown(request, case.pk)


def link(case: Case, other: Case, how: str, person: Any) -> None:
    """Do it. Raises ValueError where it would make no sense, NotAllowed where the other case would change."""
    if how == "parent":
        nest_case(case, other, by=person)
    elif how == "child":
        nest_case(access_case(person, other.pk, to="handle"), case, by=person)
    else:
        link_cases(case, other, by=person)


def not_linked(request: HttpRequest, case: Case, how: str, wrong: str) -> HttpResponse:
    """The form again, with what was typed, what its words find, and what is wrong."""
    context = context_of(request, case, how, wrong)
    if asked_by_htmx(request):
        return fragments(request, LINKS, "work-open", context=context, status=422)
    return page(request, LINKS, context, status=422)


@staff("handle_cases", methods=("POST",))
def removal(request: HttpRequest, number: int, other: int) -> HttpResponse:
    """Take the link to a case away."""
    case = access_case(request.user, number, to="handle")
    if unlink_cases(case, access_case(request.user, other), by=request.user):
        messages.success(request, _("The link was taken away."))
    return work_shown(request, number)


@staff("handle_cases", methods=("POST",))
def part_removal(request: HttpRequest, number: int, other: int) -> HttpResponse:
    """Separate a case and the one that it is a part of, from either side; who handles one of them may."""
    case = access_case(request.user, number, to="handle")
    related = access_case(request.user, other)
    child = related if related.parent_id == case.pk else case if case.parent_id == related.pk else None
    if child is not None and separate_case(child, by=request.user):
        messages.success(request, _("The case stands by itself now."))
    return work_shown(request, number)
