"""The only way to fetch deals, quotes and orders on somebody's behalf. They belong to people and departments as cases do."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, Final, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from sandali.company.models import Department
from sandali.company.permissions import (
    ALL,
    DEPARTMENT,
    OWN,
    NotAllowed,
    Role,
    may,
    scope_in,
    scope_of,
    standing_of,
)
from sandali.company.queries import department_ids
from sandali.customers.models import Customer
from sandali.sales.models import Deal, Order, Pipeline, Product, Quote

PAPERS: Final = ("order", "deal", "quote")  # subjects of events that follow their own rights, not the customer's
RIGHTS: Final = {"see": "see_sales", "sell": "sell"}
Row = TypeVar("Row", bound=Model)


def reach(person: Any, right: str) -> Q:
    """The condition on deals and orders for a right: own, the department's, or all outside other people's private departments.

    In a department where the person reads only, or has another role, that decides (as `cases.access.reach`)."""
    if not may(person, right):
        return Q(pk__in=[])
    special = standing_of(person).special
    near = [number for number in department_ids(person) if all(place.department != number for place in special)]
    reached = _usual(person, scope_of(person, right), near)
    if special:
        reached &= ~Q(department__in=[place.department for place in special]) | Q(department__isnull=True)
    for place in special:
        found = scope_in(person, place, right)
        if found in (DEPARTMENT, ALL):
            reached |= Q(department=place.department)
        elif found == OWN:
            reached |= Q(department=place.department, owner=person)
    return reached


def _usual(person: Any, scope: str, departments: list[int]) -> Q:
    mine = Q(owner=person)
    match scope:
        case "":
            return Q(pk__in=[])
        case "own":
            return mine
        case "department":
            return mine | Q(department__in=departments) | Q(department__isnull=True)
        case _ if person.role == Role.ADMIN:
            return Q()
    closed = Department.objects.filter(is_private=True).exclude(pk__in=departments)
    return mine | ~Q(department__in=closed) | Q(department__isnull=True)


def deals_for(person: Any, *, to: str = "see") -> QuerySet[Deal]:
    """Every deal that the person may "see", or on which they may "sell"."""
    return Deal.objects.filter(reach(person, RIGHTS[to]))


def orders_for(person: Any, *, to: str = "see") -> QuerySet[Order]:
    """Every order that the person may "see", or on which they may "sell"."""
    return Order.objects.filter(reach(person, RIGHTS[to]))


def quotes_for(person: Any) -> QuerySet[Quote]:
    """Every quote of a deal that the person may see."""
    # Each by its own deal: asked as "in all of them", SQLite would write the numbers of every deal down first.
    return Quote.objects.filter(Exists(deals_for(person).filter(pk=OuterRef("deal"))))


def told_of_papers(person: Any) -> Q:
    """The condition on events that are about an order, a deal or a quote which the person may see."""
    seen: dict[str, QuerySet[Any]] = {"order": orders_for(person), "deal": deals_for(person), "quote": quotes_for(person)}
    return reduce(or_, (Q(subject_type=name) & Q(Exists(rows.filter(pk=OuterRef("subject_id")))) for name, rows in seen.items()))


def sales_told(person: Any) -> Q:
    """The condition on events that leaves out those of orders, deals and quotes which the person may not see."""
    return told_of_papers(person) | ~Q(subject_type__in=PAPERS)


def access_deal(person: Any, number: int, *, to: str = "see") -> Deal:
    """One deal, to "see" or "sell". Raises Deal.DoesNotExist, NotAllowed when seeing is all they may."""
    deal = deals_for(person).select_related("customer__organisation", "department", "owner", "stage__pipeline", "lost_reason").get(pk=number)
    if to != "see" and not may_sell(person, deal):
        raise NotAllowed
    return deal


def access_order(person: Any, number: int, *, to: str = "see") -> Order:
    """One order by its row, to "see" or "sell". Raises Order.DoesNotExist, NotAllowed when seeing is all they may."""
    order = orders_for(person).select_related("customer__organisation", "department", "owner", "deal").get(pk=number)
    if to != "see" and not may_sell(person, order):
        raise NotAllowed
    return order


def access_quote(person: Any, number: int, *, to: str = "see") -> Quote:
    """One quote, through the deal that it belongs to. Raises Quote.DoesNotExist, NotAllowed."""
    quote = quotes_for(person).select_related("deal__customer__organisation", "deal__stage__pipeline", "deal__owner", "by").get(pk=number)
    if to != "see" and not may_sell(person, quote.deal):
        raise NotAllowed
    return quote


def may_sell(person: Any, row: Deal | Order) -> bool:
    """Whether the person may work on a deal or an order that they see, for showing only what works."""
    return type(row).objects.filter(reach(person, "sell"), pk=row.pk).exists()


def customer_to_sell(person: Any, number: int | None) -> Customer | None:
    """The customer whom something is to be sold to, None when there is none or the person sees no customers."""
    return Customer.objects.select_related("organisation").filter(pk=number).first() if number and may(person, "see_customers") else None


def access_product(person: Any, number: int, *, to: str = "see") -> Product:
    """One product, to "see" or "manage". Raises Product.DoesNotExist, NotAllowed."""
    product = Product.objects.get(pk=number)
    if not may(person, "see_sales"):
        raise Product.DoesNotExist
    if to != "see" and not may(person, "manage_sales"):
        raise NotAllowed
    return product


def access_pipeline(person: Any, number: int) -> Pipeline:
    """One pipeline, to change it. Raises Pipeline.DoesNotExist, NotAllowed."""
    if not may(person, "manage_sales"):
        raise NotAllowed
    return Pipeline.objects.get(pk=number)


def places_for(person: Any) -> QuerySet[Department]:
    """The departments in which the person may sell, to bring a deal or an order there: of other people's private ones none."""
    theirs, standing = department_ids(person), standing_of(person)
    special = {place.department: scope_in(person, place, "sell") for place in standing.special}
    near = Q(pk__in=[number for number in theirs if special.get(number, scope_of(person, "sell"))])
    if scope_of(person, "sell") == ALL:
        near |= (Q() if person.role == Role.ADMIN else Q(is_private=False)) & ~Q(pk__in=list(special))
    return Department.objects.filter(near, archived_at=None)


def place_for(person: Any, wanted: int | None = None) -> int | None:
    """The department of what the person begins: the one wanted when they may sell there, else their first one; None without any."""
    theirs = department_ids(person)
    selling = [
        number for number in theirs
        if all(place.department != number or scope_in(person, place, "sell") for place in standing_of(person).special)
    ]  # fmt: skip
    if wanted in selling or (wanted is not None and scope_of(person, "sell") == ALL and Department.objects.filter(pk=wanted, is_private=False).exists()):
        return wanted
    return selling[0] if selling else None
