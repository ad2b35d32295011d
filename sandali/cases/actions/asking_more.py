"""What a provider told only the fact of: it is asked what it is, and that is taken in then. What it never says comes in as the bare fact."""

from __future__ import annotations

import logging
from typing import Final

from sandali.cases.actions.fetching import PAUSES
from sandali.cases.models import Message
from sandali.channels.adapter import Refused, TryLater
from sandali.channels.kinds import comment_adapter
from sandali.channels.models import Arrival, Channel
from sandali.channels.taking import store_event
from sandali.history import queue

log = logging.getLogger("sandali.intake")
JOB: Final = "sandali.cases.jobs.ask_more"
SOURCE: Final = "hook"
MOST_TRIES: Final = 12  # some six hours: then it stands as it is, rather than be known to nobody


def ask_later(reference: str, arrival: Arrival) -> None:
    """Have the provider asked after the commit."""
    queue.put(JOB, arrival.channel_id, reference, unique_key=f"{JOB}:{arrival.channel_id}:{reference}")


def ask_more(channel_id: int, reference: str, tries: int = 0) -> bool:
    """Ask once, and keep what it is; returns whether that is known now. A comment that came by itself meanwhile is not taken in twice."""
    channel = Channel.objects.filter(pk=channel_id, archived_at=None).first()
    said = reference.rpartition(":")[2]
    if channel is None or (said and Message.objects.filter(channel=channel, external_id=said).exists()):
        return False
    adapter = comment_adapter(channel)
    try:
        event = adapter.tell_more(channel, reference)
    except TryLater as trouble:
        if tries < MOST_TRIES:
            log.info("what %s is, is not known yet: %s", reference, trouble.code)
            queue.put(JOB, channel_id, reference, tries + 1, run_after=queue.in_seconds(trouble.after or PAUSES[min(tries, len(PAUSES) - 1)]))
            return False
        event = adapter.untold(channel, reference)
    except Refused as refusal:
        log.info("what %s is, the provider does not say: %s", reference, refusal.code)
        event = adapter.untold(channel, reference)
    store_event(channel, event, source=SOURCE)
    return True
