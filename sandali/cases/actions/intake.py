"""What arrives becomes a message of a case: recognise the customer, find the case, write it down, say that it happened."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import DatabaseError, DataError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sandali.cases import events
from sandali.cases.actions.adding import StoredFile, add_message, store_file
from sandali.cases.actions.asking_more import ask_later
from sandali.cases.actions.calls import take_call
from sandali.cases.actions.changes import change_message, is_known
from sandali.cases.actions.claims import claimant_of, known_otherwise, note_claims
from sandali.cases.actions.fetching import fetch_later
from sandali.cases.actions.giving import tell_of_rule, tell_of_wish
from sandali.cases.actions.opening import NEVER_OPENS, NOT_PROVEN, facts_of, follow_up, hold_living, new_case
from sandali.cases.actions.presses import take_press
from sandali.cases.actions.undelivered import take_turn_back
from sandali.cases.events_regroup import COPY_RECEIVED, MAIL_KEPT_OUT
from sandali.cases.models import Aside, BlockedSender, Case, CaseRead, Direction, Message
from sandali.cases.regrouping import COPY, Known, known_of
from sandali.cases.routing import route
from sandali.cases.threads import Found, delivery_of_bounce, find_case, is_our_mark, only_running
from sandali.channels.actions import own_addresses, pause_address, quarantine, read_arrival
from sandali.channels.adapter import Incoming, Unreadable
from sandali.channels.delivery_parts import take_receipt
from sandali.channels.models import Arrival, ArrivalState
from sandali.customers.actions import prove_identity, recognise
from sandali.customers.models import Customer, Proof
from sandali.customers.proving import note_proof
from sandali.history.events import record
from sandali.kit.text import clean, isolate

log = logging.getLogger("sandali.intake")
UNKNOWN_SENDER = "unknown"
JOINED = "joined"  # nothing in it says which matter it is about
ANOTHERS = "anothers-address"  # an address that they share is somebody else's by our books


def receive_arrival(arrival: Arrival) -> list[Message]:
    """Read one arrival and take in what it says. Whatever is wrong with it ends in quarantine, never in the way of the next.

    A failing database is not the mail's fault: DatabaseError is raised, and the arrival is read again later. Values that it refuses are."""
    try:
        own = own_addresses()
        said = [(incoming, stored_files(incoming)) for incoming in read_arrival(arrival, own=own)]
        with transaction.atomic():
            messages = [take_in(incoming, files, arrival, part, own=own) for part, (incoming, files) in enumerate(said)]
            made = [message for message in messages if message is not None]
            Arrival.objects.filter(pk=arrival.pk).update(
                state=ArrivalState.READ if made else ArrivalState.IGNORED, read_at=timezone.now(), lease_until=None, error=""
            )
    except Unreadable as reason:
        quarantine(arrival, str(reason))
    except Exception as problem:  # noqa: BLE001 - any fault in reading one mail must not stop the mails behind it; it is logged and shown
        if isinstance(problem, DatabaseError) and not isinstance(problem, DataError):
            raise
        log.exception("arrival %s could not be taken in", arrival.pk)
        quarantine(arrival, gettext_noop("Something in it could not be understood. The raw message is kept."))
    else:
        return made
    return []


def stored_files(incoming: Incoming) -> list[StoredFile]:
    """Keep the attachments' bytes before the transaction begins."""
    return [
        store_file(
            file.name,
            file.content_type,
            file.content,
            content_id=clean(file.content_id),
            is_inline=file.inline,
            label=file.label,
        )
        for file in incoming.attachments
    ]


