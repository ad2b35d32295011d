"""The text in which times are looked for: one shape for each letter, quoted words blanked, every place known in the original."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_READ = 20_000  # characters
_DROPPED = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b\u200d-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_SAME_LENGTH = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ھ": "ه", "أ": "ا", "إ": "ا", "ؤ": "و", "\u200c": " ", "\u00a0": " ", "¬": " ",
        "’": "'", "‘": "'", "ʼ": "'", "٫": ".", "‐": "-", "‑": "-", "\t": " ",
        **{chr(start + digit): str(digit) for start in (0x6F0, 0x660, 0xFF10) for digit in range(10)},
    }
)  # fmt: skip
_QUOTED_LINE = re.compile(r"^[ ]{0,3}(?:>|\|[ ]|›).*$", re.MULTILINE)
_QUOTED_WORDS = re.compile(r"«[^»\n]{0,600}»|“[^”\n]{0,600}”|„[^“”\n]{0,600}[“”]|\"[^\"\n]{0,600}\"")
_EARLIER_MAIL = re.compile(
    r"^(?:-{2,} ?(?:original message|forwarded message|پیام اصلی)|on .{8,120} wrote:|در .{8,120} نوشت(?:ه(?: است)?)?:|_{10,}$|from: .+\n(?:sent|date|to): )",
    re.MULTILINE | re.IGNORECASE,
)
# A full stop ends a sentence only before a space, so that 10.30 stays whole; the capital's own stop in "p.m." does not.
END = re.compile(r"(?<![ap]\.m)\.(?=\s|$)|[!?؟؛\n]+|…")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the plain text, in lower case; `start` is its place there. `asks`: it ends with a question mark."""

    text: str
    start: int
    asks: bool


@dataclass(frozen=True, slots=True)
class Plain:
    """The plain text, and for each of its places the one in the original."""

    text: str
    places: list[int] | None

    def place(self, at: int) -> int:
        """Where `at` stands in the original."""
        return at if self.places is None else self.places[at]

    def sentences(self) -> Iterator[Sentence]:
        """The sentences in order."""
        at = 0
        for end in END.finditer(self.text):
            yield Sentence(self.text[at : end.start()], at, "?" in end[0] or "؟" in end[0])
            at = end.end()
        yield Sentence(self.text[at:], at, False)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def plain(text: str) -> Plain:
    """`text` made plain, quoted lines, quoted words and what follows an earlier mail's head left blank."""
    text = text[:MOST_READ]
    places: list[int] | None = None
    if _DROPPED.search(text):
        places = [at for at, char in enumerate(text) if not _DROPPED.match(char)] + [len(text)]
        text = _DROPPED.sub("", text)
    lowered = text.translate(_SAME_LENGTH).lower()
    if len(lowered) != len(text):  # a few capitals grow when they are made small (İ)
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text.translate(_SAME_LENGTH))
    if earlier := _EARLIER_MAIL.search(lowered):
        lowered = lowered[: earlier.start()] + " " * (len(lowered) - earlier.start())
    lowered = _QUOTED_WORDS.sub(_blank, _QUOTED_LINE.sub(_blank, lowered))
    return Plain(lowered, places)


def one_line(pattern: str) -> re.Pattern[str]:
    """A pattern that is written over several lines, its spaces being spaces."""
    return re.compile(re.sub(r"\n\s*", "", pattern))
