"""What some write together and others apart: numbers in groups, and nouns of two words. For the index and for queries of `text`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from sandali.kit.lemmas import PREFIXES, SUFFIXES

ZWNJ: Final = "\u200c"
SHORTEST, LONGEST = 5, 20  # digits of a number that is written in groups
SHORTEST_PART: Final = 3  # letters of a part that is cut off a word
# Groups of digits with a blank, a dash, a full stop, a comma or brackets between them; marks of direction count as nothing.
_GROUPS = re.compile(r"(?<!\w)\d+(?:[ \u00a0\u2009\u202f\u200b-\u200f\u2010-\u2014\u066c.,()\-]{1,3}\d+)+")
_DIGITS = re.compile(r"\d+")
HOME: Final = "98"  # the country whose numbers are written without its code
NATIONAL = 10  # digits of a number of that country, without 0
_LONG_NUMBER = re.compile(r"(?<!\w)\d{10,15}(?!\w)")
# Words that many write as a part of the one before or after them. «کتابخانه» is cut before «خانه», «پیشفاکتور» after «پیش».
_LAST = (
    "خانه", "نامه", "گاه", "کاری", "گذاری", "گذار", "گیری", "سازی", "ساز", "بندی", "رسانی", "رسان", "پذیر", "پذیری", "داری", "دهی",
    "کننده", "شونده", "دهنده", "گونه", "وار", "آمیز", "انگیز", "شناسی", "شناس", "یابی", "خوانی", "نویسی", "فروشی", "فروش", "پرداز",
    "پردازی", "برداری", "بردار", "افزار", "افزاری", "التحصیل", "العمل", "السلام", "اندازی", "جویی", "کشی", "زنی", "ورزی", "سنجی",
)  # fmt: skip
# None of the most frequent words: looking for a phrase with one of them would cost more than all the rest of a query.
_FIRST = ("پیش", "غیر", "خوش", "بین", "فرا", "ابر", "تک", "صورت", "دست", "فوق")
_FOLDED = {ord("آ"): "ا"}


def numbers_in_groups(text: str) -> Iterator[str]:
    """Numbers that are written in groups, as one: «۰۹۱۲ ۳۴۵-۶۷ ۸۹» is 09123456789, in ASCII digits."""
    return (number for number, _start, _end in groups_in(text))


def groups_in(text: str) -> Iterator[tuple[str, int, int]]:
    """The same with where each begins and ends in the text.

    Where something else stands before a number that begins with 0 (as telephone numbers do), that number alone comes too."""
    for found in _GROUPS.finditer(text):
        groups = ["".join(str(unicodedata.decimal(digit)) for digit in group) for group in _DIGITS.findall(found[0])]
        for at, group in enumerate(groups[:-1]):
            number = "".join(groups[at:])
            if (at == 0 or group[0] == "0") and SHORTEST <= len(number) <= LONGEST:
                yield number, found.start(), found.end()


def telephone(number: str) -> str:
    """The digits of a telephone number as one writes it at home: 00989121234567, 989121234567 and 9121234567 are 09121234567, and
    0044… is 44…. "" for digits that are written so already, or are no such number.

    The beginning of one with a country's code counts too, as somebody may still be typing."""
    if number.startswith("00"):
        number, is_abroad = number[2:], True
    else:
        is_abroad = number.startswith(HOME) and (len(number) >= len(HOME) + NATIONAL or number[len(HOME) :].startswith("9"))
    if is_abroad and number.startswith(HOME):
        rest = number.removeprefix(HOME).removeprefix("0")  # some write +98 (0) 912
        return f"0{rest}" if SHORTEST < len(rest) <= NATIONAL else ""
    if is_abroad:
        return number if len(number) >= NATIONAL else ""
    return f"0{number}" if len(number) == NATIONAL and number[0] == "9" else ""


def telephones(folded: str) -> Iterator[str]:
    """What `telephone` makes of the long numbers of a folded text."""
    return (found for number in _LONG_NUMBER.findall(folded) if (found := telephone(number)))


def without_endings(word: str) -> list[str]:
    """The parts of a word between its half-spaces, without «می» and the endings that every noun may have."""
    parts = [part for part in word.split(ZWNJ) if part]
    while parts and parts[0] in PREFIXES:
        del parts[0]
    while parts and parts[-1] in SUFFIXES:
        del parts[-1]
    return parts


def compounds(word: str) -> tuple[str, ...]:
    """A word with half-spaces inside as one without, with and without its endings: «کتاب‌خانه‌ها» is «کتابخانه» and «کتابخانهها».

    () where there is nothing to put together: «می‌شود», «کتاب‌ها»."""
    parts = without_endings(word)
    return tuple(dict.fromkeys(("".join(parts), word.replace(ZWNJ, "")))) if len(parts) > 1 else ()


def halves(word: str) -> tuple[str, str] | None:
    """The two words of a folded noun that others write apart: «کتابخانه» is («کتاب», «خانه»). None where none of ours is in it."""
    for part in LAST:
        if word.endswith(part) and len(word) - len(part) >= SHORTEST_PART:
            return word[: -len(part)], part
    for part in FIRST:
        if word.startswith(part) and len(word) - len(part) >= SHORTEST_PART:
            return part, word[len(part) :]
    return None


def _longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted((word.translate(_FOLDED) for word in words), key=len, reverse=True))


LAST: Final = _longest_first(_LAST)
FIRST: Final = _longest_first(_FIRST)
