"""Holding the line to a centre: one thread a channel is bound, lends the line to whoever sends, and keeps what comes by it.

What comes is answered only after it is kept, so that a centre keeps what we could not. A line that was good for a while and breaks is begun
anew within seconds; one that does not come about is trouble of the channel, and is tried ever more rarely."""

from __future__ import annotations

import json
import logging
import threading
import time
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.channels import health
from sandali.channels.adapter import Event
from sandali.channels.email.servers import secrets_of
from sandali.channels.leases import Lease, LeaseLost, cursor_lease
from sandali.channels.listening import Listening, is_unchanged
from sandali.channels.models import Arrival, Channel, DeliveryPart
from sandali.channels.sms.accounts import No
from sandali.channels.sms.providers import PROVIDERS
from sandali.channels.sms.reading import event_of
from sandali.channels.sms.sending import account_of
from sandali.channels.sms.smpp import joining, pdus
from sandali.channels.sms.smpp.letters import read
from sandali.channels.sms.smpp.line import Line, lend, withdraw
from sandali.channels.sms.smpp.pdus import Malformed, Pdu
from sandali.channels.sms.smpp.session import bound
from sandali.channels.sms.smpp.told import Receipt, Written, spellings, understood
from sandali.channels.sms.troubles import STRANGE, TROUBLES, sentence_of
from sandali.channels.taking import store_event
from sandali.kit import files
from sandali.kit.safe_http import ConnectionProblem

log = logging.getLogger("sandali.channels")
PLACE: Final = "smpp"
STEP: Final = 1.0  # seconds between looks whether to stop
LOOK_EVERY: Final = 30.0  # seconds between looks at the channel's settings
SETTLED: Final = 60.0  # seconds after which a line was a good one
# The same words of the same sender within so long are one message: a centre that missed our answer says them again, and numbers nothing.
AGAIN: Final = timedelta(minutes=5)


def is_held(channel: Channel) -> bool:
    """Whether a channel has a line to be held. Only those with SMPP have such a way."""
    return channel.settings.get("receive") == PLACE and bool(channel.secrets)


def start_holding(stopping: threading.Event) -> threading.Thread:
    """Hold every line until `stopping` is set; returns the thread that watches over the others."""
    return Listening("line", is_held, partial(cursor_lease, place=PLACE), listen).start(stopping)


def listen(channel: Channel, lease: Lease, stopping: threading.Event) -> None:
    """Bind and hold the line, until `stopping`, a changed channel, or trouble, which is written on the channel."""
    try:
        account = account_of(channel.settings, secrets_of(channel))
        if account is None:
            return
        with bound(account, command=pdus.BIND_TRANSCEIVER) as session:
            hold(channel, Line(session, account), lease, stopping)
    except LeaseLost:
        log.info("the line of channel %s is held by another process", channel.pk)
    except files.NoRoom:
        health.receiving_fails(channel, _("The disk is nearly full. What comes stays with its provider until there is room."))
    except TROUBLES as problem:
        health.receiving_fails(channel, sentence_of(problem))


def hold(channel: Channel, line: Line, lease: Lease, stopping: threading.Event) -> None:
    """One step after the other. Raises No and ConnectionProblem for a line that broke at once, LeaseLost, kit.files.NoRoom."""
    health.receiving_works(channel)
    began = looked = time.monotonic()
    lend(channel.pk, line)
    try:
        while not stopping.is_set():
            pdu = line.turn(STEP)
            if pdu is not None:
                take(channel, line, pdu)
            keep_late(channel, line)
            if time.monotonic() - looked > LOOK_EVERY:
                looked = time.monotonic()
                lease.hold(LOOK_EVERY)
                health.receiving_works(channel)
                if not is_unchanged(channel):
                    return
    except (OSError, Malformed) as problem:
        if time.monotonic() - began < SETTLED:
            raise broken(problem) from problem
        log.info("the line of channel %s broke and is begun anew: %s", channel.pk, problem)
    finally:
        withdraw(channel.pk, line)


