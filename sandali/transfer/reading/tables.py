"""A file as a table: what it is, its headings, its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.transfer.reading.delimited import LOOKED_AT, Row, csv_rows, find_headings, separator_of
from sandali.transfer.reading.encodings import encoding_of
from sandali.transfer.reading.json_files import json_names, json_rows
from sandali.transfer.reading.limits import MOST_BYTES, MOST_COLUMNS, NotReadable, shown
from sandali.transfer.reading.vcards import NAMES, vcard_rows
from sandali.transfer.reading.workbooks import check_workbook, workbook_rows

__all__ = ["NotReadable", "Row", "Shape", "Table", "open_table"]
ZIP: Final = b"PK\x03\x04"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # xls, doc and ppt before 2007
NO_TABLES: Final = (b"%PDF-", b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"SQLite format 3\x00", b"{\\rtf", b"\x7fELF", b"MZ\x90")
CONTROLS: Final = bytes(code for code in range(32) if code not in b"\x00\t\n\v\f\r\x1a\x1b")  # 1a ends files of DOS; 00 is the reader's own matter


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is to be read: kept with an import, so that it is read alike to its end.

    `headings`: which of its rows (from 0) names the columns, -1 for none."""

    format: str  # csv, xlsx, vcard, json
    encoding: str = ""
    separator: str = ""
    headings: int = 0

    def as_json(self) -> dict[str, Any]:
        """For a JSON field."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Table:
    """A file as rows. `rows()` begins anew each time it is called; memory stays flat but for workbooks, which are bounded."""

    path: Path
    shape: Shape
    names: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """Rows below the headings, each with the line (or number) on which it begins."""
        if self.shape.format == "json":
            return json_rows(self.path, self.shape.encoding, self.names)
        return islice(raw_rows(self.path, self.shape), self.shape.headings + 1, None) if self.shape.format != "vcard" else raw_rows(self.path, self.shape)


def raw_rows(path: Path, shape: Shape) -> Iterator[Row]:
    """All rows of a file, headings too."""
    if shape.format == "xlsx":
        return workbook_rows(path)
    if shape.format == "vcard":
        return vcard_rows(path, shape.encoding)
    return csv_rows(path, shape.encoding, shape.separator)


def open_table(path: Path, shape: Shape | None = None) -> Table:
    """What a file is, by its own bytes and never by its name; or as `shape` says. Raises NotReadable with a sentence for people."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise NotReadable(_("A file may have 100 MB. Please divide it."))
    shape = shape or shape_of(path)
    if shape.format == "xlsx":
        check_workbook(path)
    if shape.format == "vcard":
        return Table(path, shape, NAMES)
    if shape.format == "json":
        return Table(path, shape, json_names(path, shape.encoding))
    first = list(islice(raw_rows(path, shape), max(LOOKED_AT, shape.headings + 1)))
    if not first:
        raise NotReadable(_("There is nothing in this file."))
    if shape.headings >= len(first):
        raise NotReadable(_("There are no such headings in this file."))
    return Table(path, shape, named(first, shape.headings))


def shape_of(path: Path) -> Shape:
    """The guess."""
    with path.open("rb") as file:
        begins = file.read(4096)
    if begins.startswith(ZIP):
        check_workbook(path)
        return with_headings(path, Shape("xlsx"))
    refuse_what_is_no_text(begins)
    encoding = encoding_of(path)
    text = begins[: len(begins) // 2 * 2].decode(encoding, "replace").lstrip("\ufeff \r\n\t")
    if text[:11].upper() == "BEGIN:VCARD":
        return Shape("vcard", encoding, headings=-1)
    if text[:1] in ("{", "["):
        return Shape("json", encoding, headings=-1)
    return with_headings(path, Shape("csv", encoding, separator_of(path, encoding)))


def refuse_what_is_no_text(begins: bytes) -> None:
    """A picture or a document is no table, whatever it is called: raises NotReadable instead of showing its bytes as columns."""
    if begins.startswith(OLD_OFFICE):
        raise NotReadable(_("This is a workbook of an old kind (XLS). Please save it as XLSX or CSV."))
    is_wide = begins.count(0) > len(begins) // 8  # UTF-16: any byte stands in it
    if begins.startswith(NO_TABLES) or (not is_wide and sum(byte in CONTROLS for byte in begins) > len(begins) // 100):
        raise NotReadable(_("This is no table but a document, a picture or something packed, whatever its name says. Please choose a CSV, XLSX, vCard or JSON file."))


def with_headings(path: Path, shape: Shape) -> Shape:
    """The shape with the row that names the columns."""
    place = find_headings(list(islice(raw_rows(path, shape), LOOKED_AT)))
    return Shape(shape.format, shape.encoding, shape.separator, -1 if place is None else place)


def named(rows: list[Row], headings: int) -> tuple[str, ...]:
    """A name for each column, each once: what its heading says, else its number. Raises NotReadable for too many."""
    width = max(len(cells) for _line, cells in rows[headings + 1 :] or rows)
    given = rows[headings][1] if headings >= 0 else []
    names: list[str] = []
    for place in range(max(width, len(given))):
        name = " ".join((given[place] if place < len(given) else "").split())[:200] or _("Column %(number)s") % {"number": shown(place + 1)}
        while name in names:
            name += "′"
        names.append(name)
    while len(names) > 1 and len(names) > width:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise NotReadable(_("The first rows have more than %(most)s columns.") % {"most": shown(MOST_COLUMNS)})
    return tuple(names)
