"""What a process has in hand: the right to move a cursor (of two who fetch from the same place, one does), and what the dead held."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db.models import Q

from sandali.channels.models import Arrival, ArrivalState, Channel, Delivery, DeliveryState, MailCursor
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


def let_go() -> None:
    """Let others have at once what the dead had in hand (`history.life`).

    A delivery that was being sent may have been taken by its server: it is sent again with the same Message-ID, as after its lease."""
    MailCursor.objects.exclude(lease_owner="").update(lease_owner="", lease_until=None)
    # A lease that is over rather than none: what was being read is known to have been begun.
    over = queue.database_now() - timedelta(seconds=1)
    Arrival.objects.filter(state=ArrivalState.NEW, lease_until__isnull=False).update(lease_until=over)
    Delivery.objects.filter(state=DeliveryState.SENDING).update(lease_until=over)
