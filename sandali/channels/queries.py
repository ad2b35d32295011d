"""Reads about doors, arrivals and deliveries."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils import timezone

from sandali.channels.email.texts import REASONS
from sandali.channels.models import Arrival, ArrivalState, Channel, Delivery, PausedAddress
from sandali.company.queries import people_who_may, stamp
from sandali.history.models import Event

# Automatic mail is counted in the database, where no header can be stripped (RELIABILITY 3.3).
MOST_AN_HOUR, MOST_A_DAY = 3, 10  # to one address
MOST_A_THREAD = 20  # an hour
MOST_ALTOGETHER = 500  # in ten minutes


def keepers(event: Event) -> list[int]:
    """Who looks after channels: people who may manage them."""
    return [person.pk for person in people_who_may("manage_channels")]


def writer_of(event: Event) -> list[int]:
    """Who wrote the answer that a delivery carries."""
    return list(Delivery.objects.filter(pk=event.subject_id, by__is_active=True).values_list("by_id", flat=True))


def is_taken(dedupe_key: str) -> bool:
    """Whether a message with this key was put on its way, whatever became of it."""
    return Delivery.objects.filter(dedupe_key=dedupe_key).exists()


def open_channels() -> list[Channel]:
    """Channels in use."""
    return list(Channel.objects.filter(is_active=True, archived_at=None).select_related("department"))


def channel_stamp(channel: Channel) -> str:
    """How a channel's settings stand; what it carries and how it is doing are not part of it."""
    return stamp(channel.name, channel.address, channel.department_id, channel.settings, channel.secrets)


def is_paused(kind: str, value: str, at: datetime | None = None) -> bool:
    """Whether an address bounced lately."""
    return PausedAddress.objects.filter(kind=kind, value=value, until__gt=at or timezone.now()).exists()


def paused_among(addresses: Collection[tuple[str, str]], at: datetime | None = None) -> set[tuple[str, str]]:
    """Those of the addresses (kind, value) that bounced lately, asked for all at once."""
    values = {value for _kind, value in addresses}
    rows = PausedAddress.objects.filter(value__in=values, until__gt=at or timezone.now()).values_list("kind", "value")
    return set(rows) & set(addresses) if values else set()


def why_not_automatic(channel: Channel, kind: str, value: str, thread: str) -> str:
    """Why no automatic message may go to this address now, as a code, or "" when it may.

    Codes: "paused", "too-many-to-address", "too-many-in-thread", "too-many"."""
    now = timezone.now()
    if is_paused(kind, value, now):
        return "paused"
    automatic = Delivery.objects.filter(is_automatic=True).exclude(state="cancelled")
    to_address = automatic.filter(to_value=value)
    if to_address.filter(created_at__gt=now - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        return "too-many-to-address"
    if to_address.filter(created_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        return "too-many-to-address"
    if automatic.filter(thread=thread, created_at__gt=now - timedelta(hours=1)).count() >= MOST_A_THREAD:
        return "too-many-in-thread"
    if automatic.filter(created_at__gt=now - timedelta(minutes=10)).count() >= MOST_ALTOGETHER:
        return "too-many"
    return ""


def channels_in_use() -> list[Channel]:
    """Channels that are not archived, the failing ones first."""
    return list(Channel.objects.filter(archived_at=None).select_related("department").order_by("failing_since", "name"))


def quarantined_count() -> int:
    """How many arrivals could not be read."""
    return Arrival.objects.filter(state=ArrivalState.QUARANTINED).count()


def failure_words(reason: str) -> str:
    """Why a message came back, as a sentence in the reader's language; a server's own words stay as they are."""
    return str(REASONS.get(reason, reason))
