"""The page where visits and calls wait for the connection, the same page as browsers keep it, and the handing in of one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages as toasts
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.actions import CannotAnswer
from sandali.customers.actions import NotAnAddress
from sandali.desk.cases.forms import VisitForm
from sandali.desk.comfort.installing import asked_language
from sandali.desk.comfort.once import case_once
from sandali.desk.entering import staff, visitors
from sandali.desk.visits.handing_in import Choose, shown, write_down
from sandali.desk.visits.kept import visits_page
from sandali.kit.files import TooLarge
from sandali.kit.htmx import asked_by_htmx, done, fragments, page

PAGE = "desk/visits/page.html"


@staff("answer_cases", methods=("GET", "POST"))
def visits(request: HttpRequest) -> HttpResponse:
    """What waits on this device, and a form for more. POST hands one in: 422 says what is wrong, 409 what has changed meanwhile."""
    if request.method != "POST":
        return page(request, PAGE, context_of(VisitForm()))
    form = VisitForm(request.POST)
    if not form.is_valid():
        return not_taken(request, form, " ".join(str(error) for errors in form.errors.values() for error in errors), 422)
    try:
        number = case_once(request, lambda: write_down(request, form.cleaned_data))
    except (CannotAnswer, NotAnAddress, TooLarge) as problem:
        return not_taken(request, form, str(problem), 422)
    except Choose as choose:
        return not_taken(request, form, str(choose), 409, choices=choose.choices)
    return taken(request, number)


def taken(request: HttpRequest, number: int) -> HttpResponse:
    """It is in a case: a browser that handed it in stays where it is, a form without JavaScript leads there."""
    said = _("It is written down in case %(number)s.") % {"number": shown(number)}
    if not asked_by_htmx(request):
        return done(request, reverse("case", args=[number]), said)
    toasts.success(request, said)
    return fragments(request, PAGE)


def not_taken(request: HttpRequest, form: VisitForm, why: str, status: int, *, choices: tuple[tuple[str, str], ...] = ()) -> HttpResponse:
    """Why it was not written down, and what can be chosen; the form keeps what was typed."""
    context = context_of(form) | {"visit_error": why, "visit_choices": choices}
    if asked_by_htmx(request):
        return fragments(request, PAGE, "visit-error", context=context, status=status)
    return page(request, PAGE, context, status=status)


def context_of(form: VisitForm) -> dict[str, Any]:
    """A form and what names it, so that posting it twice is once."""
    return {"form": form, "key": form.data.get("key") or uuid.uuid4().hex}


@visitors()
def kept(request: HttpRequest) -> HttpResponse:
    """The page as browsers keep it for when there is no connection. It is the same for everybody."""
    answer = HttpResponse(visits_page(asked_language(request), company=getattr(request, "company", None)))
    answer["Cache-Control"] = "no-cache"
    return answer
