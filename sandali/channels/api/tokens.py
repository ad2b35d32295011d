"""Making and ending a program's tokens. Only their hashes are kept, encrypted with the channel's secrets, so closing it ends them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from sandali.channels.api.callers import EARLIER, ENDED, TOKEN, new_token, secrets_or_none
from sandali.channels.models import Channel
from sandali.channels.setup import change_channel


@transaction.atomic
def make_token(channel: Channel, *, by: Any) -> str:
    """A new token, which is shown this once. The one before holds until it is ended, so that the program can be changed over."""
    held = Channel.objects.select_for_update(of=("self",)).select_related("department").get(pk=channel.pk)
    token, digest = new_token(held)
    earlier = secrets_or_none(held).get(TOKEN) or ENDED
    settings = {**held.settings, "token_made_at": timezone.now().isoformat(), "has_earlier_token": earlier != ENDED}
    change_channel(held, by=by, department=held.department, settings=settings, secrets={TOKEN: digest, EARLIER: earlier})
    return token


@transaction.atomic
def end_earlier_token(channel: Channel, *, by: Any) -> None:
    """From now on only the newest token holds."""
    held = Channel.objects.select_for_update(of=("self",)).select_related("department").get(pk=channel.pk)
    settings = {**held.settings, "has_earlier_token": False}
    change_channel(held, by=by, department=held.department, settings=settings, secrets={EARLIER: ENDED})
