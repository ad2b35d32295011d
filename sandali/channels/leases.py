"""The right to move a cursor: of two who fetch from the same place, one does."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db.models import Q

from sandali.channels.models import Channel, MailCursor
from sandali.history import queue

LEASE = timedelta(minutes=3)


class LeaseLost(Exception):
    """Another fetcher has taken the place over; nothing of this round counts any more."""


class Lease:
    """The right to move a cursor, by the database's clock. Every commit of a round is fenced by its owner."""

    def __init__(self, cursor: MailCursor, owner: str) -> None:
        self.cursor, self.owner = cursor, owner
        self._until = time.monotonic() + LEASE.total_seconds()

    @property
    def _mine(self) -> Any:
        return MailCursor.objects.filter(pk=self.cursor.pk, lease_owner=self.owner)

    def write(self, *, hold: float = 0, **values: Any) -> None:
        """Change the cursor and hold the lease on for at least `hold` seconds. Raises LeaseLost."""
        held = max(LEASE, timedelta(seconds=hold + 60))
        if not self._mine.update(lease_until=queue.database_now() + held, **values):
            raise LeaseLost
        self._until = time.monotonic() + held.total_seconds()
        for name, value in values.items():
            setattr(self.cursor, name, value)

    def hold(self, seconds: float) -> None:
        """See to it that the lease lasts for what comes next; a commit only when it would not. Raises LeaseLost."""
        if self._until - time.monotonic() < seconds + 60:
            self.write(hold=seconds)

    def release(self) -> None:
        """Let others fetch."""
        self._mine.update(lease_owner="", lease_until=None)


@contextmanager
def cursor_lease(channel: Channel, place: str) -> Iterator[Lease | None]:
    """The lease of one place of a channel for the length of the block, or None while somebody else holds it."""
    cursor, _made = MailCursor.objects.get_or_create(channel=channel, folder=place)
    now, owner = queue.database_now(), uuid.uuid4().hex
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    if not MailCursor.objects.filter(free, pk=cursor.pk).update(lease_owner=owner, lease_until=now + LEASE):
        yield None
        return
    cursor.refresh_from_db()
    lease = Lease(cursor, owner)
    try:
        yield lease
    finally:
        lease.release()
