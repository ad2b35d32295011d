"""Parts of long messages, which come one by one, in any order and again: kept until all are there, and told as one message."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from sandali.channels.models import Channel, HeardPart
from sandali.channels.sms.smpp.letters import Part, read_parts
from sandali.channels.sms.smpp.told import Written
from sandali.channels.taking import store_event

WAITS: Final = timedelta(minutes=30)  # for what is missing; then what is there is told
KEPT: Final = timedelta(days=1)  # for repeats, and for what comes later still
MISSING: Final = "[…]"
SOURCE: Final = "smpp"
Said = dict[str, Any]


@transaction.atomic
def take_part(channel: Channel, written: Written, part: Part, *, at: datetime) -> list[Said]:
    """Keep a part; returns what is to be told: nothing while others are missing, and nothing for a repeat."""
    alone(channel)
    HeardPart.objects.filter(channel=channel, at__lt=at - KEPT).exclude(told_as="").delete()
    same = HeardPart.objects.filter(channel=channel, sender=written.sender, reference=part.reference, total=part.total)
    rows, told = list(same), []
    standing = next((row for row in rows if row.number == part.number), None)
    if standing is not None and (bytes(standing.content), standing.coding) == (written.content, written.coding):
        return []
    if standing is not None:  # another text, as the phone uses its numbers again
        told = [] if standing.told_as else [told_as_one(channel, rows)]
        same.delete()
        rows = []
    row = HeardPart.objects.create(
        channel=channel, sender=written.sender, reference=part.reference, total=part.total, number=part.number, content=written.content,
        coding=written.coding, at=at, told_as=rows[0].told_as if rows else "",
    )  # fmt: skip
    rows = sorted([*rows, row], key=lambda one: one.number)
    if row.told_as or len(rows) == part.total:
        told.append(told_as_one(channel, rows))
    return told


def told_as_one(channel: Channel, rows: list[HeardPart]) -> Said:
    """The text of some parts, and that it is told now. What was told before is put in its place by this."""
    first = min(rows, key=lambda row: row.pk)
    name = first.told_as or hashlib.sha256(f"{first.sender}:{first.reference}:{first.total}:{first.at.timestamp()}".encode()).hexdigest()[:32]
    HeardPart.objects.filter(pk__in=[row.pk for row in rows]).update(told_as=name)
    said = {"id": name, "from": first.sender, "text": text_of(channel, rows), "at": int(first.at.timestamp())}
    return {**said, "mended": len(rows)} if first.told_as else said


def text_of(channel: Channel, rows: list[HeardPart]) -> str:
    """The text with a sign where parts are missing."""
    alphabet = str(channel.settings.get("smpp_alphabet") or "gsm")
    pieces: list[str] = []
    run: list[tuple[bytes, int]] = []
    expected = 1
    for row in rows:
        if row.number != expected:
            pieces += [read_parts(run, alphabet=alphabet), MISSING]
            run = []
        run.append((bytes(row.content), row.coding))
        expected = row.number + 1
    pieces.append(read_parts(run, alphabet=alphabet))
    return "".join(pieces) + (MISSING if expected <= rows[-1].total else "")


def tell_late(event_of: Any) -> int:
    """Tell what came of messages whose rest has not come for too long; returns how many. `event_of` makes an event of what is said."""
    waiting = HeardPart.objects.filter(told_as="").values("channel", "sender", "reference", "total").annotate(first=Min("at"))
    count = 0
    for one in waiting.filter(first__lt=timezone.now() - WAITS):
        with transaction.atomic():
            channel = alone(Channel(pk=one["channel"]))
            of_text = {name: one[name] for name in ("channel", "sender", "reference", "total")}
            rows = list(HeardPart.objects.filter(told_as="", **of_text))
            if rows:
                store_event(channel, event_of(channel, told_as_one(channel, rows)), source=SOURCE)
                count += 1
    return count


def alone(channel: Channel) -> Channel:
    """Of two who join parts of one channel, one waits."""
    return Channel.objects.select_for_update().get(pk=channel.pk)
