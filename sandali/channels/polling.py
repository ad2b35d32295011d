"""Asking providers for events, for who has no address that a provider could reach: a thread a channel, and the clock behind it."""

from __future__ import annotations

import threading
import time
from functools import partial

from django.utils.translation import gettext as _

from sandali.channels import health
from sandali.channels.adapter import Refused, TryLater
from sandali.channels.keeping import store_told
from sandali.channels.kinds import POLLED_KINDS, hook_adapter
from sandali.channels.leases import Lease, LeaseLost, cursor_lease
from sandali.channels.listening import Listening, is_unchanged, rests
from sandali.channels.models import Channel
from sandali.kit import files

LISTEN = 25.0  # seconds of one question; the provider answers sooner when there is something
PAUSE = 2.0  # after an empty answer that came at once: this provider does not wait
PLACE = "events"


def is_polled(channel: Channel) -> bool:
    """Whether a channel is set up to ask its provider."""
    return channel.kind in POLLED_KINDS and channel.settings.get("receive") == "poll" and bool(channel.secrets)


def poll_channel(channel: Channel) -> bool:
    """One short question; returns whether more may wait. Nothing happens while a thread listens, or the channel rests."""
    if not channel.is_active or channel.archived_at or rests(channel) or not is_polled(channel):
        return False
    with cursor_lease(channel, PLACE) as lease:
        return lease is not None and poll_round(channel, lease, wait=0) > 0


def poll_round(channel: Channel, lease: Lease, *, wait: float) -> int:
    """Ask once and keep what comes: the events first, then the cursor, so that nothing is lost; returns how many came.

    Trouble is written on the channel, not raised: then 0."""
    try:
        lease.hold(wait + 30)
        found, cursor = hook_adapter(channel).poll(channel, after=lease.cursor.last_uid, wait=wait)
        store_told([(channel, event) for event in found], source="poll")
        if cursor != lease.cursor.last_uid:
            lease.write(last_uid=cursor)
    except LeaseLost:
        return 0
    except (TryLater, Refused) as trouble:
        health.receiving_fails(channel, trouble.reason)
        return 0
    except files.NoRoom:
        health.receiving_fails(channel, _("The disk is nearly full. What comes stays with its provider until there is room."))
        return 0
    health.receiving_works(channel)
    return len(found)


def start_polling(stopping: threading.Event) -> threading.Thread:
    """Ask every provider that is to be asked until `stopping` is set; returns the thread that watches over the others."""
    return Listening("provider", is_polled, partial(cursor_lease, place=PLACE), listen).start(stopping)


def listen(channel: Channel, lease: Lease, stopping: threading.Event) -> None:
    """Ask again and again, until `stopping`, a changed channel, or trouble."""
    while not stopping.is_set() and is_unchanged(channel):
        began = time.monotonic()
        count = poll_round(channel, lease, wait=LISTEN)
        if channel.failing_since is not None:
            return
        every = hook_adapter(channel).can.poll_every
        if every:
            stopping.wait(every)
        elif not count and time.monotonic() - began < 1:
            stopping.wait(PAUSE)
