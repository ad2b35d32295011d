"""Listening to Asterisk: one thread a channel holds a connection, and what it hears goes the way of our signed requests."""

from __future__ import annotations

import logging
import threading
import time
from functools import partial
from typing import Final

from django.utils.translation import gettext as _

from sandali.channels import health
from sandali.channels.email.servers import secrets_of
from sandali.channels.leases import Lease, LeaseLost, cursor_lease
from sandali.channels.listening import Listening, is_unchanged
from sandali.channels.models import Channel
from sandali.channels.taking import store_events
from sandali.channels.telephone.ami import Ami, manager_of, signed_in
from sandali.channels.telephone.ami_events import Calls, Said
from sandali.channels.telephone.reading import event_of
from sandali.channels.telephone.systems import AMI
from sandali.channels.telephone.troubles import TROUBLES, sentence_of
from sandali.kit import files

log = logging.getLogger("sandali.channels")
PLACE: Final = "ami"
LISTEN: Final = 30.0  # seconds without an event, after which Asterisk is asked whether it is still there
LOOK_EVERY: Final = 30.0  # seconds between looks at the channel's settings


def is_listened_to(channel: Channel) -> bool:
    """Whether a channel is set up to be listened to. Only telephone systems have such a way."""
    return channel.settings.get("receive") == AMI and bool(channel.secrets)


def start_hearing(stopping: threading.Event) -> threading.Thread:
    """Listen to every Asterisk until `stopping` is set; returns the thread that watches over the others."""
    return Listening("telephone", is_listened_to, partial(cursor_lease, place=PLACE), listen).start(stopping)


def listen(channel: Channel, lease: Lease, stopping: threading.Event) -> None:
    """Hear what happens, until `stopping`, a changed channel, or trouble, which is written on the channel."""
    try:
        manager = manager_of(channel.settings, secrets_of(channel))
        if manager is None:
            return
        # Where recordings lie is said by variables of the dialplan, of which there are hundreds a call.
        with signed_in(manager, events="call,dialplan" if channel.settings.get("recordings") else "call") as ami:
            hear(channel, ami, lease, stopping)
    except LeaseLost:
        log.info("the telephone system of channel %s is heard by another process", channel.pk)
    except files.NoRoom:
        health.receiving_fails(channel, _("The disk is nearly full. What happens to calls is not kept until there is room."))
    except TROUBLES as problem:
        health.receiving_fails(channel, sentence_of(problem))


def hear(channel: Channel, ami: Ami, lease: Lease, stopping: threading.Event) -> None:
    """What goes on now, and then event after event. Raises what a connection raises, LeaseLost, kit.files.NoRoom."""
    health.receiving_works(channel)
    settings = channel.settings
    calls = Calls(str(settings.get("area") or ""), str(settings.get("region") or "IR"), str(settings.get("dial_prefix") or ""))
    calls.stands(ami.ask_list("CoreShowChannels", "CoreShowChannelsComplete"))
    looked = time.monotonic()
    while not stopping.is_set():
        block = ami.next_event(LISTEN, stopping)
        if block is None and not stopping.is_set():
            ami.ask("Ping")
        elif block is not None:
            keep(channel, calls.hear(block))
        if time.monotonic() - looked > LOOK_EVERY:
            looked = time.monotonic()
            lease.hold(LISTEN)
            health.receiving_works(channel)
            if not is_unchanged(channel):
                return


def keep(channel: Channel, said: list[Said]) -> None:
    """Keep what was heard as any provider's event is kept, with our clock's moment."""
    if said:
        at = time.time()
        store_events(channel, [event_of({**one, "at": at}, channel.settings) for one in said], source=PLACE)
