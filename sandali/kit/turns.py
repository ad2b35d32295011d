"""Who writes next. SQLite keeps no line of those who wait for its one writer: each sleeps, longer each time, up to a tenth of a second, and
whoever writes piece after piece comes back sooner than they wake."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import Final, TypeVar

from django.db import OperationalError, connection, transaction

from sandali.kit.courtesy import nobody_asks

LOOK: Final = 0.002  # seconds between two looks
LONGEST: Final = 20.0  # seconds that a turn is waited for, as everywhere
FULL_AFTER: Final = 2  # gaps that are left out one after the other: other processes and other work of this one want to write too
Value = TypeVar("Value")


class Gaps:
    """The gaps between the writes of somebody who writes piece after piece: `wait` before each piece, `wrote` after it.

    A gap of `seconds` is long enough for whoever waits to look again. Where no request of this process is being answered, nobody waits for
    a page, and two gaps of three are left out; what is done between two pieces counts as one."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.left_out = seconds, 0
        self.written: float | None = None

    def wait(self) -> None:
        """Let others write, as far as they were not let already. Where several may write at once, nobody waits."""
        if self.written is None or connection.vendor != "sqlite":
            return
        rest = self.seconds - (time.monotonic() - self.written)
        if rest <= 0:
            self.left_out = 0
        elif self.left_out < FULL_AFTER and nobody_asks():
            self.left_out += 1
        else:
            self.left_out = 0
            time.sleep(rest)

    def wrote(self) -> None:
        """A piece is written."""
        self.written = time.monotonic()


def in_the_next_gap(write: Callable[[], Value]) -> Value:
    """What `write` returns, done in a transaction that takes the first gap between those of others.

    For short writes that somebody waits for: looking so often costs something. `write` may be called again when the database was
    locked, after which nothing of it stands. Raises OperationalError after twenty seconds without a gap."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            return write()
    until = time.monotonic() + LONGEST
    _wait_for_locks(0)
    try:
        while True:
            try:
                with transaction.atomic():
                    return write()
            except OperationalError as problem:
                if not is_locked(problem) or time.monotonic() > until:
                    raise
            time.sleep(LOOK)
    finally:
        _wait_for_locks(LONGEST)


def is_locked(problem: OperationalError) -> bool:
    """Whether somebody else was writing (SQLITE_BUSY)."""
    return getattr(problem.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


def _wait_for_locks(seconds: float) -> None:
    """How long SQLite itself waits in this connection before it says that the database is locked."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
