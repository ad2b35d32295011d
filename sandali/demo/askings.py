"""The questions of the past: whether a matter is settled, and what its customer said or did not say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sandali.cases.models import Case, Direction, Message
from sandali.resolution.confirmation.rules import asking_rules, next_look, when_due
from sandali.resolution.models import RUNNING, Asked, Asking, Way


def ask(case: Case, message: Message, *, by: Any, at: datetime) -> Asking:
    """The question that went out with an answer; one that ran before was asked no longer."""
    Asking.objects.filter(case=case, state__in=RUNNING).update(state=Asked.WITHDRAWN, ended_at=at, next_at=None)
    return Asking.objects.create(
        case=case, message=message, opened_at=case.opened_at, asked_at=at, asked_by=by, next_at=next_look(at, 0, asking_rules())
    )


def end_asking(case: Case, state: str, *, at: datetime) -> Asking | None:
    """What came of it: a yes or a no in the customer's last words, or silence after every reminder."""
    asking = Asking.objects.filter(case=case, state__in=RUNNING).first()
    if asking is None:
        return None
    asking.state, asking.ended_at, asking.next_at = state, at, None
    if state != Asked.SILENT:
        asking.way = Way.WORDS
        asking.said = Message.objects.filter(case=case, direction=Direction.IN, at__lte=at).order_by("-id").first()
    asking.save()
    return asking


def reminded(case: Case) -> Asking | None:
    """The running question, once more; None when nothing is asked any more."""
    asking = Asking.objects.filter(case=case, state=Asked.OPEN).first()
    if asking is not None:
        asking.reminders += 1
        asking.next_at = next_look(asking.asked_at, asking.reminders, asking_rules())
        asking.save(update_fields=["reminders", "next_at"])
    return asking


def reminders_after(asked_at: datetime, *, until: datetime) -> Iterator[datetime]:
    """When somebody is reminded who says nothing."""
    for days in asking_rules().remind_after:
        at = when_due(asked_at, days=days)
        if at < until:
            yield at
