"""Looking at a case and writing in it: what the open page says of itself, and what it is told of others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sandali.cases.access import access_case
from sandali.cases.actions.together import look_at, look_away
from sandali.cases.customer_writing import customers_writing
from sandali.cases.models import Case
from sandali.cases.together import others_looking
from sandali.desk.entering import staff
from sandali.kit.htmx import asked_by_htmx, asked_part, done, page

PARTS = "desk/cases/together/parts.html"


@staff("see_cases", methods=("GET", "POST"))
def looking(request: HttpRequest, number: int) -> HttpResponse:
    """Who else has the case open. Posted, it is the page's beat: `writing` when an answer is being typed, `gone` when it is left."""
    case = access_case(request.user, number)
    if request.method == "POST" and request.POST.get("gone"):
        look_away(case, by=request.user)
        return HttpResponse(status=204)
    if request.method == "POST":
        look_at(case, by=request.user, writing=request.POST.get("writing") == "1")
    if not asked_by_htmx(request) or asked_part(request) != "case-looking":
        return done(request, reverse("case", args=[number]), leave=True)  # a part is no page: whoever lands here wanted the case
    return page(request, PARTS, looking_context(case, request.user), part=["case-looking"])


def looking_context(case: Case, person: Any) -> dict[str, Any]:
    """What the line above the form says."""
    return {"case": case, "others": others_looking(case, person), "customer_writes": case.pk in customers_writing(), "looking_url": reverse("case_looking", args=[case.pk])}
