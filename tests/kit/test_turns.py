"""Who writes next: the first gap is taken, on SQLite, where nobody keeps a line."""

import sqlite3
import threading
import time
from contextlib import closing

import pytest
from django.db import OperationalError, connection, connections
from django.utils import timezone

from sandali.history.models import WorkerMark
from sandali.kit import courtesy, turns
from sandali.kit.turns import Gaps, in_the_next_gap

SQLITE_ALONE = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone has one writer")


def mark(name):
    now = timezone.now()
    return lambda: WorkerMark.objects.create(name=name, started_at=now, seen_at=now).name


def waits() -> int:
    """How many milliseconds SQLite waits in this connection."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        return cursor.fetchone()[0]


@pytest.fixture
def busy():
    """Somebody else writes until told to end."""
    begun, end, name = threading.Event(), threading.Event(), connection.settings_dict["NAME"]

    def write():
        with closing(sqlite3.connect(name, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            begun.set()
            end.wait(60)
            other.execute("ROLLBACK")

    thread = threading.Thread(target=write)
    thread.start()
    begun.wait(60)
    yield end
    end.set()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_what_is_written_is_returned_and_stands_there():
    assert (in_the_next_gap(mark("a")), list(WorkerMark.objects.values_list("name", flat=True))) == ("a", ["a"])


@SQLITE_ALONE
@pytest.mark.django_db(transaction=True)
def test_a_gap_is_waited_for_and_others_wait_as_before(busy, monkeypatch):
    looked, sleep = [], time.sleep

    def look(seconds):
        looked.append(seconds)
        if len(looked) == 3:
            busy.set()
        sleep(seconds)

    monkeypatch.setattr(turns.time, "sleep", look)
    before = waits()
    assert (in_the_next_gap(mark("a")), set(looked), len(looked) >= 3, waits()) == ("a", {turns.LOOK}, True, before)


@SQLITE_ALONE
@pytest.mark.django_db(transaction=True)
def test_without_any_gap_the_database_is_said_to_be_locked(busy, monkeypatch):
    monkeypatch.setattr(turns, "LONGEST", 0.0)
    with pytest.raises(OperationalError, match="locked"):
        in_the_next_gap(mark("a"))
    busy.set()
    connections.close_all()  # which was left with the patience of this test
    assert WorkerMark.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_another_trouble_is_raised_at_once_and_nothing_is_kept():
    def fails():
        mark("a")()
        raise OperationalError("another")

    with pytest.raises(OperationalError, match="another"):
        in_the_next_gap(fails)
    assert WorkerMark.objects.count() == 0


@pytest.mark.django_db
def test_inside_a_transaction_it_is_a_part_of_that():
    assert (in_the_next_gap(mark("a")), WorkerMark.objects.count()) == ("a", 1)


@SQLITE_ALONE
@pytest.mark.parametrize(("here", "asked", "slept"), [(True, 0, [0.06, 0.06]), (True, 1, [0.06] * 6), (False, 0, [0.06] * 6)], ids=["nobody asks", "somebody asks", "a process without pages"])
def test_others_get_every_gap_while_somebody_asks_and_each_third_when_nobody_does(monkeypatch, here, asked, slept):
    now, seen = [100.0], []
    monkeypatch.setattr(turns.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(turns.time, "sleep", lambda seconds: seen.append(round(seconds, 3)))
    monkeypatch.setattr(courtesy, "_answers_here", here)
    monkeypatch.setattr(courtesy, "_answered", asked)
    gaps = Gaps(0.06)
    for _piece in range(7):
        gaps.wait()
        now[0] += 0.2
        gaps.wrote()
    assert seen == slept


@SQLITE_ALONE
def test_what_is_done_between_two_pieces_counts_as_their_gap(monkeypatch):
    now, seen = [100.0], []
    monkeypatch.setattr(turns.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(turns.time, "sleep", lambda seconds: seen.append(round(seconds, 3)))
    monkeypatch.setattr(courtesy, "_answers_here", False)
    gaps = Gaps(0.06)
    gaps.wrote()
    now[0] += 0.04
    gaps.wait()
    now[0] += 0.07
    gaps.wait()
    assert seen == [0.02]
