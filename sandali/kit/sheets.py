"""Tables for other programs: CSV and XLSX, row by row with flat memory, and nothing in them that a spreadsheet would run (K4)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

# What makes Excel or LibreOffice take a text for a formula, also full-width; a tab or a line's end may stand before it.
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
GUARD = "'"
LINES = 500  # of CSV given at a time
MOST_CELL = 32_767  # characters, Excel's limit


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula, or where it begins with one.

    `unguarded` gives the text back exactly."""
    return f"{GUARD}{text}" if text.startswith((*STARTS_FORMULA, GUARD)) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    inside = text[1:]
    return inside if text.startswith(GUARD) and inside.startswith((*STARTS_FORMULA, GUARD)) else text


def csv_cell(value: Any) -> str | int | float:
    """A value as CSV holds it: texts guarded, moments to the minute as "2026-11-21 12:40", nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | float) else guarded(str(value))


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A CSV file in pieces (RFC 4180), with the mark by which Excel knows UTF-8."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([guarded(name) for name in header])
    for number, row in enumerate(rows, start=1):
        writer.writerow([csv_cell(value) for value in row])
        if number % LINES == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def write_csv(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write a CSV file as `csv_lines` gives it; returns how many rows it has."""
    count = 0

    def counted() -> Iterator[Sequence[Any]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    file.writelines(csv_lines(header, counted()))
    return count


def write_xlsx(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str, widths: Sequence[int], from_right: bool = False
) -> int:
    """Write a workbook of one sheet: a header that stays in sight, real dates, filters; returns how many rows it has.

    `widths` are the columns' in characters. `from_right`: columns run from right to left. Moments must carry no zone, for Excel
    knows none. Rows are written as they come; memory stays flat (XlsxWriter's constant memory)."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    count = 0
    import xlsxwriter  # noqa: PLC0415 - 9 MB of memory that only an export needs

    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet(title[:31])
        if from_right:
            sheet.right_to_left()
        bold = book.add_format({"bold": True, "bottom": 1})
        moment, day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"}), book.add_format({"num_format": "yyyy-mm-dd"})
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        for column, name in enumerate(header):
            sheet.write_string(0, column, name, bold)
        for count, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(count, column, value, moment)
                elif isinstance(value, date):
                    sheet.write_datetime(count, column, value, day)
                elif isinstance(value, int | float):
                    sheet.write_number(count, column, value)
                elif value:
                    sheet.write_string(count, column, str(value)[:MOST_CELL])
        sheet.autofilter(0, 0, max(count, 1), len(header) - 1)
    return count
