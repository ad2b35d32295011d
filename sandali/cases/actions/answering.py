"""What leaves a case or is written into it: answers, notes, visits and calls, drafts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sandali.cases import events
from sandali.cases.actions.adding import StoredFile, add_message, preview_of
from sandali.cases.models import ON_US, Case, CaseRead, Direction, Draft, Message, State
from sandali.cases.queries import answer_way
from sandali.cases.threads import loop_mark, new_message_id, reply_token
from sandali.channels.actions import queue_delivery, withdraw_delivery
from sandali.channels.adapter import Outgoing, OutgoingFile, Party
from sandali.channels.kinds import adapter_of
from sandali.channels.models import Channel, Delivery
from sandali.company.queries import current_company
from sandali.customers.models import Identity
from sandali.history.events import record
from sandali.kit import markdown
from sandali.kit.headers import header_value
from sandali.kit.text import clean

LONGEST_TEXT = 200_000
# What a case may become by an answer. Confirmed is the customer's word alone.
AFTER_ANSWER = (State.WAITING, State.OPEN, State.ANSWERED)


class CannotAnswer(Exception):
    """An answer cannot be sent; the text says why and what to do."""


@transaction.atomic
def reply(
    case: Case,
    text: str,
    *,
    by: Any,
    dedupe_key: str,
    files: Sequence[StoredFile] = (),
    state: str = State.WAITING,
    delay: float | None = None,
) -> Message:
    """Answer the customer on the channel where they are; the delivery leaves after the undo window.

    `dedupe_key` is the composer's own id: the same one again returns the message that stands (D1). `state` is what the
    case becomes (one of AFTER_ANSWER). Raises CannotAnswer with a sentence, ValueError for another state."""
    if state not in AFTER_ANSWER:
        raise ValueError(f"an answer cannot make a case {state!r}")
    standing = Delivery.objects.filter(dedupe_key=dedupe_key).select_related("message").first()
    if standing is not None:
        return standing.message
    text = clean(text).strip()[:LONGEST_TEXT]
    if not text and not files:
        raise CannotAnswer(_("The answer is empty."))
    channel, identity = answer_way(case)
    if channel is None or identity is None:
        raise CannotAnswer(_("This customer has no address that we can write to. Add one, or write down a call."))
    outgoing = outgoing_mail(case, text, channel=channel, identity=identity, by=by, files=files)
    wait = settings.UNDO_SECONDS if delay is None else delay
    delivery, _made = queue_delivery(channel, outgoing, dedupe_key=dedupe_key, thread=f"case:{case.pk}", by=by, delay=wait)
    message = answer_message(text, outgoing, delivery, by=by)
    add_message(case, message, files=files)
    settle(case, by=by, at=message.at, state=state)
    Draft.objects.filter(case=case, person=by, direction=Direction.OUT).delete()
    record(events.CASE_ANSWERED, message, by=by)
    return message


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
        others=[{"role": "to", "name": outgoing.to.name, "value": outgoing.to.value}],
    )


def outgoing_mail(
    case: Case, text: str, *, channel: Channel, identity: Identity, by: Any, files: Sequence[StoredFile]
) -> Outgoing:
    """The whole message as it will leave, fixed now."""
    company = current_company()
    language = case.customer.language or (company.language if company else "fa")
    signature = company.signature if company else ""
    can = adapter_of(channel).can
    earlier = list(
        Message.objects.filter(case=case).exclude(external_id="").order_by("-id").values_list("external_id", "direction")[:20]
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
        text=markdown.to_text(text) + (f"\n\n-- \n{signature}" if signature else ""),
        html=markdown.mail_html_body(text, language=language, signature=signature) if can.html else "",
        language=language,
        reply_token=reply_token(case),
        loop_mark=loop_mark(case),
        in_reply_to=last_in,
        references=tuple(value for value, _direction in reversed(earlier)),
        files=tuple(OutgoingFile(file.name, file.content_type, file.sha256) for file in files),
    )


def without_re(subject: str) -> str:
    """The subject without the answer marks that stand before it."""
    while subject[:3].lower() == "re:":
        subject = subject[3:].lstrip()
    return subject


def settle(case: Case, *, by: Any, at: datetime, state: str) -> None:
    """After our word it is the customer's turn, unless it stays with us; a case that nobody owned is its answerer's."""
    waiting = at if state in ON_US else None
    changed: dict[str, Any] = {"waiting_since": waiting, "state": state, "state_at": at, "state_by": by, "snoozed_until": None}
    if case.assignee_id is None:
        changed["assignee"] = by
    Case.objects.filter(pk=case.pk).update(**changed)
    for name, value in changed.items():
        setattr(case, name, value)
    CaseRead.objects.update_or_create(case=case, person=by, defaults={"message_id": case.last_message_id})


@transaction.atomic
def withdraw_reply(message: Message, *, by: Any) -> bool:
    """Take an answer back within the undo window: it becomes the writer's draft again. Returns whether it was in time."""
    if message.delivery is None or not withdraw_delivery(message.delivery, by=by):
        return False
    now = timezone.now()
    Message.objects.filter(pk=message.pk).update(withdrawn_at=now)
    message.withdrawn_at = now
    began = Draft.objects.filter(case=message.case, person=by, direction=Direction.OUT).values_list("text", flat=True).first()
    save_draft(message.case, f"{message.text}\n\n{began}" if began else message.text, by=by)
    said = Message.objects.filter(case=message.case, withdrawn_at=None, automatic="").exclude(direction=Direction.NOTE)
    last = said.order_by("-id").first()
    Case.objects.filter(pk=message.case_id).update(
        state=State.OPEN,
        state_at=now,
        state_by=by,
        snoozed_until=None,
        waiting_since=last.at if last is not None and last.direction != Direction.OUT else now,
        last_direction=last.direction if last is not None else "",
        preview=preview_of(last.text or last.quoted) if last is not None else "",
    )
    return True


