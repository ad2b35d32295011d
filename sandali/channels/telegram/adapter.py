"""The channel telegram: updates of a bot in, its messages out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sandali.channels.adapter import Asked, Can, Card, Event, Incoming, Outgoing, Press, RemoteFile, Sent
from sandali.channels.botapi import hooks, reading, sending
from sandali.channels.botapi.flavour import Flavour
from sandali.channels.botapi.hooks import events

__all__ = ["FLAVOUR", "acknowledge", "can", "card", "connect", "events", "fetch_file", "kind", "poll", "read", "send", "verify"]

kind = "telegram"
FLAVOUR = Flavour(
    kind,
    name=_("Telegram"),
    server="https://api.telegram.org",
    profile="https://t.me/",
    secret_header=True,
    html=True,
    updates=("message", "edited_message", "callback_query"),
)
can = Can(files=True, reaches=kind, chat=True, markdown=True, buttons=True, hook=True, poll=True)
card = Card(
    label=_("Telegram"),
    icon="brand-telegram",
    works=_("Works"),
    untried=_("Not reached yet"),
    note=_("A bot that @BotFather makes for you, and its token."),
    form="sandali.channels.telegram.settings_form.TelegramSettings",
)


def read(raw: bytes, *, settings: dict[str, Any]) -> list[Incoming]:
    """An update as facts. Raises Unreadable."""
    return reading.read(FLAVOUR, raw, settings=settings)


def send(channel: Any, outgoing: Outgoing) -> Sent:
    """An answer as messages of the bot. Raises Refused, TryLater."""
    return sending.send(FLAVOUR, channel, outgoing)


def verify(asked: Asked, *, settings: dict[str, Any], secrets: dict[str, str]) -> bool:
    """Whether a request comes from the provider."""
    return hooks.verify(FLAVOUR, asked, secrets)


def poll(channel: Any, *, after: int, wait: float) -> tuple[list[Event], int]:
    """The updates behind the cursor. Raises TryLater."""
    return hooks.poll(FLAVOUR, channel, after=after, wait=wait)


def fetch_file(channel: Any, file: RemoteFile) -> bytes:
    """A file that lies at the provider. Raises Refused, TryLater."""
    return hooks.fetch_file(FLAVOUR, channel, file)


def acknowledge(channel: Any, press: Press, *, words: str) -> None:
    """Take a press. Raises Refused, TryLater."""
    hooks.acknowledge(FLAVOUR, channel, press, words=words)


def connect(channel: Any, *, hook_url: str) -> str:
    """Set the hook, or take it away; returns the bot's name. Raises Refused, TryLater."""
    return hooks.connect(FLAVOUR, channel, hook_url=hook_url)
