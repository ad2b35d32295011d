"""Mentions that one of us brings in, by hand or in a table: kept and read as those that a program tells."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from sandali.cases.actions.intake import receive_arrival
from sandali.cases.models import Case, Message
from sandali.cases.threads import living
from sandali.channels.models import Channel
from sandali.channels.social.mentions import Mention, event_of
from sandali.channels.taking import store_event


@transaction.atomic
def take_mention(channel: Channel, mention: Mention, *, source: str) -> tuple[Case | None, bool]:
    """(the case of a mention, whether it is new); None for what could not be read. One transaction, so that no worker reads it too."""
    arrival, new = store_event(channel, event_of(mention), source=source)
    if new:
        receive_arrival(arrival)
    said = Message.objects.select_related("case__customer").filter(arrival=arrival).first()
    return (living(said.case) if said is not None else None), new


def keep_mentions(channel: Channel, mentions: Sequence[Mention], *, source: str) -> int:
    """Keep what a table holds, to be read by the worker; returns how many are new."""
    return sum(store_event(channel, event_of(one), source=source)[1] for one in mentions)
