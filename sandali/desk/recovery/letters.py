"""Apologies on their way: the check beside what is written, the request to sign, and the signature."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.cases.actions import CannotAnswer, keep_draft
from sandali.cases.actions.answering import Meanwhile
from sandali.cases.models import BESIDE, Case, Direction, Draft, Message
from sandali.cases.queries import answer_way
from sandali.company.actions import Overtaken
from sandali.company.models import Person
from sandali.desk.cases.acts import asked_version
from sandali.desk.cases.head import number_of
from sandali.desk.cases.timing.leaving import on_its_way
from sandali.desk.cases.together.meanwhile import asked_seen, meanwhile_shown
from sandali.desk.entering import staff
from sandali.desk.recovery.context import listed
from sandali.desk.recovery.forms import SignerForm, SignForm, WordForm
from sandali.desk.wishes.composing import asked_outward, wished_now
from sandali.kit.components.pieces import number as shown_number
from sandali.kit.dates import current_display
from sandali.kit.digits import format_percent
from sandali.kit.failures import failure
from sandali.kit.htmx import cleaned, done, page
from sandali.kit.text import clean
from sandali.resolution.models import Apology, Signing, Step
from sandali.resolution.reading.sorry import SAID_BEFORE, ApologyReading, advice_on
from sandali.resolution.recovery import apologising
from sandali.resolution.recovery.actions import NoWords, standing_step
from sandali.resolution.recovery.checking import check_apology
from sandali.resolution.recovery.queries import access_apology, colleague

ASK, SIGN = "desk/recovery/apology.html", "desk/recovery/signature.html"
LONGEST_CHECKED = 20_000


def findings(text: str, case: Case, *, asked: bool = False) -> dict[str, Any]:
    """What the check says of a text. What is written and does not say sorry is left alone, unless somebody asked."""
    reading = check_apology(text[:LONGEST_CHECKED], case=case)
    said = reading.apologises
    return {
        "checked": bool(text.strip()) and (said or asked),
        "apologises": said,
        "advice": advice_on(reading),
        "earlier": format_percent(reading.earlier, current_display().language) if said and reading.earlier >= 0.05 else "",
        "copied": reading.earlier >= SAID_BEFORE,
        "named": named(reading),
        "apology_check_url": reverse("case_apology_check", args=[case.pk]),
    }


def named(reading: ApologyReading) -> list[tuple[str, str]]:
    """What the apology names already, in its own words: (what, words)."""
    rows = [(_("What went wrong"), reading.fault), (_("What puts it right"), reading.remedy)]
    return [(label, listed(words[:3])) for label, words in rows if words]


@staff("answer_cases", methods=("POST",))
def check(request: HttpRequest, number: int) -> HttpResponse:
    """The check of what is being written; `apology-check` is the part below the text."""
    case = access_case(request.user, number, to="answer")
    text = request.POST.get("text", "")
    return page(request, ASK, {"case": case, **asking(request, case, text), **findings(text, case)}, part=["apology-check"])


def asking(request: HttpRequest, case: Case, text: str, form: Any = None) -> dict[str, Any]:
    """Context of the page that checks an apology and asks for a signature."""
    people = apologising.who_may_sign(case, besides=request.user)
    channel, identity = answer_way(case)
    return {
        "number": number_of(case),
        "form": form or SignerForm(initial={"text": text}, people=people, auto_id="apology-%s"),
        "people": people,
        "key": uuid.uuid4().hex,
        "seen": case.last_message_id,
        "can_leave": channel is not None and identity is not None,
        "wished": wished_now(case, request),
        "meaning": standing_step(case, Step.UNDERSTAND),
        "heard_text": heard_last(case),
    }


def heard_last(case: Case) -> str:
    """What the customer said last, however it came."""
    heard = Message.objects.filter(case=case, automatic="").exclude(direction__in=(Direction.OUT, *BESIDE))
    return heard.order_by("-pk").values_list("text", flat=True).first() or ""


def begun(case: Case, person: Any) -> str:
    """What the person began to write to the customer."""
    draft = Draft.objects.filter(case=case, person=person, direction=Direction.OUT).values_list("text", flat=True).first()
    return draft or ""


@staff("answer_cases", methods=("GET", "POST"))
def apology(request: HttpRequest, number: int) -> HttpResponse:
    """An apology with its check: sent in one's own name, or given to somebody senior to sign. Both leave a step that knows it."""
    case = access_case(request.user, number, to="answer")
    if request.method == "GET":
        text = begun(case, request.user)
        return page(request, ASK, {"case": case, **asking(request, case, text), **findings(text, case, asked=True)})
    form = SignerForm(request.POST, people=apologising.who_may_sign(case, besides=request.user), auto_id="apology-%s")
    text = clean(request.POST.get("text", ""))
    values = cleaned(form, request)
    if values is None or request.POST.get("do") == "check":
        keep_draft(case, text, by=request.user)
        return page(request, ASK, {"case": case, **asking(request, case, text, form), **findings(text, case, asked=True)})
    if request.POST.get("do") == "send":
        return sent(request, case, values["text"], form)
    try:
        signer = colleague(values["signer"])
        apologising.ask_to_sign(case, values["text"], by=request.user, signer=signer)
    except (NoWords, ValueError, Person.DoesNotExist):
        return failure(request, 400)
    return done(request, reverse("case", args=[number]), _("%(name)s is asked to sign. Until then nothing is sent.") % {"name": signer.name}, leave=True)