def take_in(incoming: Incoming, files: list[StoredFile], arrival: Arrival, part: int, *, own: list[str] | None = None) -> Message | None:
    """One thing that was said: a message in its case, or None when it opens none (bounces, loops, machine answers).

    `own` are our addresses, where they are at hand: mail from them is not a customer's."""
    for receipt in incoming.receipts:
        take_receipt(arrival.channel, receipt)
    if incoming.call is not None:
        return take_call(incoming.call, channel=arrival.channel, heard_at=arrival.received_at)
    if incoming.press is not None:
        return take_press(incoming, arrival)
    if incoming.change:
        return change_message(incoming, arrival, otherwise=lambda whole: receive(whole, files, arrival, part))
    if incoming.ask:
        ask_later(incoming.ask, arrival)
    if incoming.receipts or incoming.automatic == "command" or is_known(incoming, arrival):
        return None
    if incoming.automatic in ("bounce", "delay"):
        return take_in_bounce(incoming, files, arrival, part)
    sender = incoming.sender
    if incoming.automatic == "loop" or is_our_mark(incoming.loop_mark) or (sender and sender.value in (own_addresses() if own is None else own)):
        return None
    if incoming.automatic in NEVER_OPENS:
        found = find_case(incoming, None)
        return receive(incoming, files, arrival, part, found=found) if found else None
    return receive(incoming, files, arrival, part)


def take_in_bounce(incoming: Incoming, files: list[StoredFile], arrival: Arrival, part: int) -> Message | None:
    """Mark our message that came back, and pause the address when it is final. A bounce of nothing of ours pauses nobody."""
    delivery = delivery_of_bounce(incoming)
    if delivery is None:
        return None
    if incoming.automatic == "bounce":
        for failed in incoming.failed:
            if failed.hard and failed.address:
                pause_address("email", failed.address.lower(), reason=failed.reply or failed.reason)
    sent: Message | None = getattr(delivery, "message", None)
    if sent is None:
        return None
    reason = next((failed.reason or failed.reply or failed.status for failed in incoming.failed), "") or _("no reason was given")
    if incoming.automatic == "bounce":
        Message.objects.filter(pk=sent.pk).update(bounced=reason[:500])
        record(events.MESSAGE_BOUNCED, sent, at=arrival.received_at, reason=reason[:300], quiet=arrival.is_history)
        if not arrival.is_history:
            take_turn_back(sent, at=arrival.received_at)
    return receive(incoming, files, arrival, part, found=Found(sent.case, "forwarded" if sent.direction == Direction.FORWARD else "bounce"))


@transaction.atomic(savepoint=False)
def receive(
    incoming: Incoming, files: list[StoredFile], arrival: Arrival, part: int = 0, *, found: Found | None = None
) -> Message:
    """Write down one incoming message: in the case it continues, else in a new one.

    `found` is given when the case is known already; then nobody new is recognised (machine answers)."""
    at = sensible_time(incoming, arrival)
    quiet = arrival.is_history
    customer = None if found else sender_of(incoming, at=at, quiet=quiet, channel=arrival.channel_id)
    if customer is not None:
        hold_customer(customer)
    known = known_of(incoming, arrival, customer, (file.sha256 for file in files), at=at) if customer else Known()
    message = message_from(incoming, arrival, part, at=at)
    message.customer = customer
    if known.original is not None:
        return take_in_copy(message, known.original, files)
    found = found or find_case(incoming, customer, channel=arrival.channel_id) or joined(incoming, message)
    if known.blocked is not None and found is not None and found.case.aside != Aside.SPAM:
        found = None
    if found is None:
        rule = route(facts_of(incoming, arrival)) if known.blocked is None else None
        case = new_case(incoming, arrival, customer, at=at, aside=Aside.SPAM.value if known.blocked or incoming.doubtful else "", rule=rule)
    else:
        case = stood_before(message, found)
    if customer is not None and not all(prove_identity(customer, kind=one.kind, value=one.value) for one in (*incoming.proven, *incoming.also)):
        message.remarks = [*message.remarks, ANOTHERS]
    if customer is not None:
        note_claims(incoming, customer)
    add_message(case, message, files=files)
    fetch_later(message, incoming.remote_files)
    quiet = quiet or case.aside == Aside.SPAM
    if found is None:
        record(events.CASE_OPENED, case, at=at, quiet=quiet, source=arrival.source)
        tell_of_rule(case, rule, at=at, quiet=quiet)
        tell_of_wish(case, incoming.asked_for, at=at, quiet=quiet)
    if known.blocked is not None:
        record(MAIL_KEPT_OUT, BlockedSender(pk=known.blocked), at=at, case=case.pk)
    follow_up(case, message, opened=found is None, quiet=quiet)
    return message


