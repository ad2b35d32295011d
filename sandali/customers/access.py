"""The only way to fetch customers on somebody's behalf."""

from typing import Any

from django.db.models import QuerySet

from sandali.company.permissions import NotAllowed, may
from sandali.customers.models import Customer, CustomerNote, Identity, Organisation
from sandali.kit.prepared import PreparedModels


def customers_for(person: Any) -> QuerySet[Customer]:
    """Customers the person may see: whoever of ours is active sees all of them."""
    return Customer.objects.all() if may(person, "see_customers") else Customer.objects.none()


_customer = PreparedModels(lambda number: Customer.objects.filter(pk=number).select_related("organisation"))


def access_customer(person: Any, number: int, *, to: str = "see") -> Customer:
    """One customer, to "see" or "edit". Raises Customer.DoesNotExist, or NotAllowed when seeing is all they may."""
    found = _customer(number) if may(person, "see_customers") else []
    if not found:
        raise Customer.DoesNotExist
    customer: Customer = found[0]
    if to == "edit" and not may(person, "edit_customers"):
        raise NotAllowed
    return customer


def access_identity(person: Any, customer_id: int, number: int, *, to: str = "edit") -> Identity:
    """One address of one customer. Raises Customer.DoesNotExist, Identity.DoesNotExist, NotAllowed."""
    customer = access_customer(person, customer_id, to=to)
    return Identity.objects.select_related("customer").get(pk=number, customer=customer)


def access_note(person: Any, customer_id: int, number: int, *, to: str = "edit") -> CustomerNote:
    """One note about one customer, as long as it stands. Raises Customer.DoesNotExist, CustomerNote.DoesNotExist, NotAllowed."""
    customer = access_customer(person, customer_id, to=to)
    return CustomerNote.objects.get(pk=number, customer=customer)


def organisations_for(person: Any) -> QuerySet[Organisation]:
    """Organisations that the person may see: whoever may see customers sees theirs."""
    return Organisation.objects.all() if may(person, "see_customers") else Organisation.objects.none()


def access_organisation(person: Any, number: int, *, to: str = "see") -> Organisation:
    """One organisation, to "see" or "edit": whoever may see customers sees theirs. Raises Organisation.DoesNotExist, NotAllowed."""
    organisation = organisations_for(person).get(pk=number)
    if to == "edit" and not may(person, "edit_customers"):
        raise NotAllowed
    return organisation
