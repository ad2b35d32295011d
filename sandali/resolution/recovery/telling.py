"""Everybody who complained of a cause is told when it is mended: who they are, a letter by a person, sent one by one, each once.

It is no promotion: only who has a case with that cause is ever on the list, and each hears of it in their own case."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import DatabaseError, transaction
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from sandali.cases.access import cases_for, reach
from sandali.cases.actions.holding import hold_case
from sandali.cases.actions.informing import inform
from sandali.cases.contact import BOUNCED, TOO_LATE, may_we, permissions
from sandali.cases.models import Aside, Case
from sandali.company.permissions import NotAllowed
from sandali.customers.contact import (
    NEVER,
    NO_ADDRESS,
    NOT_ASKED,
    WITHDRAWN,
    contact_rules,
    hours_for,
    next_open,
)
from sandali.customers.models import Purpose
from sandali.history.events import record
from sandali.kit.text import clean
from sandali.resolution.models import PATH, CaseCause, Cause, Reached, RecoveryStep, Step, Telling, Told
from sandali.resolution.recovery import events
from sandali.resolution.recovery.actions import words_of
from sandali.resolution.recovery.tree import with_below

log = logging.getLogger("sandali.resolution")
GRACE: Final = timedelta(minutes=2)  # so long the whole letter can be taken back
WHY: Final = {BOUNCED: "paused", NOT_ASKED: WITHDRAWN, TOO_LATE: NO_ADDRESS}  # codes of cases.contact as a letter knows them
LEFT_OUT: Final = (NO_ADDRESS, "paused", NEVER, WITHDRAWN)  # what speaks against telling somebody now, and is written down by name
BATCH: Final = 20  # a round: other mail goes on between
MOST: Final = 5_000


class NothingToTell(ValueError):
    """The cause is not mended, or nobody is left to be told."""


@dataclass(frozen=True, slots=True)
class Listener:
    """A customer to be told, by their latest case with the cause. `why_not` is a code of what speaks against it, "" when nothing does:
    "told", "no-address", "paused", "never", "withdrawn". `cases` is how many of theirs have the cause."""

    case: Case
    cases: int
    why_not: str


def cases_of(cause: Cause) -> Any:
    """Cases with the cause, or one below it; not spam, and not what lives on in another case."""
    rows = CaseCause.objects.filter(cause__in=with_below(cause.pk)).values("case")
    return Case.objects.filter(pk__in=rows, aside="")


def listeners(cause: Cause, person: Any, *, most: int = MOST) -> list[Listener]:
    """Everybody who complained of it and whom the person may answer, the latest first. Why somebody is not told is said, never hidden."""
    cases = cases_of(cause).filter(reach(person, "answer_cases")).select_related("customer", "channel")
    found: dict[int, list[Case]] = {}
    for case in cases.order_by("-last_message_at", "-pk")[:most]:
        found.setdefault(case.customer_id, []).append(case)
    told = set(told_since_mended(cause).filter(customer_id__in=found).values_list("customer_id", flat=True))
    against = why_not_of_many([theirs[0] for who, theirs in found.items() if who not in told])
    return [Listener(theirs[0], len(theirs), "told" if who in told else against[theirs[0].pk]) for who, theirs in found.items()]


def told_since_mended(cause: Cause) -> Any:
    """Who was told, or is about to be, since the cause was mended last."""
    rows = Told.objects.filter(telling__cause=cause, telling__withdrawn_at=None).exclude(state=Reached.NOT_TOLD)
    return rows if cause.mended_at is None else rows.filter(telling__at__gte=cause.mended_at)


@dataclass(frozen=True, slots=True)
class WhoWasTold:
    """How it stands with those who complained of a cause, since it was mended: how many were told, the last one when, how many letters
    are still on their way, the latest letter, and whether every one of them stands in a letter."""

    told: int
    last_at: datetime | None
    planned: int
    letter: int | None
    is_everybody: bool


def who_was_told(cause: Cause) -> WhoWasTold:
    """Who was told of a cause that is mended."""
    rows = Told.objects.filter(telling__cause=cause, telling__withdrawn_at=None, telling__at__gte=cause.mended_at)
    told, planned = Q(state=Reached.TOLD), Q(state=Reached.PLANNED)
    sums = rows.aggregate(told=Count("customer_id", filter=told, distinct=True), planned=Count("pk", filter=planned), last=Max("at", filter=told), letter=Max("telling"))
    left = cases_of(cause).exclude(customer_id__in=rows.values("customer_id"))
    return WhoWasTold(sums["told"], sums["last"], sums["planned"], sums["letter"], sums["letter"] is not None and not left.exists())


def out_of_reach(cause: Cause, person: Any) -> int:
    """How many cases with the cause the person may not answer."""
    cases = cases_of(cause)
    return int(cases.count() - cases.filter(reach(person, "answer_cases")).count())


def by_day(at: datetime) -> datetime:
    """This moment, or in the company's quiet hours their end: nobody asked for this letter, so it wakes nobody. When each customer
    wants to be reached is asked when it is their turn."""
    return next_open(hours_for(None, contact_rules()), at)


def why_not_of_many(cases: list[Case]) -> dict[int, str]:
    """What speaks against telling the customer of each case, as a code or "", by its number; in as many questions for all as for one."""
    return {number: WHY.get(found.leave.why, found.leave.why) for number, found in permissions(cases, purpose=Purpose.SERVICE).items()}


@transaction.atomic
def begin_telling(cause: Cause, text: str, *, by: Any, key: str, customers: Iterable[int], now: datetime | None = None) -> Telling:
    """Put the letter down for those of the customers who may be told; nothing leaves before GRACE, and nothing at night. Who cannot be
    told stands in it by name, with the reason. The same `key` again is the same.

    Raises NoWords without a letter, NothingToTell for a cause that is not mended, and when nobody is left."""
    key = f"{by.pk}:{cause.pk}:{clean(key)[:60]}"
    standing = Telling.objects.filter(key=key).first()
    if standing is not None:
        return standing
    said, now, wanted = words_of(text), now or timezone.now(), set(customers)
    cause = Cause.objects.select_for_update().get(pk=cause.pk)
    everybody = listeners(cause, by)
    chosen = [one for one in everybody if not one.why_not and one.case.customer_id in wanted]
    if cause.mended_at is None or not chosen:
        raise NothingToTell
    telling = Telling.objects.create(cause=cause, text=said, by=by, at=now, key=key, starts_at=by_day(now + GRACE))
    Told.objects.bulk_create([Told(telling=telling, case=one.case, customer_id=one.case.customer_id) for one in chosen])
    left_out = {"telling": telling, "state": Reached.NOT_TOLD, "at": now}
    Told.objects.bulk_create([Told(case=one.case, customer_id=one.case.customer_id, why=one.why_not, **left_out) for one in everybody if one.why_not in LEFT_OUT])
    record(events.TELLING_BEGUN, telling, by=by, at=now, cause=cause.name)
    return telling


@transaction.atomic
def withdraw_telling(telling: Telling, *, by: Any) -> bool:
    """Take the whole letter back, as long as nothing of it has left; returns whether that was in time."""
    now = timezone.now()
    waiting = Telling.objects.filter(pk=telling.pk, starts_at__gt=now, withdrawn_at=None, ended_at=None)
    if not waiting.update(withdrawn_at=now, ended_at=now):
        return False
    record(events.TELLING_WITHDRAWN, telling, by=by, at=now, cause=telling.cause.name)
    return True


def tell_due(now: datetime | None = None) -> int:
    """Send what is due of all letters by day, one customer a transaction; returns how many rows were worked."""
    now, worked = now or timezone.now(), 0
    running = Telling.objects.filter(ended_at=None, starts_at__lte=now).order_by("starts_at").values_list("pk", flat=True)
    for number in list(running):
        for row in next_rows(number, now):
            worked += 1
            try:
                tell_one(row, now)
            except DatabaseError:
                raise
            except Exception:  # noqa: BLE001 - one customer who cannot be told must not stop those behind them; it is logged and shown
                log.exception("a letter to many could not leave for row %s", row)
                Told.objects.filter(pk=row, state=Reached.PLANNED).update(state=Reached.NOT_TOLD, why="error", at=now)
        end_telling(number, now)
    return worked


def next_rows(telling: int, now: datetime) -> Iterator[int]:
    """The next customers of a letter; those who are to be reached later (`at` says when) stand back."""
    due = Told.objects.filter(Q(at=None) | Q(at__lte=now), telling=telling, state=Reached.PLANNED)
    yield from list(due.order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def tell_one(number: int, now: datetime) -> bool:
    """Tell one customer, and write down that it is done in the same transaction. Whatever changed since the list was made is asked again."""
    row = Told.objects.select_related("telling__by", "telling__cause", "case__customer", "case__channel").filter(pk=number, state=Reached.PLANNED).first()
    if row is None or row.telling.withdrawn_at is not None:
        return False
    try:
        case = hold_case(row.case)
    except NotAllowed:
        return settle(row, Reached.NOT_TOLD, now, why="merged")
    if not Told.objects.filter(pk=number, state=Reached.PLANNED).exists():
        return False
    against = "spam" if case.aside == Aside.SPAM else not_any_more(row)
    if against:
        return settle(row, Reached.NOT_TOLD, now, why=against)
    found = may_we(case, purpose=Purpose.SERVICE, now=now)
    if found.leave.until is not None:
        return settle(row, Reached.PLANNED, found.leave.until, why=found.leave.why)
    if found.way is None or found.leave.why:
        return settle(row, Reached.NOT_TOLD, now, why=WHY.get(found.leave.why, found.leave.why))
    message = inform(case, row.telling.text, by=row.telling.by, dedupe_key=f"told:{row.pk}", way=found.way, purpose=Purpose.SERVICE, at=now)
    settle(row, Reached.TOLD, now, message=message, why="")
    close_step(case, message, by=row.telling.by, at=now)
    return True


def not_any_more(row: Told) -> str:
    """Why a customer who stood on the list is told no more, as a code, or "": the case lost its cause, or the writer their right."""
    person = row.telling.by
    if not person.is_active or not Case.objects.filter(reach(person, "answer_cases"), pk=row.case_id).exists():
        return "no-right"
    return "" if cases_of(row.telling.cause).filter(pk=row.case_id).exists() else "other-cause"


def settle(row: Told, state: str, now: datetime, **more: Any) -> bool:
    """Write down what became of one (or until when it waits); returns whether the customer was told."""
    Told.objects.filter(pk=row.pk).update(state=state, at=now, **more)
    return state == Reached.TOLD


def close_step(case: Case, message: Any, *, by: Any, at: datetime) -> None:
    """Whoever was on the path has now been told what changed."""
    standing = RecoveryStep.objects.filter(case=case, ended_at=None, step__in=PATH)
    steps = set(standing.values_list("step", flat=True))
    if steps and Step.TELL not in steps:
        made = RecoveryStep.objects.create(case=case, step=Step.TELL, at=at, by=by, message=message)
        record(events.CHANGE_TOLD, made, by=by, at=at)


@transaction.atomic
def end_telling(number: int, now: datetime) -> bool:
    """The last customer has been told: the writer hears how many were."""
    rows = Told.objects.filter(telling=number)
    if rows.filter(state=Reached.PLANNED).exists() or not Telling.objects.filter(pk=number, ended_at=None).update(ended_at=now):
        return False
    telling = Telling.objects.select_related("cause").get(pk=number)
    record(events.TELLING_ENDED, telling, at=now, cause=telling.cause.name, cause_id=telling.cause_id, told=rows.filter(state=Reached.TOLD).count(), all=rows.count())
    return True


def progress(telling: Telling) -> dict[str, int]:
    """How many stand where: "all", and each of Reached."""
    found = list(Told.objects.filter(telling=telling).values_list("state", flat=True))
    return {"all": len(found), **{state.value: found.count(state.value) for state in Reached}}


def told_rows(telling: Telling, person: Any, *, after: str = "", most: int) -> list[Told]:
    """A page of the customers of a letter, in cases that the person may see; `after` is "state,id" of the last row seen."""
    rows = Told.objects.filter(Exists(cases_for(person).filter(pk=OuterRef("case_id"))), telling=telling)
    state, _comma, number = after.partition(",")
    if state in Reached.values and number.isascii() and number.isdigit() and len(number) < 18:
        rows = rows.filter(Q(state__gt=state) | Q(state=state, pk__gt=int(number)))
    return list(rows.select_related("case__customer").order_by("state", "pk")[:most])


def tellings_of(cause: Cause) -> list[Telling]:
    """The letters about a cause, the latest first."""
    return list(Telling.objects.filter(Q(cause=cause)).select_related("by").order_by("-pk")[:20])
