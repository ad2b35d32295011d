"""What is done with a promise from its case: said to be one or none, kept, given a new date, withdrawn, handed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case, rights_on
from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.company.models import Person
from sandali.desk.cases.acts import asked_version
from sandali.desk.cases.head import number_of
from sandali.desk.entering import staff
from sandali.desk.promises.context import panel_of
from sandali.kit.htmx import asked_by_htmx, done, fragments, page
from sandali.resolution.promises.actions import (
    CannotPromise,
    keep_not_after_all,
    keep_promise,
    let_stand,
    pass_promise,
    withdraw_promise,
)
from sandali.resolution.promises.queries import access_promise
from sandali.resolution.promises.saying import accept_offer, refuse_offer

PANEL = "desk/promises/case_promises.html"


@staff("see_cases")
def on_case(request: HttpRequest, number: int) -> HttpResponse:
    """The promises of a case; `case-promises` is the part that news renews."""
    case = access_case(request.user, number)
    return page(request, PANEL, context_of(request, case), part=["case-promises"])


def context_of(request: HttpRequest, case: Case) -> dict[str, Any]:
    """The section as it stands now."""
    return {"case": case, "number": number_of(case), **panel_of(case, request.user, rights_on(request.user, case))}


def shown(request: HttpRequest, number: int, *, status: int | None = None) -> HttpResponse:
    """The section after an act; without htmx the case."""
    if not asked_by_htmx(request):
        return done(request, reverse("case", args=[number]))
    return fragments(request, PANEL, "case-promises", context=context_of(request, access_case(request.user, number)), status=status)


def acted(request: HttpRequest, number: int, act: Callable[[], object], said: str, undo: str = "") -> HttpResponse:
    """Do it and say so; somebody who was faster changes nothing, and it is shown how it stands now."""
    try:
        act()
    except Overtaken:
        messages.warning(request, _("Somebody else changed this promise in the meantime. This is how it stands now."))
        return shown(request, number, status=409)
    except CannotPromise as problem:
        messages.error(request, str(problem))
        return shown(request, number, status=422)
    messages.success(request, said, extra_tags=f"undo:{undo}" if undo else "")
    return shown(request, number)


@staff("answer_cases", methods=("POST",))
def answer(request: HttpRequest, number: int, promise: int) -> HttpResponse:
    """Whether what was found in an answer is a promise: `is` is "yes", "no", or "maybe" to take a no back."""
    found, said = access_promise(request.user, number, promise, to="answer"), request.POST.get("is", "")
    here = reverse("case_promise_answer", args=[number, promise])
    if said == "yes":
        return acted(request, number, lambda: accept_offer(found, by=request.user), _("It is a promise now, and you will be reminded."))
    back = "back" in request.GET
    words = _("It is offered again.") if back else _("It is no promise.")
    return acted(request, number, lambda: refuse_offer(found, by=request.user, is_refused=not back), words, "" if back else f"{here}?back=1")


@staff("handle_cases", methods=("POST",))
def keeping(request: HttpRequest, number: int, promise: int) -> HttpResponse:
    """It is kept; with ?back=1 not after all."""
    found, back = access_promise(request.user, number, promise, to="handle"), "back" in request.GET
    if back:
        return acted(request, number, lambda: keep_not_after_all(found, by=request.user), _("It is among what we owe again."))
    undo = reverse("case_promise_keeping", args=[number, promise]) + "?back=1"
    return acted(request, number, lambda: keep_promise(found, by=request.user, version=asked_version(request)), _("Kept. Thank you."), undo)


@staff("handle_cases", methods=("POST",))
def withdrawal(request: HttpRequest, number: int, promise: int) -> HttpResponse:
    """It is not owed any more, for a `reason`; with ?back=1 it is after all."""
    found, back = access_promise(request.user, number, promise, to="handle"), "back" in request.GET
    if back:
        return acted(request, number, lambda: let_stand(found, by=request.user), _("It is among what we owe again."))
    reason, undo = request.POST.get("reason", ""), reverse("case_promise_withdrawal", args=[number, promise]) + "?back=1"
    version = asked_version(request)
    return acted(request, number, lambda: withdraw_promise(found, by=request.user, reason=reason, version=version), _("The promise is withdrawn."), undo)


@staff("handle_cases", methods=("POST",))
def owner(request: HttpRequest, number: int, promise: int) -> HttpResponse:
    """Hand it to `person`."""
    found, wanted = access_promise(request.user, number, promise, to="handle"), request.POST.get("person", "")
    to = Person.objects.filter(pk=int(wanted), is_active=True).first() if wanted.isascii() and wanted.isdigit() and len(wanted) < 18 else None
    if to is None:
        messages.error(request, _("Please choose a colleague."))
        return shown(request, number, status=422)
    return acted(request, number, lambda: pass_promise(found, to, by=request.user, version=asked_version(request)), _("The promise was handed over."))
