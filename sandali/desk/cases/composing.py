"""Writing in a case: answers, notes, visits and calls, drafts; taking back, trying again. Nothing typed is lost on the way."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages as toasts
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from sandali.cases.access import access_case, access_message
from sandali.cases.actions import CannotAnswer, keep_draft, record_contact, reply, withdraw_reply, write_note
from sandali.cases.actions.adding import StoredFile
from sandali.cases.actions.answering import AFTER_ANSWER
from sandali.cases.models import Case, Message, State
from sandali.channels.actions import retry_delivery
from sandali.desk.cases.composer import DIRECTIONS
from sandali.desk.cases.forms import ContactForm
from sandali.desk.cases.views import CASE, case_context, filter_of, listed
from sandali.desk.entering import staff
from sandali.kit import files
from sandali.kit.downloads import safe_name
from sandali.kit.htmx import asked_by_htmx, done, fragments, page
from sandali.kit.text import clean

MOST_FILES = 20
RIGHT_OF = {"reply": "answer", "note": "note", "contact": "answer"}


@staff("note_cases", methods=("POST",))
def messages(request: HttpRequest, number: int) -> HttpResponse:
    """Send an answer, or write down a note, a visit or a call: `kind` says which. 422 keeps everything in the form."""
    kind = request.POST.get("kind", "reply")
    kind = kind if kind in RIGHT_OF else "note"
    case = access_case(request.user, number, to=RIGHT_OF[kind])
    try:
        message = written(request, case, kind)
    except (CannotAnswer, files.TooLarge) as problem:
        return not_written(request, case, kind, str(problem))
    if kind == "reply":
        undo = reverse("message_withdrawal", args=[number, message.pk])
        toasts.success(request, _("The answer is on its way."), extra_tags=f"undo:{undo}")
    else:
        toasts.success(request, _("The note is written.") if kind == "note" else _("It is written down."))
    return shown(request, number)


def written(request: HttpRequest, case: Case, kind: str) -> Message:
    """Do what the form asks. Raises CannotAnswer with a sentence, or TooLarge."""
    text = request.POST.get("text", "")
    stored = stored_files(request)
    if kind == "note":
        return write_note(case, text, by=request.user, files=stored)
    if kind == "contact":
        form = ContactForm(request.POST)
        if not form.is_valid():
            raise CannotAnswer(" ".join(error for errors in form.errors.values() for error in errors))
        values = form.cleaned_data
        return record_contact(case, text, by=request.user, direction=values["direction"], at=values["at"], files=stored)
    after = request.POST.get("after", "")
    key = clean(request.POST.get("key", ""))[:60]
    if not key:
        raise CannotAnswer(_("The form was not whole. Please send it again."))
    return reply(
        case,
        text,
        by=request.user,
        dedupe_key=f"{request.user.pk}:{case.pk}:{key}",
        files=stored,
        state=after if after in AFTER_ANSWER else State.WAITING,
    )


def stored_files(request: HttpRequest) -> list[StoredFile]:
    """Keep the uploaded files before any transaction. Raises TooLarge with a sentence, kit.files.NoRoom."""
    uploads: list[UploadedFile] = [upload for upload in request.FILES.getlist("files") if upload.name]
    most = settings.MAX_UPLOAD
    if len(uploads) > MOST_FILES:
        raise files.TooLarge(_("At most %(number)s files can go with one message.") % {"number": MOST_FILES})
    if sum(upload.size or 0 for upload in uploads) > most:
        raise files.TooLarge(_("The files are larger than %(size)s MB together.") % {"size": most // (1024 * 1024)})
    return [stored_file(upload, most) for upload in uploads]


def stored_file(upload: UploadedFile, most: int) -> StoredFile:
    """One upload in the content store. What it claims to be is kept as a claim."""
    sha256, size = files.put_stream(upload, most)
    return StoredFile(safe_name(upload.name or ""), clean(upload.content_type or "")[:120], size, sha256)


def not_written(request: HttpRequest, case: Case, kind: str, why: str) -> HttpResponse:
    """Say why. With htmx the form stays as it is, files and all; without it the page comes back with the text."""
    text = request.POST.get("text", "")
    keep_draft(case, text, by=request.user, direction=DIRECTIONS[kind])
    if asked_by_htmx(request):
        return fragments(request, CASE, "composer-error", context={"composer_error": why}, status=422)
    wanted = filter_of(request)
    context = case_context(request, case, wanted, text=text, kind=kind, key=clean(request.POST.get("key", ""))[:60])
    context |= listed(request, wanted, current=case.pk) | {"composer_error": why}
    return page(request, CASE, context, status=422)


def shown(request: HttpRequest, number: int) -> HttpResponse:
    """The case after something was written: thread and head in place, a fresh composer."""
    wanted = filter_of(request)
    if not asked_by_htmx(request):
        return done(request, wanted.case_url(number))
    context = case_context(request, access_case(request.user, number), wanted)
    answer = fragments(request, CASE, "case-thread", "case-head", context=context, swap="outerMorph")
    composer = render_to_string(f"{CASE}#case-composer", context, request)
    answer.content += format_html('<hx-partial hx-target="#case-composer" hx-swap="outerHTML">{}</hx-partial>', composer).encode()
    return answer


@staff("note_cases", methods=("POST",))
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what is being written, for whoever writes it."""
    kind = request.POST.get("kind", "")
    kind = kind if kind in RIGHT_OF else "note"
    case = access_case(request.user, number, to=RIGHT_OF[kind])
    keep_draft(case, request.POST.get("text", ""), by=request.user, direction=DIRECTIONS[kind])
    return HttpResponse(status=204)


@staff("answer_cases", methods=("POST",))
def withdrawal(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """Take an answer back before it leaves; it becomes a draft again."""
    found = access_message(request.user, number, message, to="answer")
    if withdraw_reply(found, by=request.user):
        toasts.success(request, _("The answer was taken back. It is in the form again."))
    else:
        toasts.warning(request, _("It is too late: the answer has left already."))
    return shown(request, number)


@staff("answer_cases", methods=("POST",))
def retry(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """Send a refused answer once more."""
    found = access_message(request.user, number, message, to="answer")
    if found.delivery is not None and retry_delivery(found.delivery):
        toasts.success(request, _("The answer is on its way again."))
    else:
        toasts.warning(request, _("There is nothing to send again."))
    return shown(request, number)


