"""Work that is going on inside cases: tasks for other departments, a checklist, cases that belong together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from sandali.cases import events_work as events
from sandali.cases.actions.adding import preview_of
from sandali.cases.models import Case, CaseLink, ChecklistItem, State, Task, TaskState
from sandali.demo.acts import Scene, note_event
from sandali.demo.matters import TEXTS

ASKED_BEFORE = timedelta(hours=26)  # no task is older
CHECKED, TICKED = 5, 3


def plans(language: str) -> tuple[list[list[str]], list[str]]:
    """(tasks, each as who, state, hours, title, text, answer; steps of a checklist) of texts/<language>/tasks.txt."""
    tasks, steps = [], []
    for line in (TEXTS / language / "tasks.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("check:"):
            steps = [step.strip() for step in line.removeprefix("check:").split("|")]
        elif line and not line.startswith("#"):
            tasks.append([part.strip() for part in line.split("|")])
    return tasks, steps


def being_handled() -> QuerySet[Case]:
    """Cases that somebody works on and that are not finished, the latest first."""
    busy = Case.objects.filter(assignee__isnull=False, state__in=(State.OPEN, State.WAITING)).select_related("assignee")
    return busy.order_by("-last_message_at", "-pk")


def do_work(scene: Scene) -> None:
    """Let it all be going on now."""
    tasks, steps = plans(scene.house.company.language)
    cases = list(being_handled()[: len(tasks) + 6])
    for case, plan in zip(cases, tasks, strict=False):
        ask(scene, case, *plan)
    if len(cases) > len(tasks):
        check_off(scene, cases[0], steps)
        put_together(scene, cases)


def ask(scene: Scene, case: Case, who: str, state: str, hours: str, title: str, text: str, answer: str) -> None:
    """One task, from asking to where it stands now."""
    now, person = scene.period.now, scene.house.people.get(who)
    done = state == TaskState.DONE
    answered_at = now - timedelta(hours=int(hours)) if done else None
    asked_at = max((answered_at or now) - ASKED_BEFORE, case.opened_at + timedelta(minutes=20))
    asked_at = min(asked_at, (answered_at or now) - timedelta(minutes=30))
    doer: Any = person or next(iter(scene.house.team(who)), None)
    task = Task.objects.create(
        case=case, title=title, text=text, department=scene.house.departments.get(who), owner=doer if done else person,
        due_at=now + timedelta(hours=int(hours)) if hours and not done else None, state=state, by=case.assignee, at=asked_at,
        answer=answer, answered_by=doer if done else None, answered_at=answered_at,
    )  # fmt: skip
    to = person.name if person is not None else scene.house.departments[who].name
    note_event(scene, events.TASK_MADE, task, at=asked_at, by=case.assignee, title=title, to=to)
    if answered_at is not None:
        note_event(scene, events.TASK_ANSWERED, task, at=answered_at, by=doer, title=title, begins=preview_of(answer))


def check_off(scene: Scene, case: Case, steps: list[str]) -> None:
    """A checklist of which some steps are done."""
    at = max(scene.period.now - timedelta(hours=6), case.opened_at)
    for place, text in enumerate(steps[:CHECKED]):
        is_done = place < TICKED
        ChecklistItem.objects.create(case=case, text=text, place=place, done_at=at if is_done else None, done_by=case.assignee if is_done else None)


def put_together(scene: Scene, cases: list[Case]) -> None:
    """Two cases that belong together, and one that others are a part of."""
    at = max(scene.period.now - timedelta(hours=2), *(case.last_message_at for case in cases))
    first, second = sorted((cases[0], cases[-1]), key=lambda case: case.pk)
    CaseLink.objects.create(one=first, other=second, by=cases[0].assignee, at=at)
    for case in (first, second):
        note_event(scene, events.CASE_LINKED, case, at=at, by=cases[0].assignee)
    for part in cases[-3:-1]:
        Case.objects.filter(pk=part.pk).update(parent=cases[1])
        for case in (part, cases[1]):
            note_event(scene, events.CASE_NESTED, case, at=at, by=cases[1].assignee)
