"""The addresses at which providers tell us of events: 128 bits that nobody guesses, and a secret besides (RELIABILITY F4)."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from django.conf import settings

from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Channel
from sandali.kit.prepared import PreparedModels

HOOKS: Final = "hooks"  # where the room `exchange` listens: rooms below it make addresses too
BYTES: Final = 16
RECEIVE_BY_HOOK: Final = "hook"


def with_hook(kept: dict[str, str]) -> dict[str, str]:
    """A channel's secrets with those of its hook, which stay when they are there."""
    return {"hook_token": secrets.token_hex(BYTES), "hook_secret": secrets.token_hex(2 * BYTES), **kept}


def hook_digest(token: str) -> str:
    """As what a token is looked for: the database has no token itself."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


_channel = PreparedModels(lambda digest: Channel.objects.filter(hook_digest=digest, archived_at=None))


def channel_of_hook(token: str) -> Channel | None:
    """The channel behind an address; a paused one too, as what comes is kept."""
    return next(iter(_channel(hook_digest(token))), None)


def hook_url(channel: Channel) -> str:
    """Where the provider tells us of events, "" when it is to be asked instead. Raises kit.secrets.SecretUnreadable."""
    token = secrets_of(channel).get("hook_token", "")
    if not token or channel.settings.get("receive") != RECEIVE_BY_HOOK:
        return ""
    return f"{settings.PUBLIC_URL}/{HOOKS}/{token}/"


def address_to_give(channel: Channel) -> str:
    """What is given to a provider by hand: the address with its secret, "" when it is to be asked. Raises kit.secrets.SecretUnreadable."""
    address, secret = hook_url(channel), secrets_of(channel).get("hook_secret", "")
    return f"{address}{secret}/" if address and secret else ""


def address_of_records(channel: Channel) -> str:
    """Where what is listened to brings what was missed besides: the address with its secret, whatever way its messages come; "" for a
    channel that has none yet. Raises kit.secrets.SecretUnreadable."""
    kept = secrets_of(channel)
    token, secret = kept.get("hook_token", ""), kept.get("hook_secret", "")
    return f"{settings.PUBLIC_URL}/{HOOKS}/{token}/{secret}/" if token and secret else ""
