"""A thread a channel that listens to somebody else's server, and one thread that watches over them.

A listener holds the lease of its place. When it hangs or dies the lease runs out, and asking by the clock takes over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.db import DatabaseError, close_old_connections, connection

from sandali.channels.leases import Lease
from sandali.channels.models import Channel
from sandali.channels.queries import open_channels
from sandali.history import queue

log = logging.getLogger("sandali.channels")
LOOK_FOR_CHANNELS = 10.0
MOST_LISTENERS = 20  # of one sort; the others are asked by the clock
LET_END = 5.0  # seconds for a listener to give its lease back at the end


@dataclass(frozen=True, slots=True)
class Listening:
    """One sort of listening: `wants` says to which channels, `lease` is the right to one (None while another has it), and `listen`
    goes on until the event is set, the channel changes (`is_unchanged`), or trouble, which it writes on the channel."""

    name: str
    wants: Callable[[Channel], bool]
    lease: Callable[[Channel], AbstractContextManager[Lease | None]]
    listen: Callable[[Channel, Lease, threading.Event], None]

    def start(self, stopping: threading.Event) -> threading.Thread:
        """Listen until `stopping` is set; returns the thread that watches over the others."""
        thread = threading.Thread(target=self._supervise, args=(stopping,), name=f"{self.name}s", daemon=True)
        thread.start()
        return thread

    def _supervise(self, stopping: threading.Event) -> None:
        listeners: dict[int, threading.Thread] = {}
        while not stopping.is_set():
            try:
                listeners = {number: thread for number, thread in listeners.items() if thread.is_alive()}
                for channel in open_channels():
                    if self.wants(channel) and not rests(channel) and channel.pk not in listeners and len(listeners) < MOST_LISTENERS:
                        listeners[channel.pk] = self._begin(channel, stopping)
            except DatabaseError:
                log.warning("the database did not answer; %ss are looked at again", self.name, exc_info=True)
                close_old_connections()
            connection.close()  # some two megabytes, for a question in ten seconds
            stopping.wait(LOOK_FOR_CHANNELS)
        for thread in listeners.values():
            thread.join(LET_END)

    def _begin(self, channel: Channel, stopping: threading.Event) -> threading.Thread:
        thread = threading.Thread(target=self._hold, args=(channel, stopping), name=f"{self.name}-{channel.pk}", daemon=True)
        thread.start()
        return thread

    def _hold(self, channel: Channel, stopping: threading.Event) -> None:
        try:
            with self.lease(channel) as lease:
                if lease is not None:
                    with queue.speaking():
                        self.listen(channel, lease, stopping)
        except DatabaseError:
            log.warning("the database did not answer; the %s of channel %s waits", self.name, channel.pk, exc_info=True)
        finally:
            connection.close()


def rests(channel: Channel) -> bool:
    """Whether a channel that fails is to be left alone for now."""
    return channel.next_try_at is not None and channel.next_try_at > queue.database_now()


def is_unchanged(channel: Channel) -> bool:
    """Whether the channel is in use and its settings are those with which we began."""
    now = Channel.objects.filter(pk=channel.pk, is_active=True, archived_at=None).first()
    return now is not None and (now.settings, now.secrets, now.address) == (channel.settings, channel.secrets, channel.address)
