"""Files of every kind as tables: what they are is told by their bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from sandali.transfer.reading import NotReadable, open_table
from sandali.transfer.reading.workbooks import check_workbook

ROWS = [["نام", "موبایل", "یادداشت"], ["سارا", "09121234567", "خط یک\nخط دو"], ["علی رضا", "+98 21 8877 6655", "a;b,c"]]


def written(path: Path, encoding: str, separator: str = ",", mark: bytes = b"") -> Path:
    lines = (separator.join('"' + cell.replace('"', '""') + '"' if any(one in cell for one in '\n,;\t"') else cell for cell in row) for row in ROWS)
    path.write_bytes(mark + ("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


@pytest.mark.reliability("K2")
@pytest.mark.parametrize(
    ("encoding", "separator", "mark", "told"),
    [
        ("utf-8", ",", b"", "utf-8-sig"), ("utf-8", ";", b"\xef\xbb\xbf", "utf-8-sig"), ("utf-16", "\t", b"", "utf-16"), ("utf-16-le", ",", b"", "utf-16-le"),
        ("utf-16-be", ";", b"", "utf-16-be"),
    ],
)  # fmt: skip
def test_encoding_separator_and_headings_are_told_by_the_bytes(tmp_path, encoding, separator, mark, told):
    """The same rows come out of each."""
    table = open_table(written(tmp_path / "x.bin", encoding, separator, mark))
    assert (table.shape.encoding, table.shape.separator, list(table.names)) == (told, separator, ROWS[0])
    assert [cells for _line, cells in table.rows()] == ROWS[1:]
    assert [line for line, _cells in table.rows()] == [2, 4]


def test_western_letters_in_one_byte_are_not_taken_for_persian(tmp_path):
    """A letter above 127 here and there is windows-1252."""
    path = tmp_path / "x.csv"
    path.write_bytes("name,city\nJosé Müller,Zürich\nRené,Köln\n".encode("cp1252"))
    assert [cells for _line, cells in open_table(path).rows()] == [["José Müller", "Zürich"], ["René", "Köln"]]


def test_a_table_without_headings_loses_no_row(tmp_path):
    """Its columns are numbered."""
    path = tmp_path / "x.csv"
    path.write_text("Sara,09121234567\nReza,09121112233\n")
    table = open_table(path)
    assert (table.shape.headings, len(list(table.rows()))) == (-1, 2)


def test_contacts_of_vcard_2_with_quoted_printable_and_vcard_4_come_out_alike(tmp_path):
    """Folded lines, groups, escapes, charsets; a picture is nothing."""
    quoted = "".join(f"={byte:02X}" for byte in "سارا احمدی".encode())
    path = tmp_path / "x.vcf"
    path.write_text(
        f"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{quoted[:30]}=\r\n{quoted[30:]}\r\nTEL;CELL:0912 123 4567\r\n"
        "PHOTO;ENCODING=BASE64;JPEG:AAAA\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:4.0\r\nN:احمدی;سارا;;;\r\nFN:سارا \r\n احمدی\r\nitem1.TEL;VALUE=uri:tel:+989121234567\r\nitem1.EMAIL:sara@example.com\r\n"
        "ORG:چوب\\, سازان;فروش\r\nNOTE:یک\\nدو\r\nEND:VCARD\r\n"
    )
    first, second = (dict(zip(open_table(path).names, cells, strict=True)) for _line, cells in open_table(path).rows())
    assert (first["Full name"], first["Phone"]) == ("سارا احمدی", "0912 123 4567")
    assert {name: value for name, value in second.items() if value} == {
        "Full name": "سارا احمدی", "First name": "سارا", "Last name": "احمدی", "Phone": "+989121234567", "Email": "sara@example.com",
        "Organisation": "چوب, سازان", "Note": "یک\nدو",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ['{"payload": [{"name": "سارا", "a": {"b": 1}, "t": ["x", "y"]}, {"name": null}]}', '{"name": "سارا", "a": {"b": 1}, "t": ["x", "y"]}\n{"name": null}\n']
)
def test_json_and_json_lines_are_one_record_a_row(tmp_path, text):
    """What stands inside another is a column of its own."""
    path = tmp_path / "x.json"
    path.write_text(text)
    table = open_table(path)
    assert (table.names, [cells for _line, cells in table.rows()]) == (("name", "a.b", "t"), [["سارا", "1", "x\ny"], ["", "", ""]])


def test_a_workbook_is_read_with_its_numbers_and_dates(tmp_path):
    """A whole number has no point; a date is ISO 8601."""
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([["نام", "موبایل"], ["سارا", 9121234567]]):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
    table = open_table(path)
    assert (table.shape.format, table.names, list(table.rows())) == ("xlsx", ("نام", "موبایل"), [(2, ["سارا", "9121234567"])])


@pytest.mark.reliability("E8")
@pytest.mark.reliability("K6")
def test_a_workbook_that_would_fill_memory_is_refused_before_it_is_opened(tmp_path):
    """A bomb by its size, a cell at the end of the world, and what is no workbook."""
    bomb, wide, other = tmp_path / "bomb.xlsx", tmp_path / "wide.xlsx", tmp_path / "other.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    with zipfile.ZipFile(wide, "w") as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
        packed.writestr("xl/worksheets/sheet1.xml", '<sheetData><row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row></sheetData>')
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("a.txt", "a")
    for path in (bomb, wide, other):
        with pytest.raises(NotReadable):
            open_table(path)


@pytest.mark.reliability("K6")
def test_a_million_columns_a_missing_quotation_mark_and_nothing_are_said_in_words(tmp_path):
    """Each ends with a sentence, none with a traceback; zero bytes are left out."""
    for content in ("," * 1_000_000, 'a,b\n1,"' + "x" * 600_000, "", "[" * 50_000, '{"a": 1'):
        path = tmp_path / "x"
        path.write_text(content)
        with pytest.raises(NotReadable):
            list(open_table(path).rows())
    path.write_bytes(b"name,city\nSa\x00ra,Qom\n")
    assert list(open_table(path).rows()) == [(2, ["Sara", "Qom"])]


@pytest.mark.reliability("K2")
@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.4\n%\xe2\xe3\n1 0 obj\n<</Type/Catalog>>\n", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), bytes(range(256)) * 8],
    ids=["pdf", "png", "xls", "bytes"],
)
def test_what_is_no_text_is_refused_whatever_it_is_called(tmp_path, content):
    """Its bytes would stand there as columns."""
    path = tmp_path / "customers.csv"
    path.write_bytes(content)
    with pytest.raises(NotReadable):
        open_table(path)


@pytest.mark.reliability("E8")
def test_a_workbook_whose_packed_bytes_are_others_is_told_as_damaged(tmp_path):
    place = tmp_path / "a.xlsx"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/workbook.xml", b"<x/>" * 500)
    content = bytearray(place.read_bytes())
    at = 30 + len("xl/workbook.xml")
    content[at : at + 4] = b"\xff" * 4
    place.write_bytes(content)
    with pytest.raises(NotReadable):
        check_workbook(place)
