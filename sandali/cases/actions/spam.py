"""Cases that are rubbish, and senders whose mail is kept out: both with a way back."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from sandali.cases import events_regroup as events
from sandali.cases.actions.holding import hold_case
from sandali.cases.actions.resettling import write
from sandali.cases.models import ON_US, Aside, BlockedSender, Case, Direction, Message, State, Wait
from sandali.cases.senders import normal_sender, refuse_ours
from sandali.cases.waits import end_wait, wait_since
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.text import clean

LONGEST_REASON = 200


@transaction.atomic
def mark_spam(case: Case, *, by: Any) -> bool:
    """Put the case out of every list; its sender is not blocked by that. Returns whether it was no spam before."""
    hold_case(case)
    if case.aside:
        return False
    now = timezone.now()
    end_wait(case, at=now)
    write(case, aside=Aside.SPAM.value)
    record(events.CASE_IS_SPAM, case, by=by, at=now)
    return True


@transaction.atomic
def unmark_spam(case: Case, *, by: Any) -> bool:
    """Bring the case back as it was, its wait running on. What its customer wrote meanwhile waits for our word too.

    Returns whether it was spam."""
    hold_case(case)
    if case.aside != Aside.SPAM:
        return False
    now = timezone.now()
    since = Event.objects.filter(case_id=case.pk, kind=events.CASE_IS_SPAM.name).order_by("-pk").values_list("at", flat=True).first()
    fields: dict[str, Any] = {"aside": ""}
    wrote = Message.objects.filter(case=case, direction=Direction.IN, automatic="", at__gt=since).order_by("pk").first() if since else None
    if wrote is not None and case.state not in ON_US:
        fields |= {"state": State.OPEN.value, "state_at": wrote.at, "state_by_id": None, "snoozed_until": None}
        fields["waiting_since"] = case.waiting_since or wrote.at
    write(case, **fields)
    if case.waiting_since is not None:
        # The wait that spam ended was none that an answer did; it runs on, unless another began while the case stood aside.
        if not Wait.objects.filter(case=case, ended_at=None).exists():
            ended = Wait.objects.filter(case=case, began_at=case.waiting_since, by_answer=False, ended_at__isnull=False)
            resumed = ended.order_by("-pk").values_list("pk", flat=True).first()
            Wait.objects.filter(pk=resumed or 0).update(ended_at=None, seconds=None, working_seconds=None, person=None)
        wait_since(case, case.waiting_since, at=now)
    record(events.CASE_NO_SPAM, case, by=by, at=now)
    return True


@transaction.atomic
def block_sender(typed: str, *, by: Any, reason: str = "") -> tuple[BlockedSender, bool]:
    """Keep out an address, or a whole domain as "@example.com"; returns (the block, whether it is new).

    What stands in other cases stays there. Raises senders.CannotBlock."""
    value = normal_sender(typed)
    refuse_ours(value)
    standing = BlockedSender.objects.filter(value=value, lifted_at=None).first()
    if standing is not None:
        return standing, False
    try:
        with transaction.atomic():
            made = BlockedSender.objects.create(value=value, by=by, reason=clean(reason).strip()[:LONGEST_REASON])
    except IntegrityError:  # somebody else was quicker
        return BlockedSender.objects.get(value=value, lifted_at=None), False
    record(events.SENDER_BLOCKED, made, by=by, sender=value)
    return made, True


@transaction.atomic
def lift_block(blocked: BlockedSender, *, by: Any) -> bool:
    """Let their mail in again from now on; what was kept out stays in spam. Returns whether it was blocked."""
    now = timezone.now()
    done = BlockedSender.objects.filter(pk=blocked.pk, lifted_at=None).update(lifted_at=now, lifted_by=by)
    if done:
        record(events.SENDER_UNBLOCKED, blocked, by=by, at=now, sender=blocked.value)
    return bool(done)
