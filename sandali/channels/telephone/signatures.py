"""Who may tell us of calls: whoever signs the bytes with the secret that only they and we have; who brings the records of an Asterisk that
we listen to, by the secret behind our address, as a line of cron can."""

from __future__ import annotations

import hashlib
import hmac
import time
from typing import Any, Final

from sandali.channels.adapter import Asked
from sandali.channels.telephone.reading import RECORDED

SECRET: Final = "signing_secret"
SHORTEST_SECRET: Final = 32
TIMESTAMP, SIGNATURE = "x-sandali-timestamp", "x-sandali-signature"
OLDEST: Final = 300  # seconds that a request may be old, or from the future: clocks differ


def signature_of(secret: str, timestamp: str, body: bytes) -> str:
    """Hex HMAC-SHA256 of the timestamp (seconds since 1970), a full stop and the bytes of the body."""
    return hmac.new(secret.encode(), timestamp.encode("ascii", "replace") + b"." + body, hashlib.sha256).hexdigest()


def verify(asked: Asked, *, settings: dict[str, Any], secrets: dict[str, str]) -> bool:
    """Whether a request was signed lately by who has the secret. What is sent once more later, as it was, is let in for five minutes:
    the same event counts once."""
    if settings.get("receive") in RECORDED:
        ours = secrets.get("hook_secret", "")
        return bool(ours) and hmac.compare_digest(asked.path_secret.encode("utf-8", "replace"), ours.encode())
    secret, timestamp = secrets.get(SECRET, ""), asked.headers.get(TIMESTAMP, "")
    if len(secret) < SHORTEST_SECRET or not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    if abs(time.time() - int(timestamp)) > OLDEST:
        return False
    given = asked.headers.get(SIGNATURE, "").strip().lower().removeprefix("sha256=")
    return hmac.compare_digest(given.encode("utf-8", "replace"), signature_of(secret, timestamp, asked.body).encode())
