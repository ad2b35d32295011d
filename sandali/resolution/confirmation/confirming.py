"""The customer's word, however it comes. Only what they clicked or wrote themselves gets here; nobody of ours is a parameter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sandali.cases.actions.closing import begin_again, confirm
from sandali.cases.actions.holding import hold_case
from sandali.cases.actions.timing import STAYS_SETTLED
from sandali.cases.models import Case, Direction, Message, State
from sandali.channels.adapter import REPORTED
from sandali.history.events import record
from sandali.resolution.confirmation import events
from sandali.resolution.confirmation.asking import end_askings, plan_second_look, running_asking
from sandali.resolution.models import Asked, Asking, Way
from sandali.resolution.reading.answers import NOT_YET_SAID, UNSURE, YES, Answer, read_answer

LONGEST_WORD = 20_000


def says_yes(case: Case, message: Message) -> bool:
    """Whether a message is a sure yes to the question that runs on the case (settings.YES_READER)."""
    asking = running_asking(case)
    return asking is not None and asking.state == Asked.OPEN and answer_in(case, message).verdict == YES


def answer_in(case: Case, message: Message) -> Answer:
    """What a message answers to our question; a customer's own name under it is no doubt."""
    return read_answer(message.text, names=tuple(case.customer.name.split()))


@transaction.atomic
def take_yes(asking: Asking, *, way: str, said: Message | None = None, word: str = "", at: datetime | None = None) -> bool:
    """The customer says yes. Returns whether there was anything to confirm: a question that runs, on a case that is answered."""
    now = at or timezone.now()
    case = hold_case(asking.case)
    running = running_asking(case)
    if running is None or running.pk != asking.pk or running.state != Asked.OPEN:
        return False  # an older question's link, or the same one once more
    ended = end_askings(case, Asked.YES, at=now, way=way, said=said, word=word[:LONGEST_WORD])
    assert ended is not None  # the case is held
    if ended.is_second_look:
        record(events.STILL_WELL, ended, at=now)
        return True
    if not confirm(case, at=now):
        return False
    plan_second_look(case, at=now)
    return True


@transaction.atomic
def take_no(asking: Asking, *, word: str = "", at: datetime | None = None, way: str = Way.LINK) -> Message | None:
    """By the link or the button: not yet, or it is back. The same case is open again, with their word where they left one.

    Holds also after an earlier yes, a lapse, or an answer of ours since: the link is the customer's way back to this case."""
    now = at or timezone.now()
    case = hold_case(asking.case)
    was_settled = case.state == State.CONFIRMED
    ended = end_askings(case, Asked.NO, at=now, way=way, word=word[:LONGEST_WORD])
    record(events.RELAPSED if was_settled else events.CUSTOMER_SAYS_NO, ended or asking, at=now)
    message = begin_again(case, word=word, at=now)
    if ended is not None and message is not None:
        Asking.objects.filter(pk=ended.pk).update(said=message)
    return message


@transaction.atomic
def take_message(message: Message) -> None:
    """The customer wrote in a case on which a question runs: a sure yes confirms, anything else ends the question as what it is.

    What one of ours wrote, or wrote down of a call, is never their word, whoever calls this. Old mail that is taken over answers
    nothing, and a yes that a program of ours tells of is no click of theirs: the question goes on."""
    if message.direction != Direction.IN or (message.arrival is not None and message.arrival.is_history):
        return
    asking = running_asking(message.case)
    if asking is None or asking.state != Asked.OPEN or message.at < asking.asked_at or STAYS_SETTLED in message.remarks:
        return  # thanks alone are no answer to our question; it goes on
    answer = answer_in(message.case, message)
    verdict = answer.verdict
    if verdict == YES and REPORTED in message.remarks:
        return
    if verdict == YES and message.case.state in (State.ANSWERED, State.CONFIRMED):
        take_yes(asking, way=Way.WORDS, said=message, at=message.at)
        return
    ended = end_askings(message.case, Asked.NO if verdict == NOT_YET_SAID else Asked.OTHER, at=message.at, way=Way.WORDS, said=message)
    if ended is not None and verdict == NOT_YET_SAID:
        record(events.RELAPSED if ended.is_second_look else events.CUSTOMER_SAYS_NO, ended, at=message.at)
    elif ended is not None and verdict == UNSURE:
        record(events.ANSWER_UNSURE, ended, at=message.at, why=[answer.why, *answer.words])
