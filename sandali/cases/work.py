"""Reads about the work inside cases: tasks and their lists, who is told of them, checklists, cases that belong together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from sandali.cases.access import cases_for
from sandali.cases.holding import held_by, looked_into
from sandali.cases.models import Aside, Case, CaseLink, ChecklistItem, Task, TaskState
from sandali.company.models import Person
from sandali.company.queries import department_ids
from sandali.history.models import Event
from sandali.kit.hours import NeverOpen, WeekHours
from sandali.kit.prepared import Prepared

TASK_BOXES = ("mine", "department", "asked")
MOST_COUNTED = 100
MOST_SHOWN = 100
# Whoever does a task hears of it this long before: a day, or two hours of our work, whichever is less work.
DAY_BEFORE, HOURS_BEFORE = timedelta(days=1), timedelta(hours=2)
# For a company that has said nothing of its hours: nobody is woken by a warning all the same.
DAYTIME = ((time(8), time(20)),)
MOST_WARNED = 500


# --- Who is told -----------------------------------------------------------------------------------------------------
def people_of_task(event: Event) -> list[int]:
    """Whose task an event is about: its owner, else everybody in its department; for the audience "task_people"."""
    task = Task.objects.filter(pk=event.subject_id)
    theirs = Q(pk__in=task.values("owner")) | Q(departments__in=task.filter(owner=None).values("department"))
    return list(Person.objects.filter(theirs, is_active=True).distinct().values_list("pk", flat=True))


def maker_of_task(event: Event) -> list[int]:
    """Who asked for the task of an event; for the audience "task_maker"."""
    makers = Task.objects.filter(pk=event.subject_id, by__is_active=True)
    return list(makers.values_list("by_id", flat=True))


# --- Lists of tasks --------------------------------------------------------------------------------------------------
def tasks_in(person: Any, box: str) -> QuerySet[Task]:
    """Tasks that are not withdrawn: "mine", my "department"'s, or those I "asked" for in cases that I may (still) see.

    Rubbish asks for no work, so tasks of spam are left out."""
    tasks = Task.objects.exclude(state=TaskState.WITHDRAWN).exclude(case__aside=Aside.SPAM)
    match box:
        case "department":
            return tasks.filter(department__in=department_ids(person))
        case "asked":
            return tasks.filter(by=person, case__in=cases_for(person))
    return tasks.filter(owner=person)


def task_page(
    person: Any, box: str, *, done: bool = False, after: tuple[datetime | None, int] | None = None, most: int = 30
) -> list[Task]:
    """A page of a list: open tasks by when they are due (those without a time last), or answered ones, the latest first.

    `after` is (due or answered at, id) of the last row seen."""
    tasks = tasks_in(person, box).filter(state=TaskState.DONE if done else TaskState.OPEN)
    if after is not None:
        at, number = after
        if done:
            tasks = tasks.filter(Q(answered_at__lt=at) | Q(answered_at=at, pk__lt=number))
        elif at is None:
            tasks = tasks.filter(due_at=None, pk__gt=number)
        else:
            tasks = tasks.filter(Q(due_at__gt=at) | Q(due_at=at, pk__gt=number) | Q(due_at=None))
    order: tuple[Any, ...] = ("-answered_at", "-pk") if done else (F("due_at").asc(nulls_last=True), "pk")
    return list(tasks.select_related("case__customer", "department", "owner", "by").order_by(*order)[:most])


def task_counts(person: Any) -> dict[str, int]:
    """How many open tasks in each box, counted up to MOST_COUNTED."""
    return {box: tasks_in(person, box).filter(state=TaskState.OPEN).order_by()[:MOST_COUNTED].count() for box in TASK_BOXES}


# --- What a case holds -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Holds:
    """Which kinds of work a case holds, so that only those are read."""

    tasks: bool
    items: bool
    links: bool
    children: bool


def holds(case: Case) -> Holds:
    """Most cases hold nothing."""
    held = looked_into(case) or held_by(case)
    return Holds(held["tasks"], held["items"], held["links"] or held["links_back"], held["children"])


def tasks_in_case(case: Case) -> list[Task]:
    """The tasks of a case that are not withdrawn: the open ones first, by when they are due."""
    tasks = Task.objects.filter(case=case).exclude(state=TaskState.WITHDRAWN).select_related("department", "owner", "by")
    return sorted(tasks[:MOST_SHOWN], key=lambda one: (one.state != TaskState.OPEN, one.due_at is None, one.due_at or one.at, one.pk))


_items = Prepared(
    lambda case: ChecklistItem.objects.filter(case=case).order_by("place", "pk").values_list("pk", "text", "done_at", "done_by__name")
)


def checklist_of(case: Case) -> list[tuple[Any, ...]]:
    """(id, text, done at, by whom) of every step, in order."""
    return _items(case.pk)


RELATED_FIELDS = ("pk", "subject", "preview", "state", "customer__name", "parent_id")


@dataclass(frozen=True, slots=True)
class Related:
    """Cases that belong to another, each as RELATED_FIELDS. One that the reader may not see is not there."""

    parent: tuple[Any, ...] | None
    children: list[tuple[Any, ...]]
    linked: list[tuple[Any, ...]]


def related_cases(case: Case, person: Any, held: Holds) -> Related:
    """What a case is linked with, a part of, and made up of, as far as the person may see it."""
    pairs = CaseLink.objects.filter(Q(one=case) | Q(other=case)).values_list("one_id", "other_id") if held.links else []
    linked = {one if one != case.pk else other for one, other in pairs}
    wanted = linked | {case.parent_id} if case.parent_id else linked
    seen = cases_for(person)
    rows = list(seen.filter(pk__in=wanted).order_by("-pk").values_list(*RELATED_FIELDS)[:MOST_SHOWN]) if wanted else []
    children = list(seen.filter(parent=case).order_by("pk").values_list(*RELATED_FIELDS)[:MOST_SHOWN]) if held.children else []
    parent = next((row for row in rows if row[0] == case.parent_id), None)
    return Related(parent, children, [row for row in rows if row[0] in linked])


# --- Warnings --------------------------------------------------------------------------------------------------------
def tasks_to_warn_of(now: datetime, hours: WeekHours) -> Iterator[tuple[Task, bool]]:
    """(task, overdue) of every open task that somebody should be told of now; nothing while the company is closed.

    A task is due soon when the work until then is at most two hours, or what a day holds where that is less."""
    if not any(hours.days.values()):
        hours = WeekHours(dict.fromkeys(range(7), DAYTIME), hours.zone)
    if not hours.is_open(now):
        return
    waiting = Task.objects.filter(state=TaskState.OPEN).exclude(case__aside=Aside.SPAM).select_related("case").order_by("due_at", "pk")
    late = waiting.filter(due_at__lte=now).filter(Q(warned_at=None) | Q(warned_at__lt=F("due_at")))
    yield from ((task, True) for task in late[:MOST_WARNED])
    try:
        horizon = hours.add(now, HOURS_BEFORE)
    except NeverOpen:
        return
    for task in waiting.filter(due_at__gt=now, due_at__lte=horizon, warned_at=None)[:MOST_WARNED]:
        if task.due_at is not None and hours.between(now, task.due_at) <= work_before(task.due_at, hours):
            yield task, False


def work_before(due: datetime, hours: WeekHours) -> timedelta:
    """How much work before `due` its warning comes. Where the day before holds none, two hours."""
    in_a_day = hours.between(due - DAY_BEFORE, due)
    return min(HOURS_BEFORE, in_a_day) if in_a_day else HOURS_BEFORE
