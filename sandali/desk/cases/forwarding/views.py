"""The form by which something is forwarded, and sending it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages as toasts
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.access import access_case, access_message
from sandali.cases.actions import CannotAnswer
from sandali.cases.actions.adding import StoredFile
from sandali.cases.actions.drafts import LONGEST_TEXT, stored
from sandali.cases.actions.forwarding import CannotForward, forward
from sandali.cases.copies import CannotCopy
from sandali.cases.forwards import LONGEST, channel_for, files_to_pass, read_receiver
from sandali.cases.models import BESIDE, Case, Direction, Message
from sandali.desk.cases.came_from import filter_of
from sandali.desk.cases.forwarding.passing import file_choices, numbers, proposed
from sandali.desk.cases.head import number_of
from sandali.desk.cases.uploads import files_again, returned, stored_files
from sandali.desk.entering import staff
from sandali.kit.files import TooLarge
from sandali.kit.htmx import cleaned, done, page
from sandali.kit.text import clean

PAGE = "desk/cases/forwarding.html"


class ForwardForm(forms.Form):
    """To whom, what is said, and what is passed on."""

    to = forms.CharField(label=gettext_lazy("To"), max_length=320, widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "email", "autocomplete": "off", "spellcheck": "false"}))
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=250, required=False, widget=forms.TextInput(attrs={"dir": "auto"}))
    text = forms.CharField(label=gettext_lazy("Your words"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}))
    passed_on = forms.CharField(
        label=gettext_lazy("What is passed on"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"})
    )


@staff("answer_cases", methods=("GET", "POST"))
def forwarding(request: HttpRequest, number: int) -> HttpResponse:
    """Forward the conversation, one message of it (`message`), or what was taken back (`again`), to somebody who is not the customer."""
    case = access_case(request.user, number, to="answer")
    message, again = (asked_message(request, case, name) for name in ("message", "again"))
    offered = proposed(case, message, again)
    initial = {"to": offered.to, "subject": offered.subject, "text": offered.text, "passed_on": offered.passed_on}
    form = ForwardForm(request.POST or None, initial=initial)
    files = list(files_to_pass(case))
    chosen = numbers(request.POST.getlist("file")) if request.method == "POST" else offered.ticked
    kept: list[StoredFile] = files_again(request, case)
    values = cleaned(form, request)
    if values is not None:
        try:
            kept = stored_files(request, kept)
            along = [*(stored(file) for file in files if file.pk in chosen), *kept]
            sent = send(request, case, values, along)
        except (CannotForward, CannotCopy, CannotAnswer, TooLarge) as problem:
            form.add_error("to" if isinstance(problem, CannotCopy) else None, str(problem))
            request.form_is_wrong = True  # type: ignore[attr-defined]
        else:
            undo = reverse("message_withdrawal", args=[number, sent.pk])
            toasts.success(request, _("The letter is on its way."), extra_tags=f"undo:{undo}")
            return done(request, filter_of(request).case_url(number), leave=True)
    context = {
        "case": case, "number": number_of(case), "form": form, "choices": file_choices(files, chosen), "message": message,
        "kept": returned(kept, case, request.user), "key": clean(request.POST.get("key", ""))[:60] or uuid.uuid4().hex,
        "channel": channel_for(case), "back_url": filter_of(request).case_url(number), "forwarding_url": request.get_full_path(),
        "whole_url": reverse("case_forwarding", args=[number]),
    }  # fmt: skip
    return page(request, PAGE, context)


def send(request: HttpRequest, case: Case, values: dict[str, Any], along: list[StoredFile]) -> Message:
    """Send what the form holds. Raises CannotForward, CannotCopy with a sentence."""
    key = clean(request.POST.get("key", ""))[:60]
    if not key:
        raise CannotForward(_("The form was not whole. Please send it again."))
    return forward(
        case, read_receiver(case, values["to"]), values["text"], values["passed_on"], subject=values["subject"], by=request.user,
        dedupe_key=f"forward:{request.user.pk}:{case.pk}:{key}"[:80], files=along,
    )  # fmt: skip


def asked_message(request: HttpRequest, case: Case, name: str) -> Message | None:
    """The message of this case that the address names: one that may be passed on, or for "again" the person's own that they took back.

    Raises Message.DoesNotExist for any other."""
    value = request.GET.get(name, "")
    if not value:
        return None
    found = access_message(request.user, case.pk, next(iter(numbers([value])), 0), to="answer")
    mine = found.direction == Direction.FORWARD and found.withdrawn_at is not None and found.author_id == request.user.pk
    passable = found.withdrawn_at is None and (found.direction not in BESIDE or found.direction == Direction.THIRD)
    if not (mine if name == "again" else passable):
        raise Message.DoesNotExist
    return found
