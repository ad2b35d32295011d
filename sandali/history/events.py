"""`record` writes what happened and sets off who listens. Kinds are declared in each room's events.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from sandali.history import live, queue
from sandali.history.behind import with_marks
from sandali.history.kinds import KINDS, EventKind, event_kind
from sandali.history.models import Event
from sandali.history.notices import tell

# By name, because the job module needs this one.
CALL_LISTENER = "sandali.history.jobs.call_listener"
Handler = Callable[[Event], object]


@cache
def listeners(moment: str) -> dict[str, list[tuple[str, Handler]]]:
    """Kind name → [(dotted path, function)] for "AT_ONCE" or "AFTERWARDS", from settings.EVENT_LISTENERS."""
    found: dict[str, list[tuple[str, Handler]]] = {}
    for path in settings.EVENT_LISTENERS:
        for kind, handlers in getattr(import_module(path), moment, {}).items():
            for handler in handlers if isinstance(handlers, list | tuple) else [handlers]:
                found.setdefault(kind.name, []).append((f"{handler.__module__}.{handler.__qualname__}", handler))
    return found


def wanted(handler: Handler, event: Event, known: dict[tuple[Handler, str, bool], bool] | None = None) -> bool:
    """Whether a listener wants to hear of an event afterwards. One that can say cheaply that most are nothing to it has `wants`
    (event → bool), which spares their jobs. It looks at the event's kind, and whether it is about a case, and at nothing else of it:
    of many events it is asked once for each (`known`)."""
    wants: Callable[[Event], bool] | None = getattr(handler, "wants", None)
    if wants is None:
        return True
    asked = (handler, event.kind, event.case_id is not None)
    found = {} if known is None else known
    if asked not in found:
        found[asked] = wants(event)
    return found[asked]


@transaction.atomic(savepoint=False)  # nobody goes on without the event, so a savepoint of its own would buy nothing
def record(
    kind: EventKind, subject: models.Model, *, by: Any = None, at: datetime | None = None, quiet: bool = False, **data: Any
) -> Event:
    """Write that `kind` happened to `subject`, and set off who listens.

    A subject says by `timelines()` → {"case_id": …, "customer_id": …} where its events are shown. `quiet` (import of old
    material) keeps the event but tells nobody and starts nothing afterwards. `data` must be JSON."""
    timelines = subject.timelines() if hasattr(subject, "timelines") else {}
    event = Event(
        kind=kind.name,
        at=at or timezone.now(),
        by=by,
        subject_type=subject._meta.model_name or "",
        subject_id=subject.pk,
        data=with_marks(data),
        **timelines,
    )
    event.save(force_insert=True)
    for _path, handler in listeners("AT_ONCE").get(kind.name, ()):
        handler(event)
    if not quiet:
        for path, handler in listeners("AFTERWARDS").get(kind.name, ()):
            if wanted(handler, event):
                queue.put(CALL_LISTENER, event.pk, path)
        if kind.audience:
            tell(event)
    transaction.on_commit(live.wake)
    return event


__all__ = ["KINDS", "EventKind", "event_kind", "listeners", "record", "wanted"]
