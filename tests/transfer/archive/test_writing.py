"""An archive is whole, or it is not there."""

from __future__ import annotations

import csv
import errno
import io
import os
import zipfile
from pathlib import Path

import pytest

from sandali.cases.models import Attachment, Message
from sandali.customers.models import Customer, Identity
from sandali.kit import files
from sandali.kit.files import NoRoom
from sandali.kit.sheets import unguarded
from sandali.transfer.actions import begin_import, start_import, work_on
from sandali.transfer.archive import writing
from sandali.transfer.archive.checking import check_archive
from sandali.transfer.archive.sheets import SHEETS
from sandali.transfer.archive.writing import Nothing, write_archive
from sandali.transfer.presets import recognise_export
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(settings, tmp_path):
    """A store of files of its own."""
    settings.FILES = tmp_path / "files"
    settings.DATA = tmp_path
    return tmp_path


def left(folder: Path) -> list[str]:
    """What stands in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.reliability("N2")
@pytest.mark.parametrize(("number", "wanted"), [(errno.ENOSPC, NoRoom), (errno.EDQUOT, NoRoom), (errno.EIO, OSError)])
def test_a_disk_that_fills_up_half_way_leaves_nothing(cast, store, number, wanted):
    make_case(cast)
    (store / "out").mkdir()

    def progress(done, reckoned):
        if done > 3_000:
            raise OSError(number, os.strerror(number))

    with pytest.raises(wanted):
        write_archive(store / "out" / "house.zip", progress)
    assert (left(store / "out"), [name for name in left(store) if name.startswith(writing.WORK)]) == ([], [])


@pytest.mark.reliability("N2")
def test_too_little_room_is_said_before_anything_is_written(cast, store, monkeypatch):
    monkeypatch.setattr(writing, "free_bytes", lambda folder: 400 * 1024**2)
    with pytest.raises(NoRoom, match="MB are needed"):
        write_archive(store / "house.zip")
    assert not (store / "house.zip").exists()


@pytest.mark.reliability("N2")
def test_a_file_that_is_there_is_never_written_over_and_no_link_is_followed(cast, store):
    """Not a file, not a link, not even one that leads nowhere."""
    (store / "victim").write_text("mine")
    (store / "link.zip").symlink_to(store / "victim")
    for name in ("victim", "link.zip"):
        with pytest.raises(FileExistsError):
            write_archive(store / name)
    assert (store / "victim").read_text() == "mine"


@pytest.mark.reliability("N2")
def test_a_store_behind_a_link_goes_in_with_its_bytes(cast, store, settings):
    """zammad#4585: what was put elsewhere by a link is read through it."""
    (store / "elsewhere").mkdir()
    (store / "linked").symlink_to(store / "elsewhere")
    settings.FILES = store / "linked"
    sha256 = files.put(b"far away")
    Attachment.objects.create(message=make_case(cast).messages.get(), name="a", size=8, sha256=sha256)
    assert write_archive(store / "house.zip").missing == []
    with zipfile.ZipFile(store / "house.zip") as archive:
        assert archive.read(f"files/{sha256[:2]}/{sha256}") == b"far away"


@pytest.mark.reliability("N2")
def test_what_one_that_was_killed_left_behind_goes_after_two_days(cast, store):
    old = store / f"{writing.WORK}old"
    old.mkdir()
    os.utime(old, (1, 1))
    (store / f"{writing.WORK}now").mkdir()
    write_archive(store / "house.zip")
    assert [name for name in left(store) if name.startswith(writing.WORK)] == [f"{writing.WORK}now"]


def test_an_empty_house_has_nothing_to_take_out(db, store):
    with pytest.raises(Nothing):
        write_archive(store / "house.zip")


