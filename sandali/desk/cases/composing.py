"""Writing in a case: answers, notes, visits and calls, drafts; taking back, trying again. Nothing typed is lost on the way."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages as toasts
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from sandali.cases.access import access_case, access_message
from sandali.cases.actions import CannotAnswer, keep_draft, record_contact, reply, withdraw_reply, write_note
from sandali.cases.actions.adding import StoredFile
from sandali.cases.actions.answering import AFTER_ANSWER, Meanwhile
from sandali.cases.actions.drafts import Along, keep_unsent
from sandali.cases.actions.forwarding import withdraw_forward
from sandali.cases.copies import LONGEST, MOST, CannotCopy, read_copies, read_hidden
from sandali.cases.models import Case, Direction, Message, State
from sandali.cases.together import said_meanwhile
from sandali.channels.actions import retry_delivery
from sandali.channels.adapter import Party
from sandali.desk.cases.composer import DIRECTIONS, Contact, Typed
from sandali.desk.cases.forms import ContactForm
from sandali.desk.cases.timing.leaving import asked_leaving, later_words, on_its_way
from sandali.desk.cases.together.meanwhile import asked_seen, meanwhile_shown
from sandali.desk.cases.uploads import files_again, returned, stored_files
from sandali.desk.cases.views import CASE, case_context, filter_of, listed
from sandali.desk.comfort.once import form_key, once
from sandali.desk.entering import staff
from sandali.desk.promises.composing import said_of_promises
from sandali.desk.understanding.context import asked_understanding
from sandali.desk.wishes.composing import asked_caller, asked_outward
from sandali.kit.files import TooLarge
from sandali.kit.htmx import asked_by_htmx, done, fragments, page
from sandali.kit.text import clean
from sandali.resolution.confirmation.asking import answer_case
from sandali.resolution.promises.actions import CannotPromise
from sandali.resolution.promises.saying import send_with_promises, write_down_with_promise
from sandali.resolution.recovery.apologising import LETTERS
from sandali.resolution.understanding.offering import answer_and_offer

FILES = "desk/cases/draft_files.html"
TO_SIGN = "sign"  # what is in the form is an apology: to be checked, and perhaps signed by somebody senior
RIGHT_OF = {"reply": "answer", "note": "note", "contact": "answer"}


@staff("note_cases", methods=("POST",))
def messages(request: HttpRequest, number: int) -> HttpResponse:
    """Send an answer, or write down a note, a visit or a call: `kind` says which. 422 keeps everything in the form."""
    kind = request.POST.get("kind", "reply")
    kind = kind if kind in RIGHT_OF else "note"
    instead = request.POST.get("instead", "")
    if instead == "nothing":
        return thrown_away(request, number)
    kind = "note" if instead == "note" else kind
    case = access_case(request.user, number, to=RIGHT_OF[kind])
    if kind == "reply" and request.POST.get("after") == TO_SIGN:
        keep_draft(case, request.POST.get("text", ""), by=request.user, seen=asked_seen(request))
        return done(request, reverse("case_apology", args=[number]), leave=True)
    stored = files_again(request, case)
    try:
        stored = stored_files(request, stored)
        message = written(request, case, kind, stored)
    except (CannotAnswer, CannotCopy, CannotPromise, TooLarge) as problem:
        return not_written(request, case, kind, str(problem), stored)
    except Meanwhile as came:
        return not_written(request, case, kind, "", stored, came=came)
    if instead == "note":
        keep_draft(case, "", by=request.user)  # what was to be an answer is the note now
    if kind == "reply":
        undo = reverse("message_withdrawal", args=[number, message.pk])
        toasts.success(request, on_its_way(message), extra_tags=f"undo:{undo}")
    else:
        toasts.success(request, _("The note is written.") if kind == "note" else _("It is written down."))
    return shown(request, number)


def written(request: HttpRequest, case: Case, kind: str, stored: list[StoredFile]) -> Message:
    """Do what the form asks. Raises CannotAnswer and CannotCopy with a sentence."""
    text = request.POST.get("text", "")
    if kind == "note":
        return once(request, case, lambda: write_note(case, text, by=request.user, files=stored))
    if kind == "contact":
        return contact_written(request, case, text, stored)
    after = request.POST.get("after", "")
    key = key_of(request, case)
    if not key:
        raise CannotAnswer(_("The form was not whole. Please send it again."))
    copies, hidden = asked_copies(request, case, after)
    how: dict[str, Any] = {
        "by": request.user,
        "dedupe_key": key,
        "files": stored,
        "seen": asked_seen(request, name="despite" if request.POST.get("despite") else "seen"),
        "leaves_at": asked_leaving(request),
        "holds": "regardless" not in request.POST,
        "outward": asked_outward(request),
    }
    send = partial(answer_case, case, text, **how)
    if version := asked_understanding(request):
        send = partial(answer_and_offer, case, text, version=version, state=after if after in AFTER_ANSWER else State.WAITING, **how)
    elif after in LETTERS:
        send = partial(LETTERS[after], case, text, **{name: how[name] for name in ("by", "dedupe_key", "files", "seen", "outward")})
    elif after != State.ANSWERED:
        send = partial(reply, case, text, state=State.OPEN if after == State.OPEN else State.WAITING, copies=copies, hidden=hidden, **how)
    return send_with_promises(
        case, text, send, said=said_of_promises(request), by=request.user, dedupe_key=how["dedupe_key"], leaves_at=how["leaves_at"]
    )


def contact_written(request: HttpRequest, case: Case, text: str, stored: list[StoredFile]) -> Message:
    """A visit or a call, as the form says it. Raises CannotAnswer, and Meanwhile for one that waited while somebody spoke."""
    form = ContactForm(request.POST)
    if not form.is_valid():
        raise CannotAnswer(" ".join(error for errors in form.errors.values() for error in errors))
    values = form.cleaned_data
    said, caller = said_of_promises(request), asked_caller(request)

    def contact() -> Message:
        if values["age"] is not None:  # it waited for the connection
            look_meanwhile(request, case)
        return record_contact(case, text, by=request.user, direction=values["direction"], at=values["at"], files=stored, **caller)

    return once(request, case, lambda: write_down_with_promise(case, contact, said=said, by=request.user))


def look_meanwhile(request: HttpRequest, case: Case) -> None:
    """Raise Meanwhile when something was said on the case after what the writer saw last, and they do not know it yet."""
    seen = asked_seen(request, name="despite" if request.POST.get("despite") else "seen")
    came = said_meanwhile(case, by=request.user, seen=seen) if seen is not None else []
    if came:
        raise Meanwhile(came)


def key_of(request: HttpRequest, case: Case) -> str:
    """The composer's own id as a delivery keeps it, "" when the form has none."""
    key = form_key(request)
    return f"{request.user.pk}:{case.pk}:{key}" if key else ""


