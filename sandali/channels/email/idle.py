"""New mail within a second: one thread a mailbox listens to its server (IDLE, or a look every 20 s); see channels.listening."""

from __future__ import annotations

import logging
import threading

from sandali.channels.email.fetching import TROUBLES, Lease, LeaseLost, fetch_round, lease_of, note_trouble
from sandali.channels.email.imap import Mailbox, open_mailbox
from sandali.channels.email.servers import imap_server
from sandali.channels.listening import Listening, is_unchanged
from sandali.channels.models import Channel

log = logging.getLogger("sandali.mail")
LISTEN = 60.0  # seconds of one IDLE, after which the channel's settings are looked at again
LOOK_WITHOUT_IDLE = 20.0


def start_idling(stopping: threading.Event) -> threading.Thread:
    """Start listening to every mailbox until `stopping` is set; returns the thread that watches over the others."""
    return Listening("mailbox", lambda channel: bool(channel.settings.get("imap_host")), lease_of, listen).start(stopping)


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


def _await_news(mailbox: Mailbox, stopping: threading.Event) -> None:
    if mailbox.can_idle():
        mailbox.wait(LISTEN, stopping)
    else:
        stopping.wait(LOOK_WITHOUT_IDLE)
        mailbox.look()
