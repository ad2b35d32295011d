"""Reads about customers that span tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch, Q, QuerySet

from sandali.customers.models import Customer, Identity
from sandali.history.models import Event


def newest_first(customers: QuerySet[Customer], *, after: tuple[str, int] | None = None, most: int = 30) -> list[Customer]:
    """A page of customers by their last contact. `after` is the last row's (last_contact_at, id) of the page before."""
    if after is not None:
        at, number = after
        customers = customers.filter(Q(last_contact_at__lt=at) | Q(last_contact_at=at, pk__lt=number))
    identities = Prefetch("identities", Identity.objects.order_by("kind", "pk"))
    return list(
        customers.select_related("organisation").prefetch_related(identities, "tags").order_by("-last_contact_at", "-pk")[:most]
    )


def timeline(customer: Customer, *, below: int | None = None, most: int = 30, kinds: Sequence[str] = ()) -> list[Event]:
    """What happened with a customer, newest first; `below` pages on by event id."""
    events = Event.objects.filter(customer_id=customer.pk)
    if below is not None:
        events = events.filter(pk__lt=below)
    if kinds:
        events = events.filter(kind__in=kinds)
    return list(events.select_related("by").order_by("-id")[:most])
