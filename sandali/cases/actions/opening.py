"""The case that something new opens, and what becomes of one that goes on: whose turn it is, and what is said to have happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string

from sandali.cases import events, search
from sandali.cases.actions.adding import preview_of
from sandali.cases.actions.forwarding import take_in_third
from sandali.cases.actions.giving import fields_of, person_asked_for
from sandali.cases.actions.later import hold_answers
from sandali.cases.actions.timing import SLEEPS_ON, STAYS_SETTLED, sleeps_on, stays_settled
from sandali.cases.models import Aside, Case, Direction, Kind, Message, State
from sandali.cases.routing import Facts, Rule
from sandali.cases.threads import living
from sandali.cases.waits import begin_wait
from sandali.channels.adapter import REPORTED, Incoming
from sandali.channels.models import Arrival
from sandali.customers.models import Customer
from sandali.history.events import EventKind, record
from sandali.kit.text import clean, isolate

# Machine answers to our own mail: they tell us something about a case that stands, and never open one.
NEVER_OPENS = ("bounce", "delay", "auto-reply", "report", "loop")
REOPENS = (State.ANSWERED, State.CONFIRMED, State.LAPSED)
YES_REPORTED = "yes-reported"  # the remark of a yes that a program of the company's told us of
NOT_PROVEN = "sender-not-proven"  # the sender's domain says that this mail is not from there


def hold_living(case: Case) -> Case:
    """The case, locked; where it was merged at this moment, the one in which it lives on. No message is left behind."""
    held = Case.objects.select_for_update(of=("self",)).select_related("customer").get(pk=case.pk)
    return hold_living(living(held)) if held.aside == Aside.MERGED else held


def facts_of(incoming: Incoming, arrival: Arrival) -> Facts:
    """What routing rules ask of a message that opens a case."""
    sender = incoming.sender.value if incoming.sender else ""
    return Facts(arrival.channel_id, sender, incoming.subject, incoming.text, incoming.language)


def new_case(
    incoming: Incoming, arrival: Arrival, customer: Customer | None, *, at: datetime, aside: str = "", rule: Rule | None = None
) -> Case:
    """A case for a matter that is new to us. Old mail that is imported waits for nobody. `aside` for what is kept as spam.

    The channel says whose it is, unless a routing rule says otherwise, or the customer chose somebody who may have it."""
    if customer is None:
        raise ValueError("a new case needs a customer")
    own = {"department_id": arrival.channel.department_id} | ({"kind": incoming.matter} if incoming.matter in Kind.values else {})
    sorted_as = own | fields_of(rule, is_history=arrival.is_history)
    chosen = person_asked_for(incoming.asked_for, sorted_as["department_id"]) if incoming.asked_for and not aside else None
    case = Case.objects.create(
        customer=customer,
        channel=arrival.channel,
        subject=isolate(clean(incoming.subject)).strip()[:250],
        preview=preview_of(incoming.text),
        opened_at=at,
        last_message_at=at,
        state=State.ANSWERED if arrival.is_history else State.NEW,
        state_at=at,
        waiting_since=None if arrival.is_history else at,
        aside=aside,
        **sorted_as | ({"assignee_id": chosen.pk} if chosen is not None else {}),
    )
    if case.waiting_since is not None and not aside:
        begin_wait(case, at=at)
    search.index_case(case, new=True)
    return case


@cache
def yes_reader() -> Callable[[Case, Message], bool]:
    """settings.YES_READER: whether a message is the customer's yes to a question that a room above has asked."""
    reader: Callable[[Case, Message], bool] = import_string(settings.YES_READER)
    return reader


def says_yes(case: Case, message: Message) -> bool:
    """Whether the customer says that their matter is settled. Only their own word counts: no stranger's, no machine's, no forged one."""
    if message.is_stranger or message.automatic or NOT_PROVEN in message.remarks:
        return False
    return yes_reader()(case, message)


def follow_up(
    case: Case, message: Message, *, opened: bool, quiet: bool, kind: EventKind = events.MESSAGE_RECEIVED, **said: Any
) -> None:
    """Put the case back on our side, and say what happened, as an event of `kind`. Machines do not reopen anything."""
    if message.automatic in NEVER_OPENS:
        record(events.AUTOMATIC_RECEIVED, message, at=message.at, quiet=quiet, automatic=message.automatic)
        return
    if message.direction == Direction.THIRD:
        return take_in_third(case, message, quiet=quiet)
    if not opened and not quiet:
        hold_answers(case)
        leaves = SLEEPS_ON if sleeps_on(case, message) else STAYS_SETTLED if stays_settled(case, message) else ""
        if leaves:
            Message.objects.filter(pk=message.pk).update(remarks=[*message.remarks, leaves])
            record(events.MESSAGE_RECEIVED, message, at=message.at, quiet=True)
            return
        if case.state in (State.ANSWERED, State.CONFIRMED) and says_yes(case, message):
            if REPORTED in message.remarks:  # it confirms nothing, and nothing is left to be done: the question goes on
                Message.objects.filter(pk=message.pk).update(remarks=[*message.remarks, YES_REPORTED])
            record(events.MESSAGE_RECEIVED, message, at=message.at)  # whoever asked writes down what it confirms
            return
        reopening = case.state in REOPENS
        # What somebody is setting the case to at this moment does not know of this message, so it must not hold.
        changed: dict[str, Any] = {"waiting_since": case.waiting_since or message.at, "version": F("version") + 1}
        if case.state not in (State.NEW, State.OPEN):
            changed |= {"state": State.OPEN, "state_at": message.at, "state_by": None, "snoozed_until": None}
        if case.waiting_since is None:
            begin_wait(case, at=message.at)
        if reopening:
            changed["reopened"] = case.reopened + 1
        Case.objects.filter(pk=case.pk).update(**changed)
        if reopening:
            record(events.CASE_REOPENED, case, at=message.at)
    record(kind, message, at=message.at, quiet=quiet, **said)
