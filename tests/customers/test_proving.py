"""Whether an address is theirs and how we know; the main one of its kind; one that was removed comes back."""

from __future__ import annotations

import pytest

from sandali.customers.actions import (
    Taken,
    add_identity,
    claim_identity,
    find_customer,
    recognise,
    remove_identity,
)
from sandali.customers.merging import merge_customers, unmerge_customers
from sandali.customers.models import Identity
from sandali.customers.proving import (
    make_main_identity,
    note_proof,
    prove_by_link,
    return_identity,
    vouch_for_identity,
)


def proofs(customer) -> list[tuple[str, str]]:
    """(value, how it was proven) of each address."""
    return [(one.value, one.proof) for one in Identity.objects.filter(customer=customer).order_by("pk")]


def test_what_the_address_shows_goes_before_a_colleagues_word_and_the_first_time_stands(cast):
    mail = cast.mina.identities.get()
    assert vouch_for_identity(mail, by=cast.sara)
    assert proofs(cast.mina) == [("mina@example.com", "said")]
    assert note_proof("email", "mina@example.com", "wrote")
    assert (note_proof("email", "mina@example.com", "link"), proofs(cast.mina)) == (False, [("mina@example.com", "wrote")])
    mail.refresh_from_db()
    assert (vouch_for_identity(mail, by=cast.sara), mail.proven_by) == (False, None)


@pytest.mark.reliability("I10")
def test_a_link_proves_only_the_address_of_whose_it_is(cast):
    assert (prove_by_link(cast.kaveh, kind="email", value="mina@example.com"), proofs(cast.mina)) == (False, [("mina@example.com", "")])
    assert prove_by_link(cast.mina, kind="email", value="mina@example.com")
    assert proofs(cast.mina) == [("mina@example.com", "link")]


def test_an_address_that_imitates_another_proves_nothing_by_itself(cast):
    recognise("email", "mina@examp1e.com", suspect="mixed-script")
    assert not note_proof("email", "mina@examp1e.com", "wrote")


@pytest.mark.reliability("I10")
def test_a_claimed_address_that_is_somebody_elses_stays_theirs(cast):
    claim = claim_identity(cast.kaveh, kind="email", value="mina@example.com")
    with pytest.raises(Taken):
        vouch_for_identity(claim, by=cast.sara)
    assert find_customer("email", "mina@example.com") == cast.mina
    with pytest.raises(ValueError):
        make_main_identity(claim, by=cast.sara)


def test_one_of_each_kind_is_the_main_one(cast):
    second = add_identity(cast.mina, kind="email", value="m@example.com", by=cast.sara)
    phone = add_identity(cast.mina, kind="phone", value="09121234567", by=cast.sara)
    for one in (cast.mina.identities.get(value="mina@example.com"), phone, second):
        make_main_identity(one, by=cast.sara)
    assert sorted(Identity.objects.filter(customer=cast.mina, is_main=True).values_list("value", flat=True)) == ["+989121234567", "m@example.com"]


def test_two_records_put_together_have_one_main_one_and_come_apart_with_their_own(cast):
    twin = recognise("email", "mk@example.com", name="مینا")
    for one in Identity.objects.filter(customer__in=(twin, cast.mina)):
        make_main_identity(one, by=cast.sara)
    made = merge_customers(twin, cast.mina, by=cast.nahid)
    assert list(Identity.objects.filter(customer=cast.mina, is_main=True).values_list("value", flat=True)) == ["mina@example.com"]
    unmerge_customers(made, by=cast.nahid)
    assert Identity.objects.filter(is_main=True).count() == 2


def test_a_removed_address_comes_back_with_what_was_known_of_it(cast):
    note_proof("email", "mina@example.com", "wrote")
    before = Identity.objects.filter(customer=cast.mina).values("kind", "value", "shown", "proof", "proven_at").get()
    removal = remove_identity(cast.mina.identities.get(), by=cast.sara)
    assert find_customer("email", "mina@example.com") is None
    return_identity(cast.mina, removal, by=cast.sara)
    assert Identity.objects.filter(customer=cast.mina).values("kind", "value", "shown", "proof", "proven_at").get() == before


@pytest.mark.reliability("I10")
def test_a_removed_address_that_is_somebody_elses_by_now_stays_theirs(cast):
    removal = remove_identity(cast.mina.identities.get(), by=cast.sara)
    other = recognise("email", "mina@example.com", name="دیگری")
    with pytest.raises(Taken):
        return_identity(cast.mina, removal, by=cast.sara)
    assert find_customer("email", "mina@example.com") == other
