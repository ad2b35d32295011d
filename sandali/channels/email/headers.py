"""Header fields: unfolding, encoded words (RFC 2047), parameters (RFC 2231), tolerant of what real mailers write."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from sandali.channels.email import charsets

MAX_VALUE = 65_536  # bytes of one field that are looked at, except for address lists within the header block's limit
MAX_PARAMETERS = 4_096
ENCODED_WORD = re.compile(r"=\?([^?\s]{1,80})\?([bBqQ])\?([^?]*)\?=")
PARAMETER = re.compile(r';\s*([^\s=;]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
LOST_SEMICOLON = re.compile(r"^(\s*[^;\s]+/[^;\s]+)(?=\s+[\w-]+=)")
CONTINUED = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
FOLD = re.compile(rb"\r?\n[ \t]*|\r")
NOT_BASE64 = bytes(byte for byte in range(256) if chr(byte) not in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")


@dataclass(slots=True)
class Headers:
    """The fields of one part, in order: (lower-case name, unfolded bytes)."""

    fields: list[tuple[str, bytes]] = field(default_factory=list)

    def get(self, name: str) -> str:
        """First field of that name as written, charset guessed, encoded words NOT decoded; "" when missing."""
        for key, value in self.fields:
            if key == name:
                return as_text(value)
        return ""

    def all(self, name: str) -> list[str]:
        """Every field of that name as written."""
        return [as_text(value) for key, value in self.fields if key == name]

    def has(self, name: str) -> bool:
        """True when the field is there, even empty."""
        return any(key == name for key, _ in self.fields)


def as_text(value: bytes) -> str:
    """A field's bytes as text: ASCII, else guessed; cut at 64 kB."""
    value = value[:MAX_VALUE]
    return (value.decode("ascii") if value.isascii() else charsets.guess(value)).strip()


def unfold(value: bytes) -> bytes:
    """One field on one line; a fold becomes one space."""
    return FOLD.sub(b" ", value.strip(b"\r\n")).strip()


def decode_words(value: str) -> str:
    """Text of a field with its encoded words read (RFC 2047), adjacent words joined before decoding, as many
    mailers cut a character in two."""
    if "=?" not in value:
        if "\x1b$" in value:  # ISO-2022-JP written bare
            return charsets.guess(value.encode("ascii", errors="replace"))
        return value
    pieces: list[str] = []
    held, held_charset, position = b"", "", 0
    for match in ENCODED_WORD.finditer(value):
        between = value[position : match.start()]
        charset, content = match.group(1).split("*", 1)[0].lower(), word_bytes(match.group(2), match.group(3))
        adjacent = position and not between.strip()
        if held_charset and (not adjacent or charset != held_charset):
            pieces.append(charsets.decode(held, held_charset)[0])
            held = b""
        if not adjacent:
            pieces.append(between)
        held, held_charset, position = held + content, charset, match.end()
    if held_charset:
        pieces.append(charsets.decode(held, held_charset)[0])
    pieces.append(value[position:])
    return "".join(pieces)


def word_bytes(kind: str, content: str) -> bytes:
    """Bytes of one encoded word's content."""
    raw = content.encode("utf-8", errors="replace")
    if kind in "bB":
        return base64_bytes(raw)
    return binascii.a2b_qp(raw.replace(b"\n", b""), header=True)


def base64_bytes(content: bytes) -> bytes:
    """Base64 as far as it goes: foreign bytes skipped, missing padding added, several padded blocks in a row read."""
    clean = content.translate(None, NOT_BASE64)
    blocks = re.split(rb"=+", clean) if b"=" in clean.rstrip(b"=") else [clean.rstrip(b"=")]
    out = []
    for block in blocks:
        if len(block) % 4 == 1:  # one left-over character carries no byte
            block = block[:-1]
        out.append(binascii.a2b_base64(block + b"=" * (-len(block) % 4)))
    return b"".join(out)


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """The main value in lower case and the parameters of a field such as Content-Type (RFC 2045, RFC 2231)."""
    value = LOST_SEMICOLON.sub(r"\1;", value[:MAX_PARAMETERS])
    main = value.split(";", 1)[0].strip().lower()
    found: dict[str, str] = {}
    continued: dict[str, dict[int, tuple[bool, str]]] = {}
    for name, content in PARAMETER.findall(value):
        content = content.strip()
        if content.startswith('"'):
            content = re.sub(r"\\(.)", r"\1", content[1:-1] if content.endswith('"') and len(content) > 1 else content[1:])
        match = CONTINUED.fullmatch(name.lower())
        if match is None or (match.group(2) is None and match.group(3) is None):
            found.setdefault(name.lower(), content)
        else:
            pieces = continued.setdefault(match.group(1), {})
            pieces.setdefault(int(match.group(2) or 0), (bool(match.group(3)), content))
    for name, pieces in continued.items():
        found[name] = join_continued(pieces)  # RFC 2231 wins over the plain form beside it
    return main, found


def join_continued(pieces: dict[int, tuple[bool, str]]) -> str:
    """One parameter out of its numbered, percent-encoded pieces."""
    charset, content, any_encoded = "", b"", False
    for position, number in enumerate(sorted(pieces)):
        encoded, piece = pieces[number]
        if encoded:
            if position == 0 and piece.count("'") >= 2:
                charset, _, piece = piece.split("'", 2)
            content += unquote_to_bytes(piece)
            any_encoded = True
        else:
            content += piece.encode("utf-8", errors="replace")
    return charsets.decode(content, charset)[0] if any_encoded else content.decode("utf-8", errors="replace")
