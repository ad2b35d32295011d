"""No archive is believed."""

from __future__ import annotations

import json
import shutil
import struct
import zipfile
from pathlib import Path

import pytest

from sandali.cases.models import Attachment
from sandali.kit import files
from sandali.transfer.archive import checking
from sandali.transfer.archive.checking import check_archive
from sandali.transfer.archive.manifest import NAME, SEAL, Refused, write_seal
from sandali.transfer.archive.writing import write_archive
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(cast, settings, tmp_path) -> Path:
    """A good archive with a file in it."""
    settings.FILES = tmp_path / "files"
    Attachment.objects.create(message=make_case(cast).messages.get(), name="a", size=4, sha256=files.put(b"file" * 500))
    write_archive(tmp_path / "house.zip")
    return tmp_path / "house.zip"


def members(path: Path) -> dict[str, bytes]:
    """What is in an archive, by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def forged(path: Path, content: list[tuple[str, bytes]], **manifest) -> Path:
    """An archive that somebody else packed, with a seal that fits."""
    made = path.with_name("forged.zip")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in content:
            archive.writestr(name, json.dumps(json.loads(inside) | manifest).encode() if name == NAME else inside)
        archive.comment = SEAL + b"0" * 64
    write_seal(made)
    return made


def refused(path: Path) -> str:
    """Why an archive is refused."""
    with pytest.raises(Refused) as why:
        check_archive(path)
    return str(why.value)


@pytest.mark.reliability("N4")
def test_one_changed_byte_is_seen_wherever_it_stands(whole):
    """Of the data, of names and times of the ZIP, of the manifest, of the seal itself."""
    content = whole.read_bytes()
    places = {*range(0, len(content), max(1, len(content) // 150)), *range(len(content) - 200, len(content))}
    for place in sorted(places):
        whole.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(Refused):
            check_archive(whole)
    whole.write_bytes(content)
    check_archive(whole)


@pytest.mark.reliability("N2", "N4")
def test_a_file_that_was_cut_off_or_is_something_else_is_refused(whole, tmp_path):
    content = whole.read_bytes()
    for part in (b"", content[:10], content[: len(content) // 2], content[:-1], content + b"\n", b"PK" * 100):
        (tmp_path / "part.zip").write_bytes(part)
        refused(tmp_path / "part.zip")


@pytest.mark.reliability("N4")
def test_a_newer_form_and_other_tables_are_refused_in_clear_words(whole):
    inside = [*members(whole).items()]
    assert refused(forged(whole, inside, version=2)) == "It was made by a newer Sandali (form 2; this one knows 1). Please update this one first."
    manifest = json.loads(dict(inside)[NAME])
    from sandali.transfer.archive.schema import mark_of  # beside its use: what a newer program would write

    newer = {**manifest["schema"], "cases.Colour": {"id": "BigAutoField"}}
    older = {name: columns for name, columns in manifest["schema"].items() if name != "cases.Call"}
    assert "whose tables are others than these (there are here unknown: cases.Colour" in refused(forged(whole, inside, schema=newer, mark=mark_of(newer)))
    assert "made by an older Sandali" in refused(forged(whole, inside, schema=older, mark=mark_of(older)))
    assert refused(forged(whole, inside, mark="x")) == "Its manifest contradicts itself."
    assert refused(forged(whole, inside, format="other")) == "This is no archive of Sandali."
    assert refused(forged(whole, inside, rows=[])) == "Its manifest cannot be read."


@pytest.mark.reliability("E8")
@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "files/../../x", "tables/cases.Case.jsonl/../../x", "files/00/" + "1" * 64, "C:\\x", "csv/x.csv\n", "tables/", "x"])
def test_a_name_that_does_not_belong_there_is_refused(whole, name):
    assert "does not belong there" in refused(forged(whole, [*members(whole).items(), (name, b"x")]))


@pytest.mark.reliability("E8")
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_there_twice_is_refused(whole):
    inside = [*members(whole).items()]
    assert refused(forged(whole, [*inside, ("README.en.txt", b"x")])) == "A name stands in this archive twice."


@pytest.mark.reliability("E8", "N4")
def test_what_is_more_less_or_other_than_the_manifest_says_is_refused(whole):
    inside = members(whole)
    file = next(name for name in inside if name.startswith("files/"))
    changed = {**inside, "tables/cases.Case.jsonl": inside["tables/cases.Case.jsonl"].replace(b'"id":', b'"ID":')}
    for content in (changed, {**inside, file: b"FILE" * 500}):
        assert refused(forged(whole, [*content.items()])).endswith("is not as it was written.")
    told = "What is in this archive is not what its manifest says."
    more = {**inside, "csv/more.csv": b"x"}
    less = {name: content for name, content in inside.items() if name != file}
    longer = {**inside, "README.en.txt": inside["README.en.txt"] + b"x"}
    assert [refused(forged(whole, [*content.items()])) for content in (more, less, longer)] == [told] * 3
    assert refused(forged(whole, [(name, content) for name, content in inside.items() if name != NAME])) == "This is no archive of Sandali: its manifest is missing."


@pytest.mark.reliability("E8")
def test_what_would_fill_the_disk_is_refused_before_it_is_unpacked(whole, monkeypatch):
    """A bomb says its size, or it is caught lying: what it says is looked at first, and no more than that is read."""
    usage = shutil.disk_usage("/")._replace(free=checking.LEFT_FREE + 1000)
    monkeypatch.setattr(checking.shutil, "disk_usage", lambda folder: usage)
    monkeypatch.setattr(checking, "check_bytes", lambda *given: pytest.fail("it was unpacked"))
    assert "too little room" in refused(whole)


@pytest.mark.reliability("E8")
def test_a_member_that_says_less_than_it_holds_is_refused(whole):
    """The size in the ZIP's directory is a lie, and so is the manifest's: what comes out is more than both."""
    inside = members(whole)
    bomb = b"0" * 5_000_000
    made = forged(whole, [*(inside | {"README.en.txt": bomb}).items()])
    manifest = json.loads(inside[NAME])
    told = manifest["members"] | {"README.en.txt": [3, manifest["members"]["README.en.txt"][1]]}
    made = forged(whole, [*(inside | {"README.en.txt": bomb}).items()], members=told)
    content = made.read_bytes()
    made.write_bytes(content.replace(struct.pack("<L", len(bomb)), struct.pack("<L", 3)))
    write_seal(made)
    assert refused(made)
