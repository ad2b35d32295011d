"""How a matter ends, and begins again: by the customer's own word, or by their silence. No function here takes one of our people.

Whoever calls these holds the customer's word already (the room `resolution`); nothing else may (tests/resolution/confirmation/test_nobody_else)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sandali.cases import events
from sandali.cases.actions.adding import add_message
from sandali.cases.actions.holding import hold_case
from sandali.cases.actions.later import hold_answers
from sandali.cases.models import ON_US, Aside, Case, Direction, Message, State
from sandali.cases.waits import begin_wait, end_wait
from sandali.history.events import record
from sandali.kit.text import clean

LONGEST_WORD = 20_000


@transaction.atomic
def confirm(case: Case, *, at: datetime | None = None) -> bool:
    """The customer said yes. Returns whether the case was answered, so that there was something to say yes to."""
    case, now = hold_case(case), at or timezone.now()
    if case.state != State.ANSWERED:
        return False
    _end(case, State.CONFIRMED, now)
    record(events.CASE_CONFIRMED, case, at=now)
    return True


@transaction.atomic
def lapse(case: Case, *, at: datetime | None = None) -> bool:
    """The customer was asked and stayed silent. Returns whether the case was still answered."""
    case, now = hold_case(case), at or timezone.now()
    if case.state != State.ANSWERED:
        return False
    _end(case, State.LAPSED, now)
    record(events.CASE_LAPSED, case, at=now)
    return True


def _end(case: Case, state: State, at: datetime) -> None:
    end_wait(case, at=at)
    Case.objects.filter(pk=case.pk).update(state=state, state_at=at, state_by=None, waiting_since=None, version=F("version") + 1)
    case.state, case.state_at, case.state_by, case.waiting_since = state, at, None, None


@transaction.atomic
def begin_again(case: Case, *, word: str = "", at: datetime | None = None) -> Message | None:
    """The customer said that it is not settled: the same case is open again, with their `word` as a message when they gave one.

    A case that is on our side already only takes in the word. Spam and merged cases stay as they are."""
    case, now = hold_case(case), at or timezone.now()
    if case.aside == Aside.MERGED:
        return None
    hold_answers(case)
    text = clean(word).strip()[:LONGEST_WORD]
    message = None
    if text:
        message = Message(direction=Direction.IN, at=now, customer=case.customer, text=text, from_name=case.customer.name[:160])
        message = add_message(case, message)
    if case.state not in ON_US:
        reopened = int(case.state in (State.ANSWERED, State.CONFIRMED, State.LAPSED))
        begin_wait(case, at=now)
        Case.objects.filter(pk=case.pk).update(
            state=State.OPEN, state_at=now, state_by=None, snoozed_until=None, waiting_since=now,
            reopened=F("reopened") + reopened, version=F("version") + 1,
        )  # fmt: skip
        case.state, case.waiting_since = State.OPEN, now
        if reopened:
            record(events.CASE_REOPENED, case, at=now)
    else:
        # Whoever undoes an earlier change at this moment must not bring a yes back that has just been taken back.
        Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
    if message is not None:
        record(events.MESSAGE_RECEIVED, message, at=now)
    return message
