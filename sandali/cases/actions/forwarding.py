"""Forwarding to somebody who is not the customer (a supplier), and what they answer: beside the conversation, never in it.

Whose turn it is between the customer and us does not change by it: the customer's wait runs on, and only their word settles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases import events
from sandali.cases import events_forward as forward_events
from sandali.cases.actions.adding import StoredFile, add_message
from sandali.cases.actions.drafts import LONGEST_TEXT
from sandali.cases.actions.holding import hold_case
from sandali.cases.forwards import LONGEST, channel_for, thread_with
from sandali.cases.models import Case, CaseRead, Direction, Message, State
from sandali.cases.threads import FORWARDED, loop_mark, new_message_id, reply_token
from sandali.cases.waits import begin_wait
from sandali.channels.actions import cancel_delivery, queue_delivery
from sandali.channels.adapter import Outgoing, OutgoingFile, Party
from sandali.channels.models import Channel, Delivery
from sandali.company.queries import current_company
from sandali.history.events import record
from sandali.kit import markdown
from sandali.kit.headers import header_value
from sandali.kit.text import clean


class CannotForward(Exception):
    """Nothing can be forwarded; the text says why."""


@transaction.atomic
def forward(
    case: Case, to: Party, text: str, passed_on: str, *, subject: str, by: Any, dedupe_key: str, files: Sequence[StoredFile] = ()
) -> Message:
    """Send `text` (Markdown, our own words) and below it `passed_on` (plain text: what was said so far) to somebody else.

    It leaves after the undo window. `dedupe_key` is the form's own id: the same one again is the same letter (D1).
    Raises CannotForward with a sentence."""
    hold_case(case)
    standing = Delivery.objects.filter(dedupe_key=dedupe_key).select_related("message").first()
    if standing is not None:
        return standing.message
    text, passed_on = clean(text).strip()[:LONGEST_TEXT], clean(passed_on).strip()[:LONGEST]
    if not text and not passed_on and not files:
        raise CannotForward(_("There is nothing in it yet. Write a word, or leave what is passed on."))
    channel = channel_for(case)
    if channel is None:
        raise CannotForward(_("There is no mail channel by which it could leave. Connect one in the settings."))
    outgoing = letter(case, to, text, passed_on, channel=channel, subject=subject, by=by, files=files)
    thread = f"case:{case.pk}{FORWARDED}"
    delivery, _made = queue_delivery(channel, outgoing, dedupe_key=dedupe_key, thread=thread, by=by, delay=settings.UNDO_SECONDS)
    message = Message(
        direction=Direction.FORWARD, at=timezone.now(), author=by, text=text, quoted=passed_on, from_value=channel.address,
        external_id=outgoing.message_id, channel=channel, delivery=delivery, others=[{"role": "to", "name": to.name, "value": to.value}],
    )  # fmt: skip
    add_message(case, message, files=files)
    if case.assignee_id is None:
        Case.objects.filter(pk=case.pk).update(assignee=by, version=F("version") + 1)
        case.assignee = by
    CaseRead.objects.update_or_create(case=case, person=by, defaults={"message_id": message.pk})
    record(forward_events.MESSAGE_FORWARDED, message, by=by, to=to.value)
    return message


def letter(
    case: Case, to: Party, text: str, passed_on: str, *, channel: Channel, subject: str, by: Any, files: Sequence[StoredFile]
) -> Outgoing:
    """The whole mail. Its marks are those of what is forwarded, and its thread has nothing of the customer's in it."""
    company = current_company()
    language, signature = (company.language, company.signature) if company else ("fa", "")
    before = thread_with(case, to.value)
    plain = (markdown.to_text(text) + (f"\n\n-- \n{signature}" if signature else "")).strip()
    quoted = "\n".join(f"> {line}" for line in passed_on.splitlines())
    return Outgoing(
        message_id=new_message_id(case, channel.address.rpartition("@")[2] or "localhost", forwarded=True),
        to=to,
        from_name=header_value(f"{by.name} ({company.name})" if company else by.name),
        subject=header_value(clean(subject)[:250]) or header_value(case.subject),
        text=f"{plain}\n\n{quoted}".strip(),
        html=markdown.mail_html_body(text, language=language, signature=signature, quoted=passed_on),
        language=language,
        reply_token=reply_token(case, forwarded=True),
        loop_mark=loop_mark(case),
        in_reply_to=before.last,
        references=before.references,
        files=tuple(OutgoingFile(file.name, file.content_type, file.sha256) for file in files),
    )


@transaction.atomic
def withdraw_forward(message: Message, *, by: Any) -> bool:
    """Take back what was to be forwarded, within the undo window. Returns whether it was in time."""
    hold_case(message.case)
    if message.delivery is None or not cancel_delivery(message.delivery):
        return False
    message.withdrawn_at = timezone.now()
    Message.objects.filter(pk=message.pk).update(withdrawn_at=message.withdrawn_at)
    record(forward_events.FORWARD_WITHDRAWN, message, by=by, to=receiver_of(message))
    return True


def receiver_of(message: Message) -> str:
    """The address that something was forwarded to."""
    return next((str(one.get("value", "")) for one in message.others if one.get("role") == "to"), "")


def take_in_third(case: Case, message: Message, *, quiet: bool) -> None:
    """Somebody answered what we forwarded: it is news for us alone. Nothing is reopened, no clock stands still or begins, and a
    case that sleeps until a moment wakes; one that sleeps until its customer writes sleeps on."""
    record(forward_events.THIRD_ANSWERED, message, at=message.at, quiet=quiet, name=message.from_name or message.from_value)
    if not quiet:
        wake_for(case, at=message.at)


def wake_for(case: Case, *, at: datetime) -> None:
    """Bring a case back that was put to sleep until a moment."""
    asleep = Case.objects.filter(pk=case.pk, state=State.SNOOZED, sleeps_until_reply=False)
    woken = asleep.update(
        state=State.OPEN, state_at=at, state_by=None, snoozed_until=None, waiting_since=Coalesce("waiting_since", at), version=F("version") + 1
    )
    if woken:
        begin_wait(case, at=at)  # unless we owed a word when it fell asleep: then that wait ran on
        record(events.CASE_WOKE, case, at=at)
