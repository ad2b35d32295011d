"""Whether another process takes jobs beside this one: a lock that the kernel lets go of however a process ends, kill -9 included."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def living(let_go: Callable[[], None]) -> Iterator[None]:
    """While it lasts, this process takes jobs. `let_go` is called first where no other does: whatever is held then is held by the dead.

    Without it, what a killed process had in hand waits until the leases run out, minutes later. Only on SQLite, whose file one
    machine has for itself: on PostgreSQL another machine may hold what is held, and the leases are waited for."""
    with open(Path(settings.DATA) / "working.lock", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass  # another one lives
        else:
            if connection.vendor == "sqlite":
                let_go()
        fcntl.flock(file, fcntl.LOCK_SH)
        yield
