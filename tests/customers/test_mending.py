"""Misspelt addresses corrected many at once, and the word that somebody's details still hold."""

import pytest
from django.utils import timezone

from sandali.customers import erasing
from sandali.customers.actions import add_customer, add_identity, find_customer
from sandali.customers.mending import (
    access_confirmation,
    access_correction,
    confirm_details,
    correct_addresses,
    meant,
    misspelt_addresses,
    restore_addresses,
    unconfirm_details,
)
from sandali.customers.models import Identity
from sandali.customers.search import find_customers
from sandali.history import queue
from sandali.history.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P42")]


@pytest.fixture
def slips(cast):
    """Two customers with a slip in their address."""
    return [add_customer(by=cast.sara, name=name, identities=[("email", value)]) for name, value in (("رضا", "Reza@gmial.com"), ("مریم", "maryam@yaho.com"))]


def values() -> list[str]:
    """All addresses."""
    return sorted(Identity.objects.values_list("value", flat=True))


def test_what_was_meant():
    assert [meant(value) for value in ("a.b+c@gmial.com", "a@hotmail.con", "a@gmail.com", "a@own.example", "none")] == [
        "a.b+c@gmail.com", "a@hotmail.com", "a@gmail.com", "a@own.example", "none",
    ]  # fmt: skip


def test_many_are_corrected_at_once_found_by_search_and_put_back(cast, slips):
    before = values()
    outcome = correct_addresses([one.pk for one in misspelt_addresses()], by=cast.sara)
    assert (outcome.changed, outcome.taken) == (2, [])
    assert {find_customer("email", value) for value in ("reza@gmail.com", "maryam@yahoo.com")} == set(slips)
    assert find_customers("reza@gmail.com") == [slips[0].pk]
    assert restore_addresses(access_correction(cast.sara, outcome.event.pk), by=cast.sara) == 2
    assert values() == before
    assert Identity.objects.get(value="reza@gmial.com").shown == "Reza@gmial.com"


def test_an_address_that_is_somebody_elses_is_left_and_named(cast, slips):
    add_identity(cast.kaveh, kind="email", value="reza@gmail.com", by=cast.sara)
    outcome = correct_addresses([one.pk for one in misspelt_addresses()], by=cast.sara)
    assert (outcome.changed, outcome.taken) == (1, [slips[0]])
    assert find_customer("email", "reza@gmail.com") == cast.kaveh


def test_what_is_not_misspelt_is_never_touched_whatever_is_asked(cast, slips):
    sound = Identity.objects.get(customer=cast.mina)
    outcome = correct_addresses([sound.pk, 10**9], by=cast.sara)
    assert (outcome.changed, outcome.event, Event.objects.filter(kind="addresses_corrected").count()) == (0, None, 0)
    with pytest.raises(ValueError, match="too many"):
        correct_addresses(list(range(101)), by=cast.sara)


def test_only_who_corrected_takes_it_back(cast, slips):
    outcome = correct_addresses([one.pk for one in misspelt_addresses()], by=cast.sara)
    with pytest.raises(Event.DoesNotExist):
        access_correction(cast.reza, outcome.event.pk)


def test_nothing_of_a_correction_is_left_of_who_is_erased(cast, slips):
    outcome = correct_addresses([one.pk for one in misspelt_addresses()], by=cast.sara)
    erasing.begin_erasing(slips[0], by=cast.admin)
    queue.drain()
    assert [event.pk for event in Event.objects.all() if "reza@" in str(event.data).lower()] == []
    assert restore_addresses(outcome.event, by=cast.sara) == 1  # hers alone


def test_that_details_hold_is_a_word_with_a_way_back(cast):
    before = timezone.now()
    first = confirm_details(cast.mina, by=cast.sara)
    cast.mina.refresh_from_db()
    assert cast.mina.checked_at >= before
    again = confirm_details(cast.mina, by=cast.reza)
    assert not unconfirm_details(access_confirmation(cast.sara, first.pk), by=cast.sara)  # Reza has said it since
    assert unconfirm_details(access_confirmation(cast.reza, again.pk), by=cast.reza)
    cast.mina.refresh_from_db()
    assert cast.mina.checked_at == first.at
    assert unconfirm_details(access_confirmation(cast.sara, first.pk), by=cast.sara)
    cast.mina.refresh_from_db()
    assert cast.mina.checked_at is None
