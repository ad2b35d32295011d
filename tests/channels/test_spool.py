"""Mail that a mail server pipes to us: safe before we say yes, taken in once, kept through trouble."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sandali import pipe
from sandali.channels import spool
from sandali.channels.models import Arrival
from sandali.kit.files import NoRoom, path_of

ROOT = Path(__file__).resolve().parents[2]
MAIL = b"From: mina@example.com\nTo: support@simorgh.example\nSubject: piped\n\nhello\n"


@pytest.fixture
def box(cast, own_folders):
    """The spool folder of the cast's channel."""
    return spool.ensure_spool(cast.channel)


def piped(data: Path, *words: str, mail: bytes = MAIL, **variables: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "sandali", "mail", *words]
    environment = {**os.environ, "SANDALI_DATA": str(data), **variables}
    return subprocess.run(command, input=mail, env=environment, cwd=ROOT, capture_output=True, check=False)


def test_a_piped_mail_becomes_an_arrival_and_leaves_the_spool(box, own_folders):
    done = piped(own_folders, "--channel", "support", "--to", "support+1.mark@simorgh.example")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (len(list((box / "new").iterdir())), len(list((box / "tmp").iterdir()))) == (1, 0)
    assert spool.sweep_spool() == 1
    arrival = Arrival.objects.get()
    assert (arrival.source, arrival.envelope_to, path_of(arrival.sha256).read_bytes()) == (
        "pipe", "support+1.mark@simorgh.example", MAIL,
    )  # fmt: skip
    assert list((box / "new").iterdir()) == []


def test_the_mail_server_s_own_variable_names_the_recipient(box, own_folders):
    piped(own_folders, "--channel=support", ORIGINAL_RECIPIENT="support@simorgh.example")
    spool.sweep_spool()
    assert Arrival.objects.get().envelope_to == "support@simorgh.example"


@pytest.mark.parametrize(
    "words",
    [["--channel", "nobody"], ["--channel", "../support"], ["--channel"], [], ["--channel", "support", "--what", "x"]],
)
def test_whatever_is_wrong_the_mail_server_keeps_the_mail(box, own_folders, words):
    done = piped(own_folders, *words)
    assert done.returncode == 75
    assert done.stderr.startswith(b"sandali mail: ") and done.stderr.count(b"\n") == 1
    assert list((box / "new").iterdir()) == []


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_is_the_usage_and_takes_nothing(box, own_folders, word):
    done = piped(own_folders, word)
    assert (done.returncode, done.stdout.splitlines()[0], done.stderr) == (
        0, b"Usage: sandali mail --channel NAME [--to ADDRESS] [--data FOLDER] < message", b"",
    )  # fmt: skip
    assert list((box / "new").iterdir()) == []


def test_an_empty_and_a_huge_mail_are_not_taken_and_leave_nothing_behind(box, own_folders, monkeypatch):
    assert piped(own_folders, "--channel", "support", mail=b"").returncode == 75
    monkeypatch.setattr(pipe, "LARGEST", 100)
    with open(own_folders / "huge", "wb") as file:
        file.write(MAIL * 3)
    with open(own_folders / "huge", "rb") as file, pytest.raises(pipe.Later):
        pipe.take(file, str(box), "")
    assert [list((box / name).iterdir()) for name in ("tmp", "new")] == [[], []]


def test_a_nearly_full_disk_leaves_the_mail_with_its_server(box, monkeypatch):
    monkeypatch.setattr(pipe, "LEAST_ROOM", 1 << 60)
    with open(__file__, "rb") as file, pytest.raises(pipe.Later):
        pipe.take(file, str(box), "")


def test_the_pipe_imports_nothing_heavy():
    code = "import sys; before = set(sys.modules); import sandali.pipe; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['sandali', 'sandali.pipe']"


def test_the_command_to_copy_works(box, own_folders, cast, settings):
    words = spool.pipe_command(cast.channel).split(" ")
    done = subprocess.run(words, input=MAIL, capture_output=True, check=False, cwd="/")
    assert (done.returncode, done.stderr) == (0, b"")
    assert spool.sweep_spool() == 1


def test_the_separator_that_some_mail_servers_add_is_no_part_of_the_mail(box, cast):
    (box / "new" / "1").write_bytes(b"sandali-mail 1 \nFrom mina@example.com Sat Nov 21 10:00:00 2026\n" + MAIL)
    spool.sweep_spool()
    assert path_of(Arrival.objects.get().sha256).read_bytes() == MAIL


@pytest.mark.reliability("A7")
def test_the_same_mail_twice_is_one_arrival(box):
    for name in ("1", "2"):
        (box / "new" / name).write_bytes(b"sandali-mail 1 \n" + MAIL)
    assert spool.sweep_spool() == 2
    assert Arrival.objects.count() == 1


def test_with_too_little_room_the_mail_waits_in_the_spool(box, monkeypatch):
    (box / "new" / "1").write_bytes(b"sandali-mail 1 \n" + MAIL)

    def full(*_arguments, **_more):
        raise NoRoom("full")

    with monkeypatch.context() as patch:
        patch.setattr(spool.files, "put", full)
        assert spool.sweep_spool() == 0
    assert spool.sweep_spool() == 1
    assert Arrival.objects.count() == 1


def test_mail_of_a_channel_that_is_not_there_waits(box, cast):
    (box / "new" / "1").write_bytes(b"sandali-mail 1 \n" + MAIL)
    type(cast.channel).objects.filter(pk=cast.channel.pk).update(slug="renamed")
    assert spool.sweep_spool() == 0
    assert len(list((box / "new").iterdir())) == 1


def test_only_one_sweeps_at_a_time(box):
    (box / "new" / "1").write_bytes(b"sandali-mail 1 \n" + MAIL)
    with spool._alone() as alone:
        assert alone is True
        assert spool.sweep_spool() == 0
    assert spool.sweep_spool() == 1


def test_what_a_writer_never_finished_is_forgotten_after_a_day(box):
    old, new = box / "tmp" / "old", box / "tmp" / "new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 90_000, time.time() - 90_000))
    assert spool.forget_unfinished() == 1
    assert list((box / "tmp").iterdir()) == [new]


def test_a_watching_thread_sweeps_within_a_second(box, monkeypatch):
    swept = threading.Event()
    monkeypatch.setattr(spool, "sweep_spool", swept.set)
    monkeypatch.setattr(spool, "ensure_spools", lambda: None)
    stopping = threading.Event()
    thread = spool.start_sweeping(stopping)
    (box / "new" / "1").write_bytes(MAIL)
    assert swept.wait(2) is True
    stopping.set()
    thread.join(5)
    assert thread.is_alive() is False
