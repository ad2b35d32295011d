"""What a provider calls our messages, and how far it says that they got: a state goes on and never back (RELIABILITY F2, F6)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from sandali.channels import events
from sandali.channels.adapter import Receipt
from sandali.channels.models import Channel, Delivery, DeliveryPart, DeliveryState, Reached
from sandali.history.events import record

RANKS: Final = {"sent": Reached.SENT, "delivered": Reached.DELIVERED, "read": Reached.READ, "failed": Reached.FAILED}
# A report about a message that we do not know yet is kept so long: our own call is still to return.
KEPT_UNMATCHED: Final = timedelta(minutes=10)
# And one with our reference: a message whose fate is unclear is looked for by it.
KEPT_REFERENCES: Final = timedelta(days=2)


def done_parts(delivery: Delivery) -> tuple[str, ...]:
    """Ids of the parts that left at an earlier try, in their order."""
    return tuple(DeliveryPart.objects.filter(delivery=delivery).order_by("number", "pk").values_list("external_id", flat=True))


@transaction.atomic
def note_parts(delivery: Delivery, parts: tuple[str, ...], *, followed: bool = False, ask_at: datetime | None = None) -> None:
    """Write down under which ids a message left; a report that came before is matched now.

    `followed`: its provider says further how far they get; with `ask_at` it is asked then, else it tells by itself."""
    for number, external_id in enumerate(parts):
        part, made = DeliveryPart.objects.get_or_create(
            channel_id=delivery.channel_id, external_id=external_id[:200], defaults={"delivery": delivery, "number": number}
        )
        if not made and part.delivery_id is None:
            DeliveryPart.objects.filter(pk=part.pk).update(delivery=delivery, number=number)
            if part.reached == Reached.FAILED:
                fail_late(delivery, part.reason)
    if followed:
        own = DeliveryPart.objects.filter(delivery=delivery)
        own.filter(reached=Reached.NOWHERE).update(reached=Reached.SENT)
        if ask_at is not None:
            own.filter(reached__lt=Reached.DELIVERED).update(ask_at=ask_at, asks=0)
        lift(delivery)


@transaction.atomic
def take_receipt(channel: Channel, receipt: Receipt) -> bool:
    """Write down what became of a message of ours; returns whether it was news. "read" before "delivered" stays "read"."""
    rank = RANKS[receipt.reached]
    settled = {"ask_at": None} if rank >= Reached.DELIVERED else {}
    part, made = DeliveryPart.objects.get_or_create(
        channel=channel, external_id=receipt.external_id[:200],
        defaults={"reached": rank, "reason": receipt.reason[:2000], "reference": receipt.reference[:40]},
    )  # fmt: skip
    if not made:
        news = DeliveryPart.objects.filter(pk=part.pk, reached__lt=rank).update(reached=rank, reason=receipt.reason[:2000], **settled)
        if not news:
            return False
    if part.delivery is not None:
        if rank == Reached.FAILED:
            fail_late(part.delivery, receipt.reason)
        lift(part.delivery)
    return True


def lift(delivery: Delivery) -> None:
    """A message has got as far as the part that is furthest behind. It never goes back; parts that failed are told apart."""
    came = DeliveryPart.objects.filter(delivery=delivery).exclude(reached=Reached.FAILED).aggregate(least=Min("reached"))["least"]
    if came:
        Delivery.objects.filter(pk=delivery.pk, reached__lt=came).update(reached=came)


def forget_failed(delivery: Delivery) -> None:
    """Parts that did not arrive are no part of a message that is sent once more: what is said of them still is not said of it."""
    DeliveryPart.objects.filter(delivery=delivery, reached=Reached.FAILED).update(delivery=None)


def fail_late(delivery: Delivery, reason: str) -> None:
    """The provider took a message and says afterwards that it could not deliver it: its writer is told."""
    done = Delivery.objects.filter(pk=delivery.pk).exclude(state=DeliveryState.FAILED).update(state=DeliveryState.FAILED, reason=reason)
    if done and not delivery.is_automatic:
        record(events.DELIVERY_FAILED, delivery, reason=reason)


def forget_unmatched() -> int:
    """Delete old reports about messages that are not ours; returns how many."""
    now = timezone.now()
    old = Q(at__lt=now - KEPT_REFERENCES) | Q(at__lt=now - KEPT_UNMATCHED, reference="")
    return DeliveryPart.objects.filter(old, delivery=None).delete()[0]


def part_of_reference(channel: Channel, reference: str) -> str:
    """What the provider calls a message by our reference, as a report told; "" where none did."""
    told = DeliveryPart.objects.filter(channel=channel, reference=reference, delivery=None).order_by("pk")
    return told.values_list("external_id", flat=True).first() or ""
