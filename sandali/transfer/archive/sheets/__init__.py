"""sheets: the tables of an archive that a person opens, with headings in the company's language.

Both languages of a heading stand beside each other and not in the catalogues: the import (transfer/presets.py) knows these tables
by either. What is only ours (clocks, rights, events) is in the exact tables alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sandali.company.models import Company
from sandali.kit.dates import find_zone
from sandali.kit.sheets import csv_lines
from sandali.transfer.archive.sheets.columns import Sheet, Words
from sandali.transfer.archive.sheets.people import CUSTOMERS, IDENTITIES, ORGANISATIONS
from sandali.transfer.archive.sheets.said import CASES, KNOWLEDGE, MESSAGES, PROMISES
from sandali.transfer.archive.sheets.sold import DEALS, LINES, ORDERS, QUOTES

SHEETS: Final[tuple[Sheet, ...]] = (CUSTOMERS, ORGANISATIONS, IDENTITIES, CASES, MESSAGES, ORDERS, LINES, DEALS, QUOTES, PROMISES, KNOWLEDGE)


def sheets(using: str, company: Company) -> Iterator[tuple[str, Iterator[str]]]:
    """(name, its CSV in pieces) of each table."""
    words = Words(company.language, find_zone(company.zone), using)
    for sheet in SHEETS:
        yield sheet.name, csv_lines(sheet.header(company.language), sheet.rows(words))