def sent(request: HttpRequest, case: Case, text: str, form: Any) -> HttpResponse:
    """Send it in one's own name."""
    key = f"{request.user.pk}:{case.pk}:{clean(request.POST.get('key', ''))[:60]}"
    try:
        message = apologising.send_apology(case, text, by=request.user, dedupe_key=key, seen=asked_seen(request), outward=asked_outward(request))
    except CannotAnswer as problem:
        form.add_error("text", str(problem))
        return page(request, ASK, {"case": case, **asking(request, case, text, form), **findings(text, case)}, status=422)
    except Meanwhile as came:
        keep_draft(case, text, by=request.user)
        said = {"came": meanwhile_shown(came.messages, case, after="apology")}
        return page(request, ASK, {"case": case, **asking(request, case, text, form), **findings(text, case), **said}, status=409)
    undo = reverse("message_withdrawal", args=[case.pk, message.pk])
    return done(request, reverse("case", args=[case.pk]), on_its_way(message), undo=undo, leave=True)


@staff("answer_cases", methods=("GET", "POST"))
def signature(request: HttpRequest, number: int, apology: int) -> HttpResponse:
    """An apology that waits for a signature: read, changed, signed. Only who was asked may sign; who may answer reads along."""
    case = access_case(request.user, number, to="answer")
    found = access_apology(case, apology, signer=request.user if request.method == "POST" else None)
    form = SignForm(request.POST or None, initial={"text": found.text}, auto_id="signature-%s")
    values = cleaned(form, request)
    if values is None:
        return sign_page(request, found, form)
    try:
        message = apologising.sign_apology(found, values["text"], by=request.user, version=asked_version(request), seen=asked_seen(request), outward=asked_outward(request))
    except Overtaken as overtaken:
        messages.warning(request, apologising.why_not_signed(overtaken.current))
        return sign_page(request, overtaken.current, form, status=409)
    except CannotAnswer as problem:
        form.add_error("text", str(problem))
        return sign_page(request, found, form, status=422)
    except Meanwhile as came:
        return sign_page(request, found, form, status=409, came=meanwhile_shown(came.messages, case, after="apology"))
    undo = reverse("message_withdrawal", args=[case.pk, message.pk])
    return done(request, reverse("case", args=[number]), _("Signed. The apology leaves with your name under it."), undo=undo, leave=True)


def sign_page(request: HttpRequest, found: Apology, form: SignForm, *, status: int | None = None, **more: Any) -> HttpResponse:
    """The page."""
    case = found.case
    text = form["text"].value() or ""
    context = {
        "case": case,
        "number": number_of(case),
        "apology": found,
        "form": form,
        "word_form": WordForm(auto_id="decline-%s"),
        "wished": wished_now(case, request),
        "is_open": found.state == Signing.ASKED,
        "is_mine": found.signer_id == request.user.pk,
        "typed": text if form.is_bound and found.state != Signing.ASKED and text.strip() != found.text.strip() else "",
        "standing": apologising.why_not_signed(found) if found.state != Signing.ASKED else "",
        "seen": case.last_message_id,
        "heard_text": heard_last(case),
        "meaning": standing_step(case, Step.UNDERSTAND),
        "under": apologising.signature_of(found.signer, case).replace("*", ""),
        "case_digits": shown_number(case.pk),
        **findings(text, case, asked=True),
        **more,
    }
    return page(request, SIGN, context, status=status)


@staff("answer_cases", methods=("POST",))
def signature_decline(request: HttpRequest, number: int, apology: int) -> HttpResponse:
    """Not with my name: the writer has the text again, with the word."""
    case = access_case(request.user, number, to="answer")
    found = access_apology(case, apology, signer=request.user)
    try:
        apologising.decline_apology(found, request.POST.get("word", ""), by=request.user, version=asked_version(request))
    except NoWords:
        messages.warning(request, _("Say in a word why not: the writer reads it."))
        return done(request, reverse("case_signature", args=[number, apology]), leave=True)
    except Overtaken as overtaken:
        messages.warning(request, apologising.why_not_signed(overtaken.current))
        return done(request, reverse("case", args=[number]), leave=True)
    return done(request, reverse("case", args=[number]), _("The apology goes back to %(name)s.") % {"name": found.by.name}, leave=True)


@staff("answer_cases", methods=("POST",))
def signature_withdrawal(request: HttpRequest, number: int, apology: int) -> HttpResponse:
    """No signature any more: the text is in its writer's form again."""
    case = access_case(request.user, number, to="answer")
    found = access_apology(case, apology)
    try:
        apologising.withdraw_apology(found, by=request.user, version=asked_version(request))
    except Overtaken as overtaken:
        messages.warning(request, apologising.why_not_signed(overtaken.current))
        return done(request, reverse("case", args=[number]), leave=True)
    return done(request, reverse("case", args=[number]), _("No signature is asked for any longer. The text is in the form of its writer again."), leave=True)
