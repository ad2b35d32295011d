"""`sandali export` and `sandali restore`, as an operator types them; also killed half way, and from one kind of database to the other."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandali import archives
from tests.program import Program
from tests.services import NotInstalled, throwaway_postgresql
from tests.transfer.archive.house import all_lines, without_arrival

FILL = """
from django.utils import timezone
from sandali.demo.build import fill
fill("fa", seed=1405, password="a demo password 1", now=timezone.now(), customers=40, cases=80)
print("filled")
"""
COUNT = "from sandali.transfer.archive.tables import carried; print(sum(model._base_manager.count() for model in carried()))"

# Many messages came along, the house rests, and nothing is left to rebuild.
ARRIVED = """
from sandali.cases.models import Message
from sandali.company.queries import house_rests
from sandali.history.models import Job
print(Message.objects.count() > 100, house_rests(), Job.objects.filter(task__contains="rebuild").count())
"""
# The number that the next customer gets, who does not stay.
NEXT = "from sandali.customers.models import Customer; one = Customer.objects.create(name='next'); print(one.pk); one.delete()"


def sandali(program: Program, *words: str) -> tuple[int, str, str]:
    """Run a command; returns its exit code and what it said."""
    done = subprocess.run([sys.executable, "-m", "sandali", *words], env=program.environment, cwd=program.data, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> tuple[Program, Path]:
    """A small company and its archive."""
    program = Program(tmp_path_factory.mktemp("house"))
    assert program.ask(FILL) == "filled"
    code, said, wrong = sandali(program, "export", "house.zip")
    assert (code, wrong, "0 files missing" in said) == (0, "", True)
    return program, program.data / "house.zip"


def same(path: Path, other: Path) -> None:
    """Two archives hold the same rows, but for what changes on the way in."""
    one, two = without_arrival(all_lines(path)), without_arrival(all_lines(other))
    for rows in (one, two):
        rows["channels.Channel"] = [{**row, "is_active": None} for row in rows["channels.Channel"]]
        rows["company.Company"] = [{**row, "rests_since": None} for row in rows["company.Company"]]
    assert [label for label in one if one[label] != two[label]] == []
    with zipfile.ZipFile(path) as first, zipfile.ZipFile(other) as second:
        assert [name for name in first.namelist() if name.startswith("files/")] == [name for name in second.namelist() if name.startswith("files/")]


@pytest.mark.practice("P03")
@pytest.mark.reliability("K5", "N3")
def test_a_house_moves_by_two_commands_and_says_what_is_left_to_do(house, tmp_path):
    """The new one rests, finds what it holds, and can be written out to the same again; the old one is never written over."""
    _old, archive = house
    new = Program(tmp_path)
    assert sandali(new, "restore", str(archive), "--check")[0] == 0
    assert new.ask(COUNT) == "0"
    code, said, wrong = sandali(new, "restore", str(archive))
    assert (code, wrong) == (0, "")
    assert ("/account/password/reset/key/" in said, "This house rests" in said) == (True, True)
    assert new.ask(ARRIVED) == "True True 0"
    assert sandali(new, "export", "again.zip")[0] == 0
    same(archive, tmp_path / "again.zip")
    code, said, wrong = sandali(new, "restore", str(archive))
    assert (code, said, "not empty" in wrong) == (2, "", True)
    code, said, wrong = sandali(new, "export", "again.zip")
    assert (code, "exists" in wrong or "there already" in wrong) == (2, True)


@pytest.mark.reliability("N4")
def test_what_is_no_archive_is_refused_in_words(house, tmp_path):
    new = Program(tmp_path)
    (tmp_path / "other.zip").write_bytes(b"PK" + b"x" * 500)
    for name, words in (("other.zip", "end is missing"), ("nothing.zip", "No such file")):
        code, _said, wrong = sandali(new, "restore", name)
        assert (code, words in wrong, "Traceback" in wrong) == (2, True, False)
    code, _said, wrong = sandali(new, "export", "x.zip")
    assert (code, "nothing here yet" in wrong) == (2, True)


@pytest.mark.reliability("N2")
def test_an_export_and_a_restore_that_are_killed_leave_no_file_and_an_empty_house(house, tmp_path):
    """kill -9 when it begins to write, half way and among the rows; the next try succeeds."""
    old, archive = house
    for share in (0, 0.5):
        path = tmp_path / f"killed-{share}.zip"
        script = f"""
