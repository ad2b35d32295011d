"""What a visitor does as bytes that are kept before they are read: a line of JSON, then the bytes of each file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sandali.channels.adapter import Event
from sandali.channels.webchat.visitors import Visitor

ID: Final = re.compile(r"[A-Za-z0-9-]{8,40}")
LONGEST_TEXT: Final = 20_000
MOST_FILES: Final = 5
MOST_BYTES: Final = 20 * 1024 * 1024  # of all files of one message


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was handed over; nothing about it is believed."""

    name: str
    content_type: str
    content: bytes


def message_event(visitor: Visitor, number: str, text: str, *, files: Sequence[SentFile] = (), **more: Any) -> Event:
    """Something that a visitor wrote. `number` is the browser's own id of it: sent again, it is the same message.

    `more`: name, asked_for (whom of ours they chose), contact (a mail address or telephone number that they gave), page."""
    said = {"text": text, **more, "files": [{"name": one.name, "type": one.content_type, "size": len(one.content)} for one in files]}
    return event_of("message", visitor, number, said, b"".join(one.content for one in files))


def press_event(visitor: Visitor, number: str, data: str) -> Event:
    """A button of ours that a visitor pressed."""
    return event_of("press", visitor, number, {"data": data})


def event_of(what: str, visitor: Visitor, number: str, said: Mapping[str, Any], files: bytes = b"") -> Event:
    """The event: once for its number and visitor, and in the lane of the visitor."""
    head = {"chat": what, "id": number, "visitor": visitor.value, "shown": visitor.shown, "proven": visitor.proven, **said}
    line = json.dumps({name: value for name, value in head.items() if value}, ensure_ascii=True)
    return Event(f"{line}\n".encode("ascii") + files, id=event_id(visitor, number), lane=visitor.digest)


def event_id(visitor: Visitor, number: str) -> str:
    """Under what an event is known: browsers draw their ids, and two may draw the same."""
    return f"{visitor.digest}:{number}"
