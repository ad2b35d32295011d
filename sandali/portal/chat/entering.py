"""Who asks, and for which chat: no session and no cookie, only what the window sends along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import override

from sandali.channels.models import Channel
from sandali.channels.webchat.looks import chat_of, signing_secret
from sandali.channels.webchat.visitors import Visitor, visitor_of
from sandali.company.models import Company
from sandali.company.queries import display_for
from sandali.kit.dates import displayed


def asked_chat(key: str) -> Channel:
    """The chat in the address. Raises Http404."""
    channel = chat_of(key)
    if channel is None:
        raise Http404
    return channel


def asked_visitor(request: HttpRequest, channel: Channel) -> Visitor | None:
    """The visitor that the window speaks for; None for no token, or what is none."""
    user, signature = unquote(request.headers.get("X-User", "")), request.headers.get("X-Signature", "")
    secret = signing_secret(channel) if user else ""
    return visitor_of(channel.pk, request.headers.get("X-Visitor", ""), user=user, signature=signature, secret=secret)


def is_foreign(request: HttpRequest) -> bool:
    """Whether another website's page asks, instead of our own window: nobody else's page speaks for a visitor (RELIABILITY G9)."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc != request.get_host()


def asked_language(request: HttpRequest, company: Company) -> str:
    """In what language the window speaks: as its page asked, else the company's."""
    asked = (request.GET.get("lang") or request.headers.get("X-Language") or "")[:2]
    return asked if asked in ("fa", "en") else company.language


@contextmanager
def speaking(request: HttpRequest) -> Iterator[str]:
    """The window's language for the length of the block: neither a session nor a cookie has a say in it."""
    company: Company = request.company  # type: ignore[attr-defined]
    language, display = asked_language(request, company), display_for(None, company)
    calendar = display.calendar if language == display.language else ("jalali" if language == "fa" else "gregorian")
    with override(language), displayed(language, display.zone, calendar):
        yield language


def said(body: dict[str, Any], status: int = 200) -> JsonResponse:
    """An answer for the window's script, which nobody keeps."""
    answer = JsonResponse(body, status=status)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
