"""Forgetting the files of imports: a month after the end, at once on request, and when somebody is erased whom they brought in.

What an import made stays, and so does the way back: undoing needs no file. Rows that were not taken are forgotten with it, as they are
read from it and their reasons may name people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from sandali.cases.keeping import drop_file
from sandali.history.events import record
from sandali.transfer import events
from sandali.transfer.models import BUSY, Import, ImportBatch, Outcome

KEPT_FOR: Final = timedelta(days=30)


def kept_until(one: Import) -> datetime:
    """When an import's file is forgotten by itself: a month after its end, or after it was last begun and never brought to one."""
    return (one.finished_at or one.created_at) + KEPT_FOR


def forget_file(one: Import, *, by: Any = None) -> bool:
    """Forget an import's file and the rows that were not taken; False where it is busy, or its file is gone."""
    with transaction.atomic():
        idle = Import.objects.filter(pk=one.pk, file_gone_at=None).exclude(state__in=BUSY)
        if not idle.update(file_gone_at=timezone.now()):
            return False
        one.lines.exclude(outcome=Outcome.KEPT).delete()
        record(events.IMPORT_FILE_FORGOTTEN, one, by=by, file=one.name)
    # The bytes go after the word of it: the other way round, a transaction that fails would leave an import without its file.
    if not Import.objects.filter(sha256=one.sha256, file_gone_at=None).exists():
        drop_file(one.sha256)
    return True


def forget_old_files() -> int:
    """Forget the files whose time is over; returns how many."""
    old = Import.objects.alias(ended=Coalesce("finished_at", "created_at")).filter(file_gone_at=None, ended__lt=timezone.now() - KEPT_FOR)
    return sum(forget_file(one) for one in old.exclude(state__in=BUSY))


def forget_customer(customer: int) -> None:
    """What imports keep of somebody who is erased: their row in the file that brought them in or filled them in, and what they were like
    before. An import that is busy is left to its month: whoever it has yet to bring in is not known yet."""
    held: set[int] = set(Import.objects.filter(lines__number=customer).values_list("pk", flat=True))
    for batch in ImportBatch.objects.only("pk", "of_id", "made", "changed").iterator(chunk_size=100):
        changed = [entry for entry in batch.changed if entry.get("customer") != customer]
        if len(changed) < len(batch.changed):
            ImportBatch.objects.filter(pk=batch.pk).update(changed=changed)
        if len(changed) < len(batch.changed) or any(first <= customer <= last for first, last in batch.made.get("customer", ())):
            held.add(batch.of_id)
    for one in Import.objects.filter(pk__in=held, file_gone_at=None):
        forget_file(one)
