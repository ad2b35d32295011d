"""Reads about customers that span tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet

from sandali.company.queries import people_who_may
from sandali.customers import events as happened
from sandali.customers.models import (
    NEVER,
    Belonging,
    Customer,
    CustomerNote,
    Identity,
    Organisation,
    OrganisationJoining,
    OrganisationNote,
    Tag,
)
from sandali.history.models import Event
from sandali.kit.prepared import Prepared, PreparedModels
from sandali.kit.text import fold

identities_of = PreparedModels(lambda customer: Identity.objects.filter(customer_id=customer))
"""The addresses of a customer, by their number: `identities_of(12)`."""
tags_of = PreparedModels(lambda customer: Tag.objects.filter(customers=customer))
"""The tags of a customer, by their number."""
MOST_NOTES, MOST_TAGS, MOST_WORDS = 50, 200, 8
_belongings = PreparedModels(lambda customer: Belonging.objects.filter(customer_id=customer).select_related("organisation").order_by("pk"))
_notes = PreparedModels(
    lambda customer: CustomerNote.objects.filter(customer_id=customer, removed_at=None).select_related("by").order_by("-at", "-pk")[:MOST_NOTES]
)
_newest_names = Prepared(lambda: Organisation.objects.filter(merged_into=None, removed_at=None).order_by("-pk").values_list("name")[:200])
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
    return [name for (name,) in _newest_names()[:most]]


def living_organisations(numbers: Iterable[int]) -> QuerySet[Organisation]:
    """The organisations of these numbers, for a condition; by the number of one that was joined to another, that other one."""
    wanted = list(numbers)
    return Organisation.objects.filter(Q(pk__in=wanted) | Q(former__in=wanted))


def people_of(organisation: Organisation) -> Q:
    """The condition on customers that they belong to it, mainly or besides."""
    return Q(organisation=organisation) | Q(pk__in=Belonging.objects.filter(organisation=organisation).values("customer"))


def belongings_of(customer: Customer) -> list[Belonging]:
    """Their further organisations, besides the main one."""
    return [one for one in _belongings(customer.pk) if one.organisation_id != customer.organisation_id]


def organisations_by_name(organisations: QuerySet[Organisation], *, after: tuple[str, int] | None = None, most: int = 30) -> list[Organisation]:
    """A page of organisations by their name. `after` is the last row's (folded, id) of the page before."""
    if after is not None:
        name, number = after
        organisations = organisations.filter(Q(folded__gt=name) | Q(folded=name, pk__gt=number))
    return list(organisations.prefetch_related("tags").order_by("folded", "pk")[:most])


def named_like(organisations: QuerySet[Organisation], query: str) -> QuerySet[Organisation]:
    """Those in whose name all the words stand, wherever. There are few organisations beside customers: their names alone are read."""
    for word in fold(query).split()[:MOST_WORDS]:
        organisations = organisations.filter(folded__contains=word)
    return organisations


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a list says of an organisation besides its own columns."""

    people: int
    last_contact_at: datetime | None


def reckoned(numbers: Sequence[int]) -> dict[int, Reckoned]:
    """Organisation → how many people belong to it, and when one of them was in touch last; two questions for all of them."""
    living = Customer.objects.filter(merged_into=None)
    mainly = living.filter(organisation__in=numbers).order_by().values("organisation").annotate(people=Count("pk"), last=Max("last_contact_at"))
    besides = (
        Belonging.objects.filter(organisation__in=numbers, customer__merged_into=None).exclude(customer__organisation=F("organisation"))
        .order_by().values("organisation").annotate(people=Count("pk"), last=Max("customer__last_contact_at"))
    )  # fmt: skip
    found: dict[int, Reckoned] = {}
    for row in (*mainly, *besides):
        before = found.get(row["organisation"], Reckoned(0, None))
        last = max(row["last"], before.last_contact_at or NEVER)
        found[row["organisation"]] = Reckoned(before.people + row["people"], last if last > NEVER else None)
    return found


def notes_of_organisation(organisation: Organisation) -> list[OrganisationNote]:
    """What stands written about it, newest first."""
    return list(OrganisationNote.objects.filter(organisation=organisation, removed_at=None).select_related("by")[:MOST_NOTES])


def joinings_of(organisation: Organisation) -> list[OrganisationJoining]:
    """The organisations that were joined to it and stand so, the newest first."""
    return list(OrganisationJoining.objects.filter(target=organisation, undone_at=None).select_related("source", "by").order_by("-pk")[:50])


def events_of_organisation(organisation: Organisation) -> QuerySet[Event]:
    """What was done to it, the newest first."""
    return Event.objects.filter(subject_type="organisation", subject_id=organisation.pk).select_related("by").order_by("-id")


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
