"""Listening to Asterisk: one thread a channel holds a connection, and what it hears goes the way of our signed requests."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels import health
from sandali.channels.email.servers import secrets_of
from sandali.channels.keeping import store_told
from sandali.channels.leases import Lease, LeaseLost, cursor_lease
from sandali.channels.listening import Listening, is_unchanged
from sandali.channels.models import Channel
from sandali.channels.telephone.ami import manager_of, signed_in
from sandali.channels.telephone.ami_events import Calls, Said
from sandali.channels.telephone.ari import ari_of, ask, told_by
from sandali.channels.telephone.ari_events import AriCalls
from sandali.channels.telephone.reading import event_of
from sandali.channels.telephone.systems import ARI, ASTERISK, system_of
from sandali.channels.telephone.troubles import TROUBLES, sentence_of
from sandali.kit import files

log = logging.getLogger("sandali.channels")
PLACE: Final = "ami"
LISTEN: Final = 30.0  # seconds without an event, after which Asterisk is asked whether it is still there
LOOK_EVERY: Final = 30.0  # seconds between looks at the channel's settings


def is_listened_to(channel: Channel) -> bool:
    """Whether a channel is set up to be listened to. Only telephone systems have such a way."""
    return channel.settings.get("receive") in ASTERISK and bool(channel.secrets)


def start_hearing(stopping: threading.Event) -> threading.Thread:
    """Listen to every Asterisk until `stopping` is set; returns the thread that watches over the others."""
    return Listening("telephone", is_listened_to, partial(cursor_lease, place=PLACE), listen).start(stopping)


def listen(channel: Channel, lease: Lease, stopping: threading.Event) -> None:
    """Hear what happens, until `stopping`, a changed channel, or trouble, which is written on the channel."""
    try:
        with source_of(channel) as source:
            if source is not None:
                hear(channel, source, lease, stopping)
    except LeaseLost:
        log.info("the telephone system of channel %s is heard by another process", channel.pk)
    except files.NoRoom:
        health.receiving_fails(channel, _("The disk is nearly full. What happens to calls is not kept until there is room."))
    except TROUBLES as problem:
        health.receiving_fails(channel, sentence_of(problem))


@dataclass(frozen=True, slots=True)
class Source:
    """Something that tells of calls: the next thing that it says (None when it says none in time), what that says of calls, and whether it is there."""

    next_event: Callable[[float, threading.Event], Any]
    hear: Callable[[Any], list[Said]]
    ping: Callable[[], Any]


@contextmanager
def source_of(channel: Channel) -> Iterator[Source | None]:
    """The channel's Asterisk by AMI or by ARI, with what goes on there now; None where something is missing."""
    settings, secrets = channel.settings, secrets_of(channel)
    calls = Calls(str(settings.get("area") or ""), str(settings.get("region") or "IR"), str(settings.get("dial_prefix") or ""))
    if system_of(settings) == ARI:
        ari = ari_of(settings, secrets)
        if ari is None:
            yield None
            return
        with told_by(ari) as events:
            heard = AriCalls(calls, settings)
            heard.stands(ask(ari, "GET", "channels"), ask(ari, "GET", "bridges"))
            yield Source(events.next_event, heard.hear, events.ping)
        return
    manager = manager_of(settings, secrets)
    if manager is None:
        yield None
        return
    # Where recordings lie is said by variables of the dialplan, of which there are hundreds a call.
    with signed_in(manager, events="call,dialplan" if settings.get("recordings") else "call") as ami:
        calls.stands(ami.ask_list("CoreShowChannels", "CoreShowChannelsComplete"))
        yield Source(ami.next_event, calls.hear, lambda: ami.ask("Ping"))


def hear(channel: Channel, source: Source, lease: Lease, stopping: threading.Event) -> None:
    """Event after event. Raises what a connection raises, LeaseLost, kit.files.NoRoom."""
    health.receiving_works(channel)
    looked = time.monotonic()
    while not stopping.is_set():
        event = source.next_event(LISTEN, stopping)
        if event is None and not stopping.is_set():
            source.ping()
        elif event is not None:
            keep(channel, source.hear(event))
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
        store_told([(channel, event_of({**one, "at": at}, channel.settings)) for one in said], source=PLACE)
