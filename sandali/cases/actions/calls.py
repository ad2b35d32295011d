"""Calls: what is told of them is joined to what is known, and what came of a call stands in a case, once.

Missed ones are their customer's word, as a message is; ones that were talked on are a contact, as one that is written down by hand.
A call of nobody's number (withheld, or one that we do not understand) stands in the log alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sandali.cases import events_calls as events
from sandali.cases.access import cases_for, who_sees
from sandali.cases.actions.adding import add_message
from sandali.cases.actions.answering import AgainstWishes, heard_contact
from sandali.cases.actions.fetching import fetch_later
from sandali.cases.actions.giving import tell_of_rule
from sandali.cases.actions.opening import facts_of, follow_up, hold_living, new_case
from sandali.cases.calls import RINGS_FOR, TALKS_FOR, is_past, join, outcome_of
from sandali.cases.events import CASE_OPENED
from sandali.cases.models import Call, CallState, Case, Direction, Message, Outcome
from sandali.cases.routing import route
from sandali.cases.threads import SETTLED
from sandali.channels.adapter import CallNews, Incoming, Party, Refused, TryLater
from sandali.channels.kinds import call_adapter
from sandali.channels.models import Arrival, Channel
from sandali.company.models import Person
from sandali.company.queries import company_language, people_at
from sandali.customers.actions import find_customer, recognise
from sandali.customers.contact import CALLS, against_wishes, wishes_of
from sandali.customers.models import Customer, Proof
from sandali.customers.proving import note_proof
from sandali.customers.wishing import note_against
from sandali.history.events import record
from sandali.kit.text import clean

SOURCE: Final = "call"
# Words that somebody wrote down by hand while a call went on, or so long before its end was told, are about it.
BY_HAND_BEFORE: Final = timedelta(minutes=2)
BATCH: Final = 200
ONE_PRESS: Final = timedelta(seconds=15)
LATE: Final = timedelta(minutes=10)  # told so long after its end, a call back is owed from when we learnt of it
FORGOTTEN_AFTER: Final = timedelta(hours=1)


@transaction.atomic(savepoint=False)
def take_call(news: CallNews, *, channel: Channel, heard_at: datetime) -> Message | None:
    """One thing that a telephone system told of a call; returns the message that was made of it, if one was now."""
    call = hold_call(channel, news, heard_at)
    before = call.state, tuple(call.extensions), call.answered_by
    if not join(call, news, heard_at=heard_at) and before[0] == CallState.OVER:
        return None
    moved = before != (call.state, tuple(call.extensions), call.answered_by)
    return follow_call(call, moved=moved, afterwards=news.happened == "afterwards")


def hold_call(channel: Channel, news: CallNews, heard_at: datetime) -> Call:
    """The call's row, locked; made where this is the first that we hear of it."""
    at = min(news.at, heard_at) if news.at is not None else heard_at
    if not Call.objects.filter(channel=channel, call_id=news.id).exists():
        try:
            with transaction.atomic():
                Call.objects.create(channel=channel, call_id=news.id, state=CallState.RINGING, began_at=at, heard_at=heard_at)
        except IntegrityError:
            pass  # another worker was quicker: theirs is the row
    return Call.objects.select_for_update(of=("self",)).select_related("channel", "person", "customer").get(channel=channel, call_id=news.id)


def follow_call(call: Call, *, moved: bool, afterwards: bool = False) -> Message | None:
    """Write the row, tell the pages of whoever is rung, and write down what came of the call when it is over; of one that is told
    `afterwards`, as long as it is not history by then."""
    rung = people_at([*call.extensions, call.answered_by])
    call.person = talker(call, rung)
    call.customer = call.customer or (find_customer("phone", call.number) if call.number.startswith("+") else None)
    call.save()
    if moved and rung:
        people = sorted({person.pk for several in rung.values() for person in several})
        record(events.CALL_MOVED, call, people=people)
    return None if afterwards and call.message_id is None and is_history(call) else write_down(call, rung)


def talker(call: Call, rung: dict[str, list[Person]]) -> Person | None:
    """Who of ours talked, or called out: whose telephone it is, where it is one person's."""
    if call.answered_by or call.way == "out":
        extension = call.answered_by or next(iter(call.extensions), "")
        people = rung.get(extension, [])
        return people[0] if len(people) == 1 else call.person
    return call.person


