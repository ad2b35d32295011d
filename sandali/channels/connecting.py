"""What we tell providers besides messages (where they reach us, that a button's press was taken), and the texts that they have looked over."""

from __future__ import annotations

import logging

from django.db import transaction

from sandali.channels import health
from sandali.channels.adapter import Press, Refused, TryLater
from sandali.channels.hooks import hook_url
from sandali.channels.kinds import APPROVED_KINDS, approved_adapter, button_adapter, hook_adapter
from sandali.channels.models import ApprovedText, Channel
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
        refresh_texts(channel)


def refresh_texts(channel: Channel) -> int:
    """Write down the texts that the provider has looked over, as it has them now; returns how many. Where it cannot be asked, those
    that were known stay."""
    if channel.kind not in APPROVED_KINDS:
        return 0
    try:
        found = approved_adapter(channel).approved_texts(channel)
    except (Refused, TryLater) as trouble:
        log.info("the approved texts of channel %s are not told: %s", channel.pk, trouble.code)
        return 0
    texts = {(one.name, one.language): one for one in found}
    with transaction.atomic():
        known = {(one.name, one.language): one for one in ApprovedText.objects.filter(channel=channel)}
        ApprovedText.objects.filter(pk__in=[one.pk for key, one in known.items() if key not in texts]).delete()
        ApprovedText.objects.bulk_create(
            [ApprovedText(channel=channel, name=one.name[:512], language=one.language[:20], text=one.text, places=one.places) for one in texts.values()],
            update_conflicts=True, unique_fields=["channel", "name", "language"], update_fields=["text", "places"],
        )  # fmt: skip
    return len(texts)


def refresh_all_texts() -> int:
    """The same for every channel in use that has such texts; returns how many texts there are."""
    channels = Channel.objects.filter(kind__in=APPROVED_KINDS, is_active=True, archived_at=None).exclude(secrets="")
    return sum(refresh_texts(channel) for channel in channels)


def acknowledge_press(channel_id: int, press_id: str, words: str) -> None:
    """A word to who pressed a button. Nobody waits for it for long, so it is tried once."""
    channel = Channel.objects.filter(pk=channel_id, archived_at=None).first()
    if channel is None:
        return
    try:
        button_adapter(channel).acknowledge(channel, Press(press_id, ""), words=words)
    except (Refused, TryLater) as trouble:
        log.info("a press on channel %s was not acknowledged: %s", channel.pk, trouble.code)
