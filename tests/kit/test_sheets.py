"""Tables for other programs."""

import csv
import io
import zipfile
from datetime import date, datetime

import pytest

from sandali.kit.sheets import csv_cell, csv_lines, guarded, unguarded, write_csv, write_xlsx

DANGEROUS = ["=1+1", "+98912", "-1", "@cmd", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "'=1", "'"]
HARMLESS = ["", "سلام", "1405/08/30", "a=b", "O'Hara", " =1"]


@pytest.mark.reliability("K4")
@pytest.mark.parametrize("text", DANGEROUS + HARMLESS)
def test_a_cell_is_never_a_formula_and_comes_back_as_it_was(text):
    assert guarded(text).startswith("'") == (text in DANGEROUS)
    assert unguarded(guarded(text)) == text


def test_csv_holds_numbers_moments_and_nothing_as_such():
    values = [3, 1.5, datetime(2026, 11, 21, 12, 40), date(2026, 11, 21), None, "=x"]
    assert [csv_cell(value) for value in values] == [3, 1.5, "2026-11-21 12:40", "2026-11-21", "", "'=x"]


def test_csv_has_the_mark_that_excel_knows_and_comes_in_pieces():
    rows = [[number, "پرونده, «نقل»\nسطر"] for number in range(1200)]
    pieces = list(csv_lines(["شماره", "موضوع"], rows))
    assert len(pieces) == 3
    text = "".join(pieces)
    assert text.startswith("\ufeffشماره,موضوع\r\n")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert (len(read), read[1200]) == (1201, ["1199", "پرونده, «نقل»\nسطر"])


def test_a_written_csv_tells_how_many_rows_it_has():
    file = io.StringIO()
    assert write_csv(file, ["a"], iter([[1], [2]])) == 2
    assert file.getvalue() == "\ufeffa\r\n1\r\n2\r\n"


@pytest.mark.reliability("K4")
def test_a_workbook_has_real_dates_a_frozen_header_and_no_formula(tmp_path):
    path = tmp_path / "a.xlsx"
    rows = [[1, "=1+1", datetime(2026, 11, 21, 12, 0), date(2026, 11, 21), None, 2.5], [2, "https://example.com", None, None, "", 0]]
    count = write_xlsx(path, ["الف", "ب", "پ", "ت", "ث", "ج"], iter(rows), title="پرونده‌ها", widths=[8, 20, 17, 12, 9, 9], from_right=True)
    with zipfile.ZipFile(path) as book:
        sheet, styles = (book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles"))
        links = [name for name in book.namelist() if "_rels/sheet" in name]
    assert count == 2
    assert ('rightToLeft="1"' in sheet, 'state="frozen"' in sheet, "<autoFilter" in sheet) == (True, True, True)
    assert ("<f>" in sheet, links) == (False, [])
    assert '<c r="C2" s="2"><v>46347.5</v></c>' in sheet and '<c r="D2" s="3"><v>46347</v></c>' in sheet
    assert 'formatCode="yyyy-mm-dd hh:mm"' in styles and "<v>2.5</v>" in sheet


def test_an_english_workbook_runs_from_left_to_right(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", ["a"], [], title="Cases", widths=[9])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        assert "rightToLeft" not in book.read("xl/worksheets/sheet1.xml").decode()
