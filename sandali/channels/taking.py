"""From a provider's event to an arrival, and who reads what next: in one conversation one after the other, in its order."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from sandali.channels.adapter import Event
from sandali.channels.models import Arrival, ArrivalState, Channel
from sandali.history import queue
from sandali.kit import files
from sandali.kit.prepared import MOST, PreparedModels
from sandali.kit.text import clean

READ_LEASE = timedelta(minutes=2)
MOST_OF_A_LANE = 200
LONGEST_ID = 120
SOON = "soon"

_known = PreparedModels(lambda channel, event: Arrival.objects.filter(channel_id=channel, event_id=event))


def store_event(channel: Channel, event: Event, *, source: str) -> tuple[Arrival, bool]:
    """Keep what a provider told us, once; returns (arrival, whether it is new). The bytes are on disk before the row is.

    The same event comes again and again, also with other bytes (by the hook and when asked for), so its id decides; without one
    its bytes do. Raises kit.files.NoRoom."""
    event_id = short(event.id)
    if event_id:
        standing = _known(channel.pk, event_id)
        if standing:
            return standing[0], False
    sha256 = files.put(event.raw)
    arrival = arrival_of(channel, event, source=source, sha256=sha256)
    with transaction.atomic():
        try:
            with transaction.atomic():
                arrival.save(force_insert=True)
        except IntegrityError:  # the same event at the same moment: another was quicker
            same = Q(event_id=event_id) if event_id else Q(sha256=sha256)
            return Arrival.objects.get(same, channel=channel), False
        read_later(arrival.read_after)
    return arrival, True


def arrival_of(channel: Channel, event: Event, *, source: str, sha256: str) -> Arrival:
    """The row of an event, not yet written."""
    now = timezone.now()
    return Arrival(
        channel=channel,
        sha256=sha256,
        size=len(event.raw),
        source=source,
        received_at=now,
        event_id=short(event.id) or None,
        lane=clean(f"{channel.pk}:{event.lane}")[:120] if event.lane else None,
        sequence=min(max(event.order, -MOST), MOST),
        read_after=now + timedelta(seconds=event.settles) if event.settles else None,
    )


def short(event_id: str) -> str:
    """An event's id as long as its column, of what a database takes: a provider's own may be anything."""
    if len(event_id) <= LONGEST_ID and clean(event_id) == event_id:
        return event_id
    return f"{clean(event_id)[:40]}:{hashlib.sha256(event_id.encode('utf-8', 'surrogatepass')).hexdigest()}"


def read_later(at: datetime | None) -> None:
    """Have arrivals read: at once, or at a moment to come."""
    if at is None:
        queue.put(settings.ARRIVAL_TASK, unique_key=settings.ARRIVAL_TASK, priority=10)
    else:
        queue.put(settings.ARRIVAL_TASK, unique_key=f"{settings.ARRIVAL_TASK}:{SOON}", priority=10, run_after=at)


def claim_arrivals(most: int) -> list[Arrival]:
    """Take the next unread arrivals by a lease, today's mail before old mail that is being imported.

    Of a conversation all that waits is taken together and read in its order, and nothing while somebody else reads there."""
    now = queue.database_now()
    with transaction.atomic():
        _stand_in_line()
        free = _free(now)
        taken = list(free.order_by("is_history", "id")[:most])
        lanes = {arrival.lane for arrival in taken if arrival.lane is not None}
        if lanes:
            more = free.filter(lane__in=lanes).exclude(pk__in=[arrival.pk for arrival in taken])
            taken += list(more.order_by("sequence", "id")[:MOST_OF_A_LANE])
        Arrival.objects.filter(pk__in=[arrival.pk for arrival in taken]).update(lease_until=now + READ_LEASE)
    return in_order(taken)


def _free(now: datetime) -> QuerySet[Arrival]:
    """What may be read now."""
    busy = Arrival.objects.filter(Q(lease_until__gt=now) | Q(read_after__gt=now), lane=OuterRef("lane"), state=ArrivalState.NEW)
    waits = Q(lease_until=None) | Q(lease_until__lt=now)
    found = Arrival.objects.filter(waits, Q(lane=None) | ~Exists(busy), state=ArrivalState.NEW)
    return found.select_related("channel").select_for_update(skip_locked=True, of=("self",))


def _stand_in_line() -> None:
    """One claimer at a time, or two would each take a part of one conversation. SQLite's transactions do so by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('sandali.claim_arrivals'))")


def in_order(arrivals: list[Arrival]) -> list[Arrival]:
    """As they came; those of one conversation by its own order, where its first one stands."""
    lanes: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in arrivals:
        lanes[arrival.lane or f"-{arrival.pk}"].append(arrival)
    groups = [sorted(group, key=lambda one: (one.sequence, one.pk)) for group in lanes.values()]
    groups.sort(key=lambda group: (group[0].is_history, min(one.pk for one in group)))
    return [arrival for group in groups for arrival in group]


def wait_for_settling() -> None:
    """Have what settles just now read when it has."""
    soon = Arrival.objects.filter(state=ArrivalState.NEW, lease_until=None, read_after__gt=queue.database_now())
    first = soon.order_by("read_after").values_list("read_after", flat=True).first()
    if first is not None:
        read_later(first)

