"""What leaves a case or is written into it: answers, notes, visits and calls, drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sandali.cases import events, search
from sandali.cases.actions.adding import StoredFile, add_message, preview_of
from sandali.cases.actions.drafts import LONGEST_TEXT, to_draft
from sandali.cases.actions.holding import hold_case
from sandali.cases.actions.later import keep_for_later, take_back_later, why_not_at
from sandali.cases.actions.together import CannotName, mention_people
from sandali.cases.contact import (
    BEST,
    GoneWay,
    Outward,
    Way,
    against_of,
    against_words,
    is_late,
    put_in_place,
    way_asked,
)
from sandali.cases.copies import HIDDEN, as_rows
from sandali.cases.in_public import PUBLIC
from sandali.cases.models import BESIDE, ON_US, Case, CaseRead, Direction, Draft, Message, Outcome, State
from sandali.cases.queries import chat_of
from sandali.cases.threads import loop_mark, new_message_id, reply_token
from sandali.cases.together import is_ours, said_meanwhile
from sandali.cases.waits import after_contact, begin_wait, end_wait, resume_wait
from sandali.cases.windows import hours_of
from sandali.channels.actions import cancel_delivery, queue_delivery
from sandali.channels.adapter import Approved, Button, Outgoing, OutgoingFile, Party
from sandali.channels.events import DELIVERY_WITHDRAWN
from sandali.channels.kinds import adapter_of
from sandali.channels.models import Channel, Delivery
from sandali.company.queries import current_company
from sandali.customers.contact import CALLS, against_wishes, wishes_of
from sandali.customers.models import Identity
from sandali.customers.wishing import note_against
from sandali.history.events import record
from sandali.kit import markdown
from sandali.kit.digits import format_number
from sandali.kit.headers import header_value
from sandali.kit.text import clean

# What a case may become by an answer. Confirmed is the customer's word alone.
AFTER_ANSWER = (State.WAITING, State.OPEN, State.ANSWERED)
SPOKEN_LATELY = timedelta(hours=2)  # words about a call are written down so long after it


class CannotAnswer(Exception):
    """An answer cannot be sent; the text says why and what to do."""


class AgainstWishes(CannotAnswer):
    """The answer would go against a wish of the customer's, and its writer gave no reason. `what` are codes of customers.contact."""

    def __init__(self, what: tuple[str, ...]) -> None:
        super().__init__(against_words(what))
        self.what = what


class Meanwhile(Exception):
    """Something was said after what the writer saw last, so their answer has not left. `messages` are it, oldest first.

    `by_us` says whether a colleague spoke with the customer; else it is the customer alone who wrote on."""

    def __init__(self, messages: list[Message]) -> None:
        self.messages, self.by_us = messages, is_ours(messages)
        super().__init__(_("Somebody has answered in the meantime.") if self.by_us else _("The customer wrote in the meantime."))


