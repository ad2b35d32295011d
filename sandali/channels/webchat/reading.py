"""What was kept of a chat as facts. Pure."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels.adapter import Incoming, Party, Press, Unreadable
from sandali.channels.parcels import LONGEST_NAME, LONGEST_TEXT, attached, claimed, unpacked, word
from sandali.channels.webchat.saying import ID
from sandali.channels.webchat.visitors import LONGEST_USER
from sandali.kit.text import clean, isolate, language_of, looks_mixed_script

KIND: Final = "webchat"
CHAT: Final = "chat"  # where the room `portal` shows the window: rooms below it name its address too
LONGEST_VALUE: Final = LONGEST_USER + 30


def read(raw: bytes, *, settings: dict[str, Any]) -> list[Incoming]:
    """What a visitor said or pressed. Raises Unreadable."""
    said, files = unpacked(raw)
    if not ID.fullmatch(word(said, "id")) or not 0 < len(word(said, "visitor")) <= LONGEST_VALUE:
        raise Unreadable(_("This is not what our chat keeps."))
    if said.get("chat") == "press":
        return [pressed(said)]
    if said.get("chat") != "message":
        raise Unreadable(_("This is not what our chat keeps."))
    return [written(said, files)]


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
