"""Acts on a public matter: taken back, given a plan, answered, thanked. A lost race says what stands."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.company.actions import Overtaken
from sandali.desk.cases.acts import asked_version
from sandali.desk.entering import staff
from sandali.desk.public.forms import AnsweredForm, PlanChoice, ThankedForm
from sandali.desk.public.views import show
from sandali.kit.htmx import cleaned, done
from sandali.resolution.models import Deed, PublicMatter
from sandali.resolution.public import actions
from sandali.resolution.public.queries import matter_of


def public_matter(request: HttpRequest, number: int) -> PublicMatter:
    """The matter of a case that the person handles. Raises PublicMatter.DoesNotExist where nothing is public."""
    found = matter_of(access_case(request.user, number, to="handle"))
    if found is None:
        raise PublicMatter.DoesNotExist
    return found


def back(request: HttpRequest, number: int, said: str, undo: str = "") -> HttpResponse:
    """To the page of the matter; `undo` names the address that takes it back."""
    return done(request, reverse("case_public", args=[number]), said, reverse(undo, args=[number]) if undo else None, leave=True)


def overtaken(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody was faster: this is how it stands."""
    messages.warning(request, _("Somebody else changed this in the meantime. This is how it stands now; please choose again."))
    return show(request, access_case(request.user, number), status=409)


@staff("handle_cases", methods=("POST",))
def removal(request: HttpRequest, number: int) -> HttpResponse:
    """It is not public after all."""
    try:
        actions.unmark_public(public_matter(request, number), by=request.user, version=asked_version(request))
    except Overtaken:
        return overtaken(request, number)
    return back(request, number, _("It is not called public any more."), "case_public_return")


@staff("handle_cases", methods=("POST",))
def returning(request: HttpRequest, number: int) -> HttpResponse:
    """It is public, as it was noted before."""
    found = public_matter(request, number)
    actions.mark_public(found.case, by=request.user, where=found.where, link=found.link, answers_show=found.answers_show)
    return back(request, number, _("It is public again."))


@staff("handle_cases", methods=("POST",))
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Answer it by the plan `plan`, or by none."""
    found, form = public_matter(request, number), PlanChoice(request.POST, auto_id="plan-%s")
    values = cleaned(form, request)
    if values is None:
        return show(request, found.case, plan_form=form)
    try:
        actions.choose_plan(found, form.chosen(), by=request.user, version=values["version"])
    except Overtaken:
        return overtaken(request, number)
    return back(request, number, _("The plan stands beside the case, and its clock runs.") if form.chosen() else _("No plan is followed."))


@staff("handle_cases", methods=("POST",))
def answered(request: HttpRequest, number: int) -> HttpResponse:
    """Write down the answer that stands where it was said."""
    found, form = public_matter(request, number), AnsweredForm(request.POST, auto_id="answered-%s")
    values = cleaned(form, request)
    if values is None:
        return show(request, found.case, answered_form=form)
    actions.write_deed(found, Deed.ANSWERED, by=request.user, **values)
    return back(request, number, _("The public answer is written down."), "case_public_answered_removal")


@staff("handle_cases", methods=("POST",))
def thanked(request: HttpRequest, number: int) -> HttpResponse:
    """Say that the customer was thanked."""
    found, form = public_matter(request, number), ThankedForm(request.POST, auto_id="thanked-%s")
    values = cleaned(form, request)
    if values is None:
        return show(request, found.case, thanked_form=form)
    actions.write_deed(found, Deed.THANKED, by=request.user, **values)
    return back(request, number, _("Noted: the customer was thanked."), "case_public_thanked_removal")


@staff("handle_cases", methods=("POST",))
def answered_removal(request: HttpRequest, number: int) -> HttpResponse:
    """It is not answered after all."""
    actions.take_deed_back(public_matter(request, number), Deed.ANSWERED, by=request.user)
    return back(request, number, _("It waits for its public answer again."))


@staff("handle_cases", methods=("POST",))
def thanked_removal(request: HttpRequest, number: int) -> HttpResponse:
    """They were not thanked after all."""
    actions.take_deed_back(public_matter(request, number), Deed.THANKED, by=request.user)
    return back(request, number, _("It waits for our thanks again."))
