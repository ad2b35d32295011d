"""What providers tell in numbers: all that came in one moment is kept by one transaction, which is one write to the disk.

Written by itself, each event waited for the disk three times (its file, the file's folder, its row): docs/decisions/0036."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import IntegrityError, connection

from sandali.channels.adapter import Event
from sandali.channels.models import Arrival, Channel, ToldBytes
from sandali.channels.taking import arrival_of, read_later
from sandali.kit import files
from sandali.kit.turns import in_the_next_gap

MOST_BESIDE = 64 * 1024  # bytes that stand beside their row; more goes into the content store


def store_told(told: Iterable[tuple[Channel, Event]], *, source: str) -> None:
    """Keep what was told, each event once, in this order; when this returns, all of it survives a power cut, or was known before.

    What makes two events the same is told at `taking.store_event`. Raises kit.files.NoRoom, and then nothing of it is kept."""
    rows: dict[tuple[int, str], tuple[Arrival, bytes]] = {}
    for channel, event in told:
        arrival = arrival_of(channel, event, source=source, sha256=hashlib.sha256(event.raw).hexdigest())
        rows.setdefault((channel.pk, arrival.event_id or arrival.sha256), (arrival, event.raw))
    if not rows:
        return
    if not files.room_left(sum(len(raw) for _arrival, raw in rows.values())):
        raise files.NoRoom("Too little free space is left.")
    for _arrival, raw in rows.values():
        if len(raw) > MOST_BESIDE:
            files.put(raw)
    in_the_next_gap(lambda: write_rows(list(rows.values())))


def write_rows(rows: list[tuple[Arrival, bytes]]) -> None:
    """The rows with their small bytes, and the job that reads them. In a transaction."""
    _stand_in_line()
    Arrival.objects.bulk_create([arrival for arrival, _raw in rows], ignore_conflicts=True)
    numbers = numbers_of([arrival for arrival, _raw in rows])
    beside = [ToldBytes(arrival_id=numbers[key_of(arrival)], content=raw) for arrival, raw in rows if key_of(arrival) in numbers and len(raw) <= MOST_BESIDE]
    ToldBytes.objects.bulk_create(beside, ignore_conflicts=True)
    later = [arrival.read_after for arrival, _raw in rows if arrival.read_after is not None]
    if len(later) < len(rows):
        read_later(None)
    if later:
        read_later(min(later))


def key_of(arrival: Arrival) -> tuple[int, str]:
    """By what its bytes are found."""
    return arrival.channel_id, arrival.sha256


def numbers_of(arrivals: list[Arrival]) -> dict[tuple[int, str], int]:
    """The primary keys of those that stand there with these very bytes; an event that was known may have others, and needs none of these.

    Raises IntegrityError when one is not there at all: a row that is left out for another reason than that it is known is not kept."""
    channels = {arrival.channel_id for arrival in arrivals}
    there = Arrival.objects.filter(channel_id__in=channels, sha256__in=[arrival.sha256 for arrival in arrivals])
    found = {(channel, sha256): pk for pk, channel, sha256 in there.values_list("pk", "channel_id", "sha256")}
    others = {(arrival.channel_id, arrival.event_id) for arrival in arrivals if key_of(arrival) not in found}
    if others:
        known = Arrival.objects.filter(channel_id__in=channels, event_id__in=[event for _channel, event in others])
        if others - set(known.values_list("channel_id", "event_id")):
            raise IntegrityError("what was told was not kept")
    return found


def _stand_in_line() -> None:
    """One writer at a time: two that tell the same events in another order would each wait for the other. SQLite's do so by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('sandali.store_told'))")
