"""How many short messages a text is: GSM 7-bit (3GPP TS 23.038) where all its letters are in it, else UCS-2.

One message has 160 or 70 places; each of several has 153 or 67, as six bytes say which part it is. What takes two places (an
escaped letter, a surrogate pair) is never divided between two parts. static/kit/js/s-parts.js counts the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Each letter stands at its number; at 27 is the escape before a letter of the extension.
ESCAPE: Final = "\x1b"
ALPHABET: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED: Final = {"\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65}
BASIC: Final = frozenset(ALPHABET) - {ESCAPE}
EXTENSION: Final = frozenset(ESCAPED)
GSM_ONE, GSM_MORE = 160, 153
UCS_ONE, UCS_MORE = 70, 67


@dataclass(frozen=True, slots=True)
class Count:
    """`parts` messages (0 for nothing), and `left` places in the last one. `is_gsm` without letters that only UCS-2 has."""

    parts: int
    left: int
    is_gsm: bool


def count_parts(text: str) -> Count:
    """How many messages a text is. Line ends are one place, as they leave."""
    parts, is_gsm = cut_parts(text)
    one, more = (GSM_ONE, GSM_MORE) if is_gsm else (UCS_ONE, UCS_MORE)
    used = sum(places(letter, is_gsm=is_gsm) for letter in parts[-1]) if parts else 0
    return Count(len(parts), (more if len(parts) > 1 else one) - used, is_gsm)


def cut_parts(text: str) -> tuple[list[str], bool]:
    """(the messages that a text is, whether all of it is GSM 7-bit)."""
    text = text.replace("\r\n", "\n")
    is_gsm = all(letter in BASIC or letter in EXTENSION for letter in text)
    one, more = (GSM_ONE, GSM_MORE) if is_gsm else (UCS_ONE, UCS_MORE)
    sizes = [places(letter, is_gsm=is_gsm) for letter in text]
    if sum(sizes) <= one:
        return ([text] if text else []), is_gsm
    cuts, used = [0], 0
    for at, size in enumerate(sizes):
        if used + size > more:
            cuts.append(at)
            used = 0
        used += size
    return [text[first:last] for first, last in zip(cuts, [*cuts[1:], len(text)], strict=True)], is_gsm


def places(letter: str, *, is_gsm: bool) -> int:
    """How many places a letter takes."""
    return 2 if (letter in EXTENSION if is_gsm else ord(letter) > 0xFFFF) else 1