@transaction.atomic
def reply(
    case: Case, text: str, *, by: Any, dedupe_key: str, files: Sequence[StoredFile] = (), state: str = State.WAITING, delay: float | None = None,
    seen: int | None = None, leaves_at: datetime | None = None, holds: bool = True, below: str = "", buttons: tuple[Button, ...] = (), copies: Sequence[Party] = (),
    hidden: Sequence[Party] = (), outward: Outward = BEST, approved: Approved | None = None,
) -> Message:  # fmt: skip
    """Answer the customer on the channel where they are, or want to be (`outward` is another, chosen by hand), after the undo window.

    `dedupe_key` is the composer's own id: the same one again returns the message that stands (D1). `state` is what the
    case becomes (one of AFTER_ANSWER). `seen` is the last message that the writer saw (None: nobody looked): of two who answer
    at once the first one's leaves, and the other gets Meanwhile. With `leaves_at` it leaves then, and the case counts as answered
    (waiting for the customer) only then; `holds` keeps it here when the customer writes before. `below` (Markdown) stands under
    the answer in what leaves, and is no part of what was said, as `buttons` do. `copies` and `hidden` ones
    go to others, on channels that can. `approved` leaves instead of the text, which says the same, where a provider takes no other one.

    Raises CannotAnswer with a sentence (AgainstWishes where a reason is missing), ValueError for another state."""
    if state not in AFTER_ANSWER:
        raise ValueError(f"an answer cannot make a case {state!r}")
    hold_case(case)
    standing = Delivery.objects.filter(dedupe_key=dedupe_key).select_related("message").first()
    if standing is not None:
        return standing.message
    text = clean(text).strip()[:LONGEST_TEXT]
    way, against = way_out(case, text, by=by, files=files, seen=seen, leaves_at=leaves_at, outward=outward, below=below, is_approved=approved is not None)
    if (copies or hidden) and not adapter_of(way.channel).can.cc:
        raise CannotAnswer(_("On this channel an answer goes to the customer alone."))
    outgoing = outgoing_mail(case, f"{text}\n\n{below}".strip(), channel=way.channel, identity=way.identity, by=by, files=files, buttons=buttons)
    outgoing = put_in_place(replace(outgoing, cc=tuple(copies), bcc=tuple(hidden), approved=approved), way)
    wait = settings.UNDO_SECONDS if delay is None else delay
    delivery, _made = queue_delivery(way.channel, outgoing, dedupe_key=dedupe_key, thread=f"case:{case.pk}", by=by, delay=wait, at=leaves_at)
    message = answer_message(text, outgoing, delivery, by=by)
    Draft.objects.filter(case=case, person=by, direction=Direction.OUT).delete()
    if leaves_at is not None:
        keep_for_later(case, message, leaves_at, holds=holds, files=files, by=by)
    else:
        add_message(case, message, files=files)
        settle(case, by=by, at=message.at, state=state)
        record(events.CASE_ANSWERED, message, by=by)
    if against:
        note_against(case.customer, against, way=way.channel.kind, reason=outward.reason, by=by, case=case.pk, message=message.pk)
    return message


def way_out(
    case: Case, text: str, *, by: Any, files: Sequence[StoredFile], seen: int | None, leaves_at: datetime | None, outward: Outward,
    below: str = "", is_approved: bool = False,
) -> tuple[Way, tuple[str, ...]]:  # fmt: skip
    """By which way an answer leaves, and what it goes against. Raises Meanwhile, or CannotAnswer when it cannot leave."""
    later = said_meanwhile(case, by=by, seen=seen) if seen is not None else []
    if later:
        raise Meanwhile(later)
    if not text and not files:
        raise CannotAnswer(_("The answer is empty."))
    if leaves_at is not None and (why_not := why_not_at(leaves_at)):
        raise CannotAnswer(why_not)
    try:
        way = way_asked(case, outward)
    except GoneWay as gone:
        raise CannotAnswer(_("The way you chose is no longer there. Please choose another one.")) from gone
    if way is None:
        raise CannotAnswer(_("This customer has no address that we can write to. Add one, or write down a call."))
    may_leave_by(way.channel, text, files)
    if way.place == PUBLIC and (below or files):
        raise CannotAnswer(_("Everyone can read a public answer, so it cannot carry files or anything below the text. Reply privately instead."))
    if not is_approved and is_late(way, at=leaves_at or timezone.now()):
        raise CannotAnswer(too_late(way.channel))
    against = against_of(case, way, wishes_of(case.customer), at=leaves_at or timezone.now())
    if against and not clean(outward.reason).strip():
        raise AgainstWishes(against)
    return way, against


