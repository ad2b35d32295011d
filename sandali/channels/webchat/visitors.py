"""Who writes in a chat: a browser, known by the hash of its token, or somebody whom the website vouches for with a signature."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Final

from sandali.channels.parcels import sign_of

# 43 characters of base64url are the 256 bits that the window draws; more than a hash can be told apart by is nobody's token.
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43,86}")
LONGEST_USER: Final = 80
SHORTEST_SECRET: Final = 32


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody in a chat. `value` names them in identities and conversations, and opens nothing: it is no token."""

    value: str
    shown: str
    proven: bool = False

    @property
    def digest(self) -> str:
        """32 hex characters that stand for the visitor where a name must be short."""
        return digest_of(self.value)


def digest_of(value: str) -> str:
    """32 hex characters for a visitor's value."""
    return hashlib.sha256(value.encode()).hexdigest()[:32]


def visitor_of(channel: int, token: str, *, user: str = "", signature: str = "", secret: str = "") -> Visitor | None:
    """The visitor behind a token, or the website's own user where the signature is right; a wrong one changes nothing.

    None for what is no token."""
    if is_signed(user, signature, secret):
        return Visitor(f"user:{channel}:{user}", user, proven=True)
    if not TOKEN.fullmatch(token):
        return None
    digest = hashlib.sha256(token.encode()).hexdigest()
    return Visitor(digest, sign_of(digest))


def is_signed(user: str, signature: str, secret: str) -> bool:
    """Whether the website vouches for its user: hex HMAC-SHA256 of the user's id with the channel's secret, compared in constant time."""
    if len(secret) < SHORTEST_SECRET or not user or len(user) > LONGEST_USER or not user.isprintable():
        return False
    wanted = hmac.new(secret.encode(), user.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), signature.strip().lower().encode("utf-8", "replace"))
