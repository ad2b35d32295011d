"""A note that no person wrote: a rule left it, and it says which."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from sandali.cases import events
from sandali.cases.actions.adding import add_message
from sandali.cases.actions.answering import LONGEST_TEXT, CannotAnswer
from sandali.cases.actions.holding import hold_case
from sandali.cases.models import Case, Direction, Message
from sandali.history.events import record
from sandali.kit.text import clean


@transaction.atomic
def leave_note(case: Case, text: str, *, rule: str) -> Message:
    """A word among ourselves, from the rule of this name; it names nobody. Raises CannotAnswer when it is empty."""
    text = clean(text).strip()[:LONGEST_TEXT]
    if not text:
        raise CannotAnswer("a rule's note says something")
    hold_case(case)
    message = add_message(case, Message(direction=Direction.NOTE, at=timezone.now(), from_name=rule[:160], text=text))
    record(events.NOTE_WRITTEN, message)
    return message
