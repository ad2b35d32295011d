"""What Sandali tells your program by itself: whether it is Sandali, and what happened."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

OLDEST = 300  # seconds that a message may have been on its way


class NotFromSandali(Exception):
    """The signature is wrong, or the message is old: somebody else's, or one played again."""


def read_webhook(headers: Mapping[str, str], body: bytes, secret: str, *, now: float | None = None) -> dict[str, Any]:
    """The event in a webhook's body. Raises NotFromSandali. `secret` is the one that was shown once, "whsec_…".

    The same `webhook-id` may come twice (an answer that was lost on its way): keep the ids that you have seen."""
    named = {name.lower(): value for name, value in headers.items()}
    number, sent, codes = (named.get(f"webhook-{part}", "") for part in ("id", "timestamp", "signature"))
    if not sent.isdigit() or abs((time.time() if now is None else now) - int(sent)) > OLDEST:
        raise NotFromSandali("the message is too old, or says not when it was sent")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, f"{number}.{sent}.".encode() + body, hashlib.sha256).digest()).decode()
    if not any(hmac.compare_digest(f"v1,{expected}", code) for code in codes.split()):
        raise NotFromSandali("the signature is wrong")
    found: dict[str, Any] = json.loads(body)
    return found
