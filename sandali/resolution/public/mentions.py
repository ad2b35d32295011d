"""What is said of us in public becomes a public matter by itself: told by a program, in a table, or written down by one of us (P15)."""

from __future__ import annotations

import logging
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from sandali.cases.actions.mentions import take_mention
from sandali.cases.in_public import stands_in_public
from sandali.cases.models import Case, Message
from sandali.channels.adapter import IN_PUBLIC, Refused, TryLater
from sandali.channels.kinds import COMMENT_KINDS, PUBLIC_KINDS, comment_adapter
from sandali.channels.models import Channel
from sandali.channels.setup import create_channel
from sandali.channels.social.adapter import card, kind
from sandali.channels.social.mentions import Mention
from sandali.history import queue
from sandali.history.models import Event
from sandali.kit.prepared import PreparedModels
from sandali.resolution.models import PublicMatter, PublicPlace
from sandali.resolution.public.actions import mark_public

log = logging.getLogger("sandali.resolution")
FIND: Final = "sandali.resolution.public.jobs.find_link"
SOURCES: Final = ("hook", "csv", "hand")
_first = PreparedModels(
    lambda case: Message.objects.filter(
        Q(channel__kind__in=PUBLIC_KINDS) | Q(channel__kind__in=COMMENT_KINDS, chat__startswith=IN_PUBLIC), case=case
    ).select_related("case", "channel").order_by("pk")[:1]
)


def after_opening(event: Event) -> None:
    """CASE_OPENED: what came by a channel of public words is public from its first moment."""
    if event.data.get("source") not in SOURCES:
        return
    for message in _first(event.case_id or 0):
        place = (message.chat or "").partition(":")[0]
        link = message.external_id if message.external_id.startswith(("https://", "http://")) else ""
        matter = mark_public(message.case, by=None, where=place if place in PublicPlace.values else PublicPlace.NETWORK, link=link, at=event.at)
        if stands_in_public(message.chat):
            queue.put(FIND, matter.pk, message.pk, unique_key=f"{FIND}:{matter.pk}")


def find_link(number: int, message: int) -> bool:
    """Ask the provider where something was said, for the page of the matter; returns whether it said so. Nothing hangs on it."""
    matter = PublicMatter.objects.filter(pk=number, link="").first()
    said = Message.objects.select_related("channel").filter(pk=message, channel__kind__in=COMMENT_KINDS, channel__archived_at=None).first()
    if matter is None or said is None or said.channel is None:
        return False
    try:
        link = comment_adapter(said.channel).link_of(said.channel, said.chat or "")
    except (Refused, TryLater) as trouble:
        log.info("where case %s was said is not told: %s", matter.case_id, trouble.code)
        return False
    return bool(link) and bool(PublicMatter.objects.filter(pk=matter.pk, link="").update(link=link))


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
