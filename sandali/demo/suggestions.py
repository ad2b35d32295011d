"""What colleagues have suggested, what was answered, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sandali.cases.models import Case
from sandali.demo.acts import TOLD_SINCE, Scene, not_before
from sandali.demo.matters import TEXTS
from sandali.demo.work import being_handled
from sandali.history.models import Notice
from sandali.team.actions import add_voice, carry_out, decline, suggest, take_up
from sandali.team.models import Suggestion

ANSWERED_AFTER, DONE_AFTER = timedelta(days=2), timedelta(days=9)


def plans(language: str) -> list[list[str]]:
    """Rows of texts/<language>/suggestions.txt: who, hours ago, to whom, out of a case or not, state, text, answer, outcome, others."""
    lines = (TEXTS / language / "suggestions.txt").read_text(encoding="utf-8").splitlines()
    return [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]


def suggest_things(scene: Scene) -> None:
    """Let it all have been said."""
    cases = list(being_handled()[6:12])
    for row in plans(scene.house.company.language):
        by, at = scene.house.people.get(row[0]), scene.period.now - timedelta(hours=int(row[1]))
        if by is None:
            continue
        case = cases.pop(0) if row[3] and cases else None
        if case is not None:
            at = not_before(case.customer_id, at)
        scene.happen(at, doing(scene, row, by, case, at))


def doing(scene: Scene, row: list[str], by: Any, case: Case | None, at: datetime) -> Any:
    """One suggestion as something to call."""

    def say() -> None:
        people, now = scene.house.people, scene.period.now
        _who, _hours, to, _case, state, text, answer, outcome, others = row
        made = suggest(text, by=by, case=case, to=people.get(to), at=at)
        for one in filter(None, others.split(";")):
            name, _colon, word = one.partition(":")
            add_voice(made, word.strip(), by=people[name.strip()], at=min(at + timedelta(hours=5), now))
        answerer = people.get(to) or next(one for one in people.values() if one.role == "manager")
        answered_at = min(at + ANSWERED_AFTER, now - timedelta(hours=1))
        if state in ("taken_up", "done"):
            made = take_up(made, answer, by=answerer, at=answered_at)
        if state == "declined":
            decline(made, answer, by=answerer, at=answered_at)
        if state == "done":
            carry_out(made, outcome, by=answerer, at=min(at + DONE_AFTER, now - timedelta(hours=1)))

    return say


def forget_old_bells(scene: Scene) -> None:
    """What was told long ago is read and gone from the bell; clocks that ran out while nobody was there have been heard."""
    before = scene.period.now - TOLD_SINCE
    Notice.objects.filter(event__kind__startswith="suggestion", event__at__lt=before).delete()
    Suggestion.objects.filter(next_at__lt=scene.period.now).update(next_at=None, late_told_at=scene.period.now)
