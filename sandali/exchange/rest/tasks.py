"""Tasks of a case: what another department, or somebody, does for it and owes an answer for."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from sandali.cases.access import access_case, access_task
from sandali.cases.actions.work import (
    answer_task,
    change_task,
    make_task,
    pass_task,
    reopen_task,
    take_task,
    withdraw_task,
)
from sandali.cases.models import Task
from sandali.cases.work import tasks_in_case
from sandali.exchange.rest.cases import department_named
from sandali.exchange.rest.handling import person_named
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Id, Ref, Said, Shape
from sandali.exchange.rest.problems import wrong_field
from sandali.exchange.rest.shapes import Moment, Named, Versioned, named, version_of

subject = Subject("tasks")
SCOPE = "cases"
Words = Field("", max_length=10_000)


class TaskShape(Shape):
    """A task, whose it is, and its answer."""

    id: int
    case: int
    title: str
    text: str
    department: Named | None
    owner: Named | None
    due_at: datetime | None
    state: Literal["open", "done", "withdrawn"]
    answer: str
    version: int


class Receivers(Versioned):
    """A department, somebody, or both."""

    department: Ref | None = None
    owner: Ref | None = None


class TaskSaid(Said):
    """What is to be done, by a department, somebody, or both."""

    department: Ref | None = None
    owner: Ref | None = None
    title: str = Field(min_length=1, max_length=200)
    text: str = Words
    due_at: Moment | None = None


class TaskChange(Versioned):
    """What is to be different; what is left out stays."""

    title: str | None = Field(None, min_length=1, max_length=200)
    text: str | None = Field(None, max_length=10_000)
    due_at: Moment | None = None


class TaskAnswer(Versioned):
    """What came of it."""

    answer: str = Field(min_length=1, max_length=10_000)


def shown(one: Task) -> dict[str, Any]:
    """A task."""
    same = ("title", "text", "due_at", "state", "answer", "version")
    return {**{name: getattr(one, name) for name in same}, "id": one.pk, "case": one.case_id, "department": named(one.department), "owner": named(one.owner)}


def one_shown(person: Any, number: int, task: int) -> dict[str, Any]:
    """A task as it stands now."""
    return shown(access_task(person, number, task))


def receivers(said: Receivers | TaskSaid) -> dict[str, Any]:
    """Whose it is to be. Raises Problem where that is nobody."""
    found = {"department": department_named(said.department), "owner": person_named(said.owner, "owner")}
    if not any(found.values()):
        raise wrong_field("department", _("Please name a department, or somebody."))
    return found


@subject.reads("/cases/{number}/tasks", "see_cases", list[TaskShape], gettext_lazy("Tasks of a case"), scope=SCOPE)
def list_tasks(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """The open ones first."""
    return [shown(one) for one in tasks_in_case(access_case(request.user, number))]


@subject.writes("POST", "/cases/{number}/tasks", "handle_cases", TaskShape, gettext_lazy("Give a task"), scope=SCOPE, status=201)
def create_task(request: HttpRequest, number: Id, said: TaskSaid) -> dict[str, Any]:
    """Whoever it is given to may read the case for it."""
    case = access_case(request.user, number, to="handle")
    if not said.title.strip():
        raise wrong_field("title", _("Please write something."))
    return one_shown(request.user, number, make_task(case, said.title, by=request.user, text=said.text, due_at=said.due_at, **receivers(said)).pk)


@subject.writes("PATCH", "/cases/{number}/tasks/{task}", "handle_cases", TaskShape, gettext_lazy("Change a task"), scope=SCOPE)
def change_one_task(request: HttpRequest, number: Id, task: Id, said: TaskChange) -> dict[str, Any]:
    """Say anew what is to be done, and by when. `due_at` null takes the date away."""
    found = access_task(request.user, number, task, to="change")
    title, text = said.title if said.title is not None else found.title, said.text if said.text is not None else found.text
    due_at = said.due_at if "due_at" in said.model_fields_set else found.due_at
    if not title.strip():
        raise wrong_field("title", _("Please write something."))
    change_task(found, by=request.user, title=title, text=text, due_at=due_at, version=version_of(request, said))
    return one_shown(request.user, number, task)


@subject.writes("PUT", "/cases/{number}/tasks/{task}/owner", "see_cases", TaskShape, gettext_lazy("Take a task, or pass it on"), scope=SCOPE)
def set_task_owner(request: HttpRequest, number: Id, task: Id, said: Receivers) -> dict[str, Any]:
    """With nobody named it is the token's person who takes it."""
    found, version = access_task(request.user, number, task, to="do"), version_of(request, said)
    if said.department is None and said.owner is None:
        take_task(found, by=request.user, version=version)
    else:
        pass_task(found, by=request.user, version=version, **receivers(said))
    return one_shown(request.user, number, task)


@subject.writes("PUT", "/cases/{number}/tasks/{task}/answer", "see_cases", TaskShape, gettext_lazy("Answer a task"), scope=SCOPE)
def set_task_answer(request: HttpRequest, number: Id, task: Id, said: TaskAnswer) -> dict[str, Any]:
    """It is done."""
    if not said.answer.strip():
        raise wrong_field("answer", _("Please write something."))
    answer_task(access_task(request.user, number, task, to="do"), said.answer, by=request.user, version=version_of(request, said))
    return one_shown(request.user, number, task)


@subject.writes("PUT", "/cases/{number}/tasks/{task}/withdrawal", "handle_cases", TaskShape, gettext_lazy("Withdraw a task"), scope=SCOPE)
def withdraw_one_task(request: HttpRequest, number: Id, task: Id, said: Versioned) -> dict[str, Any]:
    """It is not to be done any more."""
    withdraw_task(access_task(request.user, number, task, to="change"), by=request.user, version=version_of(request, said))
    return one_shown(request.user, number, task)


@subject.writes("DELETE", "/cases/{number}/tasks/{task}/withdrawal", "handle_cases", TaskShape, gettext_lazy("Reopen a task"), scope=SCOPE)
def reopen_one_task(request: HttpRequest, number: Id, task: Id) -> dict[str, Any]:
    """It is to be done after all, or again."""
    reopen_task(access_task(request.user, number, task, to="change"), by=request.user)
    return one_shown(request.user, number, task)
