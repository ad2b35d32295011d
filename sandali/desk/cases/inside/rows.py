"""Tasks, steps and related cases, ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.cases.access import may_do
from sandali.cases.actions.adding import preview_of
from sandali.cases.models import Case, State, Task, TaskState
from sandali.cases.work import Holds, checklist_of, holds, related_cases, tasks_in_case
from sandali.desk.cases.boxes import STATE_CHIPS
from sandali.desk.cases.thread import written
from sandali.kit.components.markup import EMPTY
from sandali.kit.components.pieces import chip, number
from sandali.kit.components.talk import deadline
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.page_addresses import reverse

TASK_STATES = {TaskState.OPEN: ("circle-dot", "brand"), TaskState.DONE: ("circle-check", "ok"), TaskState.WITHDRAWN: ("x", "")}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in a list. `who` is its owner, else its department; `due` a chip while it is open; `begins` of its answer."""

    pk: int
    title: str
    url: str
    who: str
    icon: str
    due: SafeString
    done: bool
    begins: str


def task_row(task: Task, now: datetime) -> TaskRow:
    """One task of a case."""
    is_open = task.state == TaskState.OPEN
    return TaskRow(
        pk=task.pk,
        title=task.title,
        url=reverse("case_task", args=[task.case_id, task.pk]),
        who=who(task),
        icon="user" if task.owner is not None else "users-group",
        due=deadline(task.due_at, now=now) if is_open else EMPTY,
        done=not is_open,
        begins=preview_of(task.answer) if task.state == TaskState.DONE else "",
    )


def who(task: Task) -> str:
    """Whose task it is."""
    return task.owner.name if task.owner is not None else task.department.name if task.department is not None else ""


def state_chip(task: Task) -> SafeString:
    """How a task stands."""
    icon_name, tone = TASK_STATES[TaskState(task.state)]
    return chip(str(TaskState(task.state).label), tone=tone, icon_name=icon_name)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One step of a checklist, with its addresses."""

    pk: int
    text: str
    done: bool
    by: str
    tick_url: str
    place_url: str
    removal_url: str


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """A case that belongs to this one."""

    pk: int
    number: str
    title: str
    url: str
    state: SafeString
    customer: str
    removal_url: str


def item_rows(case: Case) -> tuple[ItemRow, ...]:
    """The checklist."""
    return tuple(
        ItemRow(
            pk, text, done_at is not None, by or "",
            *(reverse(f"case_item_{name}", args=[case.pk, pk]) for name in ("tick", "place", "removal")),
        )
        for pk, text, done_at, by in checklist_of(case)
    )  # fmt: skip


def related_row(case: Case, row: tuple[Any, ...], removal: str) -> RelatedRow:
    """A case of `related_cases`; `removal` names the address that separates the two."""
    pk, subject, preview, state, customer, _parent = row
    icon_name, tone = STATE_CHIPS.get(State(state), ("circle-dot", "brand"))
    return RelatedRow(
        pk, localize_digits(pk, current_display().language), subject or preview, reverse("case", args=[pk]),
        chip(str(State(state).label), tone=tone, icon_name=icon_name), customer, reverse(removal, args=[case.pk, pk]),
    )  # fmt: skip


def work_of(case: Case, person: Any, rights: frozenset[str], now: datetime) -> dict[str, Any]:
    """Context of the section: what the case holds, and whether the person may change it."""
    held: Holds = holds(case)
    tasks = tuple(task_row(task, now) for task in tasks_in_case(case)) if held.tasks else ()
    items = item_rows(case) if held.items else ()
    related = related_cases(case, person, held) if held.links or held.children or case.parent_id else None
    done = sum(item.done for item in items)
    return {
        "tasks": tasks,
        "items": items,
        "parent": related_row(case, related.parent, "case_part_removal") if related and related.parent else None,
        "children": tuple(related_row(case, row, "case_part_removal") for row in related.children) if related else (),
        "linked": tuple(related_row(case, row, "case_link_removal") for row in related.linked) if related else (),
        "progress": _("%(done)s of %(all)s") % {"done": number(done), "all": number(len(items))} if items else "",
        "done": done,
        "all": len(items),
        "may_change": "handle" in rights,
    }


def work_urls(case: Case) -> dict[str, str]:
    """Addresses of the section."""
    names = {"work_url": "case_work", "new_task_url": "case_tasks", "checklist_url": "case_checklist", "links_url": "case_links"}
    return {name: reverse(address, args=[case.pk]) for name, address in names.items()}


ACTS = ("wording", "owner", "passing", "answer", "withdrawal", "reopening", "quotation", "mentions")


def task_shown(task: Task, person: Any, rights: frozenset[str], now: datetime) -> dict[str, Any]:
    """A task with all that it says."""
    is_open = task.state == TaskState.OPEN
    return {
        "row": task_row(task, now),
        "state": state_chip(task),
        "is_open": is_open,
        "html": written(task.text) if task.text else EMPTY,
        "answer": written(task.answer) if task.answer else EMPTY,
        "may_do": is_open and may_do(person, task, rights),
        "may_take": is_open and task.owner_id != person.pk and may_do(person, task, rights),
        "may_change": "handle" in rights,
        "may_quote": "answer" in rights and bool(task.answer),
        "urls": {name: reverse(f"case_task_{name}", args=[task.case_id, task.pk]) for name in ACTS},
    }
