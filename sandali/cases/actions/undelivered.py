"""An answer that did not reach the customer: they never had our word, so it is our turn again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from sandali.cases import events
from sandali.cases.actions.holding import hold_case
from sandali.cases.models import BESIDE, NOT_DELIVERED, Case, Message, State
from sandali.cases.waits import begin_wait, end_wait
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.prepared import Prepared

# What an answer leaves behind that was the last word of a matter, as far as we knew.
AFTER_OUR_WORD = (State.WAITING, State.ANSWERED)
# Cases whose last word is known not to have arrived: asked on every delivery, so it must cost next to nothing.
_failed = Prepared(lambda case: Case.objects.filter(pk=case, last_direction=NOT_DELIVERED).values_list("pk", "state"))


def delivery_failed(event: Event) -> None:
    """For DELIVERY_FAILED: the answer that it carried was refused for good."""
    message = Message.objects.select_related("case").filter(delivery_id=event.subject_id).first()
    if message is not None:
        take_turn_back(message, at=event.at)


def delivery_sent(event: Event) -> None:
    """For DELIVERY_SENT: where the answer had failed before, it has arrived now."""
    if not _failed(event.case_id or 0):
        return
    message = Message.objects.select_related("case").filter(delivery_id=event.subject_id).first()
    if message is not None:
        give_turn_away(message, at=event.at)


@transaction.atomic
def take_turn_back(message: Message, *, at: datetime) -> bool:
    """Our answer did not arrive: when it is the last thing said, its case is marked, and open again where it had left our side.

    Returns whether it is the last thing said. A case that is ours already keeps its state and its wait."""
    case = hold_case(message.case)
    if not is_last_word(message):
        return False
    changed: dict[str, Any] = {"last_direction": NOT_DELIVERED}
    before = case.state
    if before in AFTER_OUR_WORD:
        changed |= {"state": State.OPEN, "state_at": at, "state_by": None, "waiting_since": at}
        begin_wait(case, at=at)
    write(case, changed)
    if before in AFTER_OUR_WORD:
        record(events.ANSWER_UNDELIVERED, case, at=at, before=before)
    return True


@transaction.atomic
def give_turn_away(message: Message, *, at: datetime) -> None:
    """Our answer arrived after all (it was sent again): the case is as it left it, unless somebody set it meanwhile."""
    case = hold_case(message.case)
    if case.last_direction != NOT_DELIVERED or not is_last_word(message):
        return
    changed: dict[str, Any] = {"last_direction": message.direction}
    taken = Event.objects.filter(case_id=case.pk, kind=events.ANSWER_UNDELIVERED.name).order_by("-pk").first()
    if taken is not None and (case.state, case.state_at, case.state_by_id) == (State.OPEN, taken.at, None):
        end_wait(case, at=at, by=message.author, by_answer=True)
        changed |= {"state": taken.data["before"], "state_at": at, "state_by": message.author, "waiting_since": None}
    write(case, changed)


def is_last_word(message: Message) -> bool:
    """Whether nothing was said between the customer and us after it. Notes, machines and answers that are to leave later say nothing."""
    heard = Q(leaves_at=None) | Q(pk=message.pk)
    said = Message.objects.filter(heard, case=message.case_id, withdrawn_at=None, automatic="").exclude(direction__in=BESIDE)
    return bool(said.order_by("-id").values_list("pk", flat=True).first() == message.pk)


def write(case: Case, changed: dict[str, Any]) -> None:
    """Change the row and the object alike; what somebody is setting at this moment does not know of it."""
    Case.objects.filter(pk=case.pk).update(**changed, version=F("version") + 1)
    for name, value in changed.items():
        setattr(case, name, value)
    case.version += 1
