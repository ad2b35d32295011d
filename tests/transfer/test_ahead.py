"""A large file is read by a second process, and what comes of it is the same."""

from __future__ import annotations

import os
import signal
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest

from sandali.customers.models import Customer, KeysToCome
from sandali.customers.search import INDEX, index_all
from sandali.history.queue import drain
from sandali.kit.files import path_of
from sandali.kit.search import contents
from sandali.transfer import actions, ahead, work
from sandali.transfer.reading import NotReadable, Table
from tests.customers.kept_keys import is_in_line
from tests.transfer.test_actions import bring

pytestmark = pytest.mark.django_db

TEXT = "name,phone,email,company,city,tags\n" + "".join(
    f"سارا می‌آید {number},0912 {number:03} 4567,P{number}@Example.com,چوب‌سازان,قم,\"ب, الف\"\n" for number in range(100)
)  # fmt: skip


def table_for(cast, text: str):
    one = actions.begin_import(BytesIO(text.encode()), name="x.csv", by=cast.admin)
    return one, work.table_of(one)


@pytest.mark.reliability("K6")
def test_the_child_says_what_would_be_read_here(cast):
    """Draft for draft, from any row on, and wrong rows with their reasons."""
    one, table = table_for(cast, TEXT + "Bad,12,no address,,,\n")
    reading = work.reading_of(one, table.names)
    for start in (0, 95):
        here = list(ahead.batches_of(table, reading, of_customers=True, start=start, size=40))
        there = list(ahead.batches_ahead(table, reading, of_customers=True, start=start, size=40))
        assert there == here
    assert [len(part) for part in there] == [6]
    assert [reason for reason in there[0][-1].problems] != []


@pytest.mark.reliability("K3")
def test_a_child_that_dies_is_an_error_and_not_an_end(cast, monkeypatch):
    """Otherwise half a file would count as the whole."""
    one, table = table_for(cast, TEXT)
    started = []
    real = ahead.subprocess.Popen
    monkeypatch.setattr(ahead.subprocess, "Popen", lambda *words, **more: started.append(real(*words, **more)) or started[-1])
    batches = ahead.batches_ahead(table, work.reading_of(one, table.names), of_customers=True, start=0, size=5)
    assert len(next(batches)) == 5
    os.kill(started[0].pid, signal.SIGKILL)
    with pytest.raises(ChildProcessError):
        list(batches)
    assert started[0].poll() is not None


def test_what_cannot_be_read_is_said_as_a_sentence_and_who_stops_listening_ends_the_child(cast, monkeypatch):
    """The child is never left behind."""
    one, table = table_for(cast, TEXT)
    broken = Path(f"{path_of(one.sha256)}.broken")
    broken.write_text("name,phone\nA,1\n" + "," * 600 + "x\n")
    with pytest.raises(NotReadable, match="۵۰۰ ستون"):
        list(ahead.batches_ahead(Table(broken, table.shape, table.names), work.reading_of(one, table.names), of_customers=True, start=0))
    started = []
    real = ahead.subprocess.Popen
    monkeypatch.setattr(ahead.subprocess, "Popen", lambda *words, **more: started.append(real(*words, **more)) or started[-1])
    batches = ahead.batches_ahead(table, work.reading_of(one, table.names), of_customers=True, start=0, size=1)
    assert len(list(islice(batches, 2))) == 2
    batches.close()
    assert started[0].poll() is not None


@pytest.mark.reliability("K6")
def test_an_import_with_reading_ahead_makes_the_same_words_and_keys_as_the_house_makes_by_itself(cast, monkeypatch):
    """Also where a row says somebody twice, and where the organisation is spelled otherwise here."""
    monkeypatch.setattr(work, "LARGE", 1)
    monkeypatch.setattr(work, "SIZE", 40)
    bring(cast, "name,company\nعلی,چوب سازان\n")
    before = Customer.objects.count()
    one = bring(cast, TEXT + "Again,0912 004 4567,another@example.com,,,\n")
    assert (one.counts, Customer.objects.count() - before) == ({"made": 100, "known": 1, "filled": 1}, 100)
    words = contents(INDEX)
    assert is_in_line()
    index_all(Customer.objects.all())
    assert contents(INDEX) == words
    assert is_in_line()


class Killed(BaseException):
    """The process dies: nothing of ours catches this."""


@pytest.mark.reliability("K3")
@pytest.mark.reliability("K6")
def test_a_large_import_that_is_stopped_or_killed_keeps_what_came_in_with_its_keys_and_is_undone_whole(cast, monkeypatch):
    """Stopping takes no further batch; who dies leaves the keys that were to come to whoever goes on."""
    monkeypatch.setattr(work, "LARGE", 1)
    monkeypatch.setattr(work, "SIZE", 10)
    before, one = Customer.objects.count(), table_for(cast, TEXT)[0]
    real = work.write_in_transaction

    def up_to(last: int, act):
        def write(held, drafts):
            taken = real(held, drafts)
            if drafts[-1].row == last:
                act()
            return taken

        return write

    def stop() -> None:
        actions.stop_import(one)

    def die() -> None:
        raise Killed

    def seen() -> tuple[object, ...]:
        one.refresh_from_db()
        return one.state, one.next_row, Customer.objects.count() - before, is_in_line()

    monkeypatch.setattr(work, "write_in_transaction", up_to(29, stop))
    actions.start_import(one, by=cast.admin)
    drain()
    assert seen() == ("stopped", 30, 30, True)
    monkeypatch.setattr(work, "write_in_transaction", up_to(59, die))
    actions.start_import(one, by=cast.admin)
    with pytest.raises(Killed):
        actions.work_on(one.pk)
    assert seen() == ("running", 50, 50, False)
    monkeypatch.setattr(work, "write_in_transaction", real)
    actions.work_on(one.pk)
    assert seen() == ("done", 100, 100, True)
    actions.undo_import(one)
    drain()
    assert (*seen()[::2], KeysToCome.objects.count()) == ("undone", 0, 0)
