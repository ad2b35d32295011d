"""An answer that came second: what came meanwhile beside what was typed, and what can be done with it. Nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sandali.cases.actions.adding import preview_of
from sandali.cases.actions.answering import AFTER_ANSWER
from sandali.cases.models import Case, Direction, Message, State
from sandali.cases.speaking import who_of_ours
from sandali.cases.together import is_ours, said_meanwhile
from sandali.resolution.recovery.apologising import LETTERS

LONGEST_SHOWN = 1500  # characters of one message


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said meanwhile."""

    who: str
    text: str
    at: datetime
    is_ours: bool


@dataclass(frozen=True, slots=True)
class MeanwhileShown:
    """What stands above the form: `last` is what its reader has seen then, `after` how they wanted to leave the case."""

    title: str
    said: tuple[Said, ...]
    by_us: bool
    last: int
    after: str
    later: str = ""  # when it was to leave, as the form says it


def meanwhile_shown(messages: list[Message], case: Case, *, after: str, later: str = "", contact: bool = False) -> MeanwhileShown:
    """What came meanwhile, for a form that was sent; `contact`: it was a visit or a call."""
    return MeanwhileShown(
        title=said_before(messages, case) if contact else said_by(messages, case),
        said=tuple(said_of(message, case) for message in messages),
        by_us=is_ours(messages),
        last=messages[-1].pk,
        after=after if after in AFTER_ANSWER or after in LETTERS else State.WAITING,
        later=later[:40],
    )


def said_of(message: Message, case: Case) -> Said:
    """One message in few words."""
    ours = message.direction != Direction.IN
    who = message.author.name if message.author is not None else str(case.customer)
    text = message.text.strip() or preview_of(message.quoted)
    return Said(who, text[:LONGEST_SHOWN] + ("…" if len(text) > LONGEST_SHOWN else ""), message.at, ours)


def said_by(messages: list[Message], case: Case) -> str:
    """Who was faster."""
    ours = next((message for message in reversed(messages) if message.direction != Direction.IN), None)
    if ours is None:
        return _("The customer wrote in the meantime. Your answer has not left.")
    name = who_of_ours(ours)
    if ours.direction == Direction.OUT:
        return _("%(name)s has answered in the meantime. Your answer has not left.") % {"name": name}
    return _("%(name)s has spoken with the customer in the meantime. Your answer has not left.") % {"name": name}


def said_before(messages: list[Message], case: Case) -> str:
    """Who said something after a visit or a call was written, and before it could be handed in."""
    ours = next((message for message in reversed(messages) if message.direction != Direction.IN and message.author is not None), None)
    if ours is None or ours.author is None:
        return _("The customer wrote in the meantime. What you wrote down is not in the case yet.")
    return _("%(name)s has spoken with the customer in the meantime. What you wrote down is not in the case yet.") % {"name": ours.author.name}


def since_draft(case: Case, person: Any, seen: int) -> str:
    """What a person should know who comes back to a draft: that something was said since. "" when nothing was."""
    messages = said_meanwhile(case, by=person, seen=seen) if seen else []
    if not messages:
        return ""
    ours = next((message for message in reversed(messages) if message.direction != Direction.IN and message.author is not None), None)
    if ours is None or ours.author is None:
        return _("The customer wrote after you began this draft.")
    return _("%(name)s spoke with the customer after you began this draft.") % {"name": ours.author.name}


def asked_seen(request: HttpRequest, *, name: str = "seen") -> int | None:
    """The last message that the writer saw; None when the form does not say."""
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else None
