"""What was said in public: the plans of the company, a few matters at each stage, and somebody whom many follow."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sandali.cases.models import Case, Kind
from sandali.demo.acts import Scene, not_before
from sandali.demo.matters import TEXTS
from sandali.demo.work import being_handled
from sandali.resolution.models import Deed, PublicMatter
from sandali.resolution.public.actions import choose_plan, mark_public, write_deed
from sandali.resolution.public.plans import write_plan
from sandali.resolution.reach.actions import note_all, note_audience

FOLLOWERS = 18_400


def rows(language: str, kind: str) -> list[list[str]]:
    """The rows of one kind ("plan", "matter") in texts/<language>/public.txt, without the word that names the kind."""
    lines = (TEXTS / language / "public.txt").read_text(encoding="utf-8").splitlines()
    parts = [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]
    return [row[1:] for row in parts if row[0] == kind]


def speak_in_public(scene: Scene) -> None:
    """Write the plans down, and let some complaints be where everybody reads them."""
    language, people = scene.house.company.language, scene.house.people
    manager = next(person for person in people.values() if person.role == "manager")
    written = {
        key: write_plan(by=manager, name=name, fits=fits, steps=steps.replace("\\n", "\n"), who=who, minutes=int(hours) * 60)
        for key, name, fits, steps, who, hours in rows(language, "plan")
    }
    complaints = list(being_handled().filter(kind=Kind.COMPLAINT)[: len(rows(language, "matter"))])
    for case, row in zip(complaints, rows(language, "matter"), strict=False):
        at = not_before(case.customer_id, scene.period.now - timedelta(hours=int(row[0])))
        speak(scene, case, row, written.get(row[3]), at)
    if complaints:
        followed = complaints[0]
        at = not_before(followed.customer_id, scene.period.now - timedelta(minutes=50))
        scene.happen(at, lambda: note_audience(followed.customer, FOLLOWERS, by=followed.assignee, where=rows(language, "followers")[0][0], at=at))
    note_all()  # the complaints of the past were written down without their events


def speak(scene: Scene, case: Case, row: list[str], plan: Any, at: datetime) -> None:
    """One matter: said, planned, answered and thanked as far as it has come, each in its turn."""
    _hours, where, link, _plan, answer, reply_link, thanked = row
    now, by = scene.period.now, case.assignee

    def say() -> None:
        matter = mark_public(case, by=by, where=where, link=link, at=at)
        if plan is not None:
            choose_plan(matter, plan, by=by, at=at)

    def write(what: str, words: str, address: str, moment: datetime) -> None:
        write_deed(PublicMatter.objects.select_related("case").get(case=case), what, by=by, words=words, link=address, at=moment)

    scene.happen(at, say)
    if answer:
        answered_at = min(at + timedelta(minutes=40), now)
        scene.happen(answered_at, lambda: write(Deed.ANSWERED, answer, reply_link, answered_at))
    if thanked:
        thanked_at = min(at + timedelta(minutes=50), now)
        scene.happen(thanked_at, lambda: write(Deed.THANKED, thanked, "", thanked_at))
