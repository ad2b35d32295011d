"""Where a chat stands and how it looks, as its settings say: websites, greeting, colour, and the chat behind an address."""

from __future__ import annotations

from typing import Any, Final

from sandali.channels.email.servers import secrets_of
from sandali.channels.embedding import embedded
from sandali.channels.models import Channel
from sandali.channels.webchat.reading import KIND
from sandali.kit.secrets import SecretUnreadable

BRAND: Final = "#0b6e69"
SIGNING: Final = "signing_secret"


def chat_of(key: str) -> Channel | None:
    """The chat behind a key, None for one that is paused, closed or was never there."""
    return embedded(KIND, key)


def greeting(channel: Channel, language: str) -> str:
    """How visitors are greeted, "" where nobody wrote it."""
    return str(channel.settings.get(f"greeting_{language}") or "")


def signing_secret(channel: Channel) -> str:
    """By what the website vouches for its users; "" where there is none, or none that can be read: then nobody is vouched for."""
    try:
        return secrets_of(channel).get(SIGNING, "")
    except SecretUnreadable:
        return ""


def contrast_with_white(colour: str) -> float:
    """How well white can be read on a colour (#rrggbb), 1 to 21 (WCAG 2.2, "contrast ratio")."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def settings_of(channel: Channel) -> dict[str, Any]:
    """What a window's look needs."""
    return {"colour": str(channel.settings.get("colour") or BRAND), "shows_people": bool(channel.settings.get("shows_people"))}
