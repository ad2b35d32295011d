"""What becomes of an open hand-over when the case finds an owner by another way."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sandali.cases import events_together as events
from sandali.cases.models import Case, Handover, HandoverState
from sandali.history.events import record


def name_of_receiver(handover: Handover) -> str:
    """To whom the case is handed."""
    if handover.to_person is not None:
        return handover.to_person.name
    return handover.to_department.name if handover.to_department is not None else ""


def end_offer(handover: Handover, state: str, *, by: Any, answer: str = "") -> bool:
    """Answer or withdraw an open hand-over; returns whether it was still open."""
    ended = {"state": state, "answered_by": by, "answered_at": timezone.now(), "answer": answer}
    done = Handover.objects.filter(pk=handover.pk, state=HandoverState.OFFERED).update(**ended)
    for name, value in ended.items():
        setattr(handover, name, value)
    return bool(done)


def close_offer(case: Case, owner: Any, *, by: Any) -> None:
    """The case has a new owner (None: nobody): an open hand-over to them is accepted, one to somebody else falls."""
    found = Handover.objects.filter(case=case, state=HandoverState.OFFERED).select_related("to_person", "to_department").first()
    if found is None:
        return
    found.case = case
    if owner is not None and owner.pk == found.to_person_id:
        if end_offer(found, HandoverState.ACCEPTED, by=owner):
            record(events.HANDOVER_ACCEPTED, found, by=by)
    elif end_offer(found, HandoverState.WITHDRAWN, by=by):
        record(events.HANDOVER_WITHDRAWN, found, by=by, to=name_of_receiver(found))
