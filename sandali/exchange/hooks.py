"""One address for all providers: who asks is looked at, what they tell is kept, and they are answered. Reading comes later.

Many are answered together (`answers_to`): what they tell is kept by one transaction. `door.py` brings them so; the view, which any
server of WSGI can ask, brings one."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from sandali.channels.adapter import Asked, Event
from sandali.channels.email.servers import secrets_of
from sandali.channels.hooks import channel_of_hook, hook_digest
from sandali.channels.keeping import store_told
from sandali.channels.kinds import HANDSHAKE_KINDS, handshake_adapter, hook_adapter
from sandali.channels.models import Channel
from sandali.exchange.limits import Limit
from sandali.exchange.uploads import length_of
from sandali.kit import files
from sandali.kit.secrets import SecretUnreadable

log = logging.getLogger("sandali.exchange")
LARGEST: Final = 2 * 1024 * 1024
# Whoever knocks at doors that are none is not answered for a while; who has told us something before always is, as all may
# come by one proxy.
WRONG = Limit(30, 60)
TOLD = Limit(5_000, 10)  # of one channel: providers come again later, and nothing is lost
_good: set[str] = set()


@dataclass(frozen=True, slots=True)
class Knock:
    """Somebody asks at the address of this token; `secret` is what stood behind it, `body` what was read of the request already."""

    request: HttpRequest
    token: str
    secret: str = ""
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """What a channel's provider told in one request."""

    channel: Channel
    events: list[Event]


class Doors:
    """The channels behind addresses, and their secrets, each looked up once while some knocks are judged: never longer, as both change."""

    def __init__(self) -> None:
        self._channels: dict[str, Channel | None] = {}
        self._secrets: dict[int, dict[str, str] | None] = {}

    def channel(self, token: str) -> Channel | None:
        """The channel behind an address."""
        if token not in self._channels:
            self._channels[token] = channel_of_hook(token)
        return self._channels[token]

    def secrets(self, channel: Channel) -> dict[str, str] | None:
        """Its secrets, None where they cannot be read: then nobody comes in."""
        if channel.pk not in self._secrets:
            try:
                self._secrets[channel.pk] = secrets_of(channel)
            except SecretUnreadable:
                log.error("the secrets of channel %s cannot be read; its hook is closed", channel.pk)
                self._secrets[channel.pk] = None
        return self._secrets[channel.pk]


@csrf_exempt  # a provider has no session; it is known by the address and by its secret
def hook(request: HttpRequest, token: str, secret: str = "") -> HttpResponse:
    """What a provider tells us. Everything wrong is the same 404, so that nobody learns which part of it was right."""
    knock = Knock(request, token, secret)
    return unheard(knock) or answers_to([knock])[0]


def unheard(knock: Knock) -> HttpResponse | None:
    """The answer to whom we do not listen, before a byte of what they say is read; None for the others. Asks no database."""
    if knock.request.method not in ("POST", "GET"):
        return HttpResponseNotAllowed(("POST",))
    if hook_digest(knock.token) not in _good and WRONG.is_used_up(who_asks(knock)):
        return said(429, {"Retry-After": "60"})
    length = length_of(knock.request)
    return said(413) if length is None or length > LARGEST else None


def answers_to(knocks: Sequence[Knock]) -> list[HttpResponse]:
    """An answer for each. What those told who are answered with 200 is kept when this returns, all of it by one transaction."""
    doors = Doors()
    judged = [judged_alone(knock, doors) for knock in knocks]
    kept = iter(keep([one for one in judged if isinstance(one, Telling)]))
    return [next(kept) if isinstance(one, Telling) else one for one in judged]


def judged_alone(knock: Knock, doors: Doors) -> HttpResponse | Telling:
    """What is to be kept, or why not. What fails at one is no matter of the others."""
    try:
        return judge(knock, doors)
    except DatabaseError:
        log.exception("the database did not answer; a provider is asked to come again")
        return said(503, {"Retry-After": "5"})
    except Exception:  # noqa: BLE001 - whatever one provider says must not end the answers of others; it is logged, and 500 lets it come again
        log.exception("a hook could not be understood")
        return said(500)


def judge(knock: Knock, doors: Doors) -> HttpResponse | Telling:
    """What is to be kept, or the answer for who is not let in or asks for something else."""
    request, by_get, channel = knock.request, knock.request.method == "GET", doors.channel(knock.token)
    if by_get and channel is not None and not knock.secret and (words := answer_to_handshake(channel, request, doors)):
        return HttpResponse(words, content_type="text/plain", headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})
    asked = Asked({name.lower(): value for name, value in request.headers.items()}, body_of(knock), knock.secret)
    if channel is None or (by_get and not hook_adapter(channel).can.hook_by_get) or not comes_from_provider(channel, asked, doors):
        WRONG.take(who_asks(knock))
        return HttpResponseNotAllowed(("POST",)) if by_get else said(404)
    _good.add(hook_digest(knock.token))
    if len(asked.body) > LARGEST:
        return said(413)
    if not TOLD.take(str(channel.pk)):
        return said(429, {"Retry-After": "5"})
    return Telling(channel, hook_adapter(channel).events(asked.body, settings=channel.settings))


def answer_to_handshake(channel: Channel, request: HttpRequest, doors: Doors) -> str:
    """What a provider is answered with that asks whether the address is ours; "" for most kinds, and for who has not our word."""
    secrets = doors.secrets(channel) if channel.kind in HANDSHAKE_KINDS else None
    return "" if secrets is None else handshake_adapter(channel).handshake(request.META.get("QUERY_STRING", ""), secrets=secrets)


def comes_from_provider(channel: Channel, asked: Asked, doors: Doors) -> bool:
    """Whether the adapter knows its provider's secret; where none can be read, nobody comes in."""
    secrets = doors.secrets(channel)
    return secrets is not None and hook_adapter(channel).verify(asked, settings=channel.settings, secrets=secrets)


def keep(told: list[Telling]) -> list[HttpResponse]:
    """Keep what was told, and say so. With a full disk, or without a database, the providers keep it and come again."""
    try:
        store_told([(one.channel, event) for one in told for event in one.events], source="hook")
    except files.NoRoom:
        return [said(503, {"Retry-After": "300"}) for _one in told]
    except OperationalError:
        log.exception("what %s providers told could not be kept; they are asked to come again", len(told))
        return [said(503, {"Retry-After": "5"}) for _one in told]
    except (DatabaseError, ValueError):  # of one of them, which must not keep the others out
        if len(told) > 1:
            return [keep([one])[0] for one in told]
        log.exception("what channel %s told could not be kept", told[0].channel.pk)
        return [said(500)]
    return [said(200) for _one in told]


def body_of(knock: Knock) -> bytes:
    """What is said: by a GET its query."""
    if knock.request.method == "GET":
        return knock.request.META.get("QUERY_STRING", "").encode("utf-8", "replace")
    return knock.request.body if knock.body is None else knock.body


def who_asks(knock: Knock) -> str:
    """From where; "" when nobody says."""
    try:
        return get_adapter().get_client_ip(knock.request) or ""
    except PermissionDenied:
        return ""


def said(status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    """An answer without words."""
    return HttpResponse(status=status, headers={"Cache-Control": "no-store", **(headers or {})})