def asked_copies(request: HttpRequest, case: Case, after: str) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Who else is to have the answer, openly and hidden. Raises CannotCopy, and CannotAnswer for what is the customer's alone."""
    copies = read_copies(case, request.POST.get("cc", ""), request.POST.getlist("copy")[:MOST])
    hidden = read_hidden(case, request.POST.get("bcc", ""), seen=copies)
    if (copies or hidden) and (after in LETTERS or after == State.ANSWERED or asked_understanding(request)):
        # What asks has the customer's own link in it, with which anybody could answer in their name.
        raise CannotAnswer(_("What asks the customer, or apologises, is for the customer alone. Take the copies out, or send a plain answer."))
    return copies, hidden


def along_of(request: HttpRequest, stored: list[StoredFile]) -> Along:
    """What goes along with the text, as the form says it."""
    ticked = tuple(clean(value)[:254] for value in request.POST.getlist("copy")[:MOST])
    cc, bcc = (clean(request.POST.get(name, ""))[:LONGEST] for name in ("cc", "bcc"))
    return Along(ticked, cc, bcc, tuple(stored))


def thrown_away(request: HttpRequest, number: int) -> HttpResponse:
    """What was typed is not wanted any more: its writer has read what came meanwhile, and said so."""
    case = access_case(request.user, number, to="answer")
    keep_draft(case, "", by=request.user)
    toasts.success(request, _("Your text was thrown away. Nothing was sent."))
    return shown(request, number)


