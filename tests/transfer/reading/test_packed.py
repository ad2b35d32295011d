"""ZIP: its tables as if they had been chosen one by one, and what is refused before anything is unpacked."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from random import Random

import pytest
from django.utils.translation import override

from sandali.transfer.reading import packed
from sandali.transfer.reading.packed import MOST_DIRECTORY, NotReadable, unpacked

CSV = b"name,phone\nShirin,09123456789\n"


def zipped(*files: tuple[str, bytes]) -> BytesIO:
    source = BytesIO()
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files:
            out.writestr(name, content)
    source.seek(0)
    return source


def read(source) -> list[tuple[str, bytes | str]]:
    """(name, content, or why it cannot be read) of all that is given on."""
    found = []
    with override("en"):
        for part, name in unpacked(source, "x.zip"):
            try:
                found.append((name, str(part) if isinstance(part, NotReadable) else part.read(1_000_000)))
            except NotReadable as problem:
                found.append((name, str(problem)))
    return found


def test_a_file_that_is_no_zip_is_given_on_as_it_is():
    source = BytesIO(CSV)
    assert (list(unpacked(source, "a.csv")), source.tell()) == ([(source, "a.csv")], 0)


def test_tables_are_read_one_after_the_other_and_the_rest_is_counted():
    rest = [("__MACOSX/._a.csv", b"x"), (".DS_Store", b"x"), ("attachments/1", b"x"), ("logo.png", b"x"), ("inner.zip", zipped(("b.csv", CSV)).getvalue())]
    found = read(zipped(("export/a.csv", CSV), ("به فارسی.CSV", b"1"), *rest))
    assert found == [("export/a.csv", CSV), ("به فارسی.CSV", b"1"), ("attachments/1", "It is no table, like 2 other files in \u2068x.zip\u2069.")]
    assert read(zipped(("a.csv", CSV), ("b.png", b"x"))) == [("a.csv", CSV), ("b.png", "It is no table.")]


@pytest.mark.reliability("K6", "E8")
def test_one_without_tables_with_too_many_or_too_much_is_refused_whole(monkeypatch):
    house = zipped(("manifest.json", b"{}"), ("tables/cases.Case.jsonl", b""))
    assert [said for _name, said in [*read(zipped(("a.png", CSV))), *read(house)]] == [
        "There is no table in this ZIP: no CSV, XLSX, vCard or JSON.", "This is an archive of all of Sandali. It comes into an empty one with “sandali restore”.",
    ]  # fmt: skip
    assert read(zipped(*((f"{number}.csv", CSV) for number in range(31)))) == [("x.zip", "There are 31 tables in this ZIP; we take at most 30 at once. Please divide it.")]
    monkeypatch.setattr(packed, "MOST_UNPACKED", 2 * len(CSV) - 1)
    assert read(zipped(("a.csv", CSV), ("b.csv", CSV))) == [("x.zip", "Unpacked, the tables of a ZIP may have 300 MB. Please divide it.")]


@pytest.mark.reliability("E8")
def test_a_list_of_files_that_would_fill_memory_is_never_read(monkeypatch):
    """Neither where it says so itself, nor behind the end of a larger ZIP."""
    source = zipped(("a.csv", CSV)).getvalue()
    at = source.rindex(b"PK\x05\x06")
    many = source[: at + 12] + struct.pack("<L", MOST_DIRECTORY + 1) + source[at + 16 :]
    larger = source[:at] + b"PK\x06\x07" + bytes(16) + source[at:]
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert {said for one in (many, larger) for _name, said in read(BytesIO(one))} == {"There are too many files in this ZIP. Please pack only the tables."}


@pytest.mark.reliability("E8")
def test_a_false_size_is_damage_and_damage_is_told_of_its_file_alone():
    source = bytearray(zipped(("a.csv", CSV * 1000), ("b.csv", CSV)).getvalue())
    place = source.index(b"PK\x01\x02")
    source[place + 24 : place + 28] = struct.pack("<L", 100)  # it says a hundred bytes
    assert read(BytesIO(source)) == [("a.csv", "This file is damaged within the ZIP. Please pack it again."), ("b.csv", CSV)]


def test_a_broken_end_and_a_password_are_told():
    source = zipped(("a.csv", CSV)).getvalue()
    locked = bytearray(source)
    locked[source.index(b"PK\x01\x02") + 8] |= 1
    assert read(BytesIO(source[:-30])) == [("x.zip", "This ZIP is damaged. Please pack it again.")]
    assert read(BytesIO(locked)) == [("x.zip", "This ZIP asks for a password. Please unpack it, and choose the files in it.")]


def test_a_workbook_is_given_on_as_it_is_also_a_damaged_one():
    for source, name in ((zipped(("xl/workbook.xml", b"<x/>")), "a.zip"), (BytesIO(zipped(("a.csv", CSV)).getvalue()[:-30]), "a.XLSX")):
        assert (list(unpacked(source, name)), source.tell()) == ([(source, name)], 0)


@pytest.mark.reliability("E8")
def test_a_table_that_cannot_be_opened_takes_no_other_along():
    source = bytearray(zipped(("a.csv", CSV), ("b.csv", CSV)).getvalue())
    source[source.index(b"PK\x01\x02") + 10] = 9  # a way of packing that zipfile does not know
    assert [(name, content == CSV) for name, content in read(BytesIO(source))] == [("a.csv", False), ("b.csv", True)]


@pytest.mark.reliability("E8")
def test_whatever_byte_of_a_zip_is_another_nothing_is_raised_but_sentences():
    source, random = zipped(("a.csv", CSV * 20), ("پوشه/b.csv", CSV)).getvalue(), Random(20261123)
    for _time in range(1500):
        broken = bytearray(source)
        for _byte in range(random.randint(1, 4)):
            broken[random.randrange(4, len(broken))] = random.randrange(256)
        assert all(isinstance(content, bytes | str) for _name, content in read(BytesIO(broken)))
