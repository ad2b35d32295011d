"""What a program hands over as an event that is kept before it is read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sandali.channels.adapter import Event
from sandali.channels.api.callers import digest_of
from sandali.channels.parcels import SentFile, packed

KEY: Final = re.compile(r"[\x21-\x7e]{8,100}")
CONVERSATION: Final = re.compile(r"[A-Za-z0-9._-]{0,60}")
NUMBER: Final = re.compile(r"[0-9a-f]{32}")


def number_of(channel: int, scope: str, key: str) -> str:
    """What a message is called: by the key of the request, which is the program's own, or one customer's."""
    return hashlib.sha256(f"{channel}\n{scope}\n{key}".encode()).hexdigest()[:32]


def message_event(number: str, value: str, said: Mapping[str, Any], *, files: Sequence[SentFile] = ()) -> Event:
    """A message. `said`: shown, name, email, phone, verified, signed, conversation, subject, text, language."""
    return Event(packed({"api": "message", "id": number, "from": value, **said}, files), id=f"api:{number}", lane=digest_of(value))
