"""CSV and its relatives: separator, headings, rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from sandali.kit.digits import to_ascii
from sandali.kit.sheets import unguarded
from sandali.transfer.reading.limits import MOST_CELL, MOST_COLUMNS, MOST_ROWS, NotReadable, shown

SEPARATORS: Final = (",", ";", "\t", "|")
LOOKED_AT: Final = 30  # rows
_VALUE: Final = re.compile(r"[+0-9()\s./:-]+|[^@\s]+@[^@\s]+\.[^@\s]+|(?i:true|false)")
csv.field_size_limit(MOST_CELL)

Row = tuple[int, list[str]]  # the line on which it begins, its cells


def without_nuls(lines: Iterable[str]) -> Iterator[str]:
    """Lines as they are, without the zero characters that some programs leave behind."""
    for line in lines:
        yield line.replace("\x00", "") if "\x00" in line else line


def separator_of(path: Path, encoding: str) -> str:
    """The separator by which the first rows have the same, and the largest, number of cells; a comma where none stands."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = list(islice(without_nuls(file), LOOKED_AT))

    def fits(separator: str) -> tuple[float, int]:
        try:
            sizes = [len(row) for row in csv.reader(sample, delimiter=separator) if any(row)]
        except csv.Error:
            return (0, 0)
        usual = max(set(sizes), key=sizes.count) if sizes else 0
        return (sizes.count(usual) / len(sizes), usual) if usual > 1 else (0, 0)

    return max(SEPARATORS, key=lambda separator: (fits(separator)[0] > 0.6, fits(separator)[1]))


def csv_rows(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    """Rows that hold something. Raises NotReadable where the file breaks, with the line."""
    line = 1
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(without_nuls(file), delimiter=separator)
        for count in range(MOST_ROWS + 2):
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise NotReadable(_("Line %(line)s cannot be read: a quotation mark is missing, or a cell is too long.") % {"line": shown(line)}) from error
            if len(cells) > MOST_COLUMNS:
                raise NotReadable(_("Line %(line)s has more than %(most)s columns.") % {"line": shown(line), "most": shown(MOST_COLUMNS)})
            if any(cells):
                yield line, [unguarded(cell.strip()) for cell in cells]
            line = reader.line_num + 1
            if count > MOST_ROWS:
                raise NotReadable(_("A file may have a million rows; this one has more. Please divide it."))


def looks_like_headings(row: list[str]) -> bool:
    """Whether a row names columns: nothing in it is a number, a date or an address, and hardly anything is said twice."""
    filled = [cell for cell in row if cell]
    return bool(filled) and not any(_VALUE.fullmatch(to_ascii(cell)) for cell in filled) and len(set(filled)) > len(filled) * 0.8


def find_headings(rows: list[Row]) -> int | None:
    """Which of the first rows names the columns, None where none does. A title above the table is passed over."""
    width = max((sum(bool(cell) for cell in cells) for _line, cells in rows), default=0)
    for place, (_line, cells) in enumerate(rows):
        if sum(bool(cell) for cell in cells) * 2 >= width:
            return place if looks_like_headings(cells) else None
    return None
