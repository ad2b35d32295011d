"""What a case says of itself after messages came to it or left it: its last line, its counts, since when its customer waits."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, Max

from sandali.cases.actions.adding import preview_of
from sandali.cases.actions.journal import CASE_COLUMNS, Columns, columns, values
from sandali.cases.models import ON_US, Case, Direction, Message, State, Wait
from sandali.cases.waits import wait_since

STATE: Final = ("state", "state_at", "state_by_id", "snoozed_until", "sleeps_through_thanks")
LINES: Final = ("message_count", "last_message_id", "last_message_at", "last_direction", "preview")
COUNTED: Final = ("reopened", "repeats")
SPOKEN: Final = (Direction.IN, Direction.OUT, Direction.VISIT, Direction.CALL)


def lines_of(case: Case) -> dict[str, Any]:
    """The columns of LINES, counted anew, as `add_message` would have left them. Without messages the last line stays."""
    messages = Message.objects.filter(case=case)
    found = messages.aggregate(count=Count("pk"), last=Max("pk"), at=Max("at"))
    said = messages.filter(direction__in=SPOKEN, automatic="", withdrawn_at=None).order_by("-pk")
    last = said.values_list("direction", "text", "quoted").first()
    lines = {"message_count": found["count"], "last_message_id": found["last"] or 0}
    if found["at"] is not None:
        lines["last_message_at"] = found["at"]
    if last is not None:
        lines |= {"last_direction": last[0], "preview": preview_of(last[1] or last[2])}
    elif found["count"]:
        lines |= {"last_direction": "", "preview": ""}
    return lines


def unanswered_since(case: Case) -> datetime | None:
    """When the customer wrote first after our last answer; None where our answer is the last word, or nobody spoke."""
    said = Message.objects.filter(case=case, direction__in=SPOKEN, automatic="", withdrawn_at=None)
    answered = said.filter(direction=Direction.OUT).order_by("-pk").values_list("pk", flat=True).first() or 0
    return said.filter(pk__gt=answered).exclude(direction=Direction.OUT).order_by("pk").values_list("at", flat=True).first()


def write(case: Case, **fields: Any) -> None:
    """Write columns (by their attname) of a case that is held, and of the object."""
    Case.objects.filter(pk=case.pk).update(**fields, version=F("version") + 1)
    for name, value in fields.items():
        setattr(case, name, value)
    case.version += 1


def restore(case: Case, before: Columns, after: Columns, *, at: datetime) -> None:
    """Put a case's columns back to `before`, where they are still as we left them (`after`); what changed since is kept.

    Its lines are counted anew where something was said since. The waits that a journal restored are brought in line with it."""
    now = columns(case)
    wanted: dict[str, Any] = {}
    for group in (STATE, LINES, *((name,) for name in CASE_COLUMNS if name not in STATE + LINES + COUNTED)):
        if all(now[name] == after[name] for name in group):
            wanted |= {name: before[name] for name in group}
    fields = values(Case, wanted)
    fields |= {name: max(now[name] - after[name] + before[name], 0) for name in COUNTED}
    if any(now[name] != after[name] for name in LINES):
        fields |= lines_of(case)
        fields |= still_ours(case, before, fields)
    write(case, **fields)
    running = Wait.objects.filter(case=case, ended_at=None).values_list("began_at", flat=True).first()
    if running != case.waiting_since:
        wait_since(case, case.waiting_since, at=at)


def still_ours(case: Case, before: Columns, fields: dict[str, Any]) -> dict[str, Any]:
    """What holds though the columns go back: a customer who wrote meanwhile waits for our word."""
    since = unanswered_since(case)
    if since is None or fields.get("waiting_since", case.waiting_since) is not None:
        return {}
    kept: dict[str, Any] = {"waiting_since": since}
    if fields.get("state", case.state) not in ON_US:
        kept |= {"state": State.OPEN, "state_at": since, "state_by_id": None, "snoozed_until": None}
    return kept
