"""Eight who write at the same time are never told that the database is locked (RELIABILITY L1).

`SANDALI_WRITERS=60` lets them write for 60 s instead of 2, and prints how long it took. What was seen: docs/tried.md."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections

from sandali.cases.actions import receive_arrival, save_draft, write_note
from sandali.cases.models import Case, Message
from sandali.channels.actions import store_arrival
from tests.cast import make_case
from tests.channels.conftest import letter, own_folders  # noqa: F401 - fixtures of the channels' tests

SECONDS = float(os.environ.get("SANDALI_WRITERS", "2"))
WRITERS, LEAST = 8, 6  # each writes at least so often, however busy the machine is


def write(number: int, case: Case, cast, letters) -> tuple[list[float], list[str]]:
    """Notes, drafts and mail until the time is over: how long each took, and what went wrong."""
    took, wrong, until = [], [], time.monotonic() + SECONDS
    acts = [
        lambda turn: write_note(case, f"note {number}.{turn}", by=cast.sara),
        lambda turn: save_draft(case, f"draft {number}.{turn}", by=cast.reza),
        lambda turn: receive_arrival(store_arrival(cast.channel, letters[turn % len(letters)], source="pipe")[0]),
    ]
    try:
        for turn in range(10**9):
            began = time.monotonic()
            if began > until and turn >= LEAST:
                break
            try:
                acts[turn % 3](turn)
            except DatabaseError as problem:
                wrong.append(str(problem))
            took.append(time.monotonic() - began)
    finally:
        connections.close_all()
    return took, wrong


@pytest.mark.reliability("L1")
@pytest.mark.django_db(transaction=True)
def test_eight_writers_meet_no_locked_database(cast, own_folders, letter, capsys):  # noqa: F811 - fixtures
    cases = [make_case(cast, subject=f"case {number}") for number in range(WRITERS)]
    letters = [[letter(f"w{number}", sender=f"w{number}@example.com") for _mail in range(int(SECONDS * 40))] for number in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as pool:
        found = list(pool.map(write, range(WRITERS), cases, [cast] * WRITERS, letters))
    took = sorted(seconds for one, _wrong in found for seconds in one)
    assert [words for _took, wrong in found for words in wrong] == []
    notes = Message.objects.filter(direction="note").values_list("text", flat=True)
    assert sorted(notes) == sorted({f"note {number}.{turn}" for number, (one, _w) in enumerate(found) for turn in range(0, len(one), 3)})
    if "SANDALI_WRITERS" in os.environ:
        with capsys.disabled():
            print(
                f"\n{connection.vendor}, {SECONDS:.0f} s, {len(took)} writes by {WRITERS}, median {took[len(took) // 2] * 1000:.0f} ms,"
                f" p99 {took[len(took) * 99 // 100] * 1000:.0f} ms, longest {took[-1] * 1000:.0f} ms, locked: 0"
            )
