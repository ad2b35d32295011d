"""vCard 2.1 (with quoted-printable), 3.0 (RFC 2426) and 4.0 (RFC 6350): contacts as rows of one table."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from sandali.transfer.reading.delimited import without_nuls
from sandali.transfer.reading.limits import MOST_CELL

NAMES: Final = ("Full name", "First name", "Last name", "Phone", "Email", "Organisation", "Job title", "City", "Note", "Tags", "Website", "UID")
_PLACES: Final = {"FN": 0, "TEL": 3, "EMAIL": 4, "TITLE": 6, "NOTE": 8, "CATEGORIES": 9, "URL": 10, "UID": 11}
_UNESCAPED: Final = re.compile(r"\\([nN,;:\\])")
_PARTED: Final = re.compile(r"(?<!\\);")


def logical_lines(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lines with what was folded put together again: a line that begins with a blank goes on, and in 2.1 one that ends with "="."""
    number, held, soft = 0, "", False
    for count, raw in enumerate(without_nuls(lines), start=1):
        line = raw.rstrip("\r\n")
        if held and (soft or line[:1] in (" ", "\t")):
            held = (held[:-1] + line) if soft else held + line[1:]
        else:
            if held:
                yield number, held
            number, held = count, line
        held = held[: 4 * MOST_CELL]
        soft = held.endswith("=") and "QUOTED-PRINTABLE" in held.partition(":")[0].upper()
    if held:
        yield number, held


def property_of(line: str) -> tuple[str, str]:
    """(name, value as written) of a line; quoted-printable is decoded, a picture or a sound is nothing."""
    head, colon, value = line.partition(":")
    name, *words = head.split(";")
    name = name.rpartition(".")[2].strip().upper()
    marks = {word.strip().upper() for word in words}
    if not colon or marks & {"ENCODING=B", "ENCODING=BASE64", "BASE64"}:
        return "", ""
    if marks & {"ENCODING=QUOTED-PRINTABLE", "QUOTED-PRINTABLE"}:
        charset = next((mark.partition("=")[2] for mark in marks if mark.startswith("CHARSET=")), "utf-8")
        value = decoded(quopri.decodestring(value.encode("utf-8", "replace")), charset)
    return name, value


def decoded(content: bytes, charset: str) -> str:
    """Bytes as text, by a charset that somebody named."""
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def plain(value: str) -> str:
    """A value without its escapes."""
    return _UNESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def take(row: list[str], name: str, value: str) -> None:
    """Put one property in its column. Several of a kind stand on lines of their own."""
    if name == "N":
        family, given, *_rest = [plain(part) for part in [*_PARTED.split(value), "", ""]]
        row[1], row[2] = given, family
    elif name == "ORG":
        row[5] = plain(_PARTED.split(value)[0])
    elif name == "ADR":
        parts = _PARTED.split(value)
        row[7] = row[7] or (plain(parts[3]) if len(parts) > 3 else "")
    elif (place := _PLACES.get(name)) is not None:
        text = plain(value.removeprefix("tel:").removeprefix("mailto:")) if name in ("TEL", "EMAIL") else plain(value)
        row[place] = "\n".join(filter(None, (row[place], text)))[:MOST_CELL]


def vcard_rows(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """Contacts with the line on which each begins."""
    row, begins = None, 0
    with path.open(encoding=encoding, errors="replace", newline="\n") as file:
        for number, line in logical_lines(file):
            name, value = property_of(line)
            if name == "BEGIN" and value.strip().upper() == "VCARD":
                row, begins = [""] * len(NAMES), number
            elif name == "END" and row is not None:
                if any(row):
                    yield begins, row
                row = None
            elif row is not None and value:
                take(row, name, value)
