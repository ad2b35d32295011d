"""What comes as real, raw mail, through the same door as any mail: read, recognised, threaded and kept by intake."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from sandali.cases.actions.intake import receive_arrival
from sandali.cases.events import MESSAGE_BOUNCED
from sandali.cases.models import Case, Direction, Message
from sandali.channels.actions import store_arrival
from sandali.channels.events import ARRIVAL_QUARANTINED
from sandali.channels.models import Channel
from sandali.demo import letters
from sandali.demo.matters import table_of
from sandali.demo.plans import Plan
from sandali.demo.rhythm import Period
from sandali.demo.slots import day_name
from sandali.history.models import Event, Notice
from sandali.kit.digits import localize_digits


def take_in(channel: Channel, raw: bytes, at: datetime) -> list[Message]:
    """A mail as it came at `at`; the messages made of it."""
    arrival, _made = store_arrival(channel, raw, source="pipe", received_at=at)
    return receive_arrival(arrival)


def last_answer(case: Case) -> Message | None:
    """Our last mail in a case."""
    return Message.objects.filter(case=case, direction=Direction.OUT).order_by("-pk").first()


def letter_from(plan: Plan, at: datetime, subject: str) -> letters.EmailMessage:
    """A mail of the plan's customer, without its text."""
    sender = (plan.comer.name, plan.comer.email)
    return letters.new_letter(sender, plan.channel.address, subject, at, plan.random.getrandbits(64))


def write_quoting(plan: Plan, text: str, at: datetime, period: Period) -> bool:
    """The customer answers our last mail with their program, quote and all; False when there is nothing to answer."""
    answered = last_answer(plan.row)
    if answered is None or plan.channel.kind != "email":
        return False
    local = answered.at.astimezone(period.zone)
    language = plan.comer.language
    raw = letters.quoting_answer(
        letter_from(plan, at, f"Re: {plan.row.subject}"), text, answered=answered.text, message_id=answered.external_id,
        company=plan.channel.name, day=day_name(local, period.zone, language),
        hour=localize_digits(f"{local:%H:%M}", language), language=language,
    )  # fmt: skip
    taken = take_in(plan.channel, raw, at)
    plan.row.refresh_from_db()
    return bool(taken)


def answer_away(plan: Plan, at: datetime) -> None:
    """An answering machine answers us."""
    answered = last_answer(plan.row)
    if answered is not None:
        [subject] = table_of(plan.comer.language, "lists")["away-subject"]
        raw = letters.away_answer(letter_from(plan, at, subject), answered.external_id, plan.comer.language)
        take_in(plan.channel, raw, at)
        plan.row.refresh_from_db()


def come_back_undelivered(plan: Plan, answered: Message, at: datetime) -> None:
    """Our mail comes back: nobody has this address any more."""
    raw = letters.bounce(plan.channel.address, plan.comer.email, answered.external_id, at)
    take_in(plan.channel, raw, at)
    date_back(Event.objects.filter(kind=MESSAGE_BOUNCED.name, subject_id=answered.pk), at)
    plan.row.refresh_from_db()


def bring_table(channel: Channel, plan: Plan, language: str, at: datetime) -> None:
    """A mail with a table, a picture of its own and one that lives elsewhere."""
    lists = table_of(language, "lists")
    [subject], [name] = lists["html-subject"], lists["html-sender"]
    letter = letters.new_letter((name, "purchasing@baran-hotel.example"), channel.address, subject, at, plan.random.getrandbits(64))
    take_in(channel, letters.table_letter(letter, language, plan.random), at)


def bring_unreadable(channel: Channel, at: datetime) -> None:
    """A mail with nothing in it goes to quarantine."""
    take_in(channel, b"\r\n", at)
    date_back(Event.objects.filter(kind=ARRIVAL_QUARANTINED.name), at)


def date_back(events: QuerySet[Event], at: datetime) -> None:
    """Intake has recorded these by the clock; they and what they told happened at `at`."""
    Notice.objects.filter(event__in=events).update(at=at)
    events.update(at=at)


BOUNCES_AFTER = timedelta(minutes=3)
