"""What becomes of an open hand-over when the case finds an owner by another way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def open_offers(cases: Iterable[Case]) -> dict[str, int]:
    """Case → its open hand-over, by their numbers, as JSON holds them."""
    found = Handover.objects.filter(case__in=[case.pk for case in cases], state=HandoverState.OFFERED)
    return {str(case): number for case, number in found.values_list("case_id", "pk")}


def reopen_offers(cases: Iterable[Case], closed: Mapping[str, int], *, by: Any) -> None:
    """What closed these hand-overs (case → hand-over) was taken back: they stand again, but for cases that were offered anew since."""
    near = {closed[str(case.pk)]: case for case in cases if str(case.pk) in closed}
    anew = set(Handover.objects.filter(case__in=[case.pk for case in near.values()], state=HandoverState.OFFERED).values_list("case_id", flat=True))
    for offer in Handover.objects.filter(pk__in=near).exclude(case__in=anew).select_related("to_person", "to_department").order_by("pk"):
        offer.case = near[offer.pk]
        Handover.objects.filter(pk=offer.pk).update(state=HandoverState.OFFERED, answered_by=None, answered_at=None, answer="")
        record(events.HANDOVER_REOPENED, offer, by=by, to=name_of_receiver(offer))


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
