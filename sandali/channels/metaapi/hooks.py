"""Meta's hooks: the handshake, the signature over the raw bytes, and what a request tells, cut into single things.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qs

from sandali.channels.adapter import Asked, Event

OURS: Final = "sandali:"  # what the data of our buttons begins with: others were made elsewhere, and are words
SIGNATURE: Final = "x-hub-signature-256"
CHALLENGE: Final = re.compile(r"[A-Za-z0-9_.-]{1,200}")
MOST_TOLD: Final = 1000  # things in one request
LATEST: Final = 2**33  # seconds; a date beyond it is none


def verify(asked: Asked, *, settings: dict[str, Any], secrets: dict[str, str]) -> bool:
    """Whether the app's secret signed these very bytes. False where no secret is set, and where something stands behind the address."""
    secret = secrets.get("app_secret", "")
    given = asked.headers.get(SIGNATURE, "")
    if not secret or asked.path_secret or not given.startswith("sha256="):
        return False
    ours = hmac.new(secret.encode(), asked.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(given.removeprefix("sha256=").encode("utf-8", "replace"), ours.encode())


def handshake(query: str, *, secrets: dict[str, str]) -> str:
    """The challenge, for who has the word that we gave them."""
    asked = {name: values[0] for name, values in parse_qs(query, max_num_fields=20).items()}
    ours, given = secrets.get("hook_secret", ""), asked.get("hub.verify_token", "")
    if not ours or asked.get("hub.mode") != "subscribe" or not hmac.compare_digest(given.encode("utf-8", "replace"), ours.encode()):
        return ""
    challenge = asked.get("hub.challenge", "")
    return challenge if CHALLENGE.fullmatch(challenge) else ""


def told_in(raw: bytes, kind: str) -> dict[str, Any] | None:
    """The object that a request tells of, None when it is none of this kind."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found.get("object") == kind and isinstance(found.get("entry"), list) else None


def entries(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The accounts that something happened to."""
    return iter(rows(told.get("entry")))


def rows(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; [] for what is none."""
    return [one for one in value[:MOST_TOLD] if isinstance(one, dict)] if isinstance(value, list) else []


def part(whole: dict[str, Any], name: str) -> dict[str, Any]:
    """An object inside another, {} where there is none."""
    found = whole.get(name)
    return found if isinstance(found, dict) else {}


def text_of(whole: dict[str, Any], name: str) -> str:
    """A text inside an object, "" where there is none; numbers as their digits."""
    value = whole.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def packed(kind: str, entry: dict[str, Any]) -> bytes:
    """One thing as a request would tell it alone, so that it can be read as any request."""
    return json.dumps({"object": kind, "entry": [entry]}, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")


def kept_whole(raw: bytes) -> list[Event]:
    """What nobody understands, as it came."""
    return [Event(raw)]


def moment(value: Any) -> datetime | None:
    """A Unix time in seconds or thousandths, also as text; None when there is none or it is absurd."""
    seconds = seconds_of(value)
    return datetime.fromtimestamp(seconds, tz=UTC) if seconds else None


def seconds_of(value: Any) -> float:
    """The same as a number, 0 for none."""
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isascii() or not str(value).isdigit() or len(str(value)) > 16:
        return 0
    seconds = int(value) / 1000 if int(value) >= LATEST else int(value)
    return seconds if 0 < seconds < LATEST else 0
