"""Whether a case was said where everybody can read it, on a channel where answers stand there too; and how its writer is answered then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sandali.cases.models import Direction, Message
from sandali.channels.adapter import BELOW_OURS, IN_PUBLIC, ON_THE_AIR
from sandali.channels.kinds import COMMENT_KINDS
from sandali.channels.models import Channel
from sandali.kit.prepared import Prepared

# Where an answer stands: where everybody can read it, or before its reader alone.
PUBLIC, PRIVATE = "public", "private"
# So long after a comment its writer can be written to about it, once: https://developers.facebook.com/documentation/instagram-platform/private-replies
PRIVATE_FOR: Final = timedelta(days=7)
_words = Prepared(
    lambda case, channel: Message.objects.filter(
        case=case, channel_id=channel, direction=Direction.IN, chat__startswith=IN_PUBLIC, is_stranger=False, retracted_at=None
    ).order_by("-id").values_list("pk", "chat", "external_id", "at")[:1]
)  # fmt: skip
_newest = Prepared(
    lambda case, channel: Message.objects.filter(case=case, channel_id=channel, direction=Direction.IN, is_stranger=False)
    .order_by("-id").values_list("pk", "chat")[:1]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublicWord:
    """The newest that a customer said in public in a case. `is_last`: nothing came privately since; `number` is what the provider calls it."""

    chat: str
    number: str
    at: datetime
    is_last: bool

    @property
    def privately(self) -> str:
        """What it is called where its writer can be written to about it, "" elsewhere."""
        return self.number if self.chat.startswith((BELOW_OURS, ON_THE_AIR)) else ""

    @property
    def private_until(self) -> datetime:
        """Until when."""
        return self.at + PRIVATE_FOR

    @property
    def usual(self) -> str:
        """Where an answer stands that nobody chose a place for."""
        return PUBLIC if self.is_last and not self.chat.startswith(ON_THE_AIR) else PRIVATE


def public_word(case: int, channel: Channel) -> PublicWord | None:
    """What was said in public last in a case, on this channel; nothing is asked for kinds without comments."""
    if channel.kind not in COMMENT_KINDS:
        return None
    for number, chat, external_id, at in _words(case, channel.pk):
        newest = next(iter(_newest(case, channel.pk)), (number, chat))
        return PublicWord(chat, external_id, at, newest[0] == number)
    return None


def stands_in_public(chat: str | None) -> bool:
    """Whether everybody can read what stands in a conversation."""
    return bool(chat) and str(chat).startswith(IN_PUBLIC)
