"""Whose number a telephone system shows: somebody's outside, nobody's because it is withheld, or one of our own extensions."""

from __future__ import annotations

from typing import Final

from sandali.kit.digits import to_ascii
from sandali.kit.phones import parse_phone
from sandali.kit.text import clean

# What stands where a number is withheld or not known: nobody is recognised by it.
WITHHELD: Final = frozenset(
    "anonymous unknown private restricted unavailable withheld blocked invalid none null asterisk ناشناس نامشخص خصوصی مخفی".split()
)
SHORTEST_OUTSIDE: Final = 7  # digits; what is shorter is an extension, or a short number that nobody calls back
LONGEST: Final = 40
E164: Final = range(8, 16)  # digits


def digits_of(typed: str) -> str:
    """The digits of what was typed, in ASCII."""
    return "".join(letter for letter in to_ascii(clean(typed)) if letter.isascii() and letter.isdigit())


def extension_of(typed: str) -> str:
    """An extension: its digits, or a short name as some systems have them; "" for anything else."""
    plain = to_ascii(clean(typed)).strip()
    return plain if 0 < len(plain) <= 20 and plain.isascii() and plain.replace("-", "").replace("_", "").isalnum() else ""


def outside_number(typed: str, *, region: str = "IR", area: str = "") -> str | None:
    """The other side's number as E.164 (as told, where it is none that we understand), "" where it is withheld, None for one of ours.

    `area` is the code of our town, such as "021": numbers of the same town come without it."""
    plain = to_ascii(clean(typed)).strip().strip("<>\"'").lower()
    plain = plain.removeprefix("sip:").removeprefix("tel:").partition("@")[0].strip()
    digits = digits_of(plain)
    if not digits or any(letter.isalpha() for letter in plain):
        return "" if not plain or plain in WITHHELD or not digits else plain[:LONGEST]
    if len(digits) < SHORTEST_OUTSIDE:
        return None
    found = (parse_phone(one, region) for one in (plain, f"{area}{digits}" if area else "") if one)
    # A whole number with its country is one also where its range is newer than our tables of them.
    unknown = f"+{digits}" if plain.startswith("+") and len(digits) in E164 else digits[:LONGEST]
    return next((phone.e164 for phone in found if phone is not None), unknown)


def is_reachable(number: str) -> bool:
    """Whether somebody is known by a number: one that is withheld, or that we do not understand, is nobody's."""
    return number.startswith("+")
