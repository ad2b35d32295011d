"""What happened, as programs are told: in order, behind a cursor, and only what somebody may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from sandali.cases.access import cases_for
from sandali.company.permissions import may
from sandali.history.models import Event
from sandali.sales.access import PAPERS, told_of_papers

WINDOW: Final = 2000  # events that are looked at for one page: whoever may see few of them is not kept waiting
# On PostgreSQL what was begun first may be committed last: what is so new is told at the next look, or a cursor would pass it by.
SETTLES: Final = timedelta(seconds=2)
# One's own affairs, which stand on a case and are nobody else's.
OFFERED: Final = ("product", "pipeline")  # what everybody who sees sales sees of it
PRIVATE: Final = ("reminder_due", "export_ready", "sales_export_ready", "segment_export_ready")


@dataclass(frozen=True, slots=True)
class Happened:
    """Events behind a cursor, oldest first; `after` is the cursor behind them, `more` whether there are others already."""

    events: list[Event]
    after: int
    more: bool


def visible_to(person: Any, events: QuerySet[Event]) -> QuerySet[Event]:
    """Those of the events that somebody may see: of cases they see, of customers, of what is sold to them as far as they see sales,
    and of the house for who manages the company."""
    seen = Q(case_id__isnull=False) & Q(Exists(cases_for(person).filter(pk=OuterRef("case_id"))))
    if may(person, "see_customers"):
        seen |= Q(case_id=None, customer_id__isnull=False) & ~Q(subject_type__in=PAPERS)
    if may(person, "see_sales"):
        seen |= Q(case_id=None) & (told_of_papers(person) | Q(subject_type__in=OFFERED))
    if may(person, "manage_company"):
        seen |= Q(case_id=None, customer_id=None)
    return events.filter(seen).exclude(kind__in=PRIVATE)


def happened(person: Any, *, after: int, most: int, kinds: Sequence[str] = ()) -> Happened:
    """What happened behind `after` that the person may see, of these kinds (none is all)."""
    window = Event.objects.filter(pk__gt=after)
    if connection.vendor == "postgresql":
        window = window.filter(at__lt=timezone.now() - SETTLES)
    numbers = list(window.order_by("pk").values_list("pk", flat=True)[: WINDOW + 1])
    if not numbers:
        return Happened([], after, more=False)
    last = numbers[:WINDOW][-1]
    found = visible_to(person, Event.objects.filter(pk__gt=after, pk__lte=last))
    if kinds:
        found = found.filter(kind__in=kinds)
    events = list(found.select_related("by").order_by("pk")[: most + 1])
    if len(events) > most:
        return Happened(events[:most], events[most - 1].pk, more=True)
    return Happened(events, last, more=len(numbers) > WINDOW)


def last_event() -> int:
    """The cursor behind everything that happened so far."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def body_of(event: Event) -> dict[str, Any]:
    """An event as programs have it."""
    return {
        "id": event.pk, "type": event.kind, "at": event.at.isoformat(), "by": {"id": event.by.pk, "name": event.by.name} if event.by is not None else None,
        "case": event.case_id, "customer": event.customer_id, "subject": {"type": event.subject_type, "id": event.subject_id}, "data": event.data,
    }  # fmt: skip