def may_leave_by(channel: Channel, text: str, files: Sequence[StoredFile]) -> None:
    """Raises CannotAnswer where a channel takes no files, or not so long a text."""
    can = adapter_of(channel).can
    if files and not can.files:
        raise CannotAnswer(_("Files cannot be sent on this channel. Please take them out."))
    length = len(signed(markdown.to_text(text), signature_of(channel), in_talk=can.chat)) if can.max_length else 0
    if length > can.max_length:
        said = _("The text is too long for this channel: it has %(length)s characters, and at most %(most)s can leave.")
        language = translation.get_language() or "en"
        raise CannotAnswer(said % {"length": format_number(length, language), "most": format_number(can.max_length, language)})


def too_late(channel: Channel) -> str:
    """Why an answer cannot leave by a channel any more, and what can be done."""
    hours = {"hours": format_number(hours_of(channel), translation.get_language() or "en")}
    if adapter_of(channel).can.approved:
        return _("Answers can only be sent here within %(hours)s hours of their last message, and these are over. Send an approved text, or choose another way.") % hours
    return _("Answers can only be sent here within %(hours)s hours of their last message, and these are over. Choose another way, or wait until they write.") % hours


def answer_message(text: str, outgoing: Outgoing, delivery: Delivery, *, by: Any) -> Message:
    """The answer's row, not saved yet."""
    return Message(
        direction=Direction.OUT,
        at=timezone.now(),
        author=by,
        text=text,
        from_value=delivery.channel.address,
        external_id=outgoing.message_id,
        channel=delivery.channel,
        delivery=delivery,
        chat=chat_kept(delivery.channel, outgoing),
        others=[{"role": "to", "name": outgoing.to.name, "value": outgoing.to.value}, *as_rows(outgoing.cc), *as_rows(outgoing.bcc, HIDDEN)],
    )


def chat_kept(channel: Channel, outgoing: Outgoing) -> str | None:
    """The provider's conversation in which a message of ours stands, so that what they answer there comes into the same case; None for mail."""
    return (outgoing.chat or outgoing.to.value)[:120] if adapter_of(channel).can.chat else None


def outgoing_mail(
    case: Case, text: str, *, channel: Channel, identity: Identity, by: Any, files: Sequence[StoredFile], buttons: tuple[Button, ...] = ()
) -> Outgoing:
    """The whole message as it will leave, fixed now."""
    company = current_company()
    language = case.customer.language or (company.language if company else "fa")
    can = adapter_of(channel).can
    signature = signature_of(channel)
    earlier = list(
        Message.objects.filter(case=case).exclude(external_id="").exclude(direction__in=BESIDE).order_by("-id").values_list("external_id", "direction")[:20]
    )
    last_in = next((value for value, direction in earlier if direction == Direction.IN), "")
    with translation.override(language if language in ("fa", "en") else "en"):
        subject = case.subject or _("Your message to %(company)s") % {"company": company.name if company else ""}
    domain = channel.address.rpartition("@")[2] or "localhost"
    return Outgoing(
        message_id=new_message_id(case, domain),
        to=Party(identity.kind, identity.value, header_value(case.customer.name)),
        from_name=header_value(f"{by.name} ({company.name})" if company else by.name),
        subject=header_value(f"Re: {without_re(subject)}" if last_in else subject),
        text=signed(markdown.to_text(text), signature, in_talk=can.chat),
        html=markdown.mail_html_body(text, language=language, signature=signature) if can.html else "",
        language=language,
        reply_token=reply_token(case),
        loop_mark=loop_mark(case),
        in_reply_to=last_in,
        references=tuple(value for value, _direction in reversed(earlier)),
        files=tuple(OutgoingFile(file.name, file.content_type, file.sha256) for file in files),
        markdown=text if can.markdown else "",
        chat=chat_of(case, channel, identity) if can.chat else "",
        buttons=buttons if can.buttons else (),
    )


def signature_of(channel: Channel) -> str:
    """What stands below an answer: the company's signature below a letter; in a conversation nothing, or the channel's own few words."""
    if adapter_of(channel).can.chat:
        return str(channel.settings.get("signature") or "")
    company = current_company()
    return company.signature if company else ""


