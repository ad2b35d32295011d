"""What a visitor does in a chat, as an event that is kept before it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sandali.channels.adapter import Event
from sandali.channels.parcels import SentFile, packed
from sandali.channels.webchat.visitors import Visitor

ID: Final = re.compile(r"[A-Za-z0-9-]{8,40}")


def message_event(visitor: Visitor, number: str, text: str, *, files: Sequence[SentFile] = (), **more: Any) -> Event:
    """Something that a visitor wrote. `number` is the browser's own id of it: sent again, it is the same message.

    `more`: name, asked_for (whom of ours they chose), contact (a mail address or telephone number that they gave), page."""
    return event_of("message", visitor, number, {"text": text, **more}, files)


def press_event(visitor: Visitor, number: str, data: str) -> Event:
    """A button of ours that a visitor pressed."""
    return event_of("press", visitor, number, {"data": data})


def event_of(what: str, visitor: Visitor, number: str, said: Mapping[str, Any], files: Sequence[SentFile] = ()) -> Event:
    """The event: once for its number and visitor, and in the lane of the visitor."""
    head = {"chat": what, "id": number, "visitor": visitor.value, "shown": visitor.shown, "proven": visitor.proven, **said}
    return Event(packed(head, files), id=event_id(visitor, number), lane=visitor.digest)


def event_id(visitor: Visitor, number: str) -> str:
    """Under what an event is known: browsers draw their ids, and two may draw the same."""
    return f"{visitor.digest}:{number}"
