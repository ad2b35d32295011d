"""What was kept of a form as facts. Pure."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels.adapter import Incoming, Party, Unreadable
from sandali.channels.parcels import LONGEST_NAME, LONGEST_TEXT, attached, claimed, sign_of, unpacked, word
from sandali.channels.webform.saying import DOUBTS, FORM
from sandali.kit.text import clean, isolate, language_of, looks_mixed_script

KIND: Final = "webform"
NUMBER: Final = re.compile(r"[0-9a-f]{32,64}")
MOST_ANSWERS: Final = 30
LONGEST_ANSWER: Final = 5_000
LONGEST_SUBJECT: Final = 200


def read(raw: bytes, *, settings: dict[str, Any]) -> list[Incoming]:
    """What a visitor sent. Whoever they say they are, nobody is known by it. Raises Unreadable."""
    said, files = unpacked(raw)
    number = word(said, "id")
    if said.get("form") != FORM or not NUMBER.fullmatch(number):
        raise Unreadable(_("This is not what our forms keep."))
    text, doubts = text_of(said), words_in(said.get(DOUBTS))
    return [
        Incoming(
            sender=sender_of(said, number),
            external_id=f"form:{number}",
            subject=isolate(clean(word(said, "subject"))).strip()[:LONGEST_SUBJECT],
            text=text[:LONGEST_TEXT],
            attachments=attached(said.get("files"), files),
            language=language_of(text) or (word(said, "language") if word(said, "language") in ("fa", "en") else ""),
            remarks=(*doubts, *(("text-cut",) if len(text) > LONGEST_TEXT else ())),
            claimed=(*claimed(word(said, "email")), *claimed(word(said, "phone"))),
            matter=word(said, "matter"),
            doubtful=bool(doubts),
        )
    ]


def sender_of(said: dict[str, Any], number: str) -> Party:
    """Somebody of their own for each form: what they write about themselves is a claim."""
    name, digest = isolate(clean(word(said, "name"))).strip()[:LONGEST_NAME], hashlib.sha256(number.encode()).hexdigest()
    return Party(KIND, digest, name, "mixed-script" if looks_mixed_script(name) else "", sign_of(digest))


def text_of(said: dict[str, Any]) -> str:
    """What they wrote, and below it what they put into the other fields, each with what it is."""
    answers = said.get("answers")
    pairs = [one for one in answers[:MOST_ANSWERS] if isinstance(one, list) and len(one) == 2] if isinstance(answers, list) else []
    lines = [f"{clean(str(label)).strip()[:200]}: {clean(str(value)).strip()[:LONGEST_ANSWER]}" for label, value in pairs]
    return "\n\n".join(part for part in (clean(word(said, "text")).strip(), "\n".join(lines)) if part)


def words_in(found: Any) -> tuple[str, ...]:
    """The codes in a list."""
    return tuple(one for one in found[:10] if isinstance(one, str)) if isinstance(found, list) else ()
