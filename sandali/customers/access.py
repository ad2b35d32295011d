"""The only way to fetch customers on somebody's behalf."""

from typing import Any, Final

from django.db.models import QuerySet

from sandali.company.permissions import NotAllowed, may
from sandali.customers.events import IDENTITY_REMOVED
from sandali.customers.models import (
    Belonging,
    Customer,
    CustomerFile,
    CustomerNote,
    CustomField,
    DuplicateScan,
    Identity,
    LikelyPair,
    Organisation,
    OrganisationJoining,
    OrganisationNote,
    Tag,
    TagChange,
)
from sandali.history.models import Event
from sandali.kit.prepared import PreparedModels

RIGHTS: Final = {"edit": "edit_customers", "merge": "merge_customers"}


def customers_for(person: Any) -> QuerySet[Customer]:
    """Customers the person may see: whoever of ours is active sees all of them. A record that lives on in another is none of its own."""
    return Customer.objects.filter(merged_into=None) if may(person, "see_customers") else Customer.objects.none()


_customer = PreparedModels(lambda number: Customer.objects.filter(pk=number).select_related("organisation"))


def access_customer(person: Any, number: int, *, to: str = "see") -> Customer:
    """One customer, to "see", "edit" or "merge"; by an old number the one in whose record they live on.

    Raises Customer.DoesNotExist, or NotAllowed when seeing is all they may."""
    found = _customer(number) if may(person, "see_customers") else []
    if found and found[0].merged_into_id is not None:
        found = _customer(found[0].merged_into_id)
    if not found:
        raise Customer.DoesNotExist
    customer: Customer = found[0]
    if to in RIGHTS and (not may(person, RIGHTS[to]) or customer.erased_at is not None):
        raise NotAllowed
    return customer


def access_identity(person: Any, customer_id: int, number: int, *, to: str = "edit") -> Identity:
    """One address of one customer. Raises Customer.DoesNotExist, Identity.DoesNotExist, NotAllowed."""
    customer = access_customer(person, customer_id, to=to)
    return Identity.objects.select_related("customer").get(pk=number, customer=customer)


def access_removal(person: Any, customer_id: int, number: int) -> Event:
    """The removal of an address from a customer, to take it back. Raises Customer.DoesNotExist, Event.DoesNotExist, NotAllowed."""
    customer = access_customer(person, customer_id, to="edit")
    return Event.objects.get(pk=number, customer_id=customer.pk, kind=IDENTITY_REMOVED.name)


def access_note(person: Any, customer_id: int, number: int, *, to: str = "edit") -> CustomerNote:
    """One note about one customer, as long as it stands. Raises Customer.DoesNotExist, CustomerNote.DoesNotExist, NotAllowed."""
    customer = access_customer(person, customer_id, to=to)
    return CustomerNote.objects.get(pk=number, customer=customer)


def access_pair(person: Any, number: int) -> LikelyPair:
    """A pair of two customers who may be one. Raises LikelyPair.DoesNotExist, NotAllowed for whoever may not merge."""
    pair = LikelyPair.objects.select_related("one", "other").get(pk=number)
    if not may(person, "merge_customers"):
        raise NotAllowed
    return pair


def access_scan(person: Any, number: int) -> DuplicateScan:
    """A look through the base. Raises DuplicateScan.DoesNotExist, NotAllowed for whoever may not merge."""
    scan = DuplicateScan.objects.get(pk=number)
    if not may(person, "merge_customers"):
        raise NotAllowed
    return scan


def organisations_for(person: Any) -> QuerySet[Organisation]:
    """Organisations that the person may see: whoever may see customers sees theirs. What was joined or removed is in no list."""
    return Organisation.objects.filter(merged_into=None, removed_at=None) if may(person, "see_customers") else Organisation.objects.none()


def access_organisation(person: Any, number: int, *, to: str = "see") -> Organisation:
    """One organisation, to "see", "edit" or "merge"; by the number of one that was joined to it too, and also a removed one.

    Raises Organisation.DoesNotExist, NotAllowed."""
    if not may(person, "see_customers"):
        raise Organisation.DoesNotExist
    organisation = Organisation.objects.select_related("merged_into").get(pk=number)
    if to in RIGHTS and not may(person, RIGHTS[to]):
        raise NotAllowed
    return organisation.merged_into or organisation


def access_belonging(person: Any, customer_id: int, number: int, *, to: str = "edit") -> Belonging:
    """One further organisation of somebody. Raises Customer.DoesNotExist, Belonging.DoesNotExist, NotAllowed."""
    return Belonging.objects.select_related("customer", "organisation").get(pk=number, customer=access_customer(person, customer_id, to=to))


def access_organisation_note(person: Any, organisation: int, number: int, *, to: str = "edit") -> OrganisationNote:
    """One note about an organisation. Raises Organisation.DoesNotExist, OrganisationNote.DoesNotExist, NotAllowed."""
    return OrganisationNote.objects.select_related("organisation").get(pk=number, organisation=access_organisation(person, organisation, to=to))


def access_joining(person: Any, organisation: int, number: int) -> OrganisationJoining:
    """How an organisation was joined to this one. Raises OrganisationJoining.DoesNotExist, NotAllowed."""
    return OrganisationJoining.objects.select_related("source", "target").get(pk=number, target=access_organisation(person, organisation, to="merge"))


def access_customer_file(person: Any, number: int, *, to: str = "see") -> CustomerFile:
    """A file about a customer or an organisation that the person may see, removed or not. By the number of the file alone:
    whose it is decides (K7). Raises CustomerFile.DoesNotExist, NotAllowed."""
    found = CustomerFile.objects.select_related("customer", "organisation").get(pk=number)
    if not may(person, "see_customers") or (found.customer is not None and found.customer.erased_at is not None):
        raise CustomerFile.DoesNotExist
    if to in RIGHTS and not may(person, RIGHTS[to]):
        raise NotAllowed
    return found


def access_field(person: Any, number: int) -> CustomField:
    """One of the company's own fields, to define it. Raises CustomField.DoesNotExist, NotAllowed."""
    if not may(person, "manage_fields"):
        raise NotAllowed
    return CustomField.objects.get(pk=number)


def access_tag(person: Any, number: int) -> Tag:
    """One tag, to put in order. Raises Tag.DoesNotExist, NotAllowed."""
    if not may(person, "manage_fields"):
        raise NotAllowed
    return Tag.objects.get(pk=number)


def access_tag_change(person: Any, number: int) -> TagChange:
    """What became of a tag, to take it back. Raises TagChange.DoesNotExist, NotAllowed."""
    if not may(person, "manage_fields"):
        raise NotAllowed
    return TagChange.objects.get(pk=number)
