"""Every write of a promise by one of us: made, kept, given a new date, withdrawn, handed over, and each of them taken back."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.access import who_sees
from sandali.cases.actions import record_contact, reply
from sandali.cases.actions.holding import hold_case
from sandali.cases.contact import BEST, Outward
from sandali.cases.models import Case, Direction, Message, State
from sandali.company.actions import Overtaken
from sandali.company.models import Person
from sandali.company.queries import week_hours
from sandali.history.events import record
from sandali.kit.text import clean, isolate
from sandali.resolution.models import STANDING, Promise, Promised
from sandali.resolution.promises import events
from sandali.resolution.promises.when import first_look, no_words, why_not_due

LONGEST_WHAT, LONGEST_REASON = 300, 500
MOST_STANDING = 50  # on one case


class CannotPromise(Exception):
    """This cannot be promised, or not so; the text says why."""


@transaction.atomic
def make_promise(
    case: Case, what: str, due_at: datetime, *, by: Any, message: Message | None = None, words: str = "", told_at: datetime | None = None,
    follows: Promise | None = None, reason: str = "", at: datetime | None = None,
) -> Promise:  # fmt: skip
    """We will do `what` by `due_at`. It is the case's owner's, else `by`'s. `message` is the one that says it, `words` the time in it.

    Raises CannotPromise with a sentence."""
    said, now = line_of(what), at or timezone.now()
    if not said:
        raise CannotPromise(no_words())
    if why_not := why_not_due(due_at, now=now):
        raise CannotPromise(why_not)
    if Promise.objects.filter(case=case, state__in=STANDING).count() >= MOST_STANDING:
        raise CannotPromise(_("Very many promises stand on this case already."))
    made = Promise.objects.create(
        case=case, customer_id=case.customer_id, what=said, words=words[:120], due_at=due_at, owner_id=owner_of(case, follows, by), made_by=by,
        made_at=now, message=message, told_at=told_at, follows=follows, reason=line_of(reason)[:LONGEST_REASON],
        given_at=follows.given_at if follows is not None else None, next_at=first_look(now, due_at, week_hours()),
    )  # fmt: skip
    record(events.PROMISE_MOVED if follows is not None else events.PROMISE_MADE, made, by=by, at=now, what=said, due=due_at.isoformat())
    return made


def owner_of(case: Case, follows: Promise | None, by: Any) -> int:
    """Whose a new promise is: what was handed to somebody stays theirs with a new date."""
    if follows is not None and follows.given_at is not None:
        return follows.owner_id
    return int(case.assignee_id or by.pk)


def line_of(text: str) -> str:
    """What is promised, fit for one line."""
    return " ".join(isolate(clean(text)).split())[:LONGEST_WHAT].strip()


def change(promise: Promise, version: int | None, *, standing: tuple[str, ...], **fields: Any) -> Promise:
    """Write fields as the promise stood at `version` (None skips that check), while its state is one of `standing`.

    Raises Overtaken with the promise as it stands now."""
    rows = Promise.objects.filter(pk=promise.pk, state__in=standing)
    if version is not None:
        rows = rows.filter(version=version)
    done = rows.update(**fields, version=F("version") + 1)
    current = Promise.objects.select_related("case__customer", "owner", "message").get(pk=promise.pk)
    if not done:
        raise Overtaken(current)
    return current


@transaction.atomic
def keep_promise(promise: Promise, *, by: Any, version: int | None = None, at: datetime | None = None) -> Promise:
    """It is done. One whose time is over is kept late: that it was broken stays. Raises Overtaken."""
    now = at or timezone.now()
    kept = change(promise, version, standing=STANDING, state=Promised.KEPT, kept_at=now, ended_at=now, next_at=None)
    if kept.broken_at is None and kept.due_at < now:  # its time ran out in the minute before the clock was looked at
        Promise.objects.filter(pk=kept.pk).update(broken_at=kept.due_at)
        kept.broken_at = kept.due_at
    record(events.PROMISE_KEPT, kept, by=by, at=now, what=kept.what)
    return kept


@transaction.atomic
def keep_not_after_all(promise: Promise, *, by: Any, version: int | None = None) -> Promise:
    """Take back that it was kept. Raises Overtaken."""
    again = change(promise, version, standing=(Promised.KEPT,), **standing_again(promise), kept_at=None)
    record(events.PROMISE_NOT_KEPT, again, by=by, what=again.what)
    return again


def standing_again(promise: Promise) -> dict[str, Any]:
    """The columns of a promise that is owed again; what it is told of was told already."""
    if promise.broken_at is not None:
        return {"state": Promised.BROKEN, "ended_at": None, "next_at": None if promise.escalated_at else timezone.now()}
    return {"state": Promised.OPEN, "ended_at": None, "next_at": promise.due_at}


@transaction.atomic
def withdraw_promise(promise: Promise, *, by: Any, reason: str, version: int | None = None) -> Promise:
    """It is not owed any more, and why. Raises CannotPromise without a reason, Overtaken."""
    said = line_of(reason)[:LONGEST_REASON]
    if not said:
        raise CannotPromise(_("Please say why it is withdrawn."))
    gone = change(promise, version, standing=STANDING, state=Promised.WITHDRAWN, reason=said, ended_at=timezone.now(), next_at=None)
    record(events.PROMISE_WITHDRAWN, gone, by=by, what=gone.what, reason=said)
    return gone


@transaction.atomic
def let_stand(promise: Promise, *, by: Any, version: int | None = None) -> Promise:
    """Take a withdrawal back. Raises Overtaken."""
    again = change(promise, version, standing=(Promised.WITHDRAWN,), **standing_again(promise), reason="")
    record(events.PROMISE_STANDS, again, by=by, what=again.what)
    return again


@transaction.atomic
def pass_promise(promise: Promise, to: Person, *, by: Any, version: int | None = None) -> Promise:
    """Hand one promise to a colleague who sees the case; it no longer follows the case's owner. Raises CannotPromise, Overtaken."""
    if not to.is_active or not who_sees(promise.case, [to]):
        raise CannotPromise(_("%(name)s cannot see this case.") % {"name": isolate(to.name)})
    if to.pk == promise.owner_id:
        return promise
    passed = change(promise, version, standing=STANDING, owner=to, given_at=timezone.now())
    record(events.PROMISE_PASSED, passed, by=by, what=passed.what, to=to.name, people=[to.pk])
    return passed


