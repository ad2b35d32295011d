"""Sending what is due, taking in what a mail server has piped, asking providers for news and for what became of messages. (Fetching mailboxes is in email/jobs.py.)"""

from django_tasks import task

from sandali.channels import actions, asking, connecting, delivery_parts, polling, spool
from sandali.channels.models import Channel
from sandali.channels.queries import open_channels
from sandali.history import queue

POLL = "sandali.channels.jobs.poll_channel"
ASK = "sandali.channels.jobs.ask_channel"


@task(priority=5)
def send_delivery(delivery_id: int) -> None:
    """Send one delivery, when it is due and its turn."""
    actions.send_delivery(delivery_id)


@task(priority=10)
def sweep_spool() -> None:
    """Take in what waits in the spool, should no watching thread run here."""
    spool.sweep_spool()


@task()
def poll_channels() -> None:
    """Enqueue one job for each provider that is asked, so that one that does not answer keeps nobody else waiting."""
    for channel in open_channels():
        if polling.is_polled(channel):
            queue.put(POLL, channel.pk, unique_key=f"poll:{channel.pk}")


@task()
def poll_channel(channel_id: int) -> None:
    """Ask one provider; with much waiting, in rounds, between which others have their turn."""
    channel = Channel.objects.filter(pk=channel_id).first()
    if channel is not None and polling.poll_channel(channel):
        queue.put(POLL, channel.pk, unique_key=f"poll:{channel.pk}")


@task()
def forget_unmatched() -> int:
    """Delete old reports about messages that are not ours."""
    return delivery_parts.forget_unmatched()


@task(priority=5)
def connect_channel(channel_id: int) -> None:
    """Tell a channel's provider where it reaches us."""
    connecting.connect_channel(channel_id)


@task(priority=5)
def acknowledge_press(channel_id: int, press_id: str, words: str) -> None:
    """Tell who pressed a button that it was taken."""
    connecting.acknowledge_press(channel_id, press_id, words)


@task()
def ask_channels() -> None:
    """Enqueue one job for each provider that is to be asked what became of messages, so that a silent one keeps nobody else waiting."""
    for number in asking.channels_to_ask():
        queue.put(ASK, number, unique_key=f"ask:{number}")


@task()
def ask_channel(channel_id: int) -> None:
    """Ask one provider what became of messages: first of those whose fate is unclear."""
    asking.ask_channel(channel_id)


@task()
def refresh_texts() -> int:
    """Ask the providers that look texts over which ones may be sent."""
    return connecting.refresh_all_texts()
