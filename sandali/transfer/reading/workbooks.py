"""XLSX: the first sheet that holds something, after a look at what is packed in the file (E8)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.kit.sheets import unguarded
from sandali.transfer.reading.limits import (
    BROKEN_ZIP,
    MOST_BYTES,
    MOST_CELL,
    MOST_COLUMNS,
    MOST_ENTRIES,
    MOST_GRID,
    MOST_RATIO,
    MOST_ROWS,
    NotReadable,
    shown,
)

_CELL: Final = re.compile(rb'<(?:\w+:)?(?:c|row|dimension)\b[^>]{0,200}?\br(?:ef)?="(?:[A-Z0-9]+:)?([A-Z]{0,3})([0-9]{1,7})"')
CHUNK: Final = 1024 * 1024
OVERLAP: Final = 256


def check_workbook(path: Path) -> None:
    """Refuse what would fill memory when it is unpacked: each part is read once, piece by piece, so that a false size is found out.

    Raises NotReadable."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MOST_ENTRIES or unpacked > MOST_BYTES or unpacked > MOST_RATIO * max(path.stat().st_size, 10_000):
                raise NotReadable(_("This workbook is too large when it is unpacked. Please save it as CSV."))
            if not any(part.filename.startswith("xl/workbook") for part in parts):
                raise NotReadable(_("This is not a workbook that we can read. Please save it as CSV."))
            for part in parts:
                check_part(packed, part)
    except BROKEN_ZIP as error:
        raise NotReadable(_("This workbook is damaged. Please save it again, or as CSV.")) from error


def check_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read one part to its end; of a sheet, see how far its cells reach."""
    is_sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
    rows, columns, rest = 0, 0, b""
    with packed.open(part) as file:
        while chunk := file.read(CHUNK):
            if is_sheet:
                text = rest + chunk
                for letters, number in _CELL.findall(text):
                    rows, columns = max(rows, int(number)), max(columns, column_number(letters))
                rest = text[-OVERLAP:]
    if columns > MOST_COLUMNS or rows > MOST_ROWS + 100 or rows * columns > MOST_GRID:
        raise NotReadable(_("The sheet is too large: %(columns)s columns, %(rows)s rows.") % {"columns": shown(columns), "rows": shown(rows)})


def column_number(letters: bytes) -> int:
    """ "A" is 1, "AB" is 28, none is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def workbook_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows of the first sheet that has any, with their numbers. Raises NotReadable."""
    import python_calamine  # noqa: PLC0415 - memory that only a workbook needs

    try:
        with python_calamine.load_workbook(str(path)) as book:
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                first = (sheet.start or (0, 0))[0] + 1
                rows = ((number, [cell_text(cell) for cell in row]) for number, row in enumerate(sheet.iter_rows(), start=first))
                filled = (row for row in rows if any(row[1]))
                if (begin := next(filled, None)) is not None:
                    yield begin
                    yield from filled
                    return
    except python_calamine.CalamineError as error:
        raise NotReadable(_("This workbook cannot be read. Please save it as CSV.")) from error


def cell_text(value: Any) -> str:
    """A cell as text: whole numbers without a point, moments as ISO 8601."""
    if value is None or isinstance(value, str):
        return unguarded((value or "").replace("\x00", "").strip()[:MOST_CELL])
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat() if isinstance(value, date | time) else str(value)
