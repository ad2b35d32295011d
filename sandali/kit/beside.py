"""A thread beside this one, for writing what may come a little later than the rest."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from django.db import connection, connections


class Beside:
    """Pieces of work done one after the other by a thread with a connection of its own, while this one goes on.

    Where only one may write (SQLite), and in a transaction, into which no other connection sees, each piece is done here and at once.
    What a piece raises is raised by whatever is called next."""

    def __init__(self) -> None:
        self.thread: ThreadPoolExecutor | None = None
        self.going_on: Future[object] | None = None

    def __enter__(self) -> Self:
        if connection.vendor != "sqlite" and not connection.in_atomic_block:
            self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside")
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None) -> None:
        if self.thread is None:
            return
        self.thread.submit(connections.close_all)
        self.thread.shutdown(wait=True)
        if problem is None:
            self.wait()

    def do(self, work: Callable[[], object]) -> None:
        """Do a piece of work, once the one before is done."""
        self.wait()
        if self.thread is None:
            work()
        else:
            self.going_on = self.thread.submit(work)

    def wait(self) -> None:
        """Until nothing goes on any more."""
        done, self.going_on = self.going_on, None
        if done is not None:
            done.result()
