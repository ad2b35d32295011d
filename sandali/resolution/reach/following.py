"""When an estimate may raise a priority: a case became a complaint, or was said in public, or its audience became known."""

from __future__ import annotations

from sandali.cases.events_routing import CASE_ROUTED
from sandali.cases.models import Case, Kind
from sandali.history.models import Event
from sandali.resolution.reach.actions import OVER, consider_rise


def after_classified(event: Event) -> None:
    """CASE_CLASSIFIED: it became a complaint."""
    if event.data.get("what") == "kind" and event.data.get("to") == Kind.COMPLAINT:
        consider(event)


def after_opening(event: Event) -> None:
    """CASE_OPENED by one of us, or CASE_ROUTED: it may be a complaint from its first moment. A mail alone says no kind."""
    said = event.by_id is not None or event.kind == CASE_ROUTED.name
    if said and Case.objects.filter(pk=event.case_id or 0, kind=Kind.COMPLAINT).exists():
        consider(event)


def after_public(event: Event) -> None:
    """CASE_MADE_PUBLIC: everybody can read it."""
    consider(event)


def consider(event: Event) -> None:
    """Look at the case of an event."""
    for case in Case.objects.filter(pk=event.case_id or 0):
        consider_rise(case, at=event.at)


def after_audience(event: Event) -> None:
    """AUDIENCE_NOTED: the customer's open complaints may reach further than was known."""
    for case in Case.objects.filter(customer=event.customer_id, aside="", kind=Kind.COMPLAINT).exclude(state__in=OVER).order_by("pk"):
        consider_rise(case, at=event.at)
