"""How the company asks whether a matter is settled: after how many days it reminds, gives up, and looks again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from sandali.company.actions.overtaken import refuse_overtaken
from sandali.company.queries import week_hours
from sandali.history.events import record
from sandali.resolution.confirmation.events import ASKING_RULES_CHANGED
from sandali.resolution.models import AskingRules
from sandali.resolution.standards.clocks import moment_to_tell

LONGEST: Final = 180  # days
MOST_REMINDERS: Final = 5


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


def asking_version() -> int:
    """How often the rules were changed: a form carries it, so that of two who change them at once the second is asked."""
    return AskingRules.objects.filter(pk=1).values_list("version", flat=True).first() or 0


@transaction.atomic
def change_asking_rules(rules: Rules, *, by: Any, was: str | None = None) -> None:
    """Ask in another way from now on. `was` is the version that the writer saw. Raises Overtaken, ValueError for days that are none.

    What runs already keeps the day that it was told of; the day after it is reckoned anew."""
    days = [*rules.remind_after, rules.lapse_after, *rules.second_look.values()]
    if not all(1 <= day <= LONGEST for day in days) or list(rules.remind_after) != sorted(set(rules.remind_after)) or len(rules.remind_after) > MOST_REMINDERS:
        raise ValueError("reminders are days in order, each within a year")
    row = AskingRules.objects.select_for_update().filter(pk=1).first()
    standing = row.version if row is not None else 0
    refuse_overtaken(was, str(standing), asking_rules())
    row, _made = AskingRules.objects.update_or_create(
        pk=1,
        defaults={
            "remind_after": list(rules.remind_after), "lapse_after": rules.lapse_after, "second_look": dict(rules.second_look),
            "version": standing + 1,
        },
    )  # fmt: skip
    record(ASKING_RULES_CHANGED, row, by=by)


def when_due(after: datetime, *, days: int) -> datetime:
    """So many days later, in opening hours: nobody is written to at night, and nothing lapses while we are closed."""
    return moment_to_tell(after + timedelta(days=days), week_hours())


def next_look(asked_at: datetime, reminders: int, rules: Rules) -> datetime:
    """When an open question is looked at again: for its next reminder, and after the last one for its end."""
    if reminders < len(rules.remind_after):
        return when_due(asked_at, days=rules.remind_after[reminders])
    last = max(rules.remind_after, default=0)
    return when_due(asked_at, days=last + rules.lapse_after)
