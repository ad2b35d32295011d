"""The steps of the path: shown beside the case and on a page of their own, done, taken back, brought back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case, access_message
from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.company.models import Person
from sandali.desk.entering import staff
from sandali.desk.recovery.forms import WordsForm
from sandali.desk.recovery.path import PAGE, WORDS, opened, panel_of, shown
from sandali.kit.failures import failure
from sandali.kit.htmx import done, page
from sandali.resolution.models import PATH, Step
from sandali.resolution.recovery import actions
from sandali.resolution.recovery.queries import colleague

LETTERS: dict[Step, Callable[..., Any]] = {Step.APOLOGISE: actions.say_apologised, Step.TELL: actions.say_told}


@staff("see_cases")
def recovery(request: HttpRequest, number: int) -> HttpResponse:
    """The whole path. `case-recovery` is the part beside the case, `recovery-open` the step that is open below it: none."""
    case = access_case(request.user, number)
    return page(request, PAGE, panel_of(case, request.user), part=["case-recovery", "recovery-open"])


@staff("handle_cases", methods=("POST",))
def beginning(request: HttpRequest, number: int) -> HttpResponse:
    """Take a case onto the path that is no complaint; posted with `back`, off it again."""
    case = access_case(request.user, number, to="handle")
    if request.POST.get("back"):
        actions.take_step_back(case, Step.BEGUN, by=request.user)
        return done(request, reverse("case", args=[number]), _("The case is off the recovery path. What was done there is kept."), leave=True)
    actions.begin_recovery(case, by=request.user)
    return done(request, reverse("case", args=[number]), _("The case is on the recovery path."), leave=True)


@staff("see_cases")
def step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """One step with what was done, and the form to do it; `recovery-open` is the part beside the case."""
    if step not in PATH:
        return failure(request, 404)
    case = access_case(request.user, number)
    return page(request, PAGE, panel_of(case, request.user) | opened(request, case, Step(step)), part=["recovery-open"])


def asked_was(request: HttpRequest) -> int | None:
    """The row that the form saw standing."""
    value = request.POST.get("was", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else None


@staff("handle_cases", methods=("POST",))
def doing(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Do a step."""
    case = access_case(request.user, number, to="handle")
    return do(request, case, Step(step)) if step in PATH else failure(request, 404)


def do(request: HttpRequest, case: Case, step: Step) -> HttpResponse:
    """Do one step as its form says. A lost race shows what stands, with what was typed still in the form."""
    form: Any = None
    try:
        if step == Step.OWN:
            actions.own_it(case, colleague(int(request.POST.get("person", ""))), by=request.user, was=asked_was(request))
        elif step in WORDS:
            act, label = WORDS[step]
            form = WordsForm(request.POST, label=label(), auto_id="recovery-%s")
            if not form.is_valid():
                return shown(request, case.pk, step=step, form=form, status=422)
            act(case, form.cleaned_data["text"], by=request.user, was=asked_was(request))
        elif step in LETTERS:
            message = access_message(request.user, case.pk, int(request.POST.get("message", "")))
            LETTERS[step](case, message, by=request.user, was=asked_was(request))
        else:
            return failure(request, 400)  # a cause is found by its own addresses
    except Overtaken:
        messages.warning(request, _("Somebody else did this step in the meantime. This is how it stands now; what you wrote is still in the form."))
        return shown(request, case.pk, step=step, form=form, status=409)
    except (ValueError, Person.DoesNotExist):
        return failure(request, 400)
    messages.success(request, _("The step is done."))
    return shown(request, case.pk)


@staff("handle_cases", methods=("POST",))
def removal(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Take a step back; the toast brings it back."""
    case = access_case(request.user, number, to="handle")
    if step not in PATH:
        return failure(request, 404)
    try:
        ended = actions.take_step_back(case, step, by=request.user, was=asked_was(request))
    except Overtaken:
        messages.warning(request, _("Somebody else did this step anew in the meantime. This is how it stands now."))
        return shown(request, number, step=Step(step), status=409)
    if ended is not None:
        messages.success(request, _("The step is open again."), extra_tags=f"undo:{reverse('case_recovery_return', args=[number, ended.pk])}")
    return shown(request, number)


@staff("handle_cases", methods=("POST",))
def step_return(request: HttpRequest, number: int, stepped: int) -> HttpResponse:
    """Undo the taking back of a step."""
    case = access_case(request.user, number, to="handle")
    if actions.bring_step_back(case, stepped, by=request.user):
        messages.success(request, _("The step stands again."))
    else:
        messages.warning(request, _("There is nothing to bring back."))
    return shown(request, number)
