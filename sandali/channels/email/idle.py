"""New mail within a second: one thread a mailbox listens to its server (IDLE, or a look every 20 s), up to a fixed number.

A listening thread holds the mailbox's lease. When it hangs or dies the lease runs out, and the poll by the clock takes over."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, close_old_connections, connection

from sandali.channels.email.fetching import TROUBLES, Lease, LeaseLost, fetch_round, lease_of, note_trouble
from sandali.channels.email.imap import Mailbox, open_mailbox
from sandali.channels.email.servers import imap_server
from sandali.channels.models import Channel
from sandali.channels.queries import open_channels
from sandali.history import queue

log = logging.getLogger("sandali.mail")
MOST_MAILBOXES = 20
LOOK_FOR_CHANNELS = 10.0
LISTEN = 60.0  # seconds of one IDLE, after which the channel's settings are looked at again
LOOK_WITHOUT_IDLE = 20.0


def start_idling(stopping: threading.Event) -> threading.Thread:
    """Start listening to every mailbox until `stopping` is set; returns the thread that watches over the others."""
    thread = threading.Thread(target=_supervise, args=(stopping,), name="mailboxes", daemon=True)
    thread.start()
    return thread


def _supervise(stopping: threading.Event) -> None:
    listeners: dict[int, threading.Thread] = {}
    while not stopping.is_set():
        try:
            wanted = [channel for channel in open_channels() if channel.settings.get("imap_host") and not rests(channel)]
            listeners = {number: thread for number, thread in listeners.items() if thread.is_alive()}
            for channel in wanted:
                if channel.pk not in listeners and len(listeners) < MOST_MAILBOXES:
                    listeners[channel.pk] = _start(channel, stopping)
        except DatabaseError:
            log.warning("the database did not answer; mailboxes are looked at again", exc_info=True)
            close_old_connections()
        stopping.wait(LOOK_FOR_CHANNELS)
    for thread in listeners.values():
        thread.join(5)
    connection.close()


def _start(channel: Channel, stopping: threading.Event) -> threading.Thread:
    thread = threading.Thread(target=_listen, args=(channel, stopping), name=f"mailbox-{channel.pk}", daemon=True)
    thread.start()
    return thread


def rests(channel: Channel) -> bool:
    """Whether a failing mailbox is to be left alone for now."""
    return channel.next_try_at is not None and channel.next_try_at > queue.database_now()


def _listen(channel: Channel, stopping: threading.Event) -> None:
    try:
        with lease_of(channel) as lease:
            if lease is not None:
                with queue.speaking():
                    listen(channel, lease, stopping)
    except DatabaseError:
        log.warning("the database did not answer; the mailbox of channel %s waits", channel.pk, exc_info=True)
    finally:
        connection.close()


def listen(channel: Channel, lease: Lease, stopping: threading.Event) -> None:
    """Fetch, wait for news, fetch, until `stopping`, a changed channel, or trouble, which is written on the channel."""
    try:
        server = imap_server(channel)
        if server is None:
            return
        with open_mailbox(server) as mailbox:
            while not stopping.is_set() and is_unchanged(channel):
                while fetch_round(channel, mailbox, lease) and not stopping.is_set():
                    pass
                lease.hold(LISTEN)
                _await_news(mailbox, stopping)
    except LeaseLost:
        log.info("the mailbox of channel %s is fetched by another process", channel.pk)
    except TROUBLES as problem:
        note_trouble(channel, problem)


def is_unchanged(channel: Channel) -> bool:
    """Whether the channel is in use and its settings are those that we logged in with."""
    now = Channel.objects.filter(pk=channel.pk, is_active=True, archived_at=None).first()
    return now is not None and (now.settings, now.secrets, now.address) == (channel.settings, channel.secrets, channel.address)


def _await_news(mailbox: Mailbox, stopping: threading.Event) -> None:
    if mailbox.can_idle():
        mailbox.wait(LISTEN, stopping)
    else:
        stopping.wait(LOOK_WITHOUT_IDLE)
        mailbox.look()
