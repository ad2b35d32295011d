"""The checklist of a case: small steps, ticked off one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sandali.cases import events_work as events
from sandali.cases.models import Case, ChecklistItem
from sandali.company.models import Person
from sandali.history.events import record
from sandali.history.models import Event
from sandali.kit.text import clean, isolate

MOST_ITEMS = 100
LONGEST = 200


@transaction.atomic
def add_item(case: Case, text: str, *, by: Any) -> ChecklistItem:
    """Put a step at the end of the checklist. Raises ValueError when nothing is said, and when it is too long already."""
    line = " ".join(isolate(clean(text)).split())[:LONGEST].strip()
    if not line:
        raise ValueError("a step says what is to be done")
    items = ChecklistItem.objects.filter(case=case)
    if items.count() >= MOST_ITEMS:
        raise ValueError("a checklist has only so many steps")
    last = items.aggregate(last=Max("place"))["last"]
    item = ChecklistItem.objects.create(case=case, text=line, place=0 if last is None else last + 1)
    record(events.ITEM_ADDED, item, by=by, text=item.text)
    return item


@transaction.atomic
def tick_item(item: ChecklistItem, *, done: bool, by: Any) -> bool:
    """Tick a step off, or take the tick away; returns whether that changed anything. Two who tick at once tick once."""
    now = timezone.now()
    rows = ChecklistItem.objects.filter(pk=item.pk, done_at__isnull=done)
    changed = rows.update(done_at=now if done else None, done_by=by if done else None)
    if changed:
        record(events.ITEM_TICKED if done else events.ITEM_UNTICKED, item, by=by, at=now, text=item.text)
    return bool(changed)


@transaction.atomic
def move_item(item: ChecklistItem, *, up: bool, by: Any) -> bool:
    """Move a step one place up or down; returns whether there was room. Places are numbered anew, so that they never meet."""
    items = list(ChecklistItem.objects.select_for_update().filter(case=item.case_id))
    here = next((place for place, one in enumerate(items) if one.pk == item.pk), None)
    there = None if here is None else here + (-1 if up else 1)
    if here is None or there is None or not 0 <= there < len(items):
        return False
    items[here], items[there] = items[there], items[here]
    for place, one in enumerate(items):
        one.place = place
    ChecklistItem.objects.bulk_update(items, ["place"])
    record(events.ITEM_MOVED, item, by=by, text=item.text)
    return True


@transaction.atomic
def remove_item(item: ChecklistItem, *, by: Any) -> Event | None:
    """Take a step off. The event holds what `restore_item` needs; None when somebody else was faster."""
    current = ChecklistItem.objects.select_for_update().filter(pk=item.pk).first()
    if current is None:
        return None
    done_at = current.done_at.isoformat() if current.done_at else ""
    event = record(
        events.ITEM_REMOVED, current, by=by, text=current.text, place=current.place, done_at=done_at, done_by=current.done_by_id
    )
    current.delete()
    return event


@transaction.atomic
def restore_item(case: Case, removal: Event, *, by: Any) -> ChecklistItem | None:
    """Put a step back where it stood, ticked as it was; None when it is back already. Raises ValueError for another case's."""
    if removal.kind != events.ITEM_REMOVED.name or removal.case_id != case.pk:
        raise ValueError("this is no step of this case that was taken off")
    Case.objects.select_for_update().get(pk=case.pk)
    if Event.objects.filter(case_id=case.pk, kind=events.ITEM_RESTORED.name, data__removal=removal.pk).exists():
        return None
    held = removal.data
    item = ChecklistItem.objects.create(
        case=case,
        text=held["text"],
        place=held["place"],
        done_at=datetime.fromisoformat(held["done_at"]) if held["done_at"] else None,
        done_by=Person.objects.filter(pk=held["done_by"]).first() if held["done_by"] else None,
    )
    record(events.ITEM_RESTORED, item, by=by, text=item.text, removal=removal.pk)
    return item
