"""Reads about what is forwarded to somebody who is not the customer: where it leaves, what is passed on, who is told of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sandali.cases.access import who_sees
from sandali.cases.copies import CannotCopy, read_copies
from sandali.cases.models import BESIDE, Attachment, Case, Direction, Message
from sandali.cases.queries import can_send, channels_in_use, last_incoming
from sandali.cases.regrouping import COPY
from sandali.channels.adapter import Party
from sandali.channels.kinds import KINDS
from sandali.channels.models import Channel
from sandali.customers.queries import identities_of
from sandali.history.models import Event

KIND: Final = "email"  # what is forwarded leaves as mail
MOST_PASSED_ON: Final = 50  # messages
LONGEST: Final = 100_000  # characters of what is passed on


def channel_for(case: Case) -> Channel | None:
    """By which of our addresses something is forwarded: the one where the customer wrote, the case's, its department's, any."""
    last = last_incoming(case)
    near = [one for one in (last.channel if last else None, case.channel) if one is not None]
    found = next((one for one in near if sends_mail(one)), None)
    if found is not None:
        return found
    others = [one for one in channels_in_use() if sends_mail(one)]
    return min(others, key=lambda one: (one.department_id != case.department_id, one.pk), default=None)


def sends_mail(channel: Channel) -> bool:
    """Whether a letter to anybody can leave by a channel."""
    return can_send(channel) and KINDS[channel.kind].can.reaches == KIND


def read_receiver(case: Case, typed: str) -> Party:
    """The one address that something is forwarded to. Raises CannotCopy with a sentence: for none, for two, for one of ours, for the customer's own."""
    found = read_copies(case, typed)
    if len(found) == 1:
        return found[0]
    if found:
        raise CannotCopy(_("One address at a time: each gets their own letter, and answers on their own."))
    theirs = {identity.value for identity in identities_of(case.customer_id)}
    if any(value in typed.lower() for value in theirs):
        raise CannotCopy(_("This is the customer's own address. Answer them in the case."))
    raise CannotCopy(_("Write the address to which it goes."))


def conversation(case: Case) -> list[Message]:
    """What was said between the customer and us, oldest first, the newest fifty: no notes, nothing of machines, nothing taken back."""
    said = Message.objects.filter(case=case, withdrawn_at=None, leaves_at=None, automatic="", retracted_at=None).exclude(direction__in=BESIDE)
    return list(said.select_related("author").order_by("-pk")[:MOST_PASSED_ON])[::-1]


def files_to_pass(case: Case) -> QuerySet[Attachment]:
    """Files of the case that may go along: none of a note's, and none whose bytes are not ours."""
    said = Q(message__case=case, message__withdrawn_at=None) & ~Q(message__direction=Direction.NOTE) & ~Q(message__automatic=COPY)
    return Attachment.objects.filter(said, is_inline=False).exclude(sha256="").order_by("pk")


@dataclass(frozen=True, slots=True)
class Thread:
    """What was exchanged with somebody about a case: Message-IDs, the oldest first, and the latest of theirs."""

    references: tuple[str, ...]
    last: str


def thread_with(case: Case, address: str) -> Thread:
    """The letters of a case to and from an address: nothing of the customer's stands among them."""
    said = Message.objects.filter(case=case, direction__in=(Direction.FORWARD, Direction.THIRD), withdrawn_at=None).exclude(external_id="")
    found = [
        (external, direction) for external, direction, value, others in said.order_by("pk").values_list("external_id", "direction", "from_value", "others")
        if value == address or any(one.get("value") == address for one in others)
    ][-20:]  # fmt: skip
    theirs = [external for external, direction in found if direction == Direction.THIRD]
    return Thread(tuple(external for external, _direction in found), theirs[-1] if theirs else "")


def forwarders(event: Event) -> list[int]:
    """Who forwarded something in the case of an event and may (still) see it; for the audience "forwarders"."""
    case = Case.objects.select_related("department").filter(pk=event.case_id or 0).first()
    if case is None:
        return []
    sent = Message.objects.filter(case=case, direction=Direction.FORWARD, withdrawn_at=None, author__is_active=True).select_related("author")
    people = {message.author.pk: message.author for message in sent if message.author is not None}
    return [person.pk for person in who_sees(case, people.values())]
