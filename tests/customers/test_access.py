"""Who may fetch customers: everybody of ours who is active sees them, executives only look."""

import pytest
from django.contrib.auth.models import AnonymousUser

from sandali.company.permissions import NotAllowed
from sandali.customers.access import (
    access_customer,
    access_identity,
    access_note,
    access_organisation,
    customers_for,
)
from sandali.customers.actions import named_organisation, write_customer_note
from sandali.customers.models import Customer, CustomerNote, Identity, Organisation


def test_everybody_of_ours_sees_customers_and_nobody_else(cast):
    cast.reza.is_active = False
    seen = {name: customers_for(person).count() for name, person in {
        "sara": cast.sara, "omid": cast.omid, "parvaneh": cast.parvaneh, "inactive": cast.reza, "stranger": AnonymousUser(),
    }.items()}  # fmt: skip
    assert seen == {"sara": Customer.objects.count(), "omid": Customer.objects.count(), "parvaneh": Customer.objects.count(), "inactive": 0, "stranger": 0}


def test_who_only_looks_may_not_edit(cast):
    company, note = named_organisation("سیمین"), write_customer_note(cast.mina, "الف", by=cast.sara)
    identity = cast.mina.identities.get()
    assert access_customer(cast.parvaneh, cast.mina.pk) == cast.mina
    assert access_organisation(cast.parvaneh, company.pk) == company
    for attempt in (
        lambda: access_customer(cast.parvaneh, cast.mina.pk, to="edit"),
        lambda: access_organisation(cast.parvaneh, company.pk, to="edit"),
        lambda: access_identity(cast.parvaneh, cast.mina.pk, identity.pk),
        lambda: access_note(cast.parvaneh, cast.mina.pk, note.pk),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_an_address_or_note_is_reached_through_its_own_customer_only(cast):
    note, identity = write_customer_note(cast.mina, "الف", by=cast.sara), cast.mina.identities.get()
    assert access_identity(cast.sara, cast.mina.pk, identity.pk) == identity
    with pytest.raises(Identity.DoesNotExist):
        access_identity(cast.sara, cast.kaveh.pk, identity.pk)
    with pytest.raises(CustomerNote.DoesNotExist):
        access_note(cast.sara, cast.kaveh.pk, note.pk)


def test_who_does_not_exist_is_not_found(cast):
    with pytest.raises(Customer.DoesNotExist):
        access_customer(cast.sara, 10**17)
    with pytest.raises(Organisation.DoesNotExist):
        access_organisation(cast.sara, 10**17)
