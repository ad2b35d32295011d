"""How the company asks whether a matter is settled: after how many days it reminds, gives up, and looks again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandali.company.queries import week_hours
from sandali.resolution.models import AskingRules
from sandali.resolution.standards.clocks import moment_to_tell


@dataclass(frozen=True)
class Rules:
    """Days: of reminders after the question, until silence counts, and by kind of case until a second look."""

    remind_after: tuple[int, ...] = (3, 7)
    lapse_after: int = 7
    second_look: Mapping[str, int] = field(default_factory=lambda: {"complaint": 7})


def asking_rules() -> Rules:
    """The rules as the company has them."""
    row = AskingRules.objects.filter(pk=1).first()
    return Rules(tuple(row.remind_after), row.lapse_after, dict(row.second_look)) if row is not None else Rules()


def when_due(after: datetime, *, days: int) -> datetime:
    """So many days later, in opening hours: nobody is written to at night, and nothing lapses while we are closed."""
    return moment_to_tell(after + timedelta(days=days), week_hours())


def next_look(asked_at: datetime, reminders: int, rules: Rules) -> datetime:
    """When an open question is looked at again: for its next reminder, and after the last one for its end."""
    if reminders < len(rules.remind_after):
        return when_due(asked_at, days=rules.remind_after[reminders])
    last = max(rules.remind_after, default=0)
    return when_due(asked_at, days=last + rules.lapse_after)
