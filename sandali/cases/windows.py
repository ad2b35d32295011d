"""Conversations in which a provider takes our answer only for some hours after the customer's last word there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max

from sandali.cases.models import Direction, Message
from sandali.channels.adapter import OWN_HOURS
from sandali.channels.kinds import KINDS, LIMITED_KINDS
from sandali.channels.models import Channel
from sandali.customers.models import Identity
from sandali.kit.prepared import Prepared

_heard = Prepared(
    lambda channel, chat: Message.objects.filter(channel_id=channel, chat=chat, direction=Direction.IN).order_by("-id").values_list("at")[:1]
)


def hours_of(channel: Channel) -> int:
    """For how many hours an answer may leave after their last word, 0 for no limit."""
    usual = KINDS[channel.kind].can.answers_within if channel.kind in LIMITED_KINDS else 0
    return int(channel.settings.get(OWN_HOURS) or usual) if usual else 0


def closes_at(channel: Channel, identity: Identity) -> datetime | None:
    """Until when an answer to this account may leave: long ago where they never wrote here. None where nothing ends.

    It begins with a message of theirs; by our own clock, which is a little later than the provider's."""
    hours = hours_of(channel)
    if not hours:
        return None
    heard = next(iter(_heard(channel.pk, identity.value)), None)
    return (heard[0] if heard is not None else channel.created_at - timedelta(days=365)) + timedelta(hours=hours)


def is_closed(channel: Channel, identity: Identity, *, at: datetime) -> bool:
    """Whether an answer that leaves at this moment comes too late."""
    until = closes_at(channel, identity)
    return until is not None and until <= at


def kinds_at(channel: Channel) -> set[str]:
    """The kinds of address by which people are known on a channel."""
    can = KINDS[channel.kind].can
    return {can.reaches, *can.known_by}


def closed_among(channels: Iterable[Channel], identities: Iterable[Identity], *, at: datetime) -> set[tuple[int, str]]:
    """Of these accounts those to which no answer may leave any more: (channel, value). One question for all; none where nothing is limited."""
    limited = [channel for channel in channels if hours_of(channel)]
    if not limited:
        return set()
    values = {one.value for one in identities if any(one.kind in kinds_at(channel) for channel in limited)}
    said = Message.objects.filter(channel__in=limited, chat__in=values, direction=Direction.IN)
    newest = {(channel, chat): heard for channel, chat, heard in said.order_by().values_list("channel", "chat").annotate(Max("at"))}
    closed = set()
    for channel in limited:
        since = at - timedelta(hours=hours_of(channel))
        closed |= {(channel.pk, value) for value in values if (heard := newest.get((channel.pk, value))) is None or heard <= since}
    return closed
