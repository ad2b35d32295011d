"""Mailboxes, arrivals and deliveries that a process has in hand."""

from __future__ import annotations

from datetime import timedelta

from sandali.channels.models import Arrival, ArrivalState, Delivery, DeliveryState, MailCursor
from sandali.history import queue


def let_go() -> None:
    """Let others have at once what the dead had in hand (`history.life`).

    A delivery that was being sent may have been taken by its server: it is sent again with the same Message-ID, as after its lease."""
    MailCursor.objects.exclude(lease_owner="").update(lease_owner="", lease_until=None)
    # A lease that is over rather than none: what was being read is known to have been begun.
    over = queue.database_now() - timedelta(seconds=1)
    Arrival.objects.filter(state=ArrivalState.NEW, lease_until__isnull=False).update(lease_until=over)
    Delivery.objects.filter(state=DeliveryState.SENDING).update(lease_until=over)
