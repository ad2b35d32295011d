"""One address for all providers: who asks is looked at, what they tell is kept, and they are answered. Reading comes later."""

from __future__ import annotations

import logging
from typing import Final

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from sandali.channels.adapter import Asked
from sandali.channels.email.servers import secrets_of
from sandali.channels.hooks import channel_of_hook, hook_digest
from sandali.channels.kinds import HANDSHAKE_KINDS, handshake_adapter, hook_adapter
from sandali.channels.models import Channel
from sandali.channels.taking import store_events
from sandali.exchange.limits import Limit
from sandali.kit import files
from sandali.kit.secrets import SecretUnreadable

log = logging.getLogger("sandali.exchange")
LARGEST: Final = 2 * 1024 * 1024
# Whoever knocks at doors that are none is not answered for a while; who has told us something before always is, as all may
# come by one proxy.
WRONG = Limit(30, 60)
TOLD = Limit(5_000, 10)  # of one channel: providers come again later, and nothing is lost
_good: set[str] = set()


@csrf_exempt  # a provider has no session; it is known by the address and by its secret
def hook(request: HttpRequest, token: str, secret: str = "") -> HttpResponse:
    """What a provider tells us. Everything wrong is the same 404, so that nobody learns which part of it was right."""
    if request.method not in ("POST", "GET"):
        return HttpResponseNotAllowed(("POST",))
    who, door = get_adapter().get_client_ip(request) or "", hook_digest(token)
    if door not in _good and WRONG.is_used_up(who):
        return _said(429, {"Retry-After": "60"})
    if _length(request) > LARGEST:
        return _said(413)
    channel = channel_of_hook(token)
    by_get = request.method == "GET"
    if by_get and channel is not None and not secret and (words := answer_to_handshake(channel, request)):
        return HttpResponse(words, content_type="text/plain", headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})
    body = request.META.get("QUERY_STRING", "").encode("utf-8", "replace") if by_get else request.body
    asked = Asked({name.lower(): value for name, value in request.headers.items()}, body, secret)
    if channel is None or (by_get and not hook_adapter(channel).can.hook_by_get) or not comes_from_provider(channel, asked):
        WRONG.take(who)
        return HttpResponseNotAllowed(("POST",)) if by_get else _said(404)
    _good.add(door)
    if len(asked.body) > LARGEST:
        return _said(413)
    if not TOLD.take(str(channel.pk)):
        return _said(429, {"Retry-After": "5"})
    return keep(channel, asked.body)


def answer_to_handshake(channel: Channel, request: HttpRequest) -> str:
    """What a provider is answered with that asks whether the address is ours; "" for most kinds, and for who has not our word."""
    if channel.kind not in HANDSHAKE_KINDS:
        return ""
    try:
        return handshake_adapter(channel).handshake(request.META.get("QUERY_STRING", ""), secrets=secrets_of(channel))
    except SecretUnreadable:
        log.error("the secrets of channel %s cannot be read; its hook is closed", channel.pk)
        return ""


def comes_from_provider(channel: Channel, asked: Asked) -> bool:
    """Whether the adapter knows its provider's secret; where none can be read, nobody comes in."""
    try:
        return hook_adapter(channel).verify(asked, settings=channel.settings, secrets=secrets_of(channel))
    except SecretUnreadable:
        log.error("the secrets of channel %s cannot be read; its hook is closed", channel.pk)
        return False


def keep(channel: Channel, body: bytes) -> HttpResponse:
    """Keep what was told, and say so. With a full disk the provider keeps it and comes again."""
    try:
        store_events(channel, hook_adapter(channel).events(body, settings=channel.settings), source="hook")
    except files.NoRoom:
        return _said(503, {"Retry-After": "300"})
    return _said(200)


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdigit() else 0


def _said(status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(status=status, headers={"Cache-Control": "no-store", **(headers or {})})

