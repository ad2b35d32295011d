"""Promises that are made with a message: written together with it, told when it has left, fallen when it is taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sandali.cases.actions.holding import hold_case
from sandali.cases.models import Case, Message
from sandali.channels.models import Delivery
from sandali.company.actions import Overtaken
from sandali.company.queries import week_hours
from sandali.history.events import record
from sandali.kit.text import fold
from sandali.resolution.models import STANDING, Promise, Promised
from sandali.resolution.promises import events
from sandali.resolution.promises.actions import make_promise
from sandali.resolution.promises.offers import Offer, offers_in
from sandali.resolution.promises.when import first_look


@dataclass(frozen=True, slots=True)
class Said:
    """What the writer said of promises: which words found in the text are one, which are none, and one by hand (`what`, `due`)."""

    accepted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    what: str = ""
    due: datetime | None = None


@transaction.atomic
def send_with_promises(
    case: Case, text: str, send: Callable[[], Message], *, said: Said, by: Any, dedupe_key: str, leaves_at: datetime | None = None
) -> Message:
    """Send by `send`, and write down what is promised with it; the same `dedupe_key` again promises nothing twice.

    What is found and was not spoken of is kept as a question to its writer: nothing is held up. Raises CannotPromise."""
    hold_case(case)
    if Delivery.objects.filter(dedupe_key=dedupe_key).exists():
        return send()
    offers = offers_in(text, case, now=leaves_at)
    message = send()
    case.refresh_from_db(fields=["assignee"])
    note(message, case, offers, said, by=by)
    return message


@transaction.atomic
def write_down_with_promise(case: Case, write: Callable[[], Message], *, said: Said, by: Any) -> Message:
    """A call or a visit with what was promised there: the customer heard it themselves. Raises CannotPromise."""
    message = write()
    if said.due is not None and not Promise.objects.filter(message=message).exists():
        case.refresh_from_db(fields=["assignee"])
        make_promise(case, said.what or message.text, said.due, by=by, message=message, told_at=message.at)
    return message


def note(message: Message, case: Case, offers: list[Offer], said: Said, *, by: Any) -> None:
    """The rows of what a message promises."""
    accepted, refused = ({fold(words) for words in one} for one in (said.accepted, said.refused))
    if said.due is not None:
        make_promise(case, said.what or message.text, said.due, by=by, message=message)
    for offer in offers:
        if offer.key in accepted:
            make_promise(case, offer.what, offer.due, by=by, message=message, words=offer.words)
        else:
            keep_offer(message, case, offer, by=by, is_refused=offer.key in refused)


def keep_offer(message: Message, case: Case, offer: Offer, *, by: Any, is_refused: bool) -> Promise:
    """What was found and is no promise, or none yet."""
    now = timezone.now()
    return Promise.objects.create(
        case=case, customer_id=case.customer_id, what=offer.what, words=offer.words, due_at=offer.due, owner=by, made_by=by, made_at=now,
        message=message, state=Promised.REFUSED if is_refused else Promised.OFFERED, ended_at=now if is_refused else None,
    )  # fmt: skip


@transaction.atomic
def accept_offer(promise: Promise, *, by: Any) -> Promise:
    """What was found is a promise. Raises Overtaken when somebody has said so, or the opposite."""
    case, now = hold_case(promise.case), timezone.now()
    owner, look = case.assignee_id or by.pk, first_look(now, promise.due_at, week_hours())
    rows = Promise.objects.filter(pk=promise.pk, state=Promised.OFFERED)
    done = rows.update(state=Promised.OPEN, owner_id=owner, made_by=by, made_at=now, next_at=max(look, now), told_at=told(promise))
    current = Promise.objects.select_related("case").get(pk=promise.pk)
    if not done:
        raise Overtaken(current)
    record(events.PROMISE_MADE, current, by=by, at=now, what=current.what, due=current.due_at.isoformat())
    return current


def told(promise: Promise) -> datetime | None:
    """When the message of a promise left, as far as that is known."""
    delivery = promise.message.delivery if promise.message is not None else None
    return delivery.sent_at if delivery is not None else None


@transaction.atomic
def refuse_offer(promise: Promise, *, by: Any, is_refused: bool = True) -> Promise:
    """What was found is none of ours, or (the same taken back) may be one after all. Raises Overtaken."""
    before, after = (Promised.OFFERED, Promised.REFUSED) if is_refused else (Promised.REFUSED, Promised.OFFERED)
    ended = timezone.now() if is_refused else None
    done = Promise.objects.filter(pk=promise.pk, state=before).update(state=after, ended_at=ended)
    current = Promise.objects.select_related("case").get(pk=promise.pk)
    if not done:
        raise Overtaken(current)
    return current


@transaction.atomic
def fall(message: Message, *, by: Any = None) -> None:
    """A message did not leave: what it promised was never said, and a promise that it gave a new date stands as it stood."""
    Promise.objects.filter(message=message, state=Promised.OFFERED).delete()
    for one in Promise.objects.filter(message=message, state__in=STANDING).select_related("follows"):
        now = timezone.now()
        Promise.objects.filter(pk=one.pk).update(state=Promised.WITHDRAWN, ended_at=now, next_at=None, follows=None, broken_at=None)
        record(events.PROMISE_FELL, one, by=by, at=now, what=one.what)
        if (before := one.follows) is not None:
            state = Promised.BROKEN if before.broken_at is not None else Promised.OPEN
            next_at = None if before.escalated_at is not None else before.due_at
            Promise.objects.filter(pk=before.pk, state=Promised.REPLACED).update(state=state, ended_at=None, next_at=next_at)
