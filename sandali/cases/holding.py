"""What a case holds besides its messages: one question before its page is written, so that parts with nothing in them ask nothing.

Most cases have no task, promise, remedy or hand-over, and asking each table costs more than all of them at once."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from sandali.cases.models import Case, CaseLink, ChecklistItem, Draft, Follower, Handover, Reminder, Task
from sandali.customers.models import CustomerNote, Tag
from sandali.kit.prepared import Prepared

CASE, CUSTOMER = OuterRef("pk"), OuterRef("customer")
# A part's name → rows that it would show, for a case (CASE) or its customer (CUSTOMER). Rooms above add theirs by `part`.
_parts: dict[str, QuerySet[Any]] = {
    "tasks": Task.objects.filter(case=CASE),
    "items": ChecklistItem.objects.filter(case=CASE),
    "links": CaseLink.objects.filter(one=CASE),
    "links_back": CaseLink.objects.filter(other=CASE),
    "children": Case.objects.filter(parent=CASE),
    "handovers": Handover.objects.filter(case=CASE),
    "followers": Follower.objects.filter(case=CASE),
    "reminders": Reminder.objects.filter(case=CASE),
    "drafts": Draft.objects.filter(case=CASE),
    "tags": Case.tags.through.objects.filter(case=CASE),
    "customer_tags": Tag.objects.filter(customers=CUSTOMER),
    "customer_notes": CustomerNote.objects.filter(customer=CUSTOMER, removed_at=None),
}


def part(name: str, rows: QuerySet[Any]) -> str:
    """Let `look_into` ask for one more part; returns the name. Raises ValueError for a name in use."""
    if name in _parts:
        raise ValueError(f"two parts of a case are called {name}")
    _parts[name] = rows
    _held.forget()  # whoever asked before this room was loaded asked for less
    return name


_held = Prepared(lambda case: Case.objects.filter(pk=case).values_list(*(Exists(rows) for rows in _parts.values())))


def held_by(case: Case) -> dict[str, bool]:
    """Each part, and whether the case holds any of it now."""
    [row] = _held(case.pk)
    return dict(zip(_parts, row, strict=True))


def look_into(case: Case) -> None:
    """Ask what the case holds, for a page that only shows it: what is added afterwards is not seen by this object."""
    case.held = held_by(case)  # type: ignore[attr-defined]


def may_hold(case: Case, name: str) -> bool:
    """Whether a part is worth asking for: False only where `look_into` found nothing."""
    return looked_into(case).get(name, True)


def looked_into(case: Case) -> dict[str, bool]:
    """What `look_into` found; nothing where nobody looked."""
    found: dict[str, bool] = getattr(case, "held", {})
    return found
