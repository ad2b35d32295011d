"""What all that asks Meta about an Instagram account needs: the account, and how Meta writes times."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sandali.channels.adapter import TryLater
from sandali.channels.metaapi.graph import Graph, graph_of_channel
from sandali.channels.metaapi.troubles import NO_TOKEN, meaning_of
from sandali.channels.models import Channel
from sandali.kit.secrets import SecretUnreadable

SERVER: Final = "https://graph.instagram.com"
OWN: Final = "account_id"
LOOKED_BACK: Final = timedelta(minutes=2)  # their clock may go behind ours


def needed_graph(channel: Channel) -> Graph:
    """A channel's account. Raises TryLater without a token, or one that can be read."""
    try:
        graph = graph_of_channel(channel, server=SERVER, own=OWN, proves=False)
    except SecretUnreadable as problem:
        raise meaning_of(problem) from problem
    if graph is None or not graph.own:
        raise TryLater(str(NO_TOKEN), "no-token", channel_fault=True)
    return graph


def came_after(stamp: str, since: datetime) -> bool:
    """Whether a time as Meta writes it is after a moment; one that cannot be read is not."""
    try:
        return datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S%z") > since
    except ValueError:
        return False
