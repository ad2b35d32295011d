"""In what providers of this API differ, and where a channel's bot is: its server, its token, the proxy on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Channel
from sandali.channels.reaching import proxy_of
from sandali.kit.safe_http import Proxy

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Flavour:
    """One provider. `secret_header` says whether it sends a secret of ours with each event; else it stands in the hook's address.

    `html` says whether it takes Telegram's HTML, and `updates` which kinds of event are asked for, where one can ask."""

    kind: str
    name: Promise
    server: str
    profile: str  # where a customer finds the bot, with its name to come
    secret_header: bool
    html: bool
    updates: tuple[str, ...] = ()
    largest_down: int = 20 * MEGABYTE
    largest_up: int = 50 * MEGABYTE
    largest_photo: int = 10 * MEGABYTE
    longest_text: int = 4096  # UTF-16 units, after the markup is read


@dataclass(frozen=True, slots=True)
class Bot:
    """One bot, ready to be spoken for."""

    flavour: Flavour
    server: str
    token: str
    proxy: Proxy | None = None

    def __repr__(self) -> str:
        return f"Bot({self.flavour.kind}, {self.server})"  # a token never reaches a log


def bot_of(flavour: Flavour, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Bot | None:
    """The bot in a channel's settings, None without a token."""
    token = secrets.get("token", "")
    if not token:
        return None
    return Bot(flavour, str(settings.get("server") or flavour.server).rstrip("/"), token, proxy_of(settings, secrets))


def bot_of_channel(flavour: Flavour, channel: Channel) -> Bot | None:
    """A channel's bot. Raises kit.secrets.SecretUnreadable."""
    return bot_of(flavour, channel.settings, secrets_of(channel))
