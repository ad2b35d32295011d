"""What a visitor writes and presses: kept first, as what providers tell us is, and read by the worker."""

from __future__ import annotations

import secrets
from typing import Any, Final

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from sandali.cases.chats import case_in
from sandali.cases.customer_writing import end_writing, note_writing
from sandali.channels.models import Channel
from sandali.channels.parcels import LONGEST_TEXT, MOST_BODY, kind_of_contact
from sandali.channels.taking import store_event
from sandali.channels.webchat.saying import ID, message_event, press_event
from sandali.channels.webchat.visitors import Visitor, visitor_of
from sandali.customers.actions import NotAnAddress, normal_identity
from sandali.exchange.uploads import NotTaken, length_of, sent_files
from sandali.kit import files
from sandali.portal.chat.entering import asked_chat, asked_visitor, is_foreign, said, speaking
from sandali.portal.chat.window import shown

SOURCE: Final = "chat"


@csrf_exempt  # the window has no session; nobody else knows the visitor's token, and another website's page is refused
def messages(request: HttpRequest, key: str) -> HttpResponse:
    """Take a message. The window's script gets JSON; a form without a script is led back to the window."""
    if request.method != "POST":
        return HttpResponseNotAllowed(("POST",))
    channel = asked_chat(key)
    by_script = "application/json" in request.headers.get("Accept", "")
    with speaking(request) as language:
        try:
            number = take_message(request, channel)
        except (NotTaken, files.NoRoom) as why:
            words = str(why) if isinstance(why, NotTaken) else _("We cannot save anything right now. Please try again in a few minutes.")
            status = why.status if isinstance(why, NotTaken) else 503
            return said({"error": words}, status) if by_script else shown(request, channel, error=words, status=status)
    if by_script:
        return said({"id": number}, 201)
    answer = HttpResponseRedirect(f"{reverse('chat_window', args=[key])}?lang={language}&said=1")
    answer.status_code = 303
    return answer


def take_message(request: HttpRequest, channel: Channel) -> str:
    """Keep what was written; returns its id. Raises NotTaken and files.NoRoom."""
    if is_foreign(request):
        raise NotTaken(_("This can only be done in the chat itself."), 403)
    length = length_of(request)
    if length is None or length > MOST_BODY:
        raise NotTaken(_("These files are too large. Altogether they may have 20 megabytes."), 413)
    visitor = asked_visitor(request, channel) or nobody_yet(channel)
    if not consume(request, action="chat", key=visitor.digest):
        raise NotTaken(_("That was a lot at once. Please wait a moment."), 429)
    number = request.POST.get("id") or secrets.token_hex(16)
    text = request.POST.get("text", "").strip()
    sent = sent_files(request.FILES.getlist("file"))
    if not ID.fullmatch(number):
        raise NotTaken(_("The form was not whole. Please send it again."))
    if not text and not sent:
        raise NotTaken(_("Please write something."))
    if len(text) > LONGEST_TEXT:
        raise NotTaken(_("This message is too long. Please send it in parts, or as a file."))
    refuse_no_address(request.POST.get("contact", "").strip())
    store_event(channel, message_event(visitor, number, text, files=sent, **also(request)), source=SOURCE)
    end_writing(case_in(channel, visitor.value))
    return number


def nobody_yet(channel: Channel) -> Visitor:
    """A visitor whose browser runs no script: they are answered by the way that they leave."""
    visitor = visitor_of(channel.pk, secrets.token_urlsafe(32))
    assert visitor is not None  # this is a token
    return visitor


def refuse_no_address(contact: str) -> None:
    """What is to reach somebody must be an address. Raises NotTaken with the sentence that says what is wrong."""
    try:
        if contact:
            normal_identity(*kind_of_contact(contact))
    except NotAnAddress as why:
        raise NotTaken(str(why)) from why


def also(request: HttpRequest) -> dict[str, Any]:
    """What comes along with a message: a name, how they can be reached, whom they chose, and on which page they wrote."""
    chosen = request.POST.get("person", "")
    return {
        "name": request.POST.get("name", "").strip()[:160],
        "contact": request.POST.get("contact", "").strip()[:254],
        "asked_for": int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0,
        "page": request.POST.get("page", "")[:500],
    }


@csrf_exempt  # as above
def typing(request: HttpRequest, key: str) -> HttpResponse:
    """The visitor writes just now, in a matter that we know; nothing is kept of it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(("POST",))
    channel = asked_chat(key)
    visitor = asked_visitor(request, channel)
    if is_foreign(request) or visitor is None:
        return said({}, 403)
    case = case_in(channel, visitor.value)
    if case:
        note_writing(case)
    return said({})


@csrf_exempt  # as above
def presses(request: HttpRequest, key: str) -> HttpResponse:
    """A button under an answer of ours. Staff cannot press for a customer."""
    if request.method != "POST":
        return HttpResponseNotAllowed(("POST",))
    channel, number, data = asked_chat(key), request.POST.get("id", ""), request.POST.get("data", "")
    visitor = asked_visitor(request, channel)
    if is_foreign(request) or visitor is None or request.user.is_authenticated:
        return said({}, 403)
    if not ID.fullmatch(number) or not 0 < len(data) <= 64 or not data.isascii():
        return said({}, 422)
    if not consume(request, action="chat", key=visitor.digest):
        return said({}, 429)
    store_event(channel, press_event(visitor, number, data), source=SOURCE)
    return said({}, 201)
