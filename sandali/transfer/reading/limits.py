"""What a file may hold at most, and how one says that it holds more (RELIABILITY K6, E8)."""

import struct
import zipfile
import zlib
from typing import Final

from django.utils.translation import get_language

from sandali.kit.digits import localize_digits

MOST_BYTES: Final = 100 * 1024 * 1024  # a file, and a workbook unpacked
MOST_COLUMNS: Final = 500
MOST_CELL: Final = 500_000  # characters
MOST_ROWS: Final = 1_000_000
MOST_ENTRIES: Final = 400  # files in a workbook
MOST_RATIO: Final = 200  # unpacked to packed: a sheet of empty cells packs well, a bomb a thousand to one
MOST_TABLES: Final = 30  # files at once, and tables in a ZIP
MOST_UNPACKED: Final = 3 * MOST_BYTES  # all of them together
MOST_GRID: Final = 20_000_000  # cells of a sheet, its empty ones counted: a reader holds them all

BROKEN_ZIP: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError)  # what zipfile raises on damaged and on strange ones


class NotReadable(ValueError):
    """A file is not what it should be; the text says so to people."""


def shown(number: int) -> str:
    """A number in a sentence, in its language's digits."""
    return localize_digits(str(number), (get_language() or "en")[:2])
