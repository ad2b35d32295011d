"""Fetching mailboxes by the clock. Where `email.idle` runs, it holds their leases and these have nothing to do."""

from __future__ import annotations

from django_tasks import task

from sandali.channels.email.fetching import fetch_mailbox as fetch
from sandali.channels.models import Channel
from sandali.channels.queries import open_channels
from sandali.history import queue

FETCH = "sandali.channels.email.jobs.fetch_mailbox"


@task()
def poll_mailboxes() -> None:
    """Enqueue one job a mailbox, so that a server that does not answer keeps nobody else waiting."""
    for channel in open_channels():
        if channel.settings.get("imap_host"):
            queue.put(FETCH, channel.pk, unique_key=f"fetch:{channel.pk}")


@task()
def fetch_mailbox(channel_id: int) -> None:
    """Fetch one mailbox; with much mail waiting, in rounds, between which others have their turn."""
    channel = Channel.objects.filter(pk=channel_id).first()
    if channel is not None and fetch(channel):
        queue.put(FETCH, channel.pk, unique_key=f"fetch:{channel.pk}")
