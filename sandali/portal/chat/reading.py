"""What a visitor's window asks: its lines, that they were seen, and the files of our answers."""

from __future__ import annotations

from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from sandali.cases.chats import case_in
from sandali.channels.models import Delivery
from sandali.channels.webchat.thread import note_read, sent_delivery
from sandali.kit.downloads import download_headers
from sandali.kit.files import open_file
from sandali.kit.secrets import mac_ok
from sandali.knowledge.access import public_entries
from sandali.knowledge.queries import fitting
from sandali.portal.chat.entering import asked_chat, asked_visitor, is_foreign, said, speaking
from sandali.portal.chat.lines import FILE_MAC, Cursor, lines_after, lines_before
from sandali.portal.chat.live import stream_url

MOST_SEEN: Final = 200
MOST_ARTICLES, SHORTEST_ASKED, LONGEST_ASKED = 3, 4, 500  # articles, letters


def thread(request: HttpRequest, key: str) -> HttpResponse:
    """The lines after a cursor; without one the last of all, or the last before a moment (`before`)."""
    if request.method != "GET":
        return HttpResponseNotAllowed(("GET",))
    channel = asked_chat(key)
    visitor = asked_visitor(request, channel)
    if visitor is None:
        return said({}, 403)
    cursor, before = Cursor.read(request.GET.get("after", "")), request.GET.get("before", "")
    with speaking(request):
        if cursor is not None:
            found, moved = lines_after(channel, visitor, cursor)
            more = {}
        else:
            at = int(before) if before.isascii() and before.isdigit() and len(before) < 15 else None
            found, moved, earlier = lines_before(channel, visitor, at)
            more = {"earlier": earlier}
    where = {} if before else {"cursor": str(moved), "stream": stream_url(channel.pk, visitor, case_in(channel, visitor.value))}
    return said({"lines": [{"id": one.id, "at": one.at, "html": one.html} for one in found], **where, **more})


def articles(request: HttpRequest, key: str) -> HttpResponse:
    """Articles for everybody that fit what a visitor is about to write: titles, and where they stand."""
    if request.method != "GET":
        return HttpResponseNotAllowed(("GET",))
    asked_chat(key)
    text = " ".join(request.GET.get("q", "").split())[:LONGEST_ASKED]
    with speaking(request) as language:
        found = fitting(public_entries(language), text, language=language, most=MOST_ARTICLES) if len(text) >= SHORTEST_ASKED else []
    return said({"articles": [{"title": one.title, "url": reverse("help_article", args=[one.pk])} for one in found]})


@csrf_exempt  # the window has no session; see writing.messages
def seen(request: HttpRequest, key: str) -> HttpResponse:
    """These answers were in front of the visitor."""
    if request.method != "POST":
        return HttpResponseNotAllowed(("POST",))
    channel = asked_chat(key)
    visitor = asked_visitor(request, channel)
    if is_foreign(request) or visitor is None:
        return said({}, 403)
    asked = request.POST.getlist("number")[:MOST_SEEN]
    note_read(channel, visitor.value, [int(one) for one in asked if one.isascii() and one.isdigit() and len(one) < 18])
    return said({})


def file(request: HttpRequest, key: str, number: int, place: int, code: str) -> HttpResponseBase:
    """A file of an answer, as a download, by the code that stands in its line."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(("GET", "HEAD"))
    channel = asked_chat(key)
    delivery: Delivery | None = sent_delivery(channel, number) if mac_ok(code, FILE_MAC, number, place) else None
    files = delivery.payload.get("files", []) if delivery is not None else []
    if place >= len(files):
        raise Http404
    try:
        answer = FileResponse(open_file(files[place]["sha256"]))
    except FileNotFoundError as missing:
        raise Http404 from missing
    for header, value in download_headers(files[place]["name"], files[place]["content_type"]).items():
        answer[header] = value
    answer["Cache-Control"] = "private, no-store"
    return answer
