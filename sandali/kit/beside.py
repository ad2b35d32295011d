"""A thread beside this one, for writing what may come a little later than the rest."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Final, Self

from django.db import connection, connections

MOST: Final = 4  # pieces that wait or are done


class Beside:
    """Pieces of work done one after the other by a thread with a connection of its own, while this one goes on.

    Where only one may write (SQLite), and in a transaction, into which no other connection sees, each piece is done here and at once.
    What a piece raises is raised by what is called next, once the thread has come so far; the pieces behind it are left out."""

    def __init__(self) -> None:
        self.thread: ThreadPoolExecutor | None = None
        self.going_on: deque[Future[None]] = deque()
        self.has_begun = self.has_failed = False

    def __enter__(self) -> Self:
        if connection.vendor != "sqlite" and not connection.in_atomic_block:
            self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside")
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None) -> None:
        if self.thread is None:
            return
        if self.has_begun:
            self.thread.submit(connections.close_all)
        self.thread.shutdown(wait=True)
        if problem is None:
            self.wait()

    def do(self, work: Callable[[], object]) -> None:
        """Have a piece of work done; while many wait, this waits too."""
        if self.thread is None:
            work()
            return
        while self.going_on and (len(self.going_on) >= MOST or self.going_on[0].done()):
            self.going_on.popleft().result()
        self.has_begun = True
        self.going_on.append(self.thread.submit(self.piece, work))

    def piece(self, work: Callable[[], object]) -> None:
        """One of them, in the thread."""
        if self.has_failed:
            return
        try:
            work()
        except BaseException:
            self.has_failed = True
            raise

    def wait(self) -> None:
        """Until nothing goes on any more."""
        while self.going_on:
            self.going_on.popleft().result()
