"""Giving, asking, granting, refusing, taking back. Every write of a `Remedy` comes by here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.actions.holding import hold_case
from sandali.cases.models import Case
from sandali.cases.waits import opening_hours
from sandali.company.actions import Overtaken
from sandali.company.models import Person
from sandali.company.permissions import NotAllowed
from sandali.history.events import EventKind, record
from sandali.kit.hours import NeverOpen
from sandali.kit.text import clean
from sandali.resolution.models import Remedy, RemedyKind, RemedyState
from sandali.resolution.remedies import events
from sandali.resolution.remedies.allowances import authority_rules, currency_now, room_of
from sandali.resolution.remedies.granting import may_grant
from sandali.resolution.standards.clocks import Timetable, reckon

LONGEST = 500
MOST_AMOUNT = 10**15
# What is money must say how much; what is a thing or a favour may, and must say what it is.
NEEDS_AMOUNT = (RemedyKind.REFUND, RemedyKind.DISCOUNT)


class CannotGive(Exception):
    """It cannot be given so; the text says why."""


@transaction.atomic
def give_remedy(case: Case, kind: str, *, by: Person, key: str, amount: int | None = None, what: str = "", at: datetime | None = None) -> Remedy:
    """Put a matter right: at once inside the giver's allowance, else whoever may grant it is asked, and owes an answer on a clock.

    `amount` is in minor units of the company's currency. `key` is the form's own: sent twice, it is given once.
    Raises CannotGive with a sentence, NotAllowed on a merged case."""
    hold_case(case)
    standing = Remedy.objects.filter(dedupe_key=key).first()
    if standing is not None:
        return standing
    said = " ".join(clean(what).split())[:LONGEST]
    refuse_unclear(kind, amount, said)
    hold_allowance(by)
    now = at or timezone.now()
    inside = room_of(by, case, now=now).covers(amount)
    remedy = Remedy.objects.create(
        case=case, customer_id=case.customer_id, kind=kind, amount=amount, currency=currency_now(), what=said, by=by, at=now,
        state=RemedyState.GIVEN if inside else RemedyState.ASKED, from_allowance=inside, due_at=None if inside else answer_due(now), dedupe_key=key,
    )  # fmt: skip
    told(events.REMEDY_GIVEN if inside else events.REMEDY_ASKED, remedy, by=by, at=at)
    return remedy


def refuse_unclear(kind: str, amount: int | None, said: str) -> None:
    """Raises CannotGive where nobody would know what was given."""
    if kind not in RemedyKind.values:
        raise CannotGive(_("Choose how to put it right."))
    if amount is not None and not 0 < amount <= MOST_AMOUNT:
        raise CannotGive(_("This is not an amount that can be given."))
    if kind in NEEDS_AMOUNT and amount is None:
        raise CannotGive(_("Say how much."))
    if kind not in NEEDS_AMOUNT and not said:
        raise CannotGive(_("Say in a few words what it is."))


def hold_allowance(person: Person) -> None:
    """Lock what a person may give until the transaction ends: of two remedies at once the second sees what the first one left.

    Cases are held before people, everywhere. On SQLite the transaction itself is the lock (cases/actions/holding.py)."""
    list(Person.objects.select_for_update(no_key=True).filter(pk=person.pk).values_list("pk"))


def answer_due(now: datetime) -> datetime | None:
    """Until when an answer is owed to whoever asks now; None where the company is never open."""
    try:
        return reckon(now, authority_rules().answer_within, Timetable(opening_hours())).due
    except NeverOpen:
        return None


def told(kind: EventKind, remedy: Remedy, *, by: Any = None, at: datetime | None = None, **more: Any) -> None:
    """Record what happened to a remedy; its sentence says which."""
    record(kind, remedy, by=by, at=at, remedy=[remedy.kind, remedy.amount, remedy.currency], **more)


def move(remedy: Remedy, was: tuple[str, ...], version: int | None, **changed: Any) -> Remedy:
    """Compare and set. Raises Overtaken with how it stands now, when it is not in one of the states `was` or was changed since."""
    hold_case(remedy.case)
    found = Remedy.objects.filter(pk=remedy.pk, state__in=was)
    if version is not None:
        found = found.filter(version=version)
    if not found.update(version=F("version") + 1, **changed):
        raise Overtaken(Remedy.objects.select_related("answered_by", "by").get(pk=remedy.pk))
    remedy.refresh_from_db(fields=[*changed, "version"])
    return remedy


def refuse_strangers(remedy: Remedy, by: Any) -> None:
    """Raises NotAllowed for who may not answer this question."""
    if not may_grant(by, remedy):
        raise NotAllowed


@transaction.atomic
def grant_remedy(remedy: Remedy, *, by: Person, version: int | None = None, at: datetime | None = None) -> Remedy:
    """Yes. Raises NotAllowed, Overtaken when somebody answered already or it was taken back."""
    refuse_strangers(remedy, by)
    move(remedy, (RemedyState.ASKED,), version, state=RemedyState.GRANTED, answered_by=by, answered_at=at or timezone.now(), answer="")
    told(events.REMEDY_GRANTED, remedy, by=by, at=at)
    return remedy


@transaction.atomic
def refuse_remedy(remedy: Remedy, word: str, *, by: Person, version: int | None = None, at: datetime | None = None) -> Remedy:
    """No, and why. Raises CannotGive without a word, NotAllowed, Overtaken."""
    refuse_strangers(remedy, by)
    said = " ".join(clean(word).split())[:LONGEST]
    if not said:
        raise CannotGive(_("Say in a word why not, so that your colleague can tell the customer."))
    move(remedy, (RemedyState.ASKED,), version, state=RemedyState.REFUSED, answered_by=by, answered_at=at or timezone.now(), answer=said)
    told(events.REMEDY_REFUSED, remedy, by=by, at=at, word=said)
    return remedy


@transaction.atomic
def reopen_remedy(remedy: Remedy, *, by: Person) -> Remedy:
    """Take one's own yes or no back: it is asked for again, and the clock runs as it did. Raises NotAllowed, Overtaken."""
    if remedy.answered_by_id != by.pk:
        raise NotAllowed
    move(remedy, (RemedyState.GRANTED, RemedyState.REFUSED), None, state=RemedyState.ASKED, answered_by=None, answered_at=None, answer="")
    told(events.REMEDY_REOPENED, remedy, by=by)
    return remedy


@transaction.atomic
def take_back(remedy: Remedy, *, by: Person, version: int | None = None) -> Remedy:
    """It is not given after all, or no longer asked for. What is with the customer stays. Raises Overtaken."""
    move(remedy, (RemedyState.ASKED, RemedyState.GIVEN, RemedyState.GRANTED), version, state=RemedyState.TAKEN_BACK)
    told(events.REMEDY_TAKEN_BACK, remedy, by=by)
    return remedy


@transaction.atomic
def finish_remedy(remedy: Remedy, *, by: Person, is_done: bool = True, at: datetime | None = None) -> Remedy:
    """It is with the customer, or not yet after all. Raises Overtaken."""
    if not is_done:
        state = RemedyState.GIVEN if remedy.from_allowance else RemedyState.GRANTED
        return move(remedy, (RemedyState.DONE,), None, state=state, done_at=None)
    move(remedy, (RemedyState.GIVEN, RemedyState.GRANTED), None, state=RemedyState.DONE, done_at=at or timezone.now())
    told(events.REMEDY_DONE, remedy, by=by, at=at)
    return remedy
