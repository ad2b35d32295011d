"""The loader that a website includes, and the window that it opens in a frame."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.gzip import gzip_page

from sandali.channels import health
from sandali.channels.embedding import origins
from sandali.channels.models import Channel
from sandali.channels.parcels import LONGEST_TEXT, MOST_BYTES, MOST_FILES
from sandali.channels.webchat.looks import greeting, settings_of
from sandali.company.models import Company
from sandali.kit.assets import chat_loader
from sandali.portal.chat.entering import asked_chat, speaking
from sandali.portal.chat.people import presence_of

FRESH_FOR: Final = "public, max-age=300"


@gzip_page  # the same for everybody: nothing secret is packed together with what somebody asked
def script(request: HttpRequest, key: str) -> HttpResponse:
    """The loader with this chat's settings behind it. Any page may have it; where the window opens is said by the window."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(("GET", "HEAD"))
    channel = asked_chat(key)
    company: Company = request.company  # type: ignore[attr-defined]
    look = {"key": key, "colour": settings_of(channel)["colour"], "language": company.language, "words": words_of(company.name)}
    answer = HttpResponse(f"(() => {{\n{_loader()}\nstart({json.dumps(look)});\n}})();\n", content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = FRESH_FOR
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is for other people's pages
    return answer


@lru_cache(maxsize=1)
def _loader() -> str:
    return chat_loader().rstrip()


@lru_cache(maxsize=8)
def words_of(company: str) -> dict[str, dict[str, str]]:
    """What the button and the frame are called, in each language: the page decides which."""
    found = {}
    for language in ("fa", "en"):
        with override(language):
            found[language] = {"open": _("Talk to us"), "close": _("Close the chat"), "title": _("Chat with %(company)s") % {"company": company}}
    return found


def window(request: HttpRequest, key: str) -> HttpResponse:
    """The page in the frame; opened by itself it works as well."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(("GET", "HEAD"))
    channel = asked_chat(key)
    if request.GET.get("host", "") in origins(channel):
        health.receiving_works(channel)  # it stands on a page of theirs
    return shown(request, channel)


def shown(request: HttpRequest, channel: Channel, *, error: str = "", status: int = 200) -> HttpResponse:
    """The window; after a form without a script with what was wrong, and what was typed."""
    typed = {name: request.POST.get(name, "") for name in ("text", "name", "contact")}
    with speaking(request) as language:
        context = context_of(request, channel, language) | {"error": error, "typed": typed}
        answer = HttpResponse(render_to_string("portal/chat/window.html", context), status=status)
    answer["Content-Language"] = language
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer.xframe_exempt = True  # type: ignore[attr-defined]  # frame-ancestors says who may frame it
    answer._csp_replace = {"frame-ancestors": ["'self'", *origins(channel)]}  # type: ignore[attr-defined]
    return answer


def context_of(request: HttpRequest, channel: Channel, language: str) -> dict[str, Any]:
    """What the window shows."""
    key, look, host = channel.settings["key"], settings_of(channel), request.GET.get("host", "")
    ours = f"{request.scheme}://{request.get_host()}"
    return {
        "company": request.company,  # type: ignore[attr-defined]
        "language": language,
        "key": key,
        "host": host if host in (ours, *origins(channel)) else "",
        "colour": look["colour"],
        "presence": presence_of(channel, shows_people=look["shows_people"]),
        "greeting": greeting(channel, language) or _("Have a question? Talk to us."),
        "thread_url": reverse("chat_thread", args=[key]),
        "seen_url": reverse("chat_seen", args=[key]),
        "messages_url": f"{reverse('chat_messages', args=[key])}?lang={language}",
        "typing_url": reverse("chat_typing", args=[key]),
        "articles_url": f"{reverse('chat_articles', args=[key])}?lang={language}",
        "press_url": reverse("chat_presses", args=[key]),
        "most_files": MOST_FILES,
        "most_bytes": MOST_BYTES,
        "most_letters": LONGEST_TEXT,
        "is_said": request.GET.get("said") == "1",
    }
