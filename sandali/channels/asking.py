"""Asking providers what became of messages: of those whose fate is unclear, and how far the others got (docs/decisions/0029).

Nothing here is sent by itself but what its provider is proven not to have."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Final, cast

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sandali.channels import events
from sandali.channels.actions import finish, outgoing_of
from sandali.channels.adapter import Looked, TryLater
from sandali.channels.delivery_parts import note_parts, take_receipt
from sandali.channels.faces import AskedAdapter
from sandali.channels.kinds import adapter_of
from sandali.channels.models import Channel, Delivery, DeliveryPart, DeliveryState, Reached
from sandali.history import queue
from sandali.history.events import record

log = logging.getLogger("sandali.channels")
# Seconds to the next question about an unclear message; the last one repeats.
PAUSES: Final = (120, 300, 600, 1800, 3600)
SURE_AFTER: Final = 2  # questions, the second one some minutes after it left: until then it may still be on its way there
NOT_SHOWN_AFTER: Final = 4  # questions to a provider that shows nothing and can prove nothing
MOST_ASKS: Final = 16  # about twelve hours, for which the first of them keeps our references
# Seconds to the next question how far a message got, for two days: then no provider knows any more.
REPORT_PAUSES: Final = (60, 180, 600, 1800, 3600, 10_800, 21_600, 43_200, 86_400)
MOST_UNCLEAR, MOST_REPORTS = 20, 100  # of a channel at once
LONGEST_ROUND: Final = 60.0  # seconds
HELD: Final = timedelta(minutes=3)  # while we ask; who died asking is followed then


def channels_to_ask() -> list[int]:
    """Channels of which something is to be asked now."""
    now = queue.database_now()
    due = (rows.filter(ask_at__lte=now).values_list("channel_id", flat=True).distinct() for rows in (Delivery.objects, DeliveryPart.objects))
    return sorted({number for numbers in due for number in numbers})


def ask_channel(channel_id: int) -> None:
    """Ask one channel's provider; a round is bounded, and what is left waits for the next one."""
    channel = Channel.objects.filter(pk=channel_id).first()
    if channel is None:
        return
    adapter = cast(AskedAdapter, adapter_of(channel))
    until = time.monotonic() + LONGEST_ROUND
    due = Delivery.objects.filter(channel=channel, state=DeliveryState.UNKNOWN, ask_at__lte=queue.database_now()).order_by("ask_at")
    for delivery in due.select_related("channel")[:MOST_UNCLEAR]:
        if time.monotonic() > until or not ask_of(delivery, adapter):
            return
    ask_reports(channel, adapter)


def ask_of(delivery: Delivery, adapter: AskedAdapter) -> bool:
    """Ask what became of one unclear message; returns whether the provider answered."""
    now = queue.database_now()
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.UNKNOWN, asks=delivery.asks)
    if not mine.update(ask_at=now + HELD, asks=F("asks") + 1):
        return True  # another worker asks
    delivery.asks += 1
    try:
        looked = adapter.look_up(delivery.channel, outgoing_of(delivery), since=delivery.not_before)
    except TryLater as trouble:
        log.info("what became of delivery %s was not told: %s", delivery.pk, trouble.code)
        wait_or_leave(delivery, trouble.reason, last=delivery.asks >= MOST_ASKS)
        return False
    conclude(delivery, looked)
    return True


@transaction.atomic
def conclude(delivery: Delivery, looked: Looked) -> None:
    """Write down what was found out. Whoever decided meanwhile (a person, another worker) is not overruled."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.UNKNOWN, asks=delivery.asks)
    if looked.sent is not None:
        if mine.update(ask_at=None):
            finish(delivery, DeliveryState.SENT, looked.sent.detail, "", looked.sent)
    elif not looked.proven and not looked.done:
        wait_or_leave(delivery, _("The provider does not show it."), last=delivery.asks >= NOT_SHOWN_AFTER)
    elif delivery.asks < SURE_AFTER and not looked.done:
        wait_or_leave(delivery, delivery.reason, last=False)
    elif mine.update(state=DeliveryState.QUEUED, ask_at=None, not_before=queue.database_now(), reason="", code=""):
        note_parts(delivery, looked.done)
        queue.put("sandali.channels.jobs.send_delivery", delivery.pk, priority=5)


@transaction.atomic
def wait_or_leave(delivery: Delivery, reason: str, *, last: bool) -> None:
    """Ask again later; after the `last` time its writer is told and decides."""
    pause = PAUSES[min(delivery.asks, len(PAUSES)) - 1]
    ask_at = None if last else queue.database_now() + timedelta(seconds=pause)
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.UNKNOWN, asks=delivery.asks)
    if mine.update(ask_at=ask_at, reason=reason) and last and not delivery.is_automatic:
        record(events.DELIVERY_UNCLEAR, delivery, reason=reason)


def ask_reports(channel: Channel, adapter: AskedAdapter) -> None:
    """Ask how far the messages got of which nothing final is known, ever more rarely."""
    now = queue.database_now()
    due = DeliveryPart.objects.filter(channel=channel, ask_at__lte=now, reached__lt=Reached.DELIVERED).order_by("ask_at")
    parts = list(due[:MOST_REPORTS])
    for part in parts:  # before we ask: whoever dies asking asks less often, and not for ever
        later = now + timedelta(seconds=REPORT_PAUSES[part.asks]) if part.asks < len(REPORT_PAUSES) else None
        DeliveryPart.objects.filter(pk=part.pk, asks=part.asks).update(ask_at=later, asks=F("asks") + 1)
    if not parts:
        return
    try:
        told = adapter.reports(channel, tuple(part.external_id for part in parts))
    except TryLater as trouble:
        log.info("channel %s did not say how far its messages got: %s", channel.pk, trouble.code)
        return
    for receipt in told:
        take_receipt(channel, receipt)
