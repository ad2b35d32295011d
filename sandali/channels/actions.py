"""Every write at the doors: keeping what arrives, sending what leaves."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sandali.channels import events, health
from sandali.channels.adapter import (
    Approved,
    Button,
    Incoming,
    Outgoing,
    OutgoingFile,
    Party,
    Refused,
    Sent,
    TryLater,
    Unclear,
)
from sandali.channels.delivery_parts import done_parts, forget_failed, note_parts
from sandali.channels.kinds import adapter_of
from sandali.channels.models import Arrival, ArrivalState, Channel, Delivery, DeliveryState, PausedAddress
from sandali.channels.raws import open_raw
from sandali.company.queries import company_language
from sandali.history import queue
from sandali.history.events import record
from sandali.kit import files
from sandali.kit.prepared import Prepared, PreparedModels

log = logging.getLogger("sandali.channels")
SEND_LEASE = timedelta(minutes=3)
SLOW_AFTER, GIVEN_UP_AFTER = timedelta(seconds=5), timedelta(seconds=75)  # of a server that is handed a message
TRUSTED_FOR = timedelta(minutes=1)
MOST_READS = 5  # that ended without a word
SENT_LATER = timedelta(minutes=2)  # whoever waits for longer than this was meant to; an undo window is shorter
GIVE_UP_AFTER = timedelta(days=3)
DELAYS = (60, 120, 300, 600, 1800, 3600)  # seconds between tries; the last one repeats
FIRST_ASK = timedelta(seconds=30)  # after a message's fate became unclear, and after one was taken
FIRST_PAUSE, LONGEST_PAUSE = timedelta(days=1), timedelta(days=60)


def store_arrival(
    channel: Channel, raw: bytes, *, source: str, is_history: bool = False, envelope_to: str = "", received_at: datetime | None = None
) -> tuple[Arrival, bool]:
    """Keep the raw bytes, once a channel; returns (arrival, whether it is new). The bytes are safe on disk before the row is.

    Raises kit.files.NoRoom when the disk is too full to take more."""
    sha256 = files.put(raw)
    return record_arrival(
        channel,
        sha256,
        size=len(raw),
        source=source,
        is_history=is_history,
        envelope_to=envelope_to,
        received_at=received_at,
    )


_standing = PreparedModels(lambda channel, sha256: Arrival.objects.filter(channel_id=channel, sha256=sha256))


@transaction.atomic
def record_arrival(
    channel: Channel,
    sha256: str,
    *,
    size: int,
    source: str,
    is_history: bool = False,
    envelope_to: str = "",
    received_at: datetime | None = None,
) -> tuple[Arrival, bool]:
    """The row for bytes that are already in the content store, and the job that reads them; see `store_arrival`."""
    standing = _standing(channel.pk, sha256)
    if standing:
        return standing[0], False
    arrival = Arrival(
        channel=channel,
        sha256=sha256,
        size=size,
        source=source,
        is_history=is_history,
        envelope_to=envelope_to[:254],
        received_at=received_at or timezone.now(),
    )
    try:
        with transaction.atomic():
            arrival.save(force_insert=True)
    except IntegrityError:  # another fetcher was quicker
        return Arrival.objects.get(channel=channel, sha256=sha256), False
    if not is_history:
        queue.put(settings.ARRIVAL_TASK, unique_key=settings.ARRIVAL_TASK, priority=10)
    return arrival, True


def read_again(arrival: Arrival) -> bool:
    """Whether to read what an earlier reader did not come to the end of. Each time counts, and is written down before the reading
    begins: a mail that ends the whole process each time is set aside, and those behind it go on."""
    Arrival.objects.filter(pk=arrival.pk).update(tries=F("tries") + 1)
    arrival.tries += 1
    if arrival.tries <= MOST_READS:
        return True
    log.error("arrival %s was not read to its end %s times", arrival.pk, MOST_READS)
    quarantine(arrival, gettext_noop("Reading it was broken off again and again. The raw message is kept."))
    return False


def read_arrival(arrival: Arrival, *, own: list[str] | None = None) -> list[Incoming]:
    """The facts in an arrival; `own` are our addresses, where they are at hand. Raises adapter.Unreadable, or FileNotFoundError when its bytes are gone."""
    with open_raw(arrival) as file:
        raw = file.read()
    given = {"addresses": own_addresses() if own is None else own, **arrival.channel.settings}
    with translation.override(company_language()):  # words that stand for what has none ("A contact: …") are kept: not in the language of who looks
        found = adapter_of(arrival.channel).read(raw, settings=given)
    envelope = arrival.envelope_to.lower()
    if not envelope:
        return found
    return [replace(one, delivered_to=tuple(dict.fromkeys((envelope, *one.delivered_to)))) for one in found]


_addresses = Prepared(lambda: Channel.objects.exclude(address="").order_by("pk").values_list("address", "pk"))


def own_addresses() -> list[str]:
    """Every address of ours, in lower case: mail from them is not a customer's."""
    return [address.lower() for address, _number in _addresses()]