@transaction.atomic
def move_promise(
    promise: Promise, due_at: datetime, *, by: Any, why: str, text: str, dedupe_key: str, version: int | None = None, by_call: bool = False,
    seen: int | None = None, outward: Outward = BEST,
) -> Promise:  # fmt: skip
    """A new date, and the customer told of it with `text`: by a message, or `by_call` on the telephone, written down.

    The same `dedupe_key` again returns what stands. Raises CannotPromise, CannotAnswer, Meanwhile, Overtaken."""
    hold_case(promise.case)
    key = f"promise:{promise.pk}:{hashlib.sha256(dedupe_key.encode()).hexdigest()[:32]}"
    if standing := Promise.objects.filter(follows=promise, message__delivery__dedupe_key=key).first():
        return standing
    reason = line_of(why)[:LONGEST_REASON]
    if not reason:
        raise CannotPromise(_("Please say why it takes longer."))
    old = change(promise, version, standing=STANDING, state=Promised.REPLACED, ended_at=timezone.now(), next_at=None)
    if old.broken_at is None and old.due_at < timezone.now():
        Promise.objects.filter(pk=old.pk).update(broken_at=old.due_at)
    if by_call:
        message = record_contact(old.case, text, by=by, direction=Direction.CALL, we_called=True, reason=outward.reason)
    else:
        message = reply(old.case, text, by=by, dedupe_key=key, state=State.OPEN, seen=seen, outward=outward)
    told = message.at if by_call else None
    return make_promise(old.case, old.what, due_at, by=by, message=message, told_at=told, follows=old, reason=reason)

