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


COMMANDS = {
    "sandali mail": [sys.executable, "-m", "sandali", "mail"],
    "pipe.py": [sys.executable, "-I", "-S", "sandali/pipe.py"],
    "pipe.sh": ["/bin/sh", "sandali/pipe.sh"],
}
each_command = pytest.mark.parametrize("command", ["pipe.py", "pipe.sh"])  # `sandali mail` runs pipe.py


def piped(data: Path, *words: str, mail: bytes = MAIL, by: str = "sandali mail", **variables: str) -> subprocess.CompletedProcess:
    command = [*COMMANDS[by], *words]
    environment = {**os.environ, "SANDALI_DATA": str(data), **variables}
    return subprocess.run(command, input=mail, env=environment, cwd=ROOT, capture_output=True, check=False)


@each_command
def test_a_piped_mail_becomes_an_arrival_and_leaves_the_spool(box, own_folders, command):
    done = piped(own_folders, "--channel", "support", "--to", "support+1.mark@simorgh.example", by=command)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (len(list((box / "new").iterdir())), len(list((box / "tmp").iterdir()))) == (1, 0)
    assert spool.sweep_spool() == 1
    arrival = Arrival.objects.get()
    assert (arrival.source, arrival.envelope_to, path_of(arrival.sha256).read_bytes()) == (
        "pipe", "support+1.mark@simorgh.example", MAIL,
    )  # fmt: skip
    assert list((box / "new").iterdir()) == []


@each_command
def test_every_byte_of_a_mail_arrives(box, own_folders, command):
    mail = bytes(range(256)) * 500 + b"no newline at the end"
    assert piped(own_folders, "--channel", "support", mail=mail, by=command).returncode == 0
    spool.sweep_spool()
    assert path_of(Arrival.objects.get().sha256).read_bytes() == mail


@each_command
@pytest.mark.parametrize(
    ("given", "kept"),
    [("a b\n@x.example", "ab@x.example"), ("mínä@x.example", "mn@x.example"), ("$(id)`id`'\"@x.example", "$(id)`id`'\"@x.example"), ("-n", "-n"), ("a" * 255, None), ("%s%d\\", "%s%d\\")],
)
def test_an_odd_recipient_never_stops_a_mail(box, own_folders, command, given, kept):
    assert piped(own_folders, "--channel", "support", f"--to={given}", by=command).returncode == 0
    spool.sweep_spool()
    assert Arrival.objects.get().envelope_to == (("" if command == "pipe.sh" else "a" * 254) if kept is None else kept)


@each_command
def test_the_mail_server_s_own_variable_names_the_recipient(box, own_folders, command):
    piped(own_folders, "--channel=support", by=command, ORIGINAL_RECIPIENT="support@simorgh.example")
    spool.sweep_spool()
    assert Arrival.objects.get().envelope_to == "support@simorgh.example"


@each_command
@pytest.mark.parametrize(
    "words",
    [["--channel", "nobody"], ["--channel", "../support"], ["--channel"], [], ["--channel", "support", "--what", "x"]],
)
def test_whatever_is_wrong_the_mail_server_keeps_the_mail(box, own_folders, words, command):
    done = piped(own_folders, *words, by=command)
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


def test_an_empty_mail_and_one_over_the_limit_are_not_taken_by_the_shell_either(box, own_folders):
    assert piped(own_folders, "--channel", "support", mail=b"", by="pipe.sh").returncode == 75
    done = piped(own_folders, "--channel", "support", mail=b"x" * (50 * 1024 * 1024 + 1), by="pipe.sh")
    assert (done.returncode, done.stderr) == (75, b"sandali mail: the mail cannot be stored: no room, or larger than 50 MB.\n")
    assert [list((box / name).iterdir()) for name in ("tmp", "new")] == [[], []]


def test_the_shell_takes_nothing_while_the_server_says_that_the_disk_is_nearly_full(box, own_folders, settings):
    settings.ROOM_MINIMUM = 1 << 60
    spool.mark_room()
    assert piped(own_folders, "--channel", "support", by="pipe.sh").returncode == 75
    settings.ROOM_MINIMUM = 0
    spool.mark_room()
    assert piped(own_folders, "--channel", "support", by="pipe.sh").returncode == 0


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