@transaction.atomic
def quarantine(arrival: Arrival, error: str) -> None:
    """Set an arrival aside with its reason. It is not fetched again, and those behind it go on (A11)."""
    Arrival.objects.filter(pk=arrival.pk).update(
        state=ArrivalState.QUARANTINED, error=error[:2000], lease_until=None, tries=arrival.tries + 1
    )
    record(events.ARRIVAL_QUARANTINED, arrival, channel=arrival.channel.name, error=error[:300], quiet=arrival.is_history)


@transaction.atomic
def retry_arrival(arrival: Arrival) -> None:
    """Read a quarantined arrival once more."""
    Arrival.objects.filter(pk=arrival.pk, state=ArrivalState.QUARANTINED).update(state=ArrivalState.NEW, lease_until=None)
    queue.put(settings.ARRIVAL_TASK, unique_key=settings.ARRIVAL_TASK, priority=10)


@transaction.atomic
def queue_delivery(
    channel: Channel, outgoing: Outgoing, *, dedupe_key: str, thread: str, by: Any, delay: float = 0, at: datetime | None = None
) -> tuple[Delivery, bool]:
    """Put a message on its way, in the caller's transaction; returns (delivery, whether it is new).

    The same `dedupe_key` again gives the delivery that stands: pressing send twice sends once (D1). `delay` seconds pass
    before it leaves, in which it can be taken back; `at` is a moment to come at which it leaves instead."""
    leaves = at or timezone.now() + timedelta(seconds=delay)
    delivery, made = Delivery.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "channel": channel,
            "message_id": outgoing.message_id,
            "to_value": outgoing.to.value,
            "payload": asdict(outgoing),
            "thread": thread,
            "is_automatic": outgoing.automatic,
            "not_before": leaves,
            "created_at": at or timezone.now(),  # the days of trying are counted from when it was to leave
            "by": by,
        },
    )
    if made:
        queue.put("sandali.channels.jobs.send_delivery", delivery.pk, run_after=leaves, priority=5)
    return delivery, made


@transaction.atomic
def withdraw_delivery(delivery: Delivery, *, by: Any) -> bool:
    """Take a message back before it leaves; returns whether that was still possible. The row's state decides (D5)."""
    done = cancel_delivery(delivery)
    if done:
        record(events.DELIVERY_WITHDRAWN, delivery, by=by)
    return done


def cancel_delivery(delivery: Delivery) -> bool:
    """Stop a message that nobody tried to send yet, in the caller's transaction, who says why; returns whether it was in time."""
    untried = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.QUEUED, attempts=0)
    return bool(untried.update(state=DeliveryState.CANCELLED))


@transaction.atomic
def hasten_delivery(delivery: Delivery, *, delay: float = 0) -> datetime | None:
    """Let a message that was to leave later leave in `delay` seconds; returns when, or None when it was too late for that."""
    leaves = timezone.now() + timedelta(seconds=delay)
    untried = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.QUEUED, attempts=0, not_before__gt=leaves)
    if not untried.update(not_before=leaves, created_at=leaves):
        return None
    queue.put("sandali.channels.jobs.send_delivery", delivery.pk, run_after=leaves, priority=5)
    return leaves


@transaction.atomic
def retry_delivery(delivery: Delivery) -> bool:
    """Send a refused message again, with the same Message-ID, or one whose provider cannot say what became of it; returns whether
    there was something to retry."""
    now = timezone.now()
    over = Q(state=DeliveryState.FAILED) | Q(state=DeliveryState.UNKNOWN, ask_at=None)
    done = Delivery.objects.filter(over, pk=delivery.pk).update(
        state=DeliveryState.QUEUED, attempts=0, created_at=now, not_before=now, reason="", code="", reached=0, asks=0, repeats=F("repeats") + 1
    )
    if done:
        forget_failed(delivery)
        queue.put("sandali.channels.jobs.send_delivery", delivery.pk, priority=5)
    return bool(done)