def broken(problem: Exception) -> No | ConnectionProblem:
    """What a line that broke is called."""
    if isinstance(problem, Malformed):
        return No("account", str(STRANGE), "protocol")
    return ConnectionProblem("timeout" if isinstance(problem, TimeoutError) else "connection", "the line broke")


def take(channel: Channel, line: Line, pdu: Pdu) -> None:
    """Answer what is asked of us; what brings a message or a receipt is kept first. Raises kit.files.NoRoom, after the centre was told."""
    if pdu.command != pdus.DELIVER_SM:
        line.put_off(pdu)
        return
    try:
        keep(channel, pdu, given=frozenset(line.given))
    except files.NoRoom:
        line.answer(pdu, b"\x00", status=pdus.TRY_AGAIN)
        raise
    line.answer(pdu, b"\x00")


@transaction.atomic
def keep(channel: Channel, pdu: Pdu, *, given: frozenset[str] = frozenset()) -> None:
    """Keep what came. What nobody understands is kept whole and set aside: a centre that is told so would say it for ever."""
    now = timezone.now()
    try:
        found = understood(pdus.message_in(pdu.body), channel.settings)
    except Malformed:
        found = None
    if found is None:
        store_event(channel, Event(json.dumps({"pdu": pdu.body.hex()}).encode()), source=PLACE)
    elif isinstance(found, Receipt):
        said = {"receipt": own_id(channel, found, given), "state": found.state, "error": found.error, "mark": found.mark}
        store_event(channel, made_event(channel, said), source=PLACE)
    elif found.part is not None:
        for said in joining.take_part(channel, found, found.part, at=now):
            store_event(channel, made_event(channel, said), source=PLACE)
    else:
        keep_whole(channel, found, now)


def keep_whole(channel: Channel, written: Written, now: datetime) -> None:
    """A message in one piece, once: see AGAIN."""
    turn = int(now.timestamp() // AGAIN.total_seconds())
    ids = [f"{written.digest()}:{one}" for one in (turn, turn - 1)]
    if Arrival.objects.filter(channel=channel, event_id__in=[f"m:{one}" for one in ids], received_at__gt=now - AGAIN).exists():
        return
    text = read(written.content, written.coding, alphabet=str(channel.settings.get("smpp_alphabet") or "gsm"))
    said = {"id": ids[0], "from": written.sender, "text": text or "", "at": int(now.timestamp())}
    store_event(channel, made_event(channel, said), source=PLACE)


def own_id(channel: Channel, receipt: Receipt, given: frozenset[str]) -> str:
    """The id of a message of ours as its centre gave it to us, of those that a receipt names in its own spelling. To whom it went
    decides between two; where none is known yet, it is as the receipt has it."""
    wanted = [one for number in receipt.ids for one in spellings(number)]
    rows = DeliveryPart.objects.filter(channel=channel, external_id__in=wanted, delivery__isnull=False).select_related("delivery")
    ours = {row.external_id: row.delivery.to_value for row in rows if row.delivery is not None}
    theirs = [one for one in wanted if ours.get(one) == receipt.to]
    fresh = [one for one in wanted if one in given]
    return next(iter((*theirs, *fresh, *(one for one in receipt.ids if one in ours), *receipt.ids)))


def keep_late(channel: Channel, line: Line) -> None:
    """Answers for which no sender waited any more: that the centre has their message is kept, so that it is found when it is asked for."""
    while line.late:
        mark, answer = line.late.popleft()
        if answer.status == pdus.OK and answer.body.strip(b"\x00"):
            said = {"receipt": pdus.text_in(answer.body), "state": "ACCEPTD", "error": "", "mark": mark}
            store_event(channel, made_event(channel, said), source=PLACE)


def made_event(channel: Channel, said: dict[str, Any]) -> Event:
    """As reading.py keeps what any provider tells."""
    return event_of(PROVIDERS[PLACE], said, channel.settings) or Event(json.dumps({"said": said}).encode())
