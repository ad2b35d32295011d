"""What is said of us in public becomes a public matter by itself: told by a program, in a table, or written down by one of us (P15)."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction

from sandali.cases.actions.mentions import take_mention
from sandali.cases.models import Case, Message
from sandali.channels.kinds import PUBLIC_KINDS
from sandali.channels.models import Channel
from sandali.channels.setup import create_channel
from sandali.channels.social.adapter import card, kind
from sandali.channels.social.mentions import Mention
from sandali.history.models import Event
from sandali.kit.prepared import PreparedModels
from sandali.resolution.models import PublicMatter, PublicPlace
from sandali.resolution.public.actions import mark_public

SOURCES: Final = ("hook", "csv", "hand")
_first = PreparedModels(
    lambda case: Message.objects.filter(case=case, channel__kind__in=PUBLIC_KINDS).select_related("case").order_by("pk")[:1]
)


def after_opening(event: Event) -> None:
    """CASE_OPENED: what came by a channel of public words is public from its first moment."""
    if event.data.get("source") not in SOURCES:
        return
    for message in _first(event.case_id or 0):
        place = (message.chat or "").partition(":")[0]
        link = message.external_id if message.external_id.startswith(("https://", "http://")) else ""
        mark_public(message.case, by=None, where=place if place in PublicPlace.values else PublicPlace.NETWORK, link=link, at=event.at)


def channel_of_mentions(*, by: Any) -> Channel:
    """The channel of public words, the oldest that is open; made where there is none yet."""
    found = Channel.objects.filter(kind=kind, archived_at=None).order_by("pk").first()
    return found or create_channel(kind=kind, name=str(card.label), by=by, settings={"receive": "hook"})


@transaction.atomic
def write_mention(mention: Mention, *, by: Any) -> Case | None:
    """Write down what somebody said in public; returns its case, also when it was known already."""
    case, new = take_mention(channel_of_mentions(by=by), mention, source="hand")
    if case is not None and new:
        PublicMatter.objects.filter(case=case, by=None).update(by=by)
    return case