def outgoing_of(delivery: Delivery) -> Outgoing:
    """The message as it was fixed when it was written."""
    whole = dict(delivery.payload)
    whole["to"] = Party(**whole["to"])
    whole["cc"] = tuple(Party(**party) for party in whole["cc"])
    whole["bcc"] = tuple(Party(**party) for party in whole.get("bcc", ()))
    whole["files"] = tuple(OutgoingFile(**file) for file in whole["files"])
    whole["references"] = tuple(whole["references"])
    whole["buttons"] = tuple(Button(**button) for button in whole.get("buttons", ()))
    approved = whole.get("approved")
    whole["approved"] = Approved(**{**approved, "values": tuple(approved["values"])}) if approved else None
    whole["done"] = done_parts(delivery)
    whole["reference"] = reference_of(delivery)
    return Outgoing(**whole)


def reference_of(delivery: Delivery) -> str:
    """A number by which a provider may know this sending. Not our row's: after a restore that would name another message."""
    made = hashlib.sha256(f"{delivery.message_id}:{delivery.repeats}".encode()).digest()
    return str(int.from_bytes(made[:8]) >> 4)  # providers keep such numbers as 64 bits with a sign


def send_delivery(delivery_id: int) -> DeliveryState | None:
    """Claim a due message, hand it to its channel outside any transaction, and write down what came of it.

    Returns its new state, or None when it was not ours to send now. Raises queue.Retry when it must wait."""
    delivery = claim_delivery(delivery_id)
    if delivery is None:
        return None
    try:
        sent = adapter_of(delivery.channel).send(delivery.channel, outgoing_of(delivery))
    except Refused as refusal:
        health.sending_works(delivery.channel)
        return finish(delivery, DeliveryState.FAILED, refusal.reason, refusal.code)
    except TryLater as trouble:
        if trouble.channel_fault:
            health.sending_fails(delivery.channel, trouble.reason)
        return postpone(delivery, trouble)
    except Unclear as unclear:
        note_parts(delivery, unclear.done)
        return leave_unclear(delivery, unclear.reason, unclear.code)
    except Exception:  # noqa: BLE001 - an adapter's own fault must not lose the message: it is kept, logged and tried again
        log.exception("the adapter of channel %s failed on delivery %s", delivery.channel_id, delivery.pk)
        if adapter_of(delivery.channel).can.asks:
            return leave_unclear(delivery, _("Something went wrong on our side while sending."))
        return postpone(delivery, TryLater(_("Something went wrong on our side while sending.")))
    health.sending_works(delivery.channel)
    return finish(delivery, DeliveryState.SENT, sent.detail, "", sent)


def claim_delivery(delivery_id: int) -> Delivery | None:
    """Take one queued delivery (or one whose sender died) by compare-and-set. Earlier ones of its thread go first."""
    now = queue.database_now()
    due = Q(state=DeliveryState.QUEUED) | Q(state=DeliveryState.SENDING, lease_until__lt=now)
    delivery = Delivery.objects.select_related("channel").filter(due, pk=delivery_id).first()
    if delivery is None:
        if Delivery.objects.filter(pk=delivery_id, state=DeliveryState.SENDING).exists():
            raise queue.Retry(SEND_LEASE.total_seconds(), "another worker is sending it")
        return None
    if delivery.state == DeliveryState.SENDING and adapter_of(delivery.channel).can.asks:
        leave_unclear(delivery, _("Sandali was stopped while it was being sent."))
        return None
    if delivery.not_before > now:
        raise queue.Retry((delivery.not_before - now).total_seconds())
    waiting = Q(state__in=[DeliveryState.QUEUED, DeliveryState.SENDING]) | Q(ask_at__isnull=False)
    before = Delivery.objects.filter(waiting, thread=delivery.thread, pk__lt=delivery.pk)
    # What was written earlier to be sent later does not hold up what leaves today.
    earlier = before.exclude(attempts=0, not_before__gt=now + SENT_LATER).order_by("pk").first()
    if earlier is not None:
        seconds = (earlier.not_before - now).total_seconds()
        raise queue.Retry(min(max(seconds + 1, 5), 300), "an earlier message of this case is still on its way")
    until = delivery.channel.sending_next_try_at
    if until is not None and until > now:
        raise queue.Retry((until - now).total_seconds(), "the channel is failing")
    with transaction.atomic():
        # One after another: two that ask at once would both find the server free, and both hang where it says nothing (M6).
        # Without the key: whoever writes a message of this channel, and holds this delivery, only wants it to stay.
        channel = Channel.objects.select_for_update(no_key=True).get(pk=delivery.channel_id)
        seconds = wait_beside(channel, now)
        if seconds:
            raise queue.Retry(seconds, "the mail server is being tried with another message")
        taken = Delivery.objects.filter(due, pk=delivery.pk, attempts=delivery.attempts).update(
            state=DeliveryState.SENDING, lease_until=now + SEND_LEASE, attempts=delivery.attempts + 1
        )
    delivery.attempts += 1
    return delivery if taken else None


