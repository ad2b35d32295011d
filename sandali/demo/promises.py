"""Promises of the past and of today: those that stand in what was answered, kept or not, and some that are owed now."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sandali.cases.models import Case, Direction, Message, State
from sandali.demo.acts import Scene, not_before, note_event
from sandali.demo.matters import TEXTS
from sandali.kit.hours import WeekHours
from sandali.resolution.models import Promise, Promised
from sandali.resolution.promises import events
from sandali.resolution.promises.offers import offer_of
from sandali.resolution.promises.when import first_look
from sandali.resolution.reading.phrases import find_promises
from sandali.resolution.standards.clocks import moment_to_tell

LATE_IN_TEN = 1  # of ten promises of the past so many were kept late
LATE_BY = timedelta(hours=20)
MADE_BEFORE = timedelta(hours=40)  # what is owed now was promised at most so long before
LEAST = timedelta(hours=1)  # so much time everybody gives themselves


def promise_things(scene: Scene) -> None:
    """Let it all have been promised. What is long kept is counted, and no longer told of in threads."""
    random, hours = Random(f"promises:{scene.house.company.language}"), scene.period.hours
    said = Message.objects.filter(direction=Direction.OUT, automatic="", withdrawn_at=None, leaves_at=None, author__isnull=False)
    for message in said.select_related("case", "author").order_by("at", "pk"):
        for found in find_promises(message.text, now=message.at, hours=hours)[:1]:
            offer = offer_of(message.text, found)
            made = write(message.case, offer.what, offer.due, by=message.author, at=message.at, hours=hours, message=message, words=offer.words)
            if offer.due <= scene.period.now:
                keep(made, random, scene.period.now)
    owe(scene, hours)


def write(case: Case, what: str, due: datetime, *, by: Any, at: datetime, hours: WeekHours, **more: Any) -> Promise:
    """A promise of the past as its row."""
    return Promise.objects.create(
        case=case, customer_id=case.customer_id, what=what, due_at=due, owner_id=case.assignee_id or by.pk, made_by=by, made_at=at,
        told_at=at, next_at=first_look(at, due, hours), **more,
    )  # fmt: skip


def keep(made: Promise, random: Random, now: datetime) -> None:
    """It was kept, most of the time before it was due."""
    late = random.randrange(10) < LATE_IN_TEN
    at = made.due_at + random.random() * LATE_BY if late else made.made_at + (0.3 + 0.6 * random.random()) * (made.due_at - made.made_at)
    if at > now:
        at, late = made.due_at, False
    broken = {"broken_at": made.due_at, "escalated_at": made.due_at} if late else {}
    Promise.objects.filter(pk=made.pk).update(state=Promised.KEPT, kept_at=at, ended_at=at, next_at=None, **broken)


def owe(scene: Scene, hours: WeekHours) -> None:
    """What is owed now, each to another customer, in cases that somebody works on: some of it is over already."""
    now, told = scene.period.now, set()
    busy = Case.objects.filter(assignee__isnull=False, aside="", state__in=(State.OPEN, State.WAITING)).select_related("assignee", "customer")
    cases = list(busy.order_by("-last_message_at", "-pk"))
    for ahead, what in owed(scene.house.company.language):
        due = moment_to_tell((now + timedelta(hours=ahead)).replace(minute=0, second=0, microsecond=0), hours, early=ahead < 0)
        latest = min(due, now) - LEAST
        case = next((one for one in cases if one.customer_id not in told and not_before(one.customer_id, one.opened_at) <= latest), None)
        if case is None:
            continue
        told.add(case.customer_id)
        promised(scene, case, what, due, at=max(not_before(case.customer_id, case.opened_at), latest - MADE_BEFORE), hours=hours)


def promised(scene: Scene, case: Case, what: str, due: datetime, *, at: datetime, hours: WeekHours) -> None:
    """One promise that is owed, with what happened to it so far."""
    now, said = scene.period.now, {"what": what, "due": due.isoformat()}
    made = write(case, what, due, by=case.assignee, at=at, hours=hours)
    note_event(scene, events.PROMISE_MADE, made, at=at, by=case.assignee, **said)
    if due <= now:
        Promise.objects.filter(pk=made.pk).update(state=Promised.BROKEN, broken_at=due, escalated_at=now, warned_at=due, next_at=None)
        note_event(scene, events.PROMISE_BROKEN, made, at=due, **said)
        note_event(scene, events.PROMISE_ESCALATED, made, at=now, people=[case.assignee_id], **said)


def owed(language: str) -> list[tuple[int, str]]:
    """(hours until it is due, what) of texts/<language>/promises.txt."""
    lines = (TEXTS / language / "promises.txt").read_text(encoding="utf-8").splitlines()
    parts = [line.split("|") for line in lines if line and not line.startswith("#")]
    return [(int(ahead), what.strip()) for ahead, what in parts]
