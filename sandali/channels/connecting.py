"""What we tell providers besides messages: where they reach us, and that a button's press was taken."""

from __future__ import annotations

import logging

from sandali.channels import health
from sandali.channels.adapter import Press, Refused, TryLater
from sandali.channels.hooks import hook_url
from sandali.channels.kinds import button_adapter, hook_adapter
from sandali.channels.models import Channel
from sandali.history import queue

log = logging.getLogger("sandali.channels")


def connect_channel(channel_id: int) -> None:
    """Have the provider tell us of events at our address, or leave them to be asked for; trouble is written on the channel.

    What may pass is tried again by queue.Retry, as often as the channel's own pauses say."""
    channel = Channel.objects.filter(pk=channel_id, archived_at=None).first()
    if channel is None or not channel.secrets:
        return
    try:
        address = hook_adapter(channel).connect(channel, hook_url=hook_url(channel))
    except Refused as refusal:
        health.receiving_fails(channel, refusal.reason)
    except TryLater as trouble:
        health.receiving_fails(channel, trouble.reason)
        if trouble.code not in ("no-token",):
            raise queue.Retry(max(trouble.after, health.wait_after(channel.failures).total_seconds()), trouble.reason) from trouble
    else:
        if address and address != channel.address:
            Channel.objects.filter(pk=channel.pk).update(address=address[:254])
        health.receiving_works(channel)


def acknowledge_press(channel_id: int, press_id: str, words: str) -> None:
    """A word to who pressed a button. Nobody waits for it for long, so it is tried once."""
    channel = Channel.objects.filter(pk=channel_id, archived_at=None).first()
    if channel is None:
        return
    try:
        button_adapter(channel).acknowledge(channel, Press(press_id, ""), words=words)
    except (Refused, TryLater) as trouble:
        log.info("a press on channel %s was not acknowledged: %s", channel.pk, trouble.code)