@transaction.atomic
def write_note(case: Case, text: str, *, by: Any, files: Sequence[StoredFile] = ()) -> Message:
    """A word among ourselves: the customer never sees it, on no path. Raises CannotAnswer when it is empty."""
    text = clean(text).strip()[:LONGEST_TEXT]
    if not text and not files:
        raise CannotAnswer(_("The note is empty."))
    message = add_message(case, Message(direction=Direction.NOTE, at=timezone.now(), author=by, text=text), files=files)
    Draft.objects.filter(case=case, person=by, direction=Direction.NOTE).delete()
    CaseRead.objects.update_or_create(case=case, person=by, defaults={"message_id": message.pk})
    record(events.NOTE_WRITTEN, message, by=by)
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
) -> Message:
    """Write down a visit or a phone call. Raises CannotAnswer when nothing is said or the time is to come."""
    text, at = clean(text).strip()[:LONGEST_TEXT], at or timezone.now()
    if not text:
        raise CannotAnswer(_("Write a word about what was said."))
    if at > timezone.now():
        raise CannotAnswer(_("This time is still to come."))
    if direction not in (Direction.VISIT, Direction.CALL):
        raise ValueError(f"{direction!r} is not a contact by hand")
    message = Message(direction=direction, at=at, author=by, customer=case.customer, text=text, channel=channel)
    add_message(case, message, files=files)
    if case.assignee_id is None:
        Case.objects.filter(pk=case.pk).update(assignee=by)
        case.assignee = by
    if case.state not in ON_US:
        Case.objects.filter(pk=case.pk).update(
            state=State.OPEN, state_at=at, state_by=by, snoozed_until=None, waiting_since=case.waiting_since or at
        )
    Draft.objects.filter(case=case, person=by, direction__in=(Direction.VISIT, Direction.CALL)).delete()
    CaseRead.objects.update_or_create(case=case, person=by, defaults={"message_id": message.pk})
    record(events.CONTACT_RECORDED, message, by=by, direction=direction)
    return message


def keep_draft(case: Case, text: str, *, by: Any, direction: str = Direction.OUT) -> Draft | None:
    """The composer's autosave: like `save_draft`, and a draft of another kind that is the same text moves along with it."""
    for other in Draft.objects.filter(case=case, person=by).exclude(direction=direction):
        if other.text.startswith(text) or text.startswith(other.text):
            other.delete()
    return save_draft(case, text, by=by, direction=direction)


def save_draft(case: Case, text: str, *, by: Any, direction: str = Direction.OUT) -> Draft | None:
    """Keep what a person has begun to write; an empty text forgets it."""
    text = clean(text)[:LONGEST_TEXT]
    if not text.strip():
        Draft.objects.filter(case=case, person=by, direction=direction).delete()
        return None
    draft, _made = Draft.objects.update_or_create(
        case=case, person=by, direction=direction, defaults={"text": text, "saved_at": timezone.now()}
    )
    return draft
