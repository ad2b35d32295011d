"""What people and programs hand to us directly, as bytes that are kept before they are read: a line of JSON, then each file's bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels.adapter import Attached, Party, Unreadable
from sandali.kit.downloads import safe_name
from sandali.kit.text import clean

LETTERS: Final = str.maketrans("0123456789abcdef", "bcdfghjkmnpqrstv")
LONGEST_TEXT: Final = 20_000
LONGEST_NAME: Final = 160
MOST_FILES: Final = 5
MOST_BYTES: Final = 20 * 1024 * 1024  # of all files of one message
MOST_BODY: Final = MOST_BYTES + 512 * 1024  # with the words, and what a form has around its files


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was handed over; nothing about it is believed."""

    name: str
    content_type: str
    content: bytes


def packed(head: Mapping[str, Any], files: Sequence[SentFile] = ()) -> bytes:
    """The bytes; what is empty in `head` is left out. The same is always the same bytes."""
    described = [{"name": one.name, "type": one.content_type, "size": len(one.content)} for one in files]
    given = {name: value for name, value in {**head, "files": described}.items() if value}
    return f"{json.dumps(given, ensure_ascii=True)}\n".encode("ascii") + b"".join(one.content for one in files)


def unpacked(raw: bytes) -> tuple[dict[str, Any], bytes]:
    """(head, what stands behind it). Raises Unreadable."""
    line, _newline, content = raw.partition(b"\n")
    try:
        head = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise Unreadable(_("This is not what we keep of what comes in.")) from problem
    if not isinstance(head, dict):
        raise Unreadable(_("This is not what we keep of what comes in."))
    return head, content


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


def word(said: Mapping[str, Any], name: str) -> str:
    """A text in it, "" where there is none."""
    found = said.get(name)
    return found if isinstance(found, str) else ""


def sign_of(digest: str) -> str:
    """What people see of somebody who is known by a hash. It has letters alone: digits would be in nobody's language."""
    return f"#{digest[:6].translate(LETTERS)}"


def claimed(contact: str) -> tuple[Party, ...]:
    """How they say that they can be reached."""
    kind, value = kind_of_contact(contact)
    return (Party(kind, value),) if value else ()


def kind_of_contact(contact: str) -> tuple[str, str]:
    """(kind, value) of what was typed: a mail address where there is an @, else a telephone number."""
    value = clean(contact).strip()[:254]
    return ("email" if "@" in value else "phone"), value
