"""Asking a customer whether their matter is settled: with our answer or by itself, reminding, giving up. Every write of an `Asking`."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from sandali.cases.actions import reply
from sandali.cases.actions.adding import StoredFile
from sandali.cases.actions.closing import lapse
from sandali.cases.actions.holding import hold_case
from sandali.cases.contact import BEST, Outward, Permission
from sandali.cases.models import Case, Message, State
from sandali.channels.models import Delivery
from sandali.customers.models import Purpose
from sandali.history.events import record
from sandali.resolution.confirmation import events
from sandali.resolution.confirmation.question import (
    buttons_of,
    has_buttons,
    is_public,
    purpose_of,
    question_below,
    send_question,
    way_to_ask,
)
from sandali.resolution.confirmation.rules import asking_rules, next_look, when_due
from sandali.resolution.models import RUNNING, Asked, Asking

log = logging.getLogger("sandali.resolution")
BATCH = 50  # each in a transaction of its own; after so many others get a turn
TRY_AGAIN = timedelta(hours=6)  # where a limit on automatic mail kept a question back
LIMITS = frozenset(["too-many-to-address", "too-many-in-thread", "too-many"])
GRACE = timedelta(minutes=1)  # so long whoever set a case to answered can take it back before the customer is asked


@transaction.atomic
def answer_case(
    case: Case, text: str, *, by: Any, dedupe_key: str, files: Sequence[StoredFile] = (), delay: float | None = None,
    seen: int | None = None, leaves_at: datetime | None = None, holds: bool = True, below: str = "",
    outward: Outward = BEST,
) -> Message:  # fmt: skip
    """Answer the customer, and ask in the same message whether it is settled; the case is answered. As `cases.actions.reply`.

    Where everybody can read the answer, the question goes out by itself afterwards, by a way of their own."""
    hold_case(case)
    standing = Delivery.objects.filter(dedupe_key=dedupe_key).select_related("message").first()
    if standing is not None:
        message: Message = standing.message
        return message
    if is_public(case, outward):
        return reply(
            case, text, by=by, dedupe_key=dedupe_key, files=files, state=State.ANSWERED, delay=delay, seen=seen, leaves_at=leaves_at, holds=holds,
            outward=outward, below=below,
        )  # fmt: skip
    asking = begin_asking(case, by=by, at=leaves_at)
    pressed = has_buttons(case, outward)
    message = reply(
        case, text, by=by, dedupe_key=dedupe_key, files=files, state=State.ANSWERED, delay=delay, seen=seen, leaves_at=leaves_at,
        holds=holds, outward=outward, below=f"{below}\n\n{question_below(asking, buttons=pressed)}".strip(), buttons=buttons_of(asking) if pressed else (),
    )  # fmt: skip
    Asking.objects.filter(pk=asking.pk).update(message=message)
    if leaves_at is None:
        record(events.CUSTOMER_ASKED, asking, by=by)
    return message


def begin_asking(case: Case, *, by: Any, at: datetime | None = None) -> Asking:
    """The row of a question that leaves now or at `at`; one that ran before is asked no longer."""
    end_askings(case, Asked.WITHDRAWN)
    at = at or timezone.now()
    return Asking.objects.create(case=case, opened_at=case.opened_at, asked_at=at, asked_by=by, next_at=next_look(at, 0, asking_rules()))


def running_asking(case: Case) -> Asking | None:
    """The question that runs on a case."""
    return Asking.objects.filter(case=case, state__in=RUNNING).first()


def end_askings(case: Case, state: str, *, at: datetime | None = None, **word: Any) -> Asking | None:
    """End what runs on a case as `state`; returns it, or None when nothing ran."""
    asking = running_asking(case)
    if asking is None:
        return None
    changed = {"state": state, "ended_at": at or timezone.now(), "next_at": None, **word}
    if not Asking.objects.filter(pk=asking.pk, state__in=RUNNING).update(**changed):
        return None
    for name, value in changed.items():
        setattr(asking, name, value)
    return asking


def plan_question(case: Case, *, by: int | None, at: datetime, second_look: bool = False) -> Asking:
    """The question goes out by itself at `at`, where something reaches the customer then."""
    return Asking.objects.create(
        case=case, opened_at=case.opened_at, asked_at=at, asked_by_id=by, is_second_look=second_look, state=Asked.PLANNED, next_at=at
    )


@transaction.atomic
def plan_second_look(case: Case, *, at: datetime) -> Asking | None:
    """Some days after a yes the customer is asked once more, where the kind of the case wants it."""
    days = asking_rules().second_look.get(case.kind or "")
    leave = way_to_ask(case, Purpose.LISTENING, at).leave
    if not days or (leave.why and leave.until is None):
        return None
    return plan_question(case, by=None, at=when_due(at, days=days), second_look=True)


def follow_due(now: datetime | None = None, *, most: int = BATCH) -> int:
    """Remind, give up or look again where the time has come, each in a transaction of its own; returns how many were due."""
    now = now or timezone.now()
    due = list(Asking.objects.filter(state__in=RUNNING, next_at__lte=now).order_by("next_at").values_list("pk", flat=True)[:most])
    for number in due:
        try:
            follow(number, now)
        except DatabaseError:
            raise
        except Exception:  # noqa: BLE001 - one question that cannot be put must not stop those behind it; it is logged and tried again
            log.exception("the question %s could not be followed", number)
            Asking.objects.filter(pk=number).update(next_at=now + TRY_AGAIN)
    return len(due)


@transaction.atomic
def follow(number: int, now: datetime) -> None:
    """What is next for one question."""
    found = Asking.objects.select_related("case").filter(pk=number, state__in=RUNNING, next_at__lte=now).first()
    if found is None:
        return
    case = hold_case(found.case)
    asking = Asking.objects.filter(pk=number, state__in=RUNNING, next_at__lte=now).first()
    if asking is None:
        return
    asking.case, rules = case, asking_rules()
    expected = State.CONFIRMED if asking.is_second_look else State.ANSWERED
    if case.state != expected or case.aside:
        end_askings(case, Asked.WITHDRAWN, at=now)
    elif asking.state == Asked.PLANNED:
        ask_by_itself(asking, now)
    elif asking.reminders < len(rules.remind_after) and not asking.is_second_look:
        remind(asking, now)
    else:
        end_askings(case, Asked.SILENT, at=now)
        if not asking.is_second_look:
            lapse(case, at=now)


def ask_by_itself(asking: Asking, now: datetime) -> None:
    """The moment of a planned question has come. A second look is only asked; a first question runs also where nothing reaches them."""
    found, rules = way_to_ask(asking.case, purpose_of(asking), now), asking_rules()
    if wait_for(asking, found, now):
        return
    if found.leave.why and asking.is_second_look:
        end_askings(asking.case, Asked.WITHDRAWN, at=now)
        return
    delivery = send_question(asking, found, by=asking.asked_by, now=now)
    silent = when_due(now, days=max(rules.remind_after, default=0) + rules.lapse_after)
    next_at = silent if asking.is_second_look else next_look(now, 0, rules)
    Asking.objects.filter(pk=asking.pk).update(state=Asked.OPEN, asked_at=now, delivery=delivery, next_at=next_at)
    if delivery is not None:
        record(events.SECOND_LOOK if asking.is_second_look else events.CUSTOMER_ASKED, asking, by=asking.asked_by)


def wait_for(asking: Asking, found: Permission, now: datetime) -> bool:
    """Put a question off that may leave later: at their hour, when the ceiling allows it, or after a limit on automatic mail."""
    until = found.leave.until or (now + TRY_AGAIN if found.leave.why in LIMITS else None)
    if until is not None:
        Asking.objects.filter(pk=asking.pk).update(next_at=until)
    return until is not None


def remind(asking: Asking, now: datetime) -> None:
    """Once more, where nothing speaks against it at this moment; then it is tried again when that has passed."""
    found = way_to_ask(asking.case, purpose_of(asking), now)
    if wait_for(asking, found, now):
        return
    sent = send_question(asking, found, by=None, now=now)
    asking.reminders += 1
    Asking.objects.filter(pk=asking.pk).update(
        reminders=asking.reminders, next_at=max(next_look(asking.asked_at, asking.reminders, asking_rules()), now)
    )
    if sent is not None:
        record(events.CUSTOMER_REMINDED, asking)