def signed(text: str, signature: str, *, in_talk: bool) -> str:
    """A plain text with its signature. Mail programs know one by the line above it; in a conversation each letter counts."""
    if not signature:
        return text
    return f"{text}\n{signature}" if in_talk else f"{text}\n\n-- \n{signature}"


def without_re(subject: str) -> str:
    """The subject without the answer marks that stand before it."""
    while subject[:3].lower() == "re:":
        subject = subject[3:].lstrip()
    return subject


def settle(case: Case, *, by: Any, at: datetime, state: str) -> None:
    """After our word it is the customer's turn, unless it stays with us; a case that nobody owned is its answerer's."""
    end_wait(case, at=at, by=by, by_answer=True)
    waiting = at if state in ON_US else None
    changed: dict[str, Any] = {"waiting_since": waiting, "state": state, "state_at": at, "state_by": by, "snoozed_until": None}
    if case.assignee_id is None:
        changed["assignee"] = by
    Case.objects.filter(pk=case.pk).update(**changed, version=F("version") + 1)
    for name, value in changed.items():
        setattr(case, name, value)
    case.version += 1
    if waiting is not None:
        begin_wait(case, at=waiting)
    CaseRead.objects.update_or_create(case=case, person=by, defaults={"message_id": case.last_message_id})


@transaction.atomic
def withdraw_reply(message: Message, *, by: Any) -> bool:
    """Take an answer back within the undo window: it becomes the writer's draft again. Returns whether it was in time."""
    hold_case(message.case)
    if message.leaves_at is not None:
        return take_back_later(message, by=by)
    if message.delivery is None or not cancel_delivery(message.delivery):
        return False
    now = timezone.now()
    Message.objects.filter(pk=message.pk).update(withdrawn_at=now)
    message.withdrawn_at = now
    to_draft(message, person=by)
    said = Message.objects.filter(case=message.case, withdrawn_at=None, automatic="", leaves_at=None).exclude(direction__in=BESIDE)
    last = said.order_by("-id").first()
    since = resume_wait(message.case, answered_at=message.at)
    if since is None:
        since = last.at if last is not None and last.direction != Direction.OUT else now
        begin_wait(message.case, at=since)
    Case.objects.filter(pk=message.case_id).update(
        version=F("version") + 1,
        state=State.OPEN,
        state_at=now,
        state_by=by,
        snoozed_until=None,
        waiting_since=since,
        last_direction=last.direction if last is not None else "",
        preview=preview_of(last.text or last.quoted) if last is not None else "",
    )
    record(DELIVERY_WITHDRAWN, message.delivery, by=by)  # last, so that whoever listens finds the case as it stands now
    return True


@transaction.atomic
def write_note(case: Case, text: str, *, by: Any, files: Sequence[StoredFile] = ()) -> Message:
    """A word among ourselves: the customer never sees it, on no path. Who is named in it with @ is told.

    Raises CannotAnswer when it is empty, or names somebody who may not see the case."""
    text = clean(text).strip()[:LONGEST_TEXT]
    if not text and not files:
        raise CannotAnswer(_("The note is empty."))
    hold_case(case)
    message = add_message(case, Message(direction=Direction.NOTE, at=timezone.now(), author=by, text=text), files=files)
    Draft.objects.filter(case=case, person=by, direction=Direction.NOTE).delete()
    CaseRead.objects.update_or_create(case=case, person=by, defaults={"message_id": message.pk})
    record(events.NOTE_WRITTEN, message, by=by)
    try:
        mention_people(case, message, by=by)
    except CannotName as problem:
        raise CannotAnswer(str(problem)) from problem
    return message


