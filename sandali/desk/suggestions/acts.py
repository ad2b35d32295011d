"""Acts on a suggestion: taken back, answered, carried out, met by others too. A lost race says what stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.company.actions import Overtaken
from sandali.desk.cases.acts import asked_version
from sandali.desk.entering import staff
from sandali.desk.suggestions.forms import AnswerForm, OutcomeForm, VoiceForm
from sandali.desk.suggestions.views import show
from sandali.kit.htmx import cleaned, done
from sandali.team import actions
from sandali.team.access import access_suggestion
from sandali.team.models import Suggestion


def page_of(number: int) -> str:
    """The address of a suggestion."""
    return reverse("suggestion", args=[number])


def changed(request: HttpRequest, number: int, act: Callable[[], Any], said: str, undo: str | None = None, **forms: Form) -> HttpResponse:
    """Do it, and show the suggestion; a lost race changes nothing, says so, and keeps what was typed."""
    try:
        act()
    except Overtaken as overtaken:
        messages.warning(request, _("Somebody else changed this in the meantime. This is how it stands now; please choose again."))
        for form in forms.values():
            form.data = form.data.copy()
            form.data["version"] = str(overtaken.current.version)
        return show(request, overtaken.current, status=409, **forms)
    return done(request, page_of(number), said, undo, leave=True)


@staff("see_cases", methods=("POST",))
def withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own suggestion back."""
    found = access_suggestion(request.user, number, to="write")
    undo = reverse("suggestion_return", args=[number])
    return changed(
        request, number, lambda: actions.withdraw_suggestion(found, by=request.user, version=asked_version(request)), _("It was taken back."), undo
    )


@staff("see_cases", methods=("POST",))
def returning(request: HttpRequest, number: int) -> HttpResponse:
    """Make it again."""
    found = access_suggestion(request.user, number, to="write")
    return changed(request, number, lambda: actions.return_suggestion(found, by=request.user), _("It waits for an answer again."))


@staff("answer_suggestions", methods=("POST",))
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Take it up or decline it, with words."""
    found = access_suggestion(request.user, number, to="answer")
    form = AnswerForm(request.POST, auto_id="answer-%s")
    values = cleaned(form, request)
    if values is None:
        return show(request, found, answer_form=form)
    act = actions.take_up if values["verdict"] == "taken_up" else actions.decline
    return changed(
        request, number, lambda: act(found, values["text"], by=request.user, version=values["version"]), _("Answered. Who suggested it is told."),
        reverse("suggestion_answer_removal", args=[number]), answer_form=form,
    )  # fmt: skip


@staff("answer_suggestions", methods=("POST",))
def outcome(request: HttpRequest, number: int) -> HttpResponse:
    """It is carried out: what is different now."""
    found = access_suggestion(request.user, number, to="answer")
    form = OutcomeForm(request.POST, auto_id="outcome-%s")
    values = cleaned(form, request)
    if values is None:
        return show(request, found, outcome_form=form)
    return changed(
        request, number, lambda: actions.carry_out(found, values["text"], by=request.user, version=values["version"]),
        _("Written down, for everybody to read."), reverse("suggestion_answer_removal", args=[number]), outcome_form=form,
    )  # fmt: skip


@staff("answer_suggestions", methods=("POST",))
def answer_removal(request: HttpRequest, number: int) -> HttpResponse:
    """Take the last word back: what was carried out is taken up again, what was answered waits again."""
    found: Suggestion = access_suggestion(request.user, number, to="answer")
    return changed(
        request, number, lambda: actions.take_answer_back(found, by=request.user, version=asked_version(request)), _("The answer was taken back.")
    )


@staff("see_cases", methods=("POST",))
def voices(request: HttpRequest, number: int) -> HttpResponse:
    """Met the same, in a word, with one's own case."""
    found = access_suggestion(request.user, number)
    form = VoiceForm(request.POST, person=request.user, auto_id="voice-%s")
    values = cleaned(form, request)
    if values is None:
        return show(request, found, voice_form=form)
    actions.add_voice(found, values["word"], by=request.user, case=form.found_case)
    return done(request, page_of(number), _("Your word stands beside it."), reverse("suggestion_voice_removal", args=[number]), leave=True)


@staff("see_cases", methods=("POST",))
def voice_removal(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own word back."""
    actions.remove_voice(access_suggestion(request.user, number), by=request.user)
    return done(request, page_of(number), _("Your word was taken back."), leave=True)
