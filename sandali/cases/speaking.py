"""Who said something on our side, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sandali.cases.models import Direction, Message


def was_brought(message: Message) -> bool:
    """Whether it was written in another program by somebody who is none of ours here: of what we say ourselves nobody claims a moment (`sent_at`)."""
    return message.author_id is None and message.sent_at is not None and message.direction in (Direction.OUT, Direction.NOTE)


def who_of_ours(message: Message) -> str:
    """The person of ours who wrote it, whoever did in the program before this one, or the system."""
    if message.author is not None:
        return message.author.name
    if was_brought(message):
        return _("%(name)s, in the program before") % {"name": f"\u2068{message.from_name}\u2069"} if message.from_name else _("Somebody of ours, in the program before")
    return _("The system")
