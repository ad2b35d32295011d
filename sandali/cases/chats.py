"""What was said in a conversation as the customer's own window shows it: their words as they stand, and nothing of ours."""

from __future__ import annotations

from django.db.models import QuerySet

from sandali.cases.models import Direction, Message
from sandali.channels.models import Channel


def said_by(channel: Channel, chat: str) -> QuerySet[Message]:
    """Everything that came in a conversation, whichever case it stands in today."""
    return Message.objects.filter(channel=channel, chat=chat, direction=Direction.IN).prefetch_related("attachments")


def case_in(channel: Channel, chat: str) -> int:
    """The case in which a conversation goes on, 0 for none yet."""
    return said_by(channel, chat).order_by("-pk").values_list("case_id", flat=True).first() or 0