@transaction.atomic
def record_contact(
    case: Case,
    text: str,
    *,
    by: Any,
    direction: str,
    channel: Channel | None = None,
    at: datetime | None = None,
    files: Sequence[StoredFile] = (),
    we_called: bool = False,
    reason: str = "",
) -> Message:
    """Write down a visit or a phone call. Words about a call of just now go onto the message that its telephone system made of it, so
    that one call stands once. Raises CannotAnswer when nothing is said or the time is to come, and AgainstWishes where
    `we_called` against a wish without a `reason`."""
    is_now = at is None
    text, at = clean(text).strip()[:LONGEST_TEXT], at or timezone.now()
    if not text:
        raise CannotAnswer(_("Write a word about what was said."))
    if at > timezone.now():
        raise CannotAnswer(_("This time is still to come."))
    if direction not in (Direction.VISIT, Direction.CALL):
        raise ValueError(f"{direction!r} is not a contact by hand")
    hold_case(case)
    against = against_call(case, reason, at=at) if we_called and direction == Direction.CALL else ()
    spoken = call_without_words(case, by) if direction == Direction.CALL and is_now and not files else None
    if spoken is not None:
        message = add_words(case, spoken, text)
    else:
        message = Message(direction=direction, at=at, author=by, customer=case.customer, text=text, channel=channel)
        heard_contact(case, message, by=by, files=files)
    Draft.objects.filter(case=case, person=by, direction__in=(Direction.VISIT, Direction.CALL)).delete()
    CaseRead.objects.update_or_create(case=case, person=by, defaults={"message_id": message.pk})
    record(events.CONTACT_RECORDED, message, by=by, direction=direction)
    if against:
        note_against(case.customer, against, way=CALLS, reason=reason, by=by, case=case.pk, message=message.pk)
    return message


def call_without_words(case: Case, by: Any) -> Message | None:
    """The call of just now on a case that a colleague talked on, as long as nobody has written down what was said."""
    since = timezone.now() - SPOKEN_LATELY
    calls = Message.objects.filter(case=case, author=by, direction=Direction.CALL, text="", withdrawn_at=None, call__outcome=Outcome.TALKED)
    return calls.filter(Q(call__ended_at__gte=since) | Q(call__heard_at__gte=since)).order_by("-pk").first()


def add_words(case: Case, message: Message, text: str) -> Message:
    """What was said on the telephone, on the message of the call. It was a contact already."""
    message.case, message.text = case, text
    message.save(update_fields=["text"])
    search.index_message(message, list(message.attachments.values_list("name", flat=True)), new=False)
    Case.objects.filter(pk=case.pk, last_message_id=message.pk).update(preview=preview_of(text))
    return message


def heard_contact(case: Case, message: Message, *, by: Any, files: Sequence[StoredFile] = (), at: datetime | None = None) -> None:
    """Add a visit or call to a case that is held: the customer heard us, and the matter is on our side until we say otherwise.

    `by` is None where nobody knows who of us it was. A message that stands already (a call told as missed, and answered `at` a moment
    after all) is not added again."""
    since = after_contact(case, at=at or message.at, by=by, heard_before=case.message_count > 0)
    if message.pk is None:
        add_message(case, message, files=files)
    if case.assignee_id is None and by is not None:
        Case.objects.filter(pk=case.pk).update(assignee=by, version=F("version") + 1)
        case.assignee = by
    changed: dict[str, Any] = {} if since == case.waiting_since else {"waiting_since": since}
    if case.state not in ON_US:
        changed |= {"state": State.OPEN, "state_at": message.at, "state_by": by, "snoozed_until": None}
    if changed:
        Case.objects.filter(pk=case.pk).update(**changed, version=F("version") + 1)


def against_call(case: Case, reason: str, *, at: datetime) -> tuple[str, ...]:
    """What a call of ours goes against, as codes. Raises AgainstWishes where there is something and no reason."""
    against = against_wishes(wishes_of(case.customer), CALLS, at=at)
    if against and not clean(reason).strip():
        raise AgainstWishes(against)
    return against
