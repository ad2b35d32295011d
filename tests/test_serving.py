"""Real workers: stopped, killed, and what they leave to the next."""

import ctypes
import threading
import time
from types import SimpleNamespace

import pytest

from sandali import serving
from sandali.serving import giving_back
from tests.channels.conftest import imap, letter, own_folders  # noqa: F401 - fixtures of the channels' tests
from tests.program import Program, kill, stop, until

MAILBOX = """
from sandali.channels.models import Channel
from sandali.channels.setup import write_secrets
made = Channel.objects.create(kind="email", name="S", slug="s", address="{user}",
    settings={{"imap_host": "127.0.0.1", "imap_port": {port}, "imap_security": "none"}})
write_secrets(made, {{"imap_password": "{password}"}})
"""
LONG = """INSERT INTO history_job (task, args, kwargs, state, priority, run_after, attempts, worker, last_error, unique_key, created_at)
    VALUES ('time.sleep', '[{}]', '{{}}', 'ready', 20, '2020-01-01', 0, '', '', '', '2020-01-01')"""
STATES = "SELECT state, count(*) FROM history_job WHERE task = 'time.sleep' GROUP BY state ORDER BY state"


@pytest.fixture
def program(tmp_path):
    """An installation of its own, and its workers."""
    made = Program(tmp_path, {"SANDALI_WORKER_THREADS": "2"})
    yield made
    made.end()


def connect(program, imap) -> None:  # noqa: F811 - a fixture
    program.ask(MAILBOX.format(user=imap.username, port=imap.port, password=imap.password))


def holds_the_mailbox(program) -> bool:
    return program.rows("SELECT lease_owner <> '' FROM channels_mailcursor") == [(1,)]


@pytest.mark.reliability("M5")
def test_a_worker_that_is_stopped_finishes_what_it_does_and_takes_nothing_new(program):
    program.write(*[LONG.format(3)] * 2)
    process = program.start()
    until(lambda: program.rows(STATES) == [("running", 2)], "both jobs' start")
    program.write(*[LONG.format(0)] * 4)
    began = time.monotonic()
    assert stop(process) == 0
    assert time.monotonic() - began < 90  # it waits 20 s for what runs
    assert program.rows(STATES) == [("done", 2), ("ready", 4)]


@pytest.mark.reliability("M5")
def test_a_worker_that_is_stopped_leaves_its_mailboxes_to_the_next(program, imap):  # noqa: F811 - a fixture
    connect(program, imap)
    process = program.start()
    until(lambda: holds_the_mailbox(program), "the mailbox")
    assert stop(process) == 0
    assert program.rows("SELECT lease_owner, lease_until FROM channels_mailcursor") == [("", None)]


@pytest.mark.reliability("L3")
def test_after_kill_9_of_everything_the_next_worker_goes_on_at_once(program, imap, letter):  # noqa: F811 - fixtures
    connect(program, imap)
    program.write(LONG.format(4))
    process = program.start()
    until(lambda: holds_the_mailbox(program) and program.rows(STATES) == [("running", 1)], "mailbox and job")
    kill(process)
    assert holds_the_mailbox(program)
    imap.add(letter())
    program.start()
    # A lease is a minute or three: whoever waited for one would not come in time.
    until(lambda: program.rows("SELECT attempts FROM history_job WHERE task = 'time.sleep'") == [(2,)], "the job's second try", 30)
    until(lambda: program.rows("SELECT state FROM channels_arrival") == [("read",)], "the mail", 30)


@pytest.mark.reliability("L3")
def test_a_second_worker_takes_nothing_from_one_that_lives(program):
    program.write(LONG.format(3))
    program.start()
    until(lambda: program.rows(STATES) == [("running", 1)], "the job's start")
    program.start()
    until(lambda: program.rows(STATES) == [("done", 1)], "the job's end")
    assert program.rows("SELECT attempts FROM history_job WHERE task = 'time.sleep'") == [(1,)]


@pytest.fixture
def given(monkeypatch):
    """What is asked of Python's and the system's memory, in its order; nothing of it happens to the tests' own process."""
    done = []
    monkeypatch.setattr(serving, "gc", SimpleNamespace(collect=lambda: done.append("collect"), freeze=lambda: done.append("freeze")))
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace(malloc_trim=lambda pad: done.append(f"trim {pad}")))
    return done


def test_memory_that_nobody_uses_is_given_back_until_the_end(given):
    with giving_back(0.01):
        until(lambda: len(given) > 6, "a third time")
    until(lambda: not [one for one in threading.enumerate() if one.name == "giving back"], "its end")
    assert given[:6] == ["collect", "freeze", "collect", "trim 0", "collect", "trim 0"]
    assert given.count("freeze") == 1


def test_where_the_system_takes_nothing_back_rubbish_is_collected_all_the_same(given, monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace())
    with giving_back(0.01):
        until(lambda: len(given) > 3, "a third time")
    assert given[:4] == ["collect", "freeze", "collect", "collect"]
