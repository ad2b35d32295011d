"""Improvements: what is done so that it does not happen again, by whom, until when."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from sandali.company.actions import Overtaken
from sandali.company.models import Person
from sandali.company.queries import week_hours
from sandali.history.events import EventKind, record
from sandali.history.queue import in_batches
from sandali.history.rounds import tell_in_round
from sandali.kit.text import clean, isolate
from sandali.resolution.models import Doing, Improvement, Lesson
from sandali.resolution.recovery import events
from sandali.resolution.recovery.actions import NoWords, words_of

LONGEST_WHAT: Final = 300
MOST_OF_A_LESSON: Final = 20
BATCH: Final = 500  # of one transaction: others wait for it


def line_of(text: str) -> str:
    """One line as it is stored. Raises NoWords when nothing is in it."""
    line = " ".join(isolate(clean(text)).split())[:LONGEST_WHAT].strip()
    if not line:
        raise NoWords
    return line


@transaction.atomic
def make_improvement(lesson: Lesson, what: str, *, owner: Person, due_at: datetime, by: Any) -> Improvement:
    """Ask somebody to make something better until a day. Raises NoWords, ValueError for people who left and for too many."""
    if not owner.is_active:
        raise ValueError("nobody can make anything better who has left")
    if Improvement.objects.filter(lesson=lesson).count() >= MOST_OF_A_LESSON:
        raise ValueError("a lesson has only so many improvements")
    made = Improvement.objects.create(lesson=lesson, what=line_of(what), owner=owner, due_at=due_at, by=by)
    if by is not None and owner.pk == by.pk:
        record(events.IMPROVEMENT_TAKEN_ON, made, by=by, what=made.what)
    else:
        record(events.IMPROVEMENT_MADE, made, by=by, to=owner.name, what=made.what)
    return made


def change(improvement: Improvement, version: int | None, *, standing: str = "", **fields: Any) -> Improvement:
    """Write fields as it stood at `version`, while it is in the state `standing` where one is named. Raises Overtaken."""
    rows = Improvement.objects.filter(pk=improvement.pk)
    rows = rows if version is None else rows.filter(version=version)
    rows = rows.filter(state=standing) if standing else rows
    done = rows.update(**fields, version=F("version") + 1)
    current = Improvement.objects.select_related("lesson__case", "owner", "by").get(pk=improvement.pk)
    if not done:
        raise Overtaken(current)
    return current


@transaction.atomic
def change_improvement(
    improvement: Improvement, *, what: str, owner: Person, due_at: datetime, by: Any, version: int | None = None
) -> Improvement:
    """Word it anew, give it to somebody else, or another day, of which is warned anew. Raises NoWords, Overtaken."""
    fields: dict[str, Any] = {"what": line_of(what), "owner": owner, "due_at": due_at}
    if due_at != improvement.due_at:
        fields["warned_at"] = None
    handed = owner.pk != improvement.owner_id
    improvement = change(improvement, version, standing=Doing.OPEN, **fields)
    said: dict[str, Any] = {"what": improvement.what} | ({"to": owner.name} if handed else {})
    record(events.IMPROVEMENT_MADE if handed else events.IMPROVEMENT_CHANGED, improvement, by=by, **said)
    return improvement


@transaction.atomic
def end_improvement(improvement: Improvement, state: str, word: str, *, by: Any, version: int | None = None) -> Improvement:
    """Done, or dropped, with a word of what came of it. Raises NoWords, Overtaken, ValueError for another state."""
    if state not in (Doing.DONE, Doing.DROPPED):
        raise ValueError(f"an improvement does not end as {state!r}")
    said = words_of(word)
    improvement = change(improvement, version, standing=Doing.OPEN, state=state, word=said, ended_at=timezone.now(), ended_by=by)
    record(events.IMPROVEMENT_DONE if state == Doing.DONE else events.IMPROVEMENT_DROPPED, improvement, by=by, what=improvement.what)
    return improvement


@transaction.atomic
def reopen_improvement(improvement: Improvement, *, by: Any, version: int | None = None) -> Improvement:
    """It is to be done after all; the word stays to be read in its history. Raises Overtaken."""
    if improvement.state == Doing.OPEN:
        return improvement
    word = improvement.word
    improvement = change(
        improvement, version, standing=improvement.state, state=Doing.OPEN, word="", ended_at=None, ended_by=None, warned_at=None
    )
    record(events.IMPROVEMENT_REOPENED, improvement, by=by, what=improvement.what, word=word)
    return improvement


def warn_of_improvements(now: datetime) -> int:
    """Tell whose improvements are due today, and of those that are overdue; each once, never while we are closed. Returns how many.

    A day ahead is soon enough for what takes days, so the first word comes on the working day it is due."""
    hours = week_hours()
    if not hours.is_open(now):
        return 0
    today = now.astimezone(hours.zone).replace(hour=23, minute=59, second=59)
    late = Q(due_at__lte=now) & (Q(warned_at=None) | Q(warned_at__lt=F("due_at")))
    due = Q(due_at__gt=now, due_at__lte=today, warned_at=None)
    rounds = ((late, events.IMPROVEMENT_OVERDUE, events.IMPROVEMENTS_OVERDUE), (due, events.IMPROVEMENT_DUE, events.IMPROVEMENTS_DUE))
    return sum(in_batches(partial(warn, *one, now), BATCH) for one in rounds)


@transaction.atomic
def warn(those: Q, one_kind: EventKind, many_kind: EventKind, at: datetime, *, most: int = BATCH) -> int:
    """Tell whose they are, and of overdue ones who asked for them too: of a few one by one, of more their number."""
    waiting = Improvement.objects.filter(those, state=Doing.OPEN).select_related("lesson__case").order_by("due_at", "pk")
    taken = list(waiting.select_for_update(skip_locked=True, of=("self",))[:most])
    Improvement.objects.filter(pk__in=[one.pk for one in taken]).update(warned_at=at)
    told: dict[int, list[int]] = defaultdict(list)
    for one in taken:
        for person in {one.owner_id, one.by_id if one_kind is events.IMPROVEMENT_OVERDUE else None}:
            if person is not None:
                told[person].append(one.pk)
    singly = tell_in_round(told, many_kind, at=at)
    for one in taken:
        if one.pk in singly:
            record(one_kind, one, at=at, what=one.what, people=singly[one.pk])
    return len(taken)