def not_written(
    request: HttpRequest, case: Case, kind: str, why: str, stored: list[StoredFile], *, came: Meanwhile | None = None
) -> HttpResponse:
    """Say why, or what `came` meanwhile. With htmx the form stays as it is, files and all; without it the page comes back with what was typed and chosen."""
    text = request.POST.get("text", "")
    seen = asked_seen(request)
    along = along_of(request, stored)
    keep_draft(case, text, by=request.user, direction=DIRECTIONS[kind], seen=seen, along=along)
    wished = {"after": request.POST.get("after", ""), "later": later_words(request)}
    shown_meanwhile = meanwhile_shown(came.messages, case, contact=kind == "contact", **wished) if came is not None else None
    said = {"composer_error": why, "composer_meanwhile": shown_meanwhile}
    status = 422 if came is None else 409
    if asked_by_htmx(request):
        changed = ("composer-error",) if came is None else ("composer-error", "composer-meanwhile")
        return fragments(request, CASE, *changed, context=said, status=status)
    wanted = filter_of(request)
    typed = Typed(
        text=text,
        kind=kind,
        key=form_key(request),
        files=returned(stored, case, request.user),
        contact=Contact(*(clean(request.POST.get(name, ""))[:40] for name in ("direction", "day", "clock"))),
        seen=seen or 0,
        copies=along.ticked,
        cc=along.cc,
        bcc=along.bcc,
        way=request.POST.get("way", "")[:40],
        reason=asked_outward(request).reason,
    )
    context = case_context(request, case, wanted, typed=typed)
    context |= listed(request, wanted, current=case.pk) | said
    return page(request, CASE, context, status=status)


def shown(request: HttpRequest, number: int) -> HttpResponse:
    """The case after something was written: thread and head in place, a fresh composer."""
    wanted = filter_of(request)
    if not asked_by_htmx(request):
        return done(request, wanted.case_url(number))
    context = case_context(request, access_case(request.user, number), wanted)
    answer = fragments(request, CASE, "case-thread", "case-head", "case-before", context=context, swap="outerMorph")
    composer = render_to_string(f"{CASE}#case-composer", context, request)
    answer.content += format_html('<hx-partial hx-target="#case-composer" hx-swap="outerHTML">{}</hx-partial>', composer).encode()
    return answer


@staff("note_cases", methods=("POST",))
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what is being written, for whoever writes it. Files are kept as they are chosen: the answer is their tiles for the form."""
    kind = request.POST.get("kind", "")
    kind = kind if kind in RIGHT_OF else "note"
    case = access_case(request.user, number, to=RIGHT_OF[kind])
    stored = files_again(request, case)
    if request.FILES:
        try:
            stored = stored_files(request, stored)
        except (CannotAnswer, TooLarge) as problem:
            return HttpResponse(str(problem), status=422, content_type="text/plain; charset=utf-8")
    # A text that comes late from a device says nothing of what goes along: that stays as it was kept.
    along = along_of(request, stored) if stored or "along" in request.POST else None
    how: dict[str, Any] = {"by": request.user, "direction": DIRECTIONS[kind], "seen": asked_seen(request), "along": along}
    text = request.POST.get("text", "")
    if not request.FILES:
        keep_draft(case, text, **how)
    elif keep_unsent(case, text, key=key_of(request, case), **how) is not None:
        return page(request, FILES, {"files": returned(stored, case, request.user)})
    return HttpResponse(status=204)


@staff("answer_cases", methods=("POST",))
def withdrawal(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """Take an answer back before it leaves; it becomes a draft again, files and all."""
    found = access_message(request.user, number, message, to="answer")
    if found.direction == Direction.FORWARD:
        return forward_taken_back(request, found)
    if withdraw_reply(found, by=request.user):
        toasts.success(request, _("The answer was taken back. It is in the form again."))
    else:
        toasts.warning(request, _("It is too late: the answer has left already."))
    return shown(request, number)


def forward_taken_back(request: HttpRequest, found: Message) -> HttpResponse:
    """What was to be forwarded stands in its form again."""
    again = found.author_id == request.user.pk
    if withdraw_forward(found, by=request.user):
        toasts.success(request, _("It was taken back. It is in the form again.") if again else _("It was taken back."))
        if again:
            return done(request, f"{reverse('case_forwarding', args=[found.case_id])}?again={found.pk}", leave=True)
    else:
        toasts.warning(request, _("It is too late: it has left already."))
    return shown(request, found.case_id)


@staff("answer_cases", methods=("POST",))
def retry(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """Send a refused answer once more."""
    found = access_message(request.user, number, message, to="answer")
    if found.delivery is not None and retry_delivery(found.delivery):
        toasts.success(request, _("The answer is on its way again."))
    else:
        toasts.warning(request, _("There is nothing to send again."))
    return shown(request, number)


