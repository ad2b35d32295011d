"""The mood of a case: read when the customer writes, said otherwise by one of us, read again where cases are merged."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from sandali.cases.actions.holding import hold_case
from sandali.cases.actions.opening import NOT_PROVEN
from sandali.cases.models import Aside, Case, Direction, Message, Mood
from sandali.company.actions import Overtaken
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.prepared import Prepared
from sandali.resolution.models import CaseMood, MoodMark
from sandali.resolution.reading.mood import MoodReading, read_mood
from sandali.resolution.understanding import events

BATCH: Final = 500
MOST_AGAIN: Final = 30  # of a merged case's messages that are read again
FIELDS: Final = ("pk", "case_id", "text", "at", "is_stranger", "automatic", "remarks", "direction", "case__aside", "arrival__is_history")

_heard = Prepared(lambda message: Message.objects.filter(pk=message).values_list(*FIELDS))


def customer_wrote(event: Event) -> None:
    """MESSAGE_RECEIVED: what they feel is read in the transaction that writes it down. Old mail that is imported is read by a job."""
    for *row, is_history in _heard(event.subject_id):
        if not is_history:
            read_message(*row)


def read_message(
    number: int, case: int, text: str, at: datetime, is_stranger: bool, automatic: str, remarks: list[str], direction: str, aside: str
) -> bool:
    """Take in the mood of one message, as FIELDS; returns whether it says one. Only the customer's own words count."""
    reading = reading_of(text, is_stranger, automatic, remarks, direction, aside)
    if reading is not None:
        take_in(number, case, at, reading)
    return reading is not None


def take_in(number: int, case: int, at: datetime, reading: MoodReading) -> None:
    """The case's mood is what this message says, unless a later one was read already."""
    row, made = CaseMood.objects.get_or_create(
        case_id=case, defaults={"read": reading.mood, "phrase": reading.phrase[:160], "message_id": number, "read_at": at}
    )
    if not made and number > (row.message_id or 0):
        row.read, row.phrase, row.message_id, row.read_at = reading.mood, reading.phrase[:160], number, at
        row.version += 1
        row.save(update_fields=["read", "phrase", "message", "read_at", "version"])
    show(row)


def reading_of(text: str, is_stranger: bool, automatic: str, remarks: list[str], direction: str, aside: str) -> MoodReading | None:
    """What a message says of how the customer feels; None where it is not their own word, or says nothing of it."""
    if direction != Direction.IN or is_stranger or automatic or aside == Aside.SPAM or NOT_PROVEN in remarks:
        return None
    return read_mood(text)


def show(row: CaseMood) -> None:
    """The case carries the mood that stands, for lists."""
    Case.objects.filter(pk=row.case_id).exclude(mood=row.stands).update(mood=row.stands)


@transaction.atomic
def say_mood(case: Case, mood: str, *, by: Any, version: int) -> CaseMood:
    """One of us says how the customer feels, "" for none that could be told. `version` is the one they saw, 0 where nothing stood.

    It holds until the customer writes what reads clearly otherwise. Raises Overtaken when another mood stands meanwhile, and
    ValueError for a mood that there is not."""
    if mood not in ("", *Mood.values):
        raise ValueError(f"no mood is called {mood!r}")
    hold_case(case)
    row = CaseMood.objects.filter(case=case).first()
    if (row.version if row else 0) != version:
        raise Overtaken(row)
    row = row or CaseMood(case=case, version=0)
    row.is_corrected, row.said, row.said_by, row.said_at, row.said_over = True, mood, by, timezone.now(), case.last_message_id
    row.version += 1
    row.save()
    show(row)
    if mood:
        record(events.MOOD_SAID, row, by=by, mood=mood)
    else:
        record(events.NO_MOOD_SAID, row, by=by)
    return row


def read_again(number: int) -> None:
    """Messages came to a case or left it: what its customer feels is read anew from those that are there now. What one of us said stays."""
    found = Message.objects.filter(case_id=number, direction=Direction.IN, withdrawn_at=None).order_by("-id").values_list(*FIELDS)
    readings = ((row[0], row[3], reading_of(row[2], *row[4:9])) for row in found[:MOST_AGAIN])
    message, at, reading = next((one for one in readings if one[2] is not None), (None, None, None))
    wanted = {"read": reading.mood if reading else "", "phrase": reading.phrase[:160] if reading else "", "message_id": message, "read_at": at}
    row = CaseMood.objects.filter(case=number).first()
    if reading is None and (row is None or not row.is_corrected):
        CaseMood.objects.filter(case=number).delete()
        Case.objects.filter(pk=number).exclude(mood="").update(mood="")
        return
    row = row or CaseMood(case_id=number, version=0)
    if any(getattr(row, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(row, name, value)
        row.version += 1
        row.save()
    show(row)


def read_old(*, most: int = BATCH) -> int:
    """Read a batch of messages that were written before they could be read at once, the oldest first; returns how many.

    A message counts as there only when it was seen one round ago: one with a lower number may have been on its way then."""
    mark, _made = MoodMark.objects.get_or_create(pk=1)
    rows = list(
        Message.objects.filter(pk__gt=mark.upto, pk__lte=mark.seen, direction=Direction.IN).order_by("pk").values_list(*FIELDS)[:most]
    )
    # Before the transaction: on SQLite nobody else could write while we read.
    said = [(row[0], row[1], row[3], reading) for row in rows if (reading := reading_of(row[2], *row[4:9])) is not None]
    with transaction.atomic():
        for number, case, at, reading in said:
            take_in(number, case, at, reading)
        newest = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        done = len(rows) < most
        MoodMark.objects.filter(pk=1).update(upto=mark.seen if done else rows[-1][0], seen=newest if done else mark.seen)
    return len(rows)
