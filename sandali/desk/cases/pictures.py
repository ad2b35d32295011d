"""Pictures that a mail wants from elsewhere: shown when the reader asks, fetched by us, so that no browser calls the sender's server."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.cases.access import access_message
from sandali.cases.models import Message
from sandali.desk.account.mails import active_person
from sandali.desk.cases.mail_bodies import clean_body, consent_mark, consented, remote_of_token
from sandali.desk.entering import staff, visitors
from sandali.kit.components.buttons import post_button
from sandali.kit.components.pieces import number as figure
from sandali.kit.htmx import asked_by_htmx, done, page
from sandali.kit.mail_frame import FRAME_SANDBOX
from sandali.kit.mail_html import CleanHtml
from sandali.kit.page_addresses import reverse
from sandali.kit.remote_pictures import Fetcher, NoPicture

# Half of the threads that answer pages at the most, so that slow servers elsewhere never hold the whole desk.
FETCHER = Fetcher(max(1, settings.WEB_THREADS // 2))
SECONDS = 5  # for one picture, redirects included
PATIENCE = 0.25  # seconds that a thread waits for its turn; then the browser is asked to come again
MOST_TURNS = 16  # browsers follow twenty redirects
NOTHING = SafeString("")
PICTURE_HEADERS = {
    "Content-Disposition": "inline",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",  # the sandboxed frame counts as another origin
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, max-age=86400",
}


def mail_view(case: int, message: int, *, consent: str = "", line: SafeString | None = None) -> SafeString:
    """The frame of a mail and the line below it; without a `line` the page asks for it once the frame comes into sight."""
    body = reverse("message_body", args=[case, message]) + (f"?pictures={consent}" if consent else "")
    return format_html(
        '<div class="mail-view" id="mail-{}"><iframe src="{}" sandbox="{}" title="{}" loading="lazy"></iframe>{}</div>',
        message, body, FRAME_SANDBOX, _("The message as it was sent"), line_to_come(case, message) if line is None else line,
    )  # fmt: skip


def line_to_come(case: int, message: int) -> SafeString:
    """Where the line will be. Without scripts a link leads to a page that has it."""
    address = reverse("message_pictures", args=[case, message])
    return format_html(
        '<div hx-get="{}" hx-trigger="intersect once" hx-swap="outerHTML"><noscript><a href="{}">{}</a></noscript></div>',
        address, address, _("Pictures that were not loaded"),
    )  # fmt: skip


def line_of(request: HttpRequest, message: Message, clean: CleanHtml, *, shown: bool) -> SafeString:
    """What was left out of the mail and why, with the way to have it; nothing for a mail that wants nothing from elsewhere."""
    held, button = clean.remote_count - clean.pixel_count, NOTHING
    said = []
    if held and shown:
        said.append(_("This server fetched the pictures. The sender may learn that the message was read, but not where or by whom."))
    elif held:
        said.append(held_back(held))
        button = show_button(request, message)
    if clean.pixel_count:
        said.append(pixels_held_back(clean.pixel_count))
    if not said:
        return NOTHING
    return format_html('<div class="pictures-line"><span>{}</span>{}</div>', " ".join(said), button)


def held_back(number: int) -> str:
    """That pictures were not loaded, and why."""
    words = ngettext(
        "%(number)s picture of the sender was not loaded, so that the sender does not learn that you read this.",
        "%(number)s pictures of the sender were not loaded, so that the sender does not learn that you read this.",
        number,
    )
    return words % {"number": figure(number)}


def pixels_held_back(number: int) -> str:
    """That invisible pictures never are."""
    words = ngettext(
        "%(number)s invisible picture, which only reports that the message was opened, stays out.",
        "%(number)s invisible pictures, which only report that the message was opened, stay out.",
        number,
    )
    return words % {"number": figure(number)}


def show_button(request: HttpRequest, message: Message) -> SafeString:
    """The reader's consent, for this message and this view of it."""
    address = reverse("message_pictures", args=[message.case_id, message.pk])
    return post_button(
        _("Show pictures"), url=address, csrf_token=get_token(request), icon_name="photo", small=True,
        hx_post=address, hx_target=f"#mail-{message.pk}", hx_swap="outerHTML",
    )  # fmt: skip


@staff("see_cases", methods=("GET", "POST"))
def pictures(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """What was left out of a mail; posting to it is the reader's consent, which lives in the address of the frame alone."""
    found = access_message(request.user, number, message)
    clean = clean_body(found)
    if clean is None:
        raise Http404
    if request.method == "POST":
        consent = consent_mark(found, request.user.pk)
        if not asked_by_htmx(request):
            return done(request, f"{request.path}?pictures={consent}")
        return HttpResponse(mail_view(number, message, consent=consent, line=line_of(request, found, clean, shown=True)))
    if asked_by_htmx(request):
        return HttpResponse(line_of(request, found, clean, shown=False))
    consent = request.GET.get("pictures", "")
    shown = consented(consent, found, request.user.pk)
    line = line_of(request, found, clean, shown=shown)
    view = mail_view(number, message, consent=consent if shown else "", line=line)
    return page(request, "desk/cases/pictures.html", {"case": found.case, "message": found, "view": view})


@visitors()
def picture(request: HttpRequest, number: int, message: int, token: str) -> HttpResponse:
    """One picture, by the signed address that the frame of a reader's view was given.

    No cookie comes along from a sandboxed frame: the address names the reader, who must still be one of us and see the case."""
    asked = remote_of_token(token, number, message)
    reader = active_person(asked[0]) if asked else None
    if asked is None or reader is None:
        raise Http404
    clean = clean_body(access_message(reader, number, message))
    if clean is None or asked[1] >= len(clean.remote):
        raise Http404
    return fetched(request, clean.remote[asked[1]])


def fetched(request: HttpRequest, address: str) -> HttpResponse:
    """The picture of another server, 502 without it: a browser shows the words that the mail has for it."""
    turn = request.GET.get("turn", "")
    turns = int(turn) if turn.isdecimal() and len(turn) < 4 else 0
    try:
        found = FETCHER.fetch(address, patience=PATIENCE, seconds=SECONDS)
    except NoPicture:
        return HttpResponse(status=502, headers={"Cache-Control": "no-store"})
    if found is None:
        return come_again(request.path, turns + 1)
    return HttpResponse(found.content, content_type=found.content_type, headers=PICTURE_HEADERS)


def come_again(path: str, turns: int) -> HttpResponse:
    """Every place is taken: no thread waits, the browser does."""
    if turns > MOST_TURNS:
        return HttpResponse(status=503, headers={"Cache-Control": "no-store"})
    answer = HttpResponseRedirect(f"{path}?turn={turns}")
    answer["Cache-Control"] = "no-store"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
