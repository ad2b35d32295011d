"""A customer changes or takes away what they wrote, on a channel where that can be done. What was said stays said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from sandali.cases import events, search
from sandali.cases.actions.adding import preview_of
from sandali.cases.in_public import stands_in_public
from sandali.cases.models import BESIDE, Case, Direction, Message
from sandali.channels.adapter import IN_PUBLIC, Incoming
from sandali.channels.models import Arrival
from sandali.history.events import record

MOST_WORDINGS = 50


def is_known(incoming: Incoming, arrival: Arrival) -> bool:
    """Whether a message of a conversation is here already: its change came first. Then this is how it was worded before."""
    if not incoming.chat or not incoming.external_id:
        return False
    said = said_before(incoming, arrival)
    if said is None:
        return stands_in_public(incoming.chat) and told_otherwise(incoming, arrival)
    if said.edited_at is not None and not said.wordings and said.text != incoming.text:
        Message.objects.filter(pk=said.pk).update(wordings=[{"text": incoming.text, "until": said.edited_at.isoformat()}])
    return True


def told_otherwise(incoming: Incoming, arrival: Arrival) -> bool:
    """Whether the same public word is here in another public place: who names us below our own post is told of twice."""
    same = Message.objects.filter(channel=arrival.channel_id, external_id=incoming.external_id[:250], direction=Direction.IN, chat__startswith=IN_PUBLIC)
    return same.exists()


def said_before(incoming: Incoming, arrival: Arrival) -> Message | None:
    """The message that a change is about, by what its provider calls it: in the same conversation and by nobody else."""
    said = Message.objects.filter(channel=arrival.channel_id, chat=incoming.chat, external_id=incoming.external_id[:250], direction=Direction.IN)
    if incoming.sender is not None:
        said = said.filter(from_value=incoming.sender.value)
    return said.select_related("case__customer").order_by("id").first()


def change_message(incoming: Incoming, arrival: Arrival, *, otherwise: Callable[[Incoming], Message]) -> Message | None:
    """Write down the new wording, or that it was taken away; returns the message.

    A change of what we have not seen is the message itself (`otherwise`), as providers may tell of it first."""
    said = said_before(incoming, arrival)
    if said is None:
        return otherwise(incoming) if incoming.change == "edit" else None
    at = incoming.sent_at or arrival.received_at
    if incoming.change == "delete":
        return retract(said, at=at)
    if said.text == incoming.text or said.retracted_at is not None or (said.edited_at is not None and incoming.sent_at and incoming.sent_at < said.edited_at):
        return said  # nothing new in it, or an older wording that comes late
    reword(said, incoming.text, at=at)
    return said


def reword(said: Message, text: str, *, at: Any) -> None:
    """The new text in the old one's place, which is kept beside it; lists and search know the new one."""
    before = {"text": said.text, "until": at.isoformat()}
    said.wordings, said.text, said.edited_at = [*said.wordings, before][-MOST_WORDINGS:], text, at
    said.save(update_fields=["wordings", "text", "edited_at"])
    search.index_message(said, list(said.attachments.values_list("name", flat=True)), new=False)
    if Message.objects.filter(case=said.case_id, pk__gt=said.pk, withdrawn_at=None, automatic="").exclude(direction__in=BESIDE).exists():
        record(events.MESSAGE_EDITED, said, at=timezone.now())
        return
    Case.objects.filter(pk=said.case_id).update(preview=preview_of(text))
    record(events.MESSAGE_EDITED, said, at=timezone.now())


def retract(said: Message, *, at: Any) -> Message:
    """The customer took it away: it is marked, and stays readable for who serves them."""
    if Message.objects.filter(pk=said.pk, retracted_at=None).update(retracted_at=at):
        said.retracted_at = at
        record(events.MESSAGE_RETRACTED, said, at=timezone.now())
    return said
