"""What was kept of a chat as facts. Pure."""

from __future__ import annotations

import json
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels.adapter import Attached, Incoming, Party, Press, Unreadable
from sandali.channels.webchat.saying import ID, LONGEST_TEXT, MOST_FILES
from sandali.channels.webchat.visitors import LONGEST_USER
from sandali.kit.downloads import safe_name
from sandali.kit.text import clean, isolate, language_of, looks_mixed_script

KIND: Final = "webchat"
LONGEST_VALUE: Final = LONGEST_USER + 30
LONGEST_NAME: Final = 160


def read(raw: bytes, *, settings: dict[str, Any]) -> list[Incoming]:
    """What a visitor said or pressed. Raises Unreadable."""
    line, _newline, files = raw.partition(b"\n")
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise Unreadable(_("This is not what our chat keeps.")) from problem
    if not isinstance(said, dict) or not ID.fullmatch(word(said, "id")) or not 0 < len(word(said, "visitor")) <= LONGEST_VALUE:
        raise Unreadable(_("This is not what our chat keeps."))
    if said.get("chat") == "press":
        return [pressed(said)]
    if said.get("chat") != "message":
        raise Unreadable(_("This is not what our chat keeps."))
    return [written(said, files)]


def word(said: dict[str, Any], name: str) -> str:
    """A text in it, "" where there is none."""
    found = said.get(name)
    return found if isinstance(found, str) else ""


def sender_of(said: dict[str, Any]) -> Party:
    """Who wrote, by what they call themselves."""
    name = isolate(clean(word(said, "name"))).strip()[:LONGEST_NAME]
    return Party(KIND, word(said, "visitor"), name, "mixed-script" if looks_mixed_script(name) else "", clean(word(said, "shown"))[:LONGEST_USER])


def message_id(said: dict[str, Any]) -> str:
    """The message's own id in its conversation."""
    return f"{word(said, 'visitor')}:{word(said, 'id')}"


def pressed(said: dict[str, Any]) -> Incoming:
    """A button. Who is to be told what came of it stands in the press's id, as with providers."""
    return Incoming(sender=sender_of(said), chat=word(said, "visitor"), press=Press(message_id(said), clean(word(said, "data"))[:64]))


def written(said: dict[str, Any], content: bytes) -> Incoming:
    """A message with its files."""
    text = clean(word(said, "text")).strip()
    cut = len(text) > LONGEST_TEXT
    asked_for = said.get("asked_for")
    return Incoming(
        sender=sender_of(said),
        external_id=message_id(said),
        text=text[:LONGEST_TEXT],
        attachments=attached(said.get("files"), content),
        language=language_of(text),
        remarks=("text-cut",) if cut else (),
        chat=word(said, "visitor"),
        asked_for=asked_for if isinstance(asked_for, int) and 0 < asked_for < 2**31 else 0,
        claimed=claimed(word(said, "contact")),
    )


def attached(described: Any, content: bytes) -> tuple[Attached, ...]:
    """The files, cut from what stands behind the line. Raises Unreadable when that is not all of them."""
    found, at = [], 0
    for one in described[:MOST_FILES] if isinstance(described, list) else []:
        size = one.get("size") if isinstance(one, dict) else None
        if not isinstance(size, int) or size < 0 or at + size > len(content):
            raise Unreadable(_("A file of this message is not whole."))
        found.append(Attached(safe_name(word(one, "name")), clean(word(one, "type"))[:120], content[at : at + size]))
        at += size
    return tuple(found)


def claimed(contact: str) -> tuple[Party, ...]:
    """How they say that they can be reached."""
    kind, value = kind_of_contact(contact)
    return (Party(kind, value),) if value else ()


def kind_of_contact(contact: str) -> tuple[str, str]:
    """(kind, value) of what was typed: a mail address where there is an @, else a telephone number."""
    value = clean(contact).strip()[:254]
    return ("email" if "@" in value else "phone"), value
