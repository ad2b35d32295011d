"""Why it happened: the causes of one case, found by search; not known yet; and what we learn from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.desk.cases.acts import asked_version
from sandali.desk.entering import staff
from sandali.desk.recovery.forms import BEGINS, LessonForm, LookForm, moment_on
from sandali.desk.recovery.path import PAGE, found_for, opened, panel_of
from sandali.kit.failures import failure
from sandali.kit.htmx import asked_by_htmx, done, fragments, page
from sandali.resolution.models import Step
from sandali.resolution.recovery.actions import NoWords
from sandali.resolution.recovery.causes import (
    CannotChange,
    find_cause,
    look_again,
    take_cause_away,
    write_lesson,
)

SEARCH = "desk/recovery/cause_search.html"


@staff("handle_cases")
def cause_search(request: HttpRequest, number: int) -> HttpResponse:
    """Causes by the words `q`, as buttons that choose one; `cause-results` is the part below the field."""
    case = access_case(request.user, number, to="handle")
    if not asked_by_htmx(request):
        return at_step(request, case, words=request.GET.get("q", "")[:80])
    return page(request, SEARCH, found_for(case, request.GET.get("q", "")[:80]), part=["cause-results"])


def at_step(request: HttpRequest, case: Case, *, words: str = "", status: int = 200, **forms: Any) -> HttpResponse:
    """The step with the causes still open; without htmx its page."""
    context = panel_of(case, request.user) | opened(request, case, Step.CAUSE) | (found_for(case, words) if words else {}) | forms
    if asked_by_htmx(request):
        return fragments(request, PAGE, "case-recovery", "recovery-open", context=context, status=status)
    return page(request, PAGE, context, status=status)


@staff("handle_cases", methods=("POST",))
def causes(request: HttpRequest, number: int) -> HttpResponse:
    """The case has this cause."""
    case = access_case(request.user, number, to="handle")
    wanted = request.POST.get("cause", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 18):
        return failure(request, 400)
    find_cause(case, int(wanted), by=request.user)
    messages.success(request, _("The cause is written down."))
    return after(request, case)


@staff("handle_cases", methods=("POST",))
def removal(request: HttpRequest, number: int, cause: int) -> HttpResponse:
    """That was not it."""
    case = access_case(request.user, number, to="handle")
    if take_cause_away(case, cause, by=request.user):
        messages.success(request, _("The cause is taken away."))
    return after(request, case)


@staff("handle_cases", methods=("POST",))
def unknown(request: HttpRequest, number: int) -> HttpResponse:
    """Not known yet: look again on a day."""
    case = access_case(request.user, number, to="handle")
    form = LookForm(request.POST, auto_id="look-%s")
    if not form.is_valid():
        return at_step(request, case, status=422, look_form=form)
    try:
        look_again(case, moment_on(form.cleaned_data["day"], BEGINS), by=request.user)
    except CannotChange as problem:
        form.add_error("day", str(problem))
        return at_step(request, case, status=422, look_form=form)
    messages.success(request, _("Whoever owns the case is told on that day."))
    return after(request, case)


@staff("handle_cases", methods=("POST",))
def lesson(request: HttpRequest, number: int) -> HttpResponse:
    """What we learn from it."""
    case = access_case(request.user, number, to="handle")
    form = LessonForm(request.POST, auto_id="lesson-%s")
    if not form.is_valid():
        return at_step(request, case, status=422, lesson_form=form)
    try:
        write_lesson(case, form.cleaned_data["text"], by=request.user, version=asked_version(request))
    except NoWords:
        return failure(request, 400)
    except Overtaken:
        messages.warning(request, _("Somebody else wrote the lesson in the meantime. What you wrote is still in the form; save again to put it in place."))
        return at_step(request, case, status=409, lesson_form=form)
    messages.success(request, _("The lesson is written down."))
    return after(request, case)


def after(request: HttpRequest, case: Case) -> HttpResponse:
    """The step again, as it stands now."""
    if asked_by_htmx(request):
        return at_step(request, case)
    return done(request, reverse("case_recovery_step", args=[case.pk, Step.CAUSE.value]))
