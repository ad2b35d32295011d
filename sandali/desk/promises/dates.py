"""A promise by itself: tell the customer now, with a new date and why; or withdraw it, or hand it to a colleague."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sandali.cases.access import rights_on
from sandali.cases.actions import CannotAnswer
from sandali.cases.actions.answering import Meanwhile
from sandali.cases.contact import language_of
from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.company.queries import current_company
from sandali.desk.cases.acts import asked_version
from sandali.desk.cases.head import number_of
from sandali.desk.cases.timing.choices import day_words
from sandali.desk.entering import staff
from sandali.desk.promises.colleagues import who_could_have
from sandali.desk.promises.forms import NewDateForm
from sandali.desk.promises.words import due_words
from sandali.desk.wishes.composing import asked_outward, wished_now
from sandali.kit.dates import displayed
from sandali.kit.htmx import done, page
from sandali.kit.text import clean
from sandali.resolution.models import Promise
from sandali.resolution.promises.actions import CannotPromise, move_promise
from sandali.resolution.promises.queries import access_promise

PAGE = "desk/promises/promise.html"


@staff("answer_cases", methods=("GET", "POST"))
def promise(request: HttpRequest, number: int, promise: int) -> HttpResponse:
    """The form with the facts that the customer is told, in their language; POST sends them and moves the promise."""
    found = access_promise(request.user, number, promise, to="answer")
    if request.method != "POST":
        return show(request, found, NewDateForm(initial={"text": facts_of(found)}))
    form = NewDateForm(request.POST)
    if not form.is_valid():
        return show(request, found, form, status=422)
    values, key = form.cleaned_data, clean(request.POST.get("key", ""))[:60]
    text = filled(values["text"], found.case, why=values["why"], due=values["due"])
    try:
        moved = move_promise(
            found, values["due"], by=request.user, why=values["why"], text=text, dedupe_key=key or uuid.uuid4().hex,
            version=asked_version(request), by_call=values["by_call"], seen=asked_seen(request), outward=asked_outward(request),
        )  # fmt: skip
    except (CannotPromise, CannotAnswer) as problem:
        form.add_error(None, str(problem))
        return show(request, found, form, status=422)
    except Meanwhile as came:
        form.add_error(None, _("%(what)s Nothing was sent. Please read it, then send again.") % {"what": str(came)})
        return show(request, found, form, status=409, seen=came.messages[-1].pk)
    except Overtaken as other:
        found = access_promise(request.user, number, other.current.pk, to="answer")
        form.add_error(None, _("Somebody else changed this promise in the meantime. This is how it stands now."))
        return show(request, found, form, status=409)
    undo = "" if values["by_call"] else reverse("message_withdrawal", args=[number, moved.message_id])
    messages.success(request, _("The customer is told, and the promise has its new date."), extra_tags=f"undo:{undo}" if undo else "")
    return done(request, reverse("case", args=[number]), leave=True)


def asked_seen(request: HttpRequest) -> int | None:
    """The last message that the writer saw."""
    value = request.POST.get("seen", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else None


def show(request: HttpRequest, found: Promise, form: NewDateForm, *, status: int = 200, seen: int = 0) -> HttpResponse:
    """The page of one promise."""
    case, now = found.case, timezone.now()
    rights = rights_on(request.user, case)
    where = [case.pk, found.pk]
    context = {
        "promise": found,
        "case": case,
        "number": number_of(case),
        "when": due_words(found.due_at, now),
        "is_late": found.due_at <= now,
        "form": form,
        "key": clean(request.POST.get("key", ""))[:60] or uuid.uuid4().hex,
        "seen": seen or case.last_message_id,
        "wished": wished_now(case, request),
        "may_handle": "handle" in rights and found.stands,
        "people": who_could_have(case, found.owner_id) if "handle" in rights and found.stands else [],
        "withdrawal_url": reverse("case_promise_withdrawal", args=where),
        "owner_url": reverse("case_promise_owner", args=where),
        "keeping_url": reverse("case_promise_keeping", args=where),
    }
    return page(request, PAGE, context, status=status)


# --- The facts, in the customer's language ---------------------------------------------------------------------------
def facts_of(promise: Promise) -> str:
    """What we promised, by when, and two lines to be filled: why it takes longer, and the new date. Facts, and no letter."""
    case, company = promise.case, current_company()
    language = language_of(case)
    with translation.override(language), displayed(language, company.zone if company else "Asia/Tehran"):
        hello = _("Hello %(name)s,") % {"name": case.customer.name} if case.customer.name else _("Hello,")
        lines = [
            _("What we promised: %(what)s") % {"what": promise.what},
            _("By when: %(when)s") % {"when": day_words(promise.due_at)},
            _("Why it takes longer:"),
            _("The new date:"),
        ]
    return f"{hello}\n\n" + "\n".join(lines) + "\n"


def filled(text: str, case: Case, *, why: str, due: Any) -> str:
    """The text with those of the two lines that were left empty filled, in the customer's language."""
    company, language = current_company(), language_of(case)
    with translation.override(language), displayed(language, company.zone if company else "Asia/Tehran"):
        known = {_("Why it takes longer:"): why, _("The new date:"): day_words(due)}
    lines = [f"{line.rstrip()} {known[line.strip()]}" if line.strip() in known else line for line in text.splitlines()]
    return "\n".join(lines)
