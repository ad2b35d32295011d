"""Signed links for customers: one purpose, one object, no state before somebody asks for it.

A link's token is an HMAC (130 bits) over purpose, object and expiry. It names what it is for; it opens nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from sandali.kit.secrets import mac, mac_ok

DAY = 24 * 60 * 60  # seconds
PORTAL = "p"  # where the room `portal` shows its pages: rooms below it make links too


@dataclass(frozen=True, slots=True)
class Link:
    """What a good link says: for what, about which object, until when."""

    purpose: str
    number: int
    expires: datetime


def make_link(purpose: str, number: int, *, lasts: timedelta) -> str:
    """The whole address of a link for a customer, on the configured public address (never a request's Host).

    It lasts until the end of its last day (UTC), so that the reminders of one day carry one and the same address."""
    expires = -int(-(timezone.now() + lasts).timestamp() // DAY) * DAY
    token = f"{number}-{expires}-{mac('portal', purpose, number, expires)}"
    return f"{settings.PUBLIC_URL}/{PORTAL}/{purpose}/{token}/"


def read_link(purpose: str, token: str) -> Link | None:
    """The link behind a token, or None when it is wrong, for something else, or too old."""
    number, _dash, rest = token.partition("-")
    expires, _dash, code = rest.partition("-")
    if not (number.isdigit() and expires.isdigit() and len(number) < 19 and len(expires) < 12):
        return None
    if not mac_ok(code, "portal", purpose, int(number), int(expires)):
        return None
    until = datetime.fromtimestamp(int(expires), tz=timezone.get_default_timezone())
    return Link(purpose, int(number), until) if timezone.now() < until else None
