"""Tasks inside a case: given to another department or a person, taken, passed on, answered. The case keeps its one owner."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sandali.cases import events_work as events
from sandali.cases.actions.adding import preview_of
from sandali.cases.actions.together import receivers
from sandali.cases.models import Case, Task, TaskState
from sandali.cases.together import named_in
from sandali.company.actions import Overtaken
from sandali.company.models import Department, Person
from sandali.history.events import record
from sandali.kit.text import clean, isolate

MOST_TASKS = 50  # that are open in one case
LONGEST_TITLE, LONGEST_TEXT = 200, 20_000


def title_of(text: str) -> str:
    """One line as it is stored. Raises ValueError when nothing is in it."""
    line = " ".join(isolate(clean(text)).split())[:LONGEST_TITLE].strip()
    if not line:
        raise ValueError("a task says what is to be done")
    return line


def refuse_nobody(department: Department | None, owner: Person | None) -> None:
    """Raises ValueError for a task that nobody would do."""
    if department is None and owner is None:
        raise ValueError("a task is somebody's, or a department's")
    if owner is not None and not owner.is_active:
        raise ValueError("nobody can do a task who has left")
    if department is not None and department.archived_at is not None:
        raise ValueError("nobody works in a department that is closed")


def given_to(department: Department | None, owner: Person | None) -> str:
    """The name of whom a task is for."""
    return owner.name if owner is not None else department.name if department is not None else ""


@transaction.atomic
def make_task(
    case: Case,
    title: str,
    *,
    by: Any,
    text: str = "",
    department: Department | None = None,
    owner: Person | None = None,
    due_at: datetime | None = None,
) -> Task:
    """Ask a department, or a person, for a part of the case; their people may read the case from now on.

    Raises ValueError without a title, without anybody who would do it, for people who left and for too many open tasks."""
    refuse_nobody(department, owner)
    if Task.objects.filter(case=case, state=TaskState.OPEN).count() >= MOST_TASKS:
        raise ValueError("a case has only so many open tasks")
    task = Task.objects.create(
        case=case, title=title_of(title), text=clean(text).strip()[:LONGEST_TEXT], department=department, owner=owner, due_at=due_at, by=by
    )
    record(events.TASK_MADE, task, by=by, title=task.title, to=given_to(department, owner))
    return task


def change(task: Task, version: int | None, *, standing: str = "", **fields: Any) -> Task:
    """Write fields as the task stood at `version` (None skips that check), while it is in the state `standing` where one is named.

    Raises Overtaken with the task as it stands now."""
    rows = Task.objects.filter(pk=task.pk)
    if version is not None:
        rows = rows.filter(version=version)
    if standing:
        rows = rows.filter(state=standing)
    done = rows.update(**fields, version=F("version") + 1)
    current = Task.objects.select_related("case", "department", "owner", "by", "answered_by").get(pk=task.pk)
    if not done:
        raise Overtaken(current)
    return current


@transaction.atomic
def change_task(
    task: Task, *, by: Any, title: str, text: str, due_at: datetime | None, version: int | None = None
) -> Task:
    """Say anew what is to be done and by when. A new time is warned of anew. Raises ValueError, Overtaken."""
    wanted: dict[str, Any] = {"title": title_of(title), "text": clean(text).strip()[:LONGEST_TEXT], "due_at": due_at}
    wanted = {name: value for name, value in wanted.items() if value != getattr(task, name)}
    if not wanted:
        return task
    if "due_at" in wanted:
        wanted["warned_at"] = None
    task = change(task, version, **wanted)
    record(events.TASK_CHANGED, task, by=by, title=task.title)
    return task


@transaction.atomic
def take_task(task: Task, *, by: Any, version: int | None = None) -> Task:
    """Do it oneself. Raises Overtaken, also when it is not open any more."""
    if task.owner_id == by.pk and task.state == TaskState.OPEN:
        return task
    task = change(task, version, standing=TaskState.OPEN, owner=by)
    record(events.TASK_TAKEN, task, by=by, title=task.title)
    return task


@transaction.atomic
def pass_task(
    task: Task, *, by: Any, department: Department | None = None, owner: Person | None = None, version: int | None = None
) -> Task:
    """Hand the task to another department or person; without a person it is anybody's there. Raises ValueError, Overtaken."""
    refuse_nobody(department, owner)
    task = change(task, version, standing=TaskState.OPEN, department=department, owner=owner)
    record(events.TASK_PASSED, task, by=by, title=task.title, to=given_to(department, owner))
    return task


@transaction.atomic
def answer_task(task: Task, answer: str, *, by: Any, version: int | None = None) -> Task:
    """Say what came of it (Markdown): the task is done; the case's owner is told, and whom it names with @.

    Raises ValueError when nothing is said, Overtaken, CannotName for somebody who may not see the case."""
    said = clean(answer).strip()[:LONGEST_TEXT]
    if not said:
        raise ValueError("a task is answered with words")
    now = timezone.now()
    task = change(
        task, version, standing=TaskState.OPEN, state=TaskState.DONE, answer=said, answered_by=by, answered_at=now, owner=task.owner or by
    )
    record(events.TASK_ANSWERED, task, by=by, at=now, title=task.title, begins=preview_of(said))
    named = named_in(said)
    if named:
        people = sorted(person.pk for person in receivers(task.case, named))
        record(events.NAMED_IN_TASK, task, by=by, at=now, title=task.title, people=people)
    return task


@transaction.atomic
def withdraw_task(task: Task, *, by: Any, version: int | None = None) -> Task:
    """It is not wanted any more. Whoever saw the case through it alone sees it no longer. Raises Overtaken."""
    task = change(task, version, standing=TaskState.OPEN, state=TaskState.WITHDRAWN)
    record(events.TASK_WITHDRAWN, task, by=by, title=task.title)
    return task


@transaction.atomic
def reopen_task(task: Task, *, by: Any, version: int | None = None) -> Task:
    """It is wanted again, or the answer was not enough; the answer stays to be read and bettered. Raises Overtaken."""
    if task.state == TaskState.OPEN:
        return task
    task = change(task, version, standing=task.state, state=TaskState.OPEN, warned_at=None)
    record(events.TASK_REOPENED, task, by=by, title=task.title)
    return task


@transaction.atomic
def warn_of_task(task: Task, *, overdue: bool, at: datetime) -> bool:
    """Tell whose task it is that it is due soon, or (once) that it is overdue; returns whether this had not been told yet."""
    rows = Task.objects.filter(pk=task.pk, state=TaskState.OPEN, due_at=task.due_at)
    rows = rows.filter(due_at__lte=at).exclude(warned_at__gte=F("due_at")) if overdue else rows.filter(due_at__gt=at, warned_at=None)
    if not rows.update(warned_at=at):
        return False
    record(events.TASK_OVERDUE if overdue else events.TASK_DUE_SOON, task, at=at, title=task.title)
    return True
