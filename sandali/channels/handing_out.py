"""Files of our messages for providers that fetch them from us: by a signed address, for a short while, and nobody else's file by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone

from sandali.channels.models import Channel, Delivery, DeliveryState
from sandali.kit.signed_links import make_link

PURPOSE: Final = "sent-file"
LASTS: Final = timedelta(hours=1)  # of its sending; the address itself is good until the end of its day
MOST_FILES: Final = 100  # of a message


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A file as it is handed out; `sha256` says where its bytes are."""

    name: str
    content_type: str
    sha256: str


def address_of_file(channel: Channel, message_id: str, place: int) -> str:
    """Where the provider fetches the file at this place of a message that is being sent; "" for one that there is not."""
    number = Delivery.objects.filter(channel=channel, message_id=message_id).order_by("-pk").values_list("pk", flat=True).first()
    return make_link(PURPOSE, number * MOST_FILES + place, lasts=LASTS) if number is not None and place < MOST_FILES else ""


def file_handed_out(number: int) -> HandedOut | None:
    """The file behind an address, as long as its message is being sent, was just now, or nobody knows; None else."""
    delivery = Delivery.objects.filter(pk=number // MOST_FILES).first()
    if delivery is None or not is_on_the_way(delivery):
        return None
    files, place = delivery.payload.get("files") or [], number % MOST_FILES
    if place >= len(files):
        return None
    return HandedOut(str(files[place]["name"]), str(files[place]["content_type"]), str(files[place]["sha256"]))


def is_on_the_way(delivery: Delivery) -> bool:
    """Whether a provider may still come for its files."""
    if delivery.state in (DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.QUEUED):
        return True
    return delivery.sent_at is not None and delivery.sent_at > timezone.now() - LASTS
