"""How many short messages a text is: GSM 7-bit (3GPP TS 23.038) where all its letters are in it, else UCS-2.

One message has 160 or 70 places; each of several has 153 or 67, as six bytes say which part it is. What takes two places (an
escaped letter, a surrogate pair) is never divided between two parts. static/kit/js/s-parts.js counts the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION: Final = frozenset("\f^{}\\[~]|€")
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
    text = text.replace("\r\n", "\n")
    is_gsm = all(letter in BASIC or letter in EXTENSION for letter in text)
    sizes = [2 if (letter in EXTENSION if is_gsm else ord(letter) > 0xFFFF) else 1 for letter in text]
    one, more = (GSM_ONE, GSM_MORE) if is_gsm else (UCS_ONE, UCS_MORE)
    whole = sum(sizes)
    if whole <= one:
        return Count(1 if whole else 0, one - whole, is_gsm)
    parts, used = 1, 0
    for size in sizes:
        if used + size > more:
            parts, used = parts + 1, 0
        used += size
    return Count(parts, more - used, is_gsm)
