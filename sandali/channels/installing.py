"""Where a channel that stands on websites is reached: the line for their pages, and a page of ours."""

from __future__ import annotations

from django.conf import settings

from sandali.channels.kinds import adapter_of
from sandali.channels.models import Channel


def page_url(channel: Channel) -> str:
    """Its own page; "" for a channel that stands on no website."""
    embeds, key = adapter_of(channel).can.embeds, channel.settings.get("key")
    return f"{settings.PUBLIC_URL}/{embeds}/{key}/" if embeds and key else ""


def script_url(channel: Channel) -> str:
    """What a website's page includes; "" for a channel that stands on none."""
    page = page_url(channel)
    return f"{page.rstrip('/')}.js" if page else ""
