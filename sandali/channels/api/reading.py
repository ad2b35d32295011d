"""What a program handed over as facts. Pure."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from sandali.channels.adapter import REPORTED, Incoming, Party, Unreadable
from sandali.channels.api.callers import KIND, chat_of
from sandali.channels.api.saying import CONVERSATION, NUMBER
from sandali.channels.parcels import LONGEST_NAME, LONGEST_TEXT, attached, claimed, unpacked, word
from sandali.kit.text import clean, isolate, language_of, looks_mixed_script

LONGEST_VALUE = 160


def read(raw: bytes, *, settings: dict[str, Any]) -> list[Incoming]:
    """A customer's message, their own where their device signed it. An address is theirs where the program says that it has proven it.

    Raises Unreadable."""
    said, files = unpacked(raw)
    value, conversation = word(said, "from"), word(said, "conversation")
    whole = said.get("api") == "message" and NUMBER.fullmatch(word(said, "id")) and 0 < len(value) <= LONGEST_VALUE and CONVERSATION.fullmatch(conversation)
    if not whole:
        raise Unreadable(_("This is not what we keep of a program's messages."))
    text, verified = clean(word(said, "text")).strip(), said.get("verified")
    proven = [kind for kind in ("email", "phone") if isinstance(verified, list) and kind in verified]
    addresses = {kind: claimed(word(said, kind)) for kind in ("email", "phone")}
    return [
        Incoming(
            sender=sender_of(said, value),
            external_id=f"api:{word(said, 'id')}",
            subject=isolate(clean(word(said, "subject"))).strip()[:200],
            text=text[:LONGEST_TEXT],
            attachments=attached(said.get("files"), files),
            language=word(said, "language") if word(said, "language") in ("fa", "en", "ar") else language_of(text),
            remarks=(*(("text-cut",) if len(text) > LONGEST_TEXT else ()), *(() if said.get("signed") is True else (REPORTED,))),
            chat=chat_of(value, conversation),
            proven=tuple(one for kind in proven for one in addresses[kind]),
            claimed=tuple(one for kind, found in addresses.items() if kind not in proven for one in found),
        )
    ]


def sender_of(said: dict[str, Any], value: str) -> Party:
    """Who wrote, by the program's own id of them."""
    name = isolate(clean(word(said, "name"))).strip()[:LONGEST_NAME]
    return Party(KIND, value, name, "mixed-script" if looks_mixed_script(name) else "", clean(word(said, "shown"))[:LONGEST_VALUE])