def write_down(call: Call, rung: dict[str, list[Person]]) -> Message | None:
    """What came of a call, in its case. Returns the message that was made now.

    What is told late may change it: a call that was told as missed was answered after all, a recording comes."""
    outcome = outcome_of(call)
    if call.message_id is not None:
        if outcome and outcome != call.outcome:
            put_right(call, outcome)
        keep_recording(call)
        return None
    if not outcome or not call.number.startswith("+"):
        return None
    with translation.override(company_language()):
        message = made_of(call, outcome, rung)
    if message is not None:
        Call.objects.filter(pk=call.pk).update(message=message, outcome=outcome, customer=message.customer_id)
        call.message, call.outcome = message, outcome
        keep_recording(call)
    return message


def is_history(call: Call) -> bool:
    """Whether nothing is to be done for a call that we learn of afterwards: it was long ago, or we have talked with them since."""
    later = Call.objects.filter(number=call.number, answered_at__gt=call.began_at, began_at__gt=call.began_at)
    return is_past(call) or (call.answered_at is None and bool(call.number) and later.exists())


def made_of(call: Call, outcome: str, rung: dict[str, list[Person]]) -> Message | None:
    """The message of a call that is over; None where it stands in the log alone (we called, and no case is known)."""
    customer = recognise("phone", call.number, at=call.began_at) if call.way == "in" else call.customer
    if call.way == "in":
        note_proof("phone", call.number, Proof.WROTE, at=call.began_at)
    standing = call.case if call.case_id else running_case(customer, by=call.person) if customer is not None else None
    if customer is None or (standing is None and call.way == "out"):
        return None
    if outcome == Outcome.TALKED and (by_hand := written_by_hand(call, customer)) is not None:
        by_hand.channel, by_hand.external_id, by_hand.from_value = call.channel, call.call_id, call.number
        by_hand.save(update_fields=["channel", "external_id", "from_value"])
        record(events.CALL_TALKED, by_hand, by=call.person)
        return by_hand
    case = hold_living(standing) if standing is not None else open_for(call, customer)
    message = Message(
        direction=Direction.CALL, at=call.began_at, author=call.person, customer=customer, from_value=call.number, channel=call.channel,
        external_id=call.call_id,
    )  # fmt: skip
    if outcome == Outcome.TALKED:
        heard_contact(case, message, by=call.person)
        record(events.CALL_TALKED, message, by=call.person)
    elif outcome == Outcome.MISSED:
        add_message(case, message)
        follow_up(case, message, opened=standing is None, quiet=False, kind=events.CALL_MISSED, **missed_words(call, case, rung))
    else:
        last = case.last_direction
        add_message(case, message)
        Case.objects.filter(pk=case.pk).update(last_direction=last)  # nobody heard anything
        record(events.CALL_TRIED, message, by=call.person)
    Case.objects.filter(pk=case.pk).update(preview=words_of(outcome)[:160])
    return message


def missed_words(call: Call, case: Case, rung: dict[str, list[Person]]) -> dict[str, Any]:
    """What the event of a missed call says besides: who was rung and may see the case, and within how many minutes we call back."""
    people = who_sees(case, [person for several in rung.values() for person in several])
    heard = {"heard": call.heard_at.isoformat()} if call.heard_at - (call.ended_at or call.heard_at) > LATE else {}
    return {"people": sorted({one.pk for one in people}), "within": int(call.channel.settings.get("call_back_minutes") or 120), **heard}


def words_of(outcome: str) -> str:
    """A call in a line of a list."""
    return {Outcome.MISSED: _("Missed call"), Outcome.TALKED: _("Phone call"), Outcome.TRIED: _("We called and reached nobody")}[Outcome(outcome)]


def running_case(customer: Customer, *, by: Person | None = None) -> Case | None:
    """The matter that runs with a customer, on whatever channel: the one in which something was said last and that is not settled.

    Of those that `by`, who talked, may see: they are to write down there what was said."""
    seen = cases_for(by) if by is not None else Case.objects.all()
    going_on = seen.filter(customer=customer, aside="").exclude(state__in=SETTLED)
    return going_on.select_related("customer").order_by("-last_message_at", "-pk").first()


def open_for(call: Call, customer: Customer) -> Case:
    """A case for a call of somebody with whom nothing runs, sorted as one by a message is."""
    subject = _("Missed call") if call.answered_at is None else _("Phone call")
    incoming = Incoming(sender=Party("phone", call.number), subject=subject, language=customer.language)
    arrival = Arrival(channel=call.channel, source=SOURCE)
    rule = route(facts_of(incoming, arrival))
    case = new_case(incoming, arrival, customer, at=call.began_at, rule=rule)
    record(CASE_OPENED, case, at=call.began_at, source=SOURCE)
    tell_of_rule(case, rule, at=call.began_at, quiet=False)
    return hold_living(case)


