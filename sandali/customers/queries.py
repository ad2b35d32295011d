"""Reads about customers that span tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from sandali.company.queries import people_who_may
from sandali.customers import events as happened
from sandali.customers.models import Customer, CustomerNote, Identity, Organisation, Tag
from sandali.history.models import Event
from sandali.kit.prepared import PreparedModels

identities_of = PreparedModels(lambda customer: Identity.objects.filter(customer_id=customer))
"""The addresses of a customer, by their number: `identities_of(12)`."""
tags_of = PreparedModels(lambda customer: Tag.objects.filter(customers=customer))
"""The tags of a customer, by their number."""
MOST_NOTES, MOST_TAGS = 50, 200
_notes = PreparedModels(
    lambda customer: CustomerNote.objects.filter(customer_id=customer, removed_at=None).select_related("by").order_by("-at", "-pk")[:MOST_NOTES]
)
_tags = PreparedModels(lambda: Tag.objects.order_by("folded")[:MOST_TAGS])


def newest_first(customers: QuerySet[Customer], *, after: tuple[datetime, int] | None = None, most: int = 30) -> list[Customer]:
    """A page of customers by their last contact. `after` is the last row's (last_contact_at, id) of the page before."""
    if after is not None:
        at, number = after
        customers = customers.filter(Q(last_contact_at__lt=at) | Q(last_contact_at=at, pk__lt=number))
    identities = Prefetch("identities", Identity.objects.order_by("kind", "pk"))
    return list(
        customers.select_related("organisation").prefetch_related(identities, "tags").order_by("-last_contact_at", "-pk")[:most]
    )


def notes_of(customer: Customer) -> list[CustomerNote]:
    """What stands written about a customer, newest first."""
    return _notes(customer.pk)


def tags_in_use() -> list[Tag]:
    """Tags to choose from, in the order of their words."""
    return _tags()


def known_organisations(*, most: int = 200) -> list[str]:
    """Names of the newest organisations, to be offered while one is typed."""
    return list(Organisation.objects.order_by("-pk").values_list("name", flat=True)[:most])


def former_numbers(customer: Customer) -> list[int]:
    """The numbers of records that live on in this one; nothing is asked for who took in none."""
    return list(Customer.objects.filter(merged_into=customer).order_by("pk").values_list("pk", flat=True)) if customer.took_in else []


def living_customer(number: int) -> Customer | None:
    """A customer by their number or by one that they had before; None where nobody ever had it."""
    customer = Customer.objects.select_related("merged_into").filter(pk=number).first()
    return (customer.merged_into or customer) if customer is not None else None


def last_edit(customer: Customer) -> Event | None:
    """Who edited a customer last, and when; None when nobody ever did."""
    kinds = [happened.CUSTOMER_EDITED.name, happened.STAGE_CHANGED.name]
    return Event.objects.filter(customer_id=customer.pk, kind__in=kinds).select_related("by").order_by("-id").first()


def timeline(customer: int, *, kinds: Sequence[str] = (), only: Q | None = None, former: Sequence[int] = ()) -> QuerySet[Event]:
    """What happened with a customer (their number), newest first; with `former`, also what happened with records that live on in theirs.

    `only` is a condition on events: what of other rooms' subjects the reader may see is known to rooms above this one."""
    events = Event.objects.filter(customer_id__in=[customer, *former]) if former else Event.objects.filter(customer_id=customer)
    if only is not None:
        events = events.filter(only)
    if kinds:
        events = events.filter(kind__in=kinds)
    return events.select_related("by").order_by("-id")


def who_merges(_event: Event) -> list[int]:
    """Who may put records together; for the audience of that name."""
    return [person.pk for person in people_who_may("merge_customers")]
