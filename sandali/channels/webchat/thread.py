"""What stands in a visitor's window of what we said: their deliveries that were sent, and how far they have read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.models import QuerySet

from sandali.channels.adapter import Receipt
from sandali.channels.delivery_parts import take_receipt
from sandali.channels.models import Channel, Delivery, DeliveryPart, DeliveryState, Reached

LATEST_TAIL: Final = 200  # parts a look at what is new takes at most


def said_to(channel: Channel, visitor: str) -> QuerySet[Delivery]:
    """What was sent into a visitor's window."""
    found = Delivery.objects.filter(channel=channel, to_value=visitor, state=DeliveryState.SENT, sent_at__isnull=False)
    return found.select_related("by").prefetch_related("parts")


def sent_delivery(channel: Channel, number: int) -> Delivery | None:
    """One of them; whoever asks has looked at the code that came along."""
    return Delivery.objects.filter(channel=channel, pk=number, state=DeliveryState.SENT).first()


def note_read(channel: Channel, visitor: str, numbers: Sequence[int]) -> int:
    """The window was open in front of the visitor with these deliveries in it; returns of how many that was news."""
    parts = DeliveryPart.objects.filter(channel=channel, delivery__in=numbers, delivery__to_value=visitor, reached__lt=Reached.READ)
    return sum(take_receipt(channel, Receipt(part.external_id, "read")) for part in parts)


def newest_part() -> int:
    """From where on `parts_after` tells what is new."""
    return DeliveryPart.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def parts_after(number: int) -> list[tuple[int, int, str]]:
    """(number, channel, to whom) of what left by any channel after a number."""
    found = DeliveryPart.objects.filter(pk__gt=number, delivery__isnull=False).order_by("pk")
    return list(found.values_list("pk", "channel_id", "delivery__to_value")[:LATEST_TAIL])