def joined(incoming: Incoming, message: Message) -> Found | None:
    """What cannot say its matter stands with the one that runs; the message says that we put it there, so that a person may take it out."""
    found = only_running(message.customer) if incoming.no_matter and message.customer is not None else None
    if found is not None:
        message.remarks = [*message.remarks, JOINED]
    return found


def stood_before(message: Message, found: Found) -> Case:
    """The case that a message continues, held; the message says whose word it is there."""
    case, who = hold_living(found.case), message.customer
    message.is_stranger = who is not None and who.pk != case.customer_id
    if found.rule == "forwarded" and (who is None or message.is_stranger):
        message.direction = Direction.THIRD  # whom we asked: their word is never the customer's
    return case


def hold_customer(customer: Customer) -> None:
    """Take in one thing after the other of what a customer says: whoever has the same mail from another mailbox at this moment
    waits here, and then finds the message that this one is a copy of, rather than open a second case.

    Not their key, as colleagues may write in a case of theirs meanwhile. SQLite's transactions stand in line by themselves."""
    if connection.features.has_select_for_no_key_update:
        Customer.objects.select_for_update(no_key=True).filter(pk=customer.pk).values_list("pk", flat=True).first()


def take_in_copy(message: Message, original: Message, files: list[StoredFile]) -> Message:
    """The same message by another channel of ours joins the first one: no second case, notice or acknowledgement, nothing unread."""
    case = hold_living(original.case)
    message.automatic, message.is_stranger, message.direction = COPY, original.is_stranger, original.direction
    last = case.last_message_id
    add_message(case, message, files=files)
    CaseRead.objects.filter(case=case, message_id=last).update(message_id=message.pk)
    record(COPY_RECEIVED, message, at=message.at, quiet=True, address=message.channel.address if message.channel else "")
    return message


def sensible_time(incoming: Incoming, arrival: Arrival) -> datetime:
    """When it counts as said: our own receive time; for old mail that is imported, what it claims when that is past (O5)."""
    if arrival.is_history and incoming.sent_at and incoming.sent_at <= arrival.received_at:
        return incoming.sent_at
    return arrival.received_at


def sender_of(incoming: Incoming, *, at: datetime, quiet: bool, channel: int) -> Customer:
    """The customer who wrote. A sender that cannot be read is kept as one unknown customer an address line."""
    sender = incoming.sender
    if sender is None or not sender.value:
        return recognise("email", f"{UNKNOWN_SENDER}@invalid", name=_("Unknown sender"), at=at, quiet=quiet)
    customer = recognise(
        sender.kind, sender.value, name=sender.name, suspect=sender.suspect, language=incoming.language, shown=sender.shown, at=at, quiet=quiet,
        claimant=lambda: claimant_of(incoming, channel) or known_otherwise(incoming),
    )  # fmt: skip
    if incoming.sender_auth != "fail":
        note_proof(sender.kind, sender.value, Proof.WROTE, at=at)
    return customer


def message_from(incoming: Incoming, arrival: Arrival, part: int, *, at: datetime) -> Message:
    """The row, not saved yet."""
    others = [("to", party) for party in incoming.to] + [("cc", party) for party in incoming.cc]
    return Message(
        direction=Direction.IN,
        at=at,
        sent_at=incoming.sent_at,
        from_value=(incoming.sender.value if incoming.sender else "")[:254],
        from_name=isolate(clean(incoming.sender.name if incoming.sender else ""))[:160],
        text=incoming.text,
        quoted=incoming.quoted,
        has_html=bool(incoming.html),
        others=[{"role": role, "name": party.name[:160], "value": party.value[:254]} for role, party in others[:100]],
        external_id=incoming.external_id[:250],
        automatic=incoming.automatic,
        remarks=[*incoming.remarks, *([NOT_PROVEN] if incoming.sender_auth == "fail" else [])],
        channel=arrival.channel,
        arrival=arrival,
        arrival_part=part,
        chat=incoming.chat[:120] or None,
        edited_at=at if incoming.change == "edit" else None,
    )
