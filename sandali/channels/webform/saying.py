"""What was filled in as an event that is kept before it is read: with the words that stood above each field, so that no later change of
the form changes what was said."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sandali.channels.adapter import Event
from sandali.channels.parcels import SentFile, packed

FORM: Final = "filled"
DOUBTS: Final = "doubts"  # why it may be spam; no part of what was said


def filled_event(number: str, said: Mapping[str, Any], *, files: Sequence[SentFile] = (), doubts: Sequence[str] = ()) -> Event:
    """What a visitor sent. `number` is that of the stamp: sent again, it is the same message.

    `said`: language, name, email, phone, subject, text, answers (pairs of a label and what was put in), matter, page."""
    head = {"form": FORM, "id": number, **said, DOUBTS: list(doubts)}
    return Event(packed(head, files), id=f"form:{number}", lane=lane_of(said))


def lane_of(said: Mapping[str, Any]) -> str:
    """Of one address one thing is read after the other; "" for who gave none."""
    contact = str(said.get("email") or said.get("phone") or "").strip().lower()
    return f"form:{hashlib.sha256(contact.encode()).hexdigest()[:32]}" if contact else ""
