"""ZIP: the tables of an export that come packed, each given on as if it had been chosen by itself. Bounded before anything is unpacked (K6, E8)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.kit.files import Readable
from sandali.transfer.reading.limits import (
    BROKEN_ZIP,
    MOST_BYTES,
    MOST_TABLES,
    MOST_UNPACKED,
    NotReadable,
    shown,
)
from sandali.transfer.reading.tables import ZIP

END: Final = b"PK\x05\x06"  # begins the end of a ZIP, 22 bytes and a comment; before it may stand where the end of a larger one is
LARGER_END: Final = b"PK\x06\x07"
MOST_DIRECTORY: Final = 1024 * 1024  # bytes of its list of files: some ten thousand names; zipfile reads it whole
TABLES: Final = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".json", ".jsonl", ".ndjson", ".vcf"})
BROKEN: Final = (*BROKEN_ZIP, OSError, ValueError)  # places before its beginning too, names that are no text


class Part:
    """A table within, opened when it is first read. Raises NotReadable where it turns out to be damaged."""

    def __init__(self, packed: zipfile.ZipFile, of: zipfile.ZipInfo) -> None:
        self.packed, self.of = packed, of
        self.file: IO[bytes] | None = None

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, none at the end."""
        try:
            self.file = self.file or self.packed.open(self.of)
            return self.file.read(size)
        except BROKEN as problem:
            raise NotReadable(_("This file is damaged within the ZIP. Please pack it again.")) from problem


def unpacked(source: IO[bytes], name: str) -> Iterator[tuple[Readable | NotReadable, str]]:
    """What of a chosen file is to be read, as (source, name): itself, or the tables in it where it is a ZIP and no workbook (which is one too),
    each to be read before the next is asked for. Instead of what cannot be read stands why not."""
    is_zip = source.read(len(ZIP)) == ZIP
    source.seek(0)
    if not is_zip or name.lower().endswith(".xlsx"):  # of one that is damaged nothing else says which it was
        yield source, name
        return
    try:
        check_directory(source)
        with zipfile.ZipFile(source) as packed:
            if any(one.startswith("xl/workbook") for one in packed.namelist()):
                source.seek(0)
                yield source, name
                return
            tables, others = chosen(packed)
            for one in tables:
                yield Part(packed, one), one.filename
            if others:
                yield no_table(len(others) - 1, name), others[0].filename
    except NotReadable as problem:
        yield problem, name
    except BROKEN:
        yield NotReadable(_("This ZIP is damaged. Please pack it again.")), name


def no_table(more: int, name: str) -> NotReadable:
    """Why something in the ZIP `name` is left out, and as many others with it."""
    if not more:
        return NotReadable(_("It is no table."))
    said = ngettext("It is no table, like one other file in %(zip)s.", "It is no table, like %(count)s other files in %(zip)s.", more)
    return NotReadable(said % {"count": shown(more), "zip": f"\u2068{name}\u2069"})


def chosen(packed: zipfile.ZipFile) -> tuple[list[zipfile.ZipInfo], list[zipfile.ZipInfo]]:
    """What of a ZIP is called like a table (what it is, its bytes say later), and what else somebody put there; not what systems add. Raises
    NotReadable where nothing in it is to be read, or too much."""
    names = set(packed.namelist())
    if "manifest.json" in names and any(name.startswith("tables/") for name in names):
        raise NotReadable(_("This is an archive of all of Sandali. It comes into an empty one with “sandali restore”."))
    files = [(one, PurePosixPath(one.filename)) for one in packed.infolist() if not one.is_dir()]
    ours = [(one, path) for one, path in files if not path.name.startswith(".") and "__MACOSX" not in path.parts]
    found = [one for one, path in ours if path.suffix.lower() in TABLES]
    if not found:
        raise NotReadable(_("There is no table in this ZIP: no CSV, XLSX, vCard or JSON."))
    if any(one.flag_bits & 1 for one in found):
        raise NotReadable(_("This ZIP asks for a password. Please unpack it, and choose the files in it."))
    if len(found) > MOST_TABLES:
        raise NotReadable(_("There are %(count)s tables in this ZIP; we take at most %(most)s at once. Please divide it.") % {"count": shown(len(found)), "most": shown(MOST_TABLES)})
    if sum(one.file_size for one in found) > MOST_UNPACKED:
        raise NotReadable(_("Unpacked, the tables of a ZIP may have 300 MB. Please divide it."))
    return found, [one for one, path in ours if path.suffix.lower() not in TABLES]


def check_directory(source: IO[bytes]) -> None:
    """Refuse a ZIP that is too large, or whose list of files would fill memory; only its end is read. Raises NotReadable."""
    size = source.seek(0, 2)
    if size > MOST_BYTES:
        raise NotReadable(_("A file may have 100 MB. Please divide it."))
    source.seek(max(0, size - 65_557))
    end = source.read(65_557)
    source.seek(0)
    at = end.rfind(END)
    if at < 0 or len(end) < at + 22:
        raise NotReadable(_("This ZIP is damaged. Please pack it again."))
    if int.from_bytes(end[at + 12 : at + 16], "little") > MOST_DIRECTORY or end[max(0, at - 20) :].startswith(LARGER_END):
        raise NotReadable(_("There are too many files in this ZIP. Please pack only the tables."))
