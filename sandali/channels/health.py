"""How a channel's two connections are doing: failing ones are tried ever more rarely and told of once (RELIABILITY A14).

Receiving and sending are apart: they go to other servers, mostly with other passwords."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from sandali.channels import events
from sandali.channels.models import Channel
from sandali.history.events import record

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
SAY_OK_EVERY = timedelta(seconds=30)  # last_ok_at is not worth a write at each look


def wait_after(failures: int) -> timedelta:
    """How long to leave a server alone after so many failures in a row: 1, 2, 4, 8, then 15 minutes."""
    return min(FIRST_WAIT * 2 ** min(failures - 1, 10), LONGEST_WAIT)


def receiving_fails(channel: Channel, reason: str) -> None:
    """Fetching failed: `reason` is a sentence for the administrator."""
    _fails(channel, reason, prefix="", error="last_error")


def receiving_works(channel: Channel) -> None:
    """Fetching went well."""
    _works(channel, prefix="", error="last_error")


def sending_fails(channel: Channel, reason: str) -> None:
    """The sending server cannot be used at all."""
    _fails(channel, reason, prefix="sending_", error="sending_error")


def sending_works(channel: Channel) -> None:
    """The sending server took a message, or judged one."""
    _works(channel, prefix="sending_", error="sending_error")


@transaction.atomic
def _fails(channel: Channel, reason: str, *, prefix: str, error: str) -> None:
    row = Channel.objects.select_for_update().get(pk=channel.pk)
    now, failures = timezone.now(), getattr(row, f"{prefix}failures") + 1
    since = getattr(row, f"{prefix}failing_since")
    _write(
        channel,
        {
            f"{prefix}failing_since": since or now,
            f"{prefix}failures": failures,
            f"{prefix}next_try_at": now + wait_after(failures),
            error: reason[:2000],
        },
    )
    if since is None:
        record(events.CHANNEL_FAILING, channel, name=channel.name, reason=reason[:300])


@transaction.atomic
def _works(channel: Channel, *, prefix: str, error: str) -> None:
    row = Channel.objects.get(pk=channel.pk)
    failing, now = getattr(row, f"{prefix}failing_since") is not None, timezone.now()
    values: dict[str, Any] = {}
    if failing:
        values = {f"{prefix}failing_since": None, f"{prefix}failures": 0, f"{prefix}next_try_at": None, error: ""}
    if not prefix and (failing or row.last_ok_at is None or now - row.last_ok_at > SAY_OK_EVERY):
        values["last_ok_at"] = now
    if values:
        _write(channel, values)
    if failing:
        record(events.CHANNEL_RECOVERED, channel, name=channel.name)


def _write(channel: Channel, values: dict[str, Any]) -> None:
    Channel.objects.filter(pk=channel.pk).update(**values)
    for name, value in values.items():
        setattr(channel, name, value)
