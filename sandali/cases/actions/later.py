"""Answers that leave later: kept, held back when the customer writes first, hastened, taken back, and settled once they have left.

A case counts as answered only when the answer has left: until then it stays with us, and the customer's wait runs on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases import events
from sandali.cases import events_timing as timing_events
from sandali.cases.actions.adding import StoredFile, add_message, preview_of
from sandali.cases.actions.drafts import stored, to_draft
from sandali.cases.actions.holding import hold_case
from sandali.cases.models import BESIDE, ON_US, Case, CaseRead, Direction, Message, State
from sandali.cases.timing import FARTHEST
from sandali.cases.waits import begin_wait, end_wait
from sandali.channels.actions import cancel_delivery, hasten_delivery, withdraw_delivery
from sandali.channels.models import DeliveryState
from sandali.history.events import record
from sandali.history.models import Event

_LAST = ("last_direction", "preview", "last_message_at")


def why_not_at(at: datetime, *, now: datetime | None = None) -> str:
    """Why nothing can be set to this moment, as a sentence; "" when it can."""
    now = now or timezone.now()
    if at.tzinfo is None:
        return _("This is not a time that we understand.")
    if at <= now:
        return _("This time has passed already. Please choose a later one.")
    return _("This is too far away. Please choose a day within a year.") if at > now + FARTHEST else ""


def keep_for_later(
    case: Case, message: Message, leaves_at: datetime, *, holds: bool, files: Iterable[StoredFile], by: Any
) -> Message:
    """Write down an answer that leaves later, in the caller's transaction. Nobody has been answered yet."""
    message.leaves_at, message.holds_for_reply = leaves_at, holds
    said = {name: getattr(case, name) for name in _LAST}
    add_message(case, message, files=files)
    for name, value in said.items():
        setattr(case, name, value)
    if case.assignee_id is None:
        said["assignee"] = case.assignee = by
    Case.objects.filter(pk=case.pk).update(**said, version=F("version") + 1)
    case.version += 1
    CaseRead.objects.update_or_create(case=case, person=by, defaults={"message_id": message.pk})
    record(timing_events.ANSWER_SCHEDULED, message, by=by, until=leaves_at.isoformat())
    return message


def set_back(message: Message) -> None:
    """The row of an answer that will not leave."""
    message.withdrawn_at, message.leaves_at = timezone.now(), None
    Message.objects.filter(pk=message.pk).update(withdrawn_at=message.withdrawn_at, leaves_at=None)


def hand_back(case: Case, message: Message) -> None:
    """What was held is its writer's draft again; of a writer who has left, the owner's, or else a note that whoever takes the case reads."""
    heir = next((one for one in (message.author, case.assignee) if one is not None and one.is_active), None)
    if heir is not None:
        to_draft(message, person=heir)
        return
    text = _("This answer was to leave later. It was held, because the customer wrote first:\n\n%(text)s") % {"text": message.text}
    files = [stored(file) for file in message.attachments.all() if not file.is_inline and file.sha256]
    add_message(case, Message(direction=Direction.NOTE, at=timezone.now(), author=message.author, text=text), files=files)


@transaction.atomic
def hold_answers(case: Case) -> int:
    """The customer wrote: answers that were to leave later, and shall not leave then, are their writers' drafts again.

    The delivery's row decides (D5): one that is leaving at this moment has left. Returns how many were held."""
    waiting = Message.objects.filter(case=case, leaves_at__isnull=False, holds_for_reply=True, withdrawn_at=None)
    held = 0
    for message in waiting.select_related("delivery", "author").order_by("pk"):
        if message.delivery is None or message.author is None or not cancel_delivery(message.delivery):
            continue
        set_back(message)
        hand_back(case, message)
        record(timing_events.ANSWER_HELD, message.delivery, name=message.author.name)
        held += 1
    return held


@transaction.atomic
def take_back_later(message: Message, *, by: Any, keep: bool = True) -> bool:
    """Take back an answer that was to leave later: as a draft of `by`, or with `keep` false not to be sent at all.

    The case stands as it stood, since nothing had left. Returns whether it was in time."""
    hold_case(message.case)
    if message.delivery is None or not withdraw_delivery(message.delivery, by=by):
        return False
    set_back(message)
    if keep:
        to_draft(message, person=by)
    Case.objects.filter(pk=message.case_id).update(version=F("version") + 1)
    return True


@transaction.atomic
def draft_again(message: Message, *, by: Any) -> bool:
    """What was not to be sent is a draft after all; returns whether the message was theirs to have back."""
    if message.withdrawn_at is None or message.author_id != by.pk:
        return False
    to_draft(message, person=by)
    return True


@transaction.atomic
def send_now(message: Message, *, by: Any) -> bool:
    """Let an answer leave now rather than later, after the usual undo window; returns whether there was still a choice."""
    hold_case(message.case)
    if message.delivery is None or message.leaves_at is None:
        return False
    leaves = hasten_delivery(message.delivery, delay=settings.UNDO_SECONDS)
    if leaves is None:
        return False
    Message.objects.filter(pk=message.pk).update(leaves_at=leaves)
    message.leaves_at = message.delivery.not_before = leaves
    record(timing_events.ANSWER_HASTENED, message, by=by)
    return True


def answer_left(event: Event) -> None:
    """A delivery was sent: if it was to leave later, its case is answered now. Runs in the transaction that writes the event."""
    found = Message.objects.filter(delivery_id=event.subject_id, leaves_at__isnull=False, delivery__state=DeliveryState.SENT)
    message = found.select_related("case", "author").first()
    if message is None:
        return
    case, now = hold_case(message.case), event.at
    if not Message.objects.filter(pk=message.pk, leaves_at__isnull=False).update(leaves_at=None, at=now):
        return
    later = Message.objects.filter(case=case, pk__gt=message.pk, withdrawn_at=None, leaves_at=None, automatic="").exclude(direction__in=BESIDE)
    heard = later.filter(direction=Direction.IN).order_by("pk").values_list("at", flat=True).first()
    changed: dict[str, Any] = answered(case, at=now, by=message.author) if heard is None else still_ours(case, heard, at=now, by=message.author)
    changed["last_message_at"] = max(case.last_message_at, now)
    if not later.exists():
        changed |= {"last_direction": Direction.OUT, "preview": preview_of(message.text)}
    Case.objects.filter(pk=case.pk).update(**changed, version=F("version") + 1)
    record(events.CASE_ANSWERED, message, by=message.author, at=now)


def answered(case: Case, *, at: datetime, by: Any) -> dict[str, Any]:
    """It is the customer's turn now. A case that somebody has set aside meanwhile (snoozed, answered) stays so."""
    end_wait(case, at=at, by=by, by_answer=True)
    changed: dict[str, Any] = {"waiting_since": None}
    return changed | ({"state": State.WAITING, "state_at": at, "state_by": by} if case.state in ON_US else {})


def still_ours(case: Case, heard: datetime, *, at: datetime, by: Any) -> dict[str, Any]:
    """The customer wrote at `heard`, after the answer was written: it answers what stood before, and that word waits for ours."""
    if case.waiting_since is None or case.waiting_since >= heard:
        return {}
    end_wait(case, at=at, by=by, by_answer=True)
    begin_wait(case, at=heard)
    return {"waiting_since": heard}