import os, signal
from pathlib import Path
from sandali.transfer.archive.writing import write_archive
def progress(_done, _whole):
    (part,) = Path({str(tmp_path)!r}).glob(".{path.name}.*.part")
    if part.stat().st_size >= {int(archive.stat().st_size * share)}:
        os.kill(os.getpid(), signal.SIGKILL)
write_archive(Path({str(path)!r}), progress)
"""
        died = subprocess.run([sys.executable, "-c", f"import django; django.setup()\n{script}"], env=old.environment, cwd=old.data, capture_output=True, check=False)
        assert (died.returncode, path.exists()) == (-signal.SIGKILL, False)
    assert sandali(old, "export", str(path))[0] == 0
    (tmp_path / "new").mkdir()
    new = Program(tmp_path / "new")
    script = f"""
import os, signal
from pathlib import Path
from sandali.customers.models import Customer
from sandali.transfer.archive.restoring import restore_archive
def tick(count):
    if Customer.objects.exists():
        os.kill(os.getpid(), signal.SIGKILL)
restore_archive(Path({str(archive)!r}), tick)
"""
    died = subprocess.run([sys.executable, "-c", f"import django; django.setup()\n{script}"], env=new.environment, cwd=new.data, capture_output=True, check=False)
    assert died.returncode == -signal.SIGKILL
    assert new.ask(COUNT) == "0"
    assert sandali(new, "restore", str(archive))[0] == 0
    assert int(new.ask(COUNT)) > 1000


@pytest.fixture(scope="module")
def postgresql_house(tmp_path_factory) -> Iterator[Program]:
    """An empty house on PostgreSQL."""
    try:
        with throwaway_postgresql() as address:
            yield Program(tmp_path_factory.mktemp("postgresql"), {"SANDALI_DATABASE": address})
    except NotInstalled as problem:
        pytest.skip(str(problem))


@pytest.mark.reliability("K5", "N6")
def test_a_house_moves_from_sqlite_to_postgresql_and_back_and_is_the_same(house, postgresql_house, tmp_path):
    """Numbers go on behind those that were given, on either."""
    old, archive = house
    code, _said, wrong = sandali(postgresql_house, "restore", str(archive))
    assert (code, wrong) == (0, "")
    there = postgresql_house.data / "there.zip"
    code, _said, wrong = sandali(postgresql_house, "export", str(there))
    assert (code, wrong) == (0, "")
    same(archive, there)
    with zipfile.ZipFile(archive) as whole:
        last = json.loads(whole.read("manifest.json"))["numbers"]["customers_customer"]
    assert int(postgresql_house.ask(NEXT)) == last + 1
    back = Program(tmp_path)
    code, _said, wrong = sandali(back, "restore", str(there))
    assert (code, wrong) == (0, "")
    assert int(back.ask(NEXT)) == last + 1
    assert sandali(back, "export", "back.zip")[0] == 0
    same(archive, tmp_path / "back.zip")


@pytest.mark.django_db
def test_a_restored_house_without_an_address_of_its_own_says_so(cast, capsys, monkeypatch):
    """The link for the first password is then of this machine, and its port a guess."""
    told = []
    for address in ("", "https://desk.example.ir"):
        monkeypatch.setenv("SANDALI_URL", address)
        archives.tell_what_is_left()
        told.append("SANDALI_URL does not say yet" in capsys.readouterr().out)
    assert told == [True, False]
