"""Reading ahead: a large file is read and judged in a process of its own, while this one writes what came before.

The child is asked by one message and answers batch by batch through a pipe, which holds it back when the writer is slower: two batches
are in memory at any time, however long the file. It takes the lower priority, and ends when nobody reads any more."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import islice
from typing import IO, Any, Final

from django.conf import settings
from django.utils import translation

from sandali.transfer.drafts import Draft, Reading, read_row
from sandali.transfer.reading import NotReadable, Table
from sandali.transfer.reckoning import ahead_of

SIZE: Final = 2500  # rows of a batch: a quarter of a second to write
END: Final = None


def batches_of(table: Table, reading: Reading, *, of_customers: bool, start: int, size: int) -> Iterator[list[Draft]]:
    """The rows from `start` on as drafts, here and now."""
    rows = islice(enumerate(table.rows()), start, None)
    while part := list(islice(rows, size)):
        drafts = [read_row(number, line, cells, reading) for number, (line, cells) in part]
        for draft in drafts:
            draft.ahead = ahead_of(draft) if of_customers and not draft.problems else None
        yield drafts


def batches_ahead(table: Table, reading: Reading, *, of_customers: bool, start: int, size: int = SIZE) -> Iterator[list[Draft]]:
    """The same, from a child. Raises NotReadable as reading here would, ChildProcessError when the child died."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    words = [sys.executable, "-m", "sandali.transfer.reading_child"]
    child = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    asked = (translation.get_language() or "en", table, reading, of_customers, start, size)
    try:
        if child.stdin is None or child.stdout is None:
            raise ChildProcessError("no pipe to the child that reads ahead")
        with closing(child.stdin) as question:
            pickle.dump(asked, question, pickle.HIGHEST_PROTOCOL)
        yield from heard(child.stdout)
    finally:
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()


def heard(pipe: IO[bytes]) -> Iterator[list[Draft]]:
    """What the child says, to its end."""
    while True:
        try:
            found: Any = pickle.load(pipe)
        except EOFError as gone:
            raise ChildProcessError("the child that reads ahead died") from gone
        if found is END:
            return
        if isinstance(found, str):
            raise NotReadable(found)
        yield found


def answer(question: IO[bytes], answers: IO[bytes]) -> None:
    """The child's work: one question, then batches until the end or until nobody listens."""
    language, table, reading, of_customers, start, size = pickle.load(question)
    with suppress(BrokenPipeError), translation.override(language):
        try:
            for drafts in batches_of(table, reading, of_customers=of_customers, start=start, size=size):
                say(drafts, answers)
            say(END, answers)
        except NotReadable as problem:
            say(str(problem), answers)


def say(found: Any, answers: IO[bytes]) -> None:
    """One message to the parent."""
    pickle.dump(found, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()