def wait_beside(channel: Channel, now: datetime) -> float:
    """For how many seconds a message has to wait because another one of its channel is being handed over; 0 to go beside it.

    It may where a message was taken within the last minute and none takes long: a server that does not answer holds one of a worker's
    threads, not all of them (M6). One that takes longer than any server has probably lost its sender."""
    on_way = Delivery.objects.filter(channel=channel, state=DeliveryState.SENDING, lease_until__gt=now + SEND_LEASE - GIVEN_UP_AFTER)
    lease = on_way.order_by("lease_until").values_list("lease_until", flat=True).first()
    if lease is None:
        return 0
    if channel.sending_failures or lease < now + SEND_LEASE - SLOW_AFTER:
        return 15
    sent = Delivery.objects.filter(channel=channel, state=DeliveryState.SENT).order_by("-pk").values_list("sent_at", flat=True).first()
    return 1 if sent is None or sent < now - TRUSTED_FOR else 0


@transaction.atomic
def finish(delivery: Delivery, state: DeliveryState, reason: str, code: str, sent: Sent | None = None) -> DeliveryState:
    """Write down how a delivery ended, and tell."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state,
        reason=reason,
        code=code[:60],
        lease_until=None,
        external_id=(sent.external_id if sent else "")[:200],
        sent_at=timezone.now() if sent else None,
    )
    if sent is not None:
        can = adapter_of(delivery.channel).can
        asks = can.asks and not can.told and not sent.final
        note_parts(delivery, sent.parts, followed=asks or can.told, ask_at=timezone.now() + FIRST_ASK if asks else None)
    if delivery.is_automatic:
        return state  # nobody wrote it, so a case's timeline does not speak of "the answer"
    if state == DeliveryState.SENT:
        record(events.DELIVERY_SENT, delivery)
    else:
        record(events.DELIVERY_FAILED, delivery, reason=reason)
    return state


def leave_unclear(delivery: Delivery, reason: str, code: str = "") -> DeliveryState:
    """Nobody knows whether the provider has the message: it is asked (channels/asking.py), and nothing is sent meanwhile."""
    now = queue.database_now()
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, attempts=delivery.attempts).update(
        state=DeliveryState.UNKNOWN, lease_until=None, reason=reason, code=code[:60], ask_at=now + FIRST_ASK, asks=0
    )
    return DeliveryState.UNKNOWN


def postpone(delivery: Delivery, trouble: TryLater) -> DeliveryState:
    """Try again later, with growing pauses, for three days; then it counts as refused and its writer is told (D3)."""
    now = timezone.now()
    if now - delivery.created_at > GIVE_UP_AFTER:
        reason = _("Not delivered after three days of trying: %(reason)s") % {"reason": trouble.reason}
        return finish(delivery, DeliveryState.FAILED, reason, trouble.code)
    # Where the provider says how long, that is the wait: it knows, and ours would only be longer.
    wait = trouble.after or DELAYS[min(delivery.attempts, len(DELAYS)) - 1]
    with transaction.atomic():
        note_parts(delivery, trouble.done)
        Delivery.objects.filter(pk=delivery.pk).update(
            state=DeliveryState.QUEUED,
            lease_until=None,
            not_before=now + timedelta(seconds=wait),
            reason=trouble.reason,
            code=trouble.code[:60],
        )
        queue.put("sandali.channels.jobs.send_delivery", delivery.pk, run_after=now + timedelta(seconds=wait), priority=5)
    return DeliveryState.QUEUED


@transaction.atomic
def pause_address(kind: str, value: str, *, reason: str) -> PausedAddress:
    """An address bounced: send it nothing automatic for a while, twice as long each time."""
    now = timezone.now()
    paused, made = PausedAddress.objects.get_or_create(
        kind=kind, value=value, defaults={"until": now + FIRST_PAUSE, "reason": reason, "at": now}
    )
    if not made:
        paused.strikes += 1
        paused.until = now + min(FIRST_PAUSE * 2 ** min(paused.strikes - 1, 10), LONGEST_PAUSE)
        paused.reason, paused.at = reason, now
        paused.save(update_fields=["strikes", "until", "reason", "at"])
    return paused