def test_only_its_owner_may_read_it_and_it_says_what_it_is(cast, store):
    manifest = write_archive(store / "house.zip")
    assert (store / "house.zip").stat().st_mode & 0o777 == 0o600
    assert check_archive(store / "house.zip") == manifest
    with zipfile.ZipFile(store / "house.zip") as archive:
        assert archive.namelist()[-1] == "manifest.json"
        assert all("sandali restore" in archive.read(f"README.{language}.txt").decode() for language in ("en", "fa"))
    assert manifest.left_out["company.ApiToken"].startswith("a secret")


def table(path: Path, name: str) -> list[list[str]]:
    """A table for people."""
    with zipfile.ZipFile(path) as archive:
        return list(csv.reader(io.StringIO(archive.read(f"csv/{name}.csv").decode("utf-8-sig"))))


@pytest.mark.reliability("K4")
@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_tables_for_people_hold_no_formula_and_have_headings_of_their_language(cast, store, language):
    cast.company.language = language
    cast.company.save(update_fields=["language"])
    Customer.objects.filter(pk=cast.mina.pk).update(name="=HYPERLINK(1)")
    Identity.objects.create(customer=cast.mina, kind="phone", value="+989121234567", shown="0912")
    case = make_case(cast)
    Message.objects.filter(case=case).update(text="@SUM(1)\nخط دوم")
    write_archive(store / "house.zip")
    for sheet in SHEETS:
        heading, *rows = table(store / "house.zip", sheet.name)
        assert heading == [column.persian if language == "fa" else column.english for column in sheet.columns]
        assert [row for row in rows if len(row) != len(heading)] == []
        assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))] == []
    mina = next(row for row in table(store / "house.zip", "customers")[1:] if row[0] == str(cast.mina.pk))
    assert (mina[1], unguarded(mina[1]), unguarded(mina[2])) == ("'=HYPERLINK(1)", "=HYPERLINK(1)", "+989121234567")
    said = table(store / "house.zip", "messages")[1]
    assert (unguarded(said[5]), said[8][:2]) == ("@SUM(1)\nخط دوم", "14")


@pytest.mark.practice("P03")
@pytest.mark.parametrize("language", ["fa", "en"])
def test_our_own_import_knows_the_first_tables_and_reads_them_back(cast, store, language):
    """Customers, cases and messages of another house come in by the desk too, with phones, dates and whose word is whose."""
    cast.company.language = language
    cast.company.save(update_fields=["language"])
    Identity.objects.create(customer=cast.mina, kind="phone", value="+989121234567", shown="0912")
    case = make_case(cast)
    Message.objects.filter(case=case).update(text="سلام\nدوباره", direction="in", customer=cast.mina)
    write_archive(store / "house.zip")
    with zipfile.ZipFile(store / "house.zip") as archive:
        sent = {name: archive.read(f"csv/{name}.csv") for name in ("customers", "organisations", "cases", "messages")}
    found = {name: recognise_export(next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) for name, content in sent.items()}
    assert {name: (one.source, str(one.subject)) for name, one in found.items()} == {name: ("sandali", name) for name in sent}
    opened, others = case.opened_at.replace(second=0, microsecond=0), Customer.objects.count()
    # Nobody of them is known any more: as in a house that they come to.
    Identity.objects.all().delete()
    Customer.objects.all().update(name="somebody else")
    for name, content in sent.items():
        if content.count(b"\n") > 1:
            one = begin_import(io.BytesIO(content), name=f"{name}.csv", by=cast.admin)
            start_import(one, by=cast.admin)
            work_on(one.pk)
            one.refresh_from_db()
            assert (one.state, one.counts.get("wrong", 0)) == ("done", 0), [line.reason for line in one.lines.all()]
    mina = Customer.objects.get(name="مینا کریمی")
    assert (Customer.objects.count(), Customer.objects.filter(name="کاوه").count()) == (2 * others, 1)
    assert sorted(mina.identities.values_list("kind", "value")) == [("email", "mina@example.com"), ("phone", "+989121234567")]
    message = Message.objects.latest("pk")
    assert (message.text, message.direction, message.case.customer, message.case.opened_at) == ("سلام\nدوباره", "in", mina, opened)
