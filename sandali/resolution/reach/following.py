"""When an estimate changes, and may raise a priority: a case became a complaint, was said in public, or its audience became known."""

from __future__ import annotations

from django.db.models import Q

from sandali.cases.events_routing import CASE_ROUTED
from sandali.cases.models import Case, Kind
from sandali.history import queue
from sandali.history.models import Event
from sandali.resolution.reach.actions import OVER, consider_rise

NOTE_ALL = "sandali.resolution.reach.jobs.note_reaches"  # by name, as the job's module needs the actions


def after_classified(event: Event) -> None:
    """CASE_CLASSIFIED: it became a complaint, or is none any more."""
    if event.data.get("what") == "kind":
        consider(event)


def after_opening(event: Event) -> None:
    """CASE_OPENED by one of us, or CASE_ROUTED: it may be a complaint from its first moment. A mail alone says no kind."""
    said = event.by_id is not None or event.kind == CASE_ROUTED.name
    if said and Case.objects.filter(pk=event.case_id or 0, kind=Kind.COMPLAINT).exists():
        consider(event)


def after_public(event: Event) -> None:
    """CASE_MADE_PUBLIC: everybody can read it."""
    consider(event)


def after_public_ends(event: Event) -> None:
    """CASE_NOT_PUBLIC: fewer hear of it."""
    consider(event)


def after_merging(event: Event) -> None:
    """CASE_TOOK_IN, MERGE_UNDONE: what is public went along, or came back."""
    for case in Case.objects.filter(pk=event.case_id or 0, aside=""):
        consider_rise(case, at=event.at)


def after_assuming(event: Event) -> None:
    """ASSUMPTIONS_CHANGED: every estimate is another one now, which a job writes down."""
    queue.put(NOTE_ALL, unique_key="note_reach")


def consider(event: Event) -> None:
    """Look at the case of an event."""
    for case in Case.objects.filter(pk=event.case_id or 0):
        consider_rise(case, at=event.at)


def after_audience(event: Event) -> None:
    """AUDIENCE_NOTED, AUDIENCE_REMOVED: the customer's open complaints reach further than was known, or less far."""
    heard = Q(kind=Kind.COMPLAINT) | Q(reach__gt=0)
    for case in Case.objects.filter(heard, customer=event.customer_id, aside="").exclude(state__in=OVER).order_by("pk"):
        consider_rise(case, at=event.at)
