"""Many events of one act: written together, told of afterwards, so that what is done to five hundred things is not slow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction

from sandali.history import live, queue
from sandali.history.behind import with_marks
from sandali.history.events import CALL_LISTENER, listeners, wanted
from sandali.history.kinds import KINDS, EventKind
from sandali.history.models import Event
from sandali.kit.bulk import insert_rows

TELL_OF = "sandali.history.jobs_many.tell_of"
TOLD_AT_ONCE = 100  # events a job


def record_alike(kind: EventKind, customers: Iterable[int], *, by: int, at: datetime, **data: Any) -> None:
    """Write that the same happened to each of these customers, by one statement. Nobody is told and nobody listens: for what comes in
    by the thousand from files, and only for kinds of which that holds."""
    same = {"kind": kind.name, "at": at, "by_id": by, "subject_type": "customer", "data": data}
    insert_rows(Event, ("subject_id", "customer_id"), ((number, number) for number in customers), same=same)
    transaction.on_commit(live.wake)


@transaction.atomic(savepoint=False)
def record_many(
    happened: Sequence[tuple[EventKind, models.Model, dict[str, Any]]], *, by: Any, at: datetime
) -> list[Event]:
    """Write what happened to each subject, as `events.record` would one by one. Who is told of it is told by a job.

    A listener that does not look at which event it was says so by an attribute, `once_for_many`: it is called once. One that has
    a way of its own for many names it, `for_many`: it is called once with all events of its kinds."""
    events = Event.objects.bulk_create([
        Event(
            kind=kind.name, at=at, by=by, subject_type=subject._meta.model_name or "", subject_id=subject.pk, data=with_marks(data),
            **(subject.timelines() if hasattr(subject, "timelines") else {}),
        )
        for kind, subject, data in happened
    ])  # fmt: skip
    called: set[str] = set()
    many: dict[Any, list[Event]] = {}
    known: dict[tuple[Any, str, bool], bool] = {}
    for event in events:
        for path, handler in listeners("AT_ONCE").get(event.kind, ()):
            if (together := getattr(handler, "for_many", None)) is not None:
                many.setdefault(together, []).append(event)
            elif path not in called:
                handler(event)
            if getattr(handler, "once_for_many", False):
                called.add(path)
        for path, handler in listeners("AFTERWARDS").get(event.kind, ()):
            if wanted(handler, event, known):
                queue.put(CALL_LISTENER, event.pk, path)
    for together, theirs in many.items():
        together(theirs)
    told = [event.pk for event in events if KINDS[event.kind].audience]
    for start in range(0, len(told), TOLD_AT_ONCE):
        queue.put(TELL_OF, told[start : start + TOLD_AT_ONCE])
    transaction.on_commit(live.wake)
    return events