def written_by_hand(call: Call, customer: Customer) -> Message | None:
    """What the talker wrote down of this call meanwhile: then it is that message, and no second one."""
    if call.person is None:
        return None
    said = Message.objects.filter(
        direction=Direction.CALL, author=call.person, case__customer=customer, call=None, external_id="", withdrawn_at=None,
        at__gte=call.began_at - BY_HAND_BEFORE,
    )  # fmt: skip
    return said.select_related("case__customer").order_by("-pk").first()


def put_right(call: Call, outcome: str) -> None:
    """It was told as missed and was answered after all: the same message is a contact now."""
    message = Message.objects.select_related("case__customer").get(pk=call.message_id or 0)
    Message.objects.filter(pk=message.pk).update(author=call.person)
    message.author = call.person
    Call.objects.filter(pk=call.pk).update(outcome=outcome)
    call.outcome = outcome
    if outcome == Outcome.TALKED:
        case = hold_living(message.case)
        heard_contact(case, message, by=call.person, at=call.answered_at)
        with translation.override(company_language()):
            Case.objects.filter(pk=case.pk, last_message_id=message.pk).update(preview=words_of(outcome)[:160])
        record(events.CALL_TALKED, message, by=call.person)


def keep_recording(call: Call) -> None:
    """Have a recording fetched, where the telephone system hands them out; once."""
    file = call_adapter(call.channel).recording_file(call.channel.settings, call.recording) if call.recording else None
    if file is None or call.message is None or call.message.attachments.exists():
        return
    fetch_later(call.message, [file])


@transaction.atomic
def end_lost(now: datetime | None = None) -> int:
    """Calls whose end was never told are over; returns how many."""
    now = now or timezone.now()
    silent = Call.objects.filter(state=CallState.RINGING, heard_at__lt=now - RINGS_FOR) | Call.objects.filter(state=CallState.TALKING, heard_at__lt=now - TALKS_FOR)
    taken = list(silent.select_for_update(skip_locked=True, of=("self",)).select_related("channel", "person", "customer").order_by("pk")[:BATCH])
    Call.objects.filter(state=CallState.PLACED, heard_at__lt=now - RINGS_FOR).update(state=CallState.OVER)
    # Of calls among ourselves some systems tell the end alone: nobody said who called whom.
    Call.objects.filter(state=CallState.OVER, way="", heard_at__lt=now - FORGOTTEN_AFTER).delete()
    for call in taken:
        call.state = CallState.OVER
        follow_call(call, moved=True)
    return len(taken)


@transaction.atomic
def put_away(call: Call, *, by: Any) -> None:
    """Somebody does not want a call on their screen any more."""
    row = Call.objects.select_for_update().get(pk=call.pk)
    if by.pk not in row.put_away_by:
        Call.objects.filter(pk=row.pk).update(put_away_by=[*row.put_away_by, by.pk])


def place_call(number: str, customer: Customer, *, by: Any, channel: Channel, case: Case | None = None, reason: str = "") -> Call:
    """Have a telephone system ring a colleague and then a customer. Pressed twice within seconds it rings once.

    Raises AgainstWishes where the customer does not want to be called and no `reason` is given (which stands in a case, so there
    must be one), Refused or TryLater by the telephone system; then nothing is left of the call."""
    now = timezone.now()
    where = case or running_case(customer, by=by)
    against = against_wishes(wishes_of(customer), CALLS, at=now)
    if against and (where is None or not clean(reason).strip()):
        raise AgainstWishes(against)
    lately = Call.objects.filter(person=by, number=number, way="out", began_at__gte=now - ONE_PRESS).exclude(state=CallState.OVER)
    if standing := lately.order_by("-pk").first():
        return standing
    placed = {
        "way": "out", "number": number, "state": CallState.PLACED, "customer": customer, "case": case, "person": by, "extensions": [by.extension],
        "began_at": now, "heard_at": now,
    }  # fmt: skip
    reference = f"sandali-{by.pk}-{number.removeprefix('+')}-{int(now.timestamp() / ONE_PRESS.total_seconds())}"
    call, made = Call.objects.get_or_create(channel=channel, call_id=reference, defaults=placed)
    if not made:
        return call
    try:
        call_adapter(channel).place(channel, extension=by.extension, number=number, reference=reference)
    except (Refused, TryLater):
        Call.objects.filter(pk=call.pk, state=CallState.PLACED).delete()
        raise
    if against and where is not None:
        note_against(customer, against, way=CALLS, reason=reason, by=by, case=where.pk, message=None)
    return call
