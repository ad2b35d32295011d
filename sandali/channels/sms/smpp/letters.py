"""Texts as bytes and back: GSM 7-bit and UCS-2 (3GPP TS 23.038), and the header that says which part of a text one is (TS 23.040, 9.2.3.24)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from sandali.kit.sms_text import ALPHABET, ESCAPE, ESCAPED, cut_parts

DEFAULT, ASCII, LATIN, UCS2 = 0, 1, 3, 8
GSM, LATIN1 = "gsm", "latin1"  # what a centre means by its default alphabet
CODES: Final = {letter: bytes([number]) for number, letter in enumerate(ALPHABET) if letter != ESCAPE}
CODES.update({letter: bytes([0x1B, number]) for letter, number in ESCAPED.items()})
LETTERS: Final = dict(enumerate(ALPHABET))
BEHIND_ESCAPE: Final = {number: letter for letter, number in ESCAPED.items()}
# Elements of a header: which part of a text with an 8 or 16 bit reference.
PART_OF_8, PART_OF_16 = 0x00, 0x08
MOST_PARTS: Final = 255
CODECS: Final = {ASCII: "ascii", LATIN: "latin-1", 5: "shift_jis", 6: "iso-8859-5", 7: "iso-8859-8", UCS2: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a text: `reference` is the same in all of them ("8:17"), `number` counts from 1."""

    reference: str
    total: int
    number: int


def written(text: str, *, alphabet: str = GSM) -> tuple[list[bytes], int]:
    """(the parts of a text, their coding): the default alphabet where all letters are in it, else UCS-2."""
    parts, is_gsm = cut_parts(text)
    if is_gsm and alphabet == LATIN1:
        try:
            return [part.encode("latin-1") for part in parts], DEFAULT
        except UnicodeEncodeError:
            return cut_wide(text), UCS2
    if is_gsm:
        return [b"".join(CODES[letter] for letter in part) for part in parts], DEFAULT
    return [part.encode("utf-16-be", "replace") for part in parts], UCS2


def cut_wide(text: str) -> list[bytes]:
    """The parts of a text in UCS-2 whose letters would go in less."""
    text = text.replace("\r\n", "\n")
    size = 70 if len(text) <= 70 else 67
    return [text[at : at + size].encode("utf-16-be", "replace") for at in range(0, len(text), size)]


def with_header(content: bytes, part: Part) -> bytes:
    """A part with the header that says which one it is."""
    return bytes([5, PART_OF_8, 3, int(part.reference) & 0xFF, part.total, part.number]) + content


def without_header(content: bytes) -> tuple[bytes, Part | None]:
    """(the text's bytes, which part it is). A header that cannot be is left out as far as it reaches, and says nothing."""
    size = content[0] if content else 0
    head, text = content[1 : 1 + size], content[1 + size :]
    at = 0
    while at + 2 <= len(head):
        element, length = head[at], head[at + 1]
        value = head[at + 2 : at + 2 + length]
        if element == PART_OF_8 and len(value) == 3:
            return text, part_of("8", value[0], value[1], value[2])
        if element == PART_OF_16 and len(value) == 4:
            return text, part_of("16", value[0] << 8 | value[1], value[2], value[3])
        at += 2 + length
    return text, None


def part_of(width: str, reference: int, total: int, number: int) -> Part | None:
    """A part that can be one of several; None for numbers that cannot be."""
    return Part(f"{width}:{reference}", total, number) if 1 < total <= MOST_PARTS and 1 <= number <= total else None


def coding_of(coding: int) -> int | None:
    """Which of our codings a data_coding is; None for bytes that are no text. TS 23.038, 4: also groups with a class."""
    if coding in CODECS or coding == DEFAULT:
        return coding
    if coding & 0xF0 == 0xF0:
        return None if coding & 0x04 else DEFAULT
    if 0x10 <= coding <= 0x3F or 0xC0 <= coding <= 0xEF:
        wide = coding & 0xF0 == 0xE0 or (coding < 0x40 and coding & 0x0C == 0x08)
        return UCS2 if wide else None if coding < 0x40 and coding & 0x0C == 0x04 else DEFAULT
    return None


def read(content: bytes, coding: int, *, alphabet: str = GSM) -> str | None:
    """The text in bytes; None where they are none. What is no letter becomes the sign for it."""
    known = coding_of(coding)
    if known is None:
        return None
    if known == DEFAULT and alphabet == LATIN1:
        return content.decode("latin-1")
    return from_gsm(content) if known == DEFAULT else content.decode(CODECS[known], "replace")


def read_parts(parts: list[tuple[bytes, int]], *, alphabet: str = GSM) -> str:
    """The text of several parts: those of one coding are read together, as what takes two places may have been divided between two."""
    texts = [read(b"".join(content for content, _coding in group), coding, alphabet=alphabet) for coding, group in groupby(parts, lambda part: part[1])]
    return "".join(text or "" for text in texts)


def from_gsm(content: bytes) -> str:
    """GSM letters, one a byte. An escape before what is not in the extension is a space (TS 23.038, 6.2.1.1)."""
    found, escaped = [], False
    for number in content:
        if escaped:
            found.append(BEHIND_ESCAPE.get(number, LETTERS.get(number, "�")))
            escaped = False
        elif number == 0x1B:
            escaped = True
        else:
            found.append(LETTERS.get(number, "�"))
    return "".join(found)
