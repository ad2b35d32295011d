"""ZIP: the tables of an export that come packed, each given on as if it had been chosen by itself. Bounded before anything is unpacked (K6, E8)."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.kit.files import Readable
from sandali.transfer.reading.limits import MOST_BYTES, MOST_PACKED, MOST_UNPACKED, NotReadable, shown
from sandali.transfer.reading.tables import ZIP

END: Final = b"PK\x05\x06"  # begins the end of a ZIP, 22 bytes and a comment; before it may stand where the end of a larger one is
LARGER_END: Final = b"PK\x06\x07"
MOST_DIRECTORY: Final = 1024 * 1024  # bytes of its list of files: some ten thousand names; zipfile reads it whole
TABLES: Final = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".json", ".jsonl", ".ndjson", ".vcf"})
BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)  # what zipfile raises on damaged and on strange ones


class Part:
    """A file within, as something to read from. Raises NotReadable where it turns out to be damaged."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, none at the end."""
        try:
            return self.file.read(size)
        except BROKEN as problem:
            raise NotReadable(_("This file is damaged within the ZIP. Please pack it again.")) from problem


def is_packed(source: IO[bytes]) -> bool:
    """Whether this is a ZIP and no workbook (which is one too). Leaves `source` at its beginning."""
    try:
        if source.read(len(ZIP)) != ZIP:
            return False
        check_directory(source)
        with zipfile.ZipFile(source) as packed:
            return not any(name.startswith("xl/workbook") for name in packed.namelist())
    except NotReadable:
        return True
    except BROKEN:
        return False  # whoever reads it as a workbook says that it is damaged
    finally:
        source.seek(0)


def unpacked(source: IO[bytes], name: str) -> Iterator[tuple[Readable | NotReadable, str]]:
    """What of a chosen file is to be read, as (source, name): itself, or the tables in it where it is a ZIP, each to be read before the next is
    asked for. Instead of what cannot be read stands why not."""
    if not is_packed(source):
        yield source, name
        return
    try:
        check_directory(source)
        with zipfile.ZipFile(source) as packed:
            for one in chosen(packed):
                with packed.open(one) as file:
                    yield Part(file), one.filename
            if others := [name for name in packed.namelist() if is_other(name)]:
                yield no_table(len(others) - 1, name), others[0]
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


def chosen(packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """What of a ZIP is to be read."""
    names = set(packed.namelist())
    if "manifest.json" in names and any(name.startswith("tables/") for name in names):
        raise NotReadable(_("This is an archive of all of Sandali. It comes into an empty one with “sandali restore”."))
    found = [one for one in packed.infolist() if is_table(one.filename)]
    if not found:
        raise NotReadable(_("There is no table in this ZIP: no CSV, XLSX, vCard or JSON."))
    if any(one.flag_bits & 1 for one in found):
        raise NotReadable(_("This ZIP asks for a password. Please unpack it, and choose the files in it."))
    if len(found) > MOST_PACKED:
        raise NotReadable(_("There are %(count)s tables in this ZIP; we take at most %(most)s at once. Please divide it.") % {"count": shown(len(found)), "most": shown(MOST_PACKED)})
    if sum(one.file_size for one in found) > MOST_UNPACKED:
        raise NotReadable(_("Unpacked, the tables of a ZIP may have 300 MB. Please divide it."))
    return found


def is_table(name: str) -> bool:
    """Whether something in a ZIP is called like a table; what it is, its bytes say later. What systems add is none."""
    path = PurePosixPath(name)
    return path.suffix.lower() in TABLES and not path.name.startswith(".") and "__MACOSX" not in path.parts


def is_other(name: str) -> bool:
    """Whether something in a ZIP is a file that somebody put there, and no table."""
    path = PurePosixPath(name)
    return not name.endswith("/") and not is_table(name) and not path.name.startswith(".") and "__MACOSX" not in path.parts


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
