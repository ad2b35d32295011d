"""An answer that leaves later: let it leave now, or not at all. Changing it is taking it back (composing.withdrawal)."""

from __future__ import annotations

from django.contrib import messages as toasts
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_message
from sandali.cases.actions.later import draft_again, send_now, take_back_later
from sandali.desk.cases.composing import shown
from sandali.desk.entering import staff


@staff("answer_cases", methods=("POST",))
def departure(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """Let it leave now; the usual seconds remain to take it back."""
    found = access_message(request.user, number, message, to="answer")
    if send_now(found, by=request.user):
        undo = reverse("message_withdrawal", args=[number, message])
        toasts.success(request, _("The answer is on its way."), extra_tags=f"undo:{undo}")
    else:
        toasts.warning(request, _("It does not wait any more: it has left, or was taken back."))
    return shown(request, number)


@staff("answer_cases", methods=("POST",))
def discarding(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """Do not send it. Its text can be had back."""
    found = access_message(request.user, number, message, to="answer")
    if found.leaves_at is not None and take_back_later(found, by=request.user, keep=False):
        undo = reverse("message_undiscarding", args=[number, message])
        toasts.success(request, _("The answer will not be sent."), extra_tags=f"undo:{undo}" if found.author_id == request.user.pk else "")
    else:
        toasts.warning(request, _("It does not wait any more: it has left, or was taken back."))
    return shown(request, number)


@staff("answer_cases", methods=("POST",))
def undiscarding(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """What was not to be sent is in the form again."""
    found = access_message(request.user, number, message, to="answer")
    if draft_again(found, by=request.user):
        toasts.success(request, _("The text is in the form again. Nothing was sent."))
    else:
        toasts.warning(request, _("There is nothing to bring back."))
    return shown(request, number)
