"""Who calls: a program by its token, or a customer's own device by a signature that the program made for it."""

from __future__ import annotations

import hashlib
import hmac
import secrets as random
from datetime import datetime
from typing import Final

from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Channel
from sandali.kit.secrets import SecretUnreadable, token_hash

KIND: Final = "api"
LONGEST_USER: Final = 80
SHORTEST_SECRET: Final = 32
LONGEST_VALID: Final = 24 * 3600  # seconds that a signature may hold
SIGNING, TOKEN, EARLIER = "signing_secret", "token_digest", "earlier_token_digest"
ENDED: Final = "-"  # a secret that is "" stays as it is, so this is what an ended token becomes


def new_token(channel: Channel) -> tuple[str, str]:
    """(token, what is kept of it). The token names its channel, so that one row is asked for; what follows has 256 random bits."""
    token = f"sandali-{channel.pk}-{random.token_urlsafe(32)}"
    return token, token_hash(token)


def channel_of_token(token: str) -> Channel | None:
    """The channel whose program has this token; None for a wrong one, and while the channel is paused or closed."""
    _name, _dash, rest = token.partition("-")
    number = rest.partition("-")[0]
    if not token.startswith("sandali-") or not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    channel = channel_in_use(int(number))
    if channel is None:
        return None
    kept, given = secrets_or_none(channel), token_hash(token)
    good = [hmac.compare_digest(given, kept.get(name, "")) for name in (TOKEN, EARLIER)]
    return channel if any(good) else None


def channel_in_use(number: int) -> Channel | None:
    """A channel of this kind that is neither paused nor closed."""
    return Channel.objects.filter(pk=number, kind=KIND, is_active=True, archived_at=None).select_related("department").first()


def secrets_or_none(channel: Channel) -> dict[str, str]:
    """Its secrets; none where they cannot be read: then nobody comes in."""
    try:
        return secrets_of(channel)
    except SecretUnreadable:
        return {}


def signature_of(secret: str, user: str, expires: int) -> str:
    """Hex HMAC-SHA256 of "user", the user's id and the moment (seconds since 1970) until which it holds, parted by line breaks."""
    return hmac.new(secret.encode(), f"user\n{user}\n{expires}".encode(), hashlib.sha256).hexdigest()


def is_signed(channel: Channel, user: str, expires: int, signature: str, now: datetime) -> bool:
    """Whether the program vouches for its customer for a while that is not over, and is not long."""
    secret = secrets_or_none(channel).get(SIGNING, "")
    if len(secret) < SHORTEST_SECRET or not is_user(user) or not now.timestamp() < expires <= now.timestamp() + LONGEST_VALID:
        return False
    return hmac.compare_digest(signature_of(secret, user, expires).encode(), signature.lower().encode("utf-8", "replace"))


def is_user(text: str) -> bool:
    """Whether a text can be a program's own id of somebody."""
    return 0 < len(text) <= LONGEST_USER and text.isprintable() and not text.isspace()


def value_of(channel: int, *, user: str = "", session: str = "") -> str:
    """What somebody is known by: the program's customer, or a device of somebody who has not signed in."""
    return f"user:{channel}:{user}" if user else f"device:{channel}:{hashlib.sha256(session.encode()).hexdigest()}"


def user_in(value: str) -> str:
    """The program's own id in what somebody is known by, "" for who has not signed in."""
    return value.split(":", 2)[2] if value.startswith("user:") else ""


def digest_of(value: str) -> str:
    """32 hex characters that stand for somebody where a name must be short."""
    return hashlib.sha256(value.encode()).hexdigest()[:32]


def chat_of(value: str, conversation: str) -> str:
    """The conversation as cases know it: somebody's own, by the program's name for it."""
    return f"{digest_of(value)}:{conversation}"


def conversation_in(chat: str) -> str:
    """The program's name of a conversation."""
    return chat.partition(":")[2]
