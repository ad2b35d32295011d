"""A look through the whole base, and the keys that it goes by."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.customers.actions import add_identity, edit_customer, recognise, remove_identity
from sandali.customers.duplicates import scanning
from sandali.customers.duplicates.blocking import keys_of, number_of
from sandali.customers.duplicates.keys import features, write_old_keys
from sandali.customers.duplicates.likeness import like_typed, others_like, say_apart
from sandali.customers.duplicates.scanning import AlreadyLooking, begin_scan, look_through, stop_scan
from sandali.customers.merging import merge_customers
from sandali.customers.models import Customer, DuplicateRules, DuplicateScan, LikelyPair, LikenessKey


def kept(customer: Customer) -> set[int]:
    """The keys that stand for a customer."""
    return set(LikenessKey.objects.filter(customer=customer).values_list("key", flat=True))


def wanted(customer: Customer) -> set[int]:
    """The keys that should."""
    return {number_of(key) for record in features([customer.pk]).values() for key in keys_of(record)}


@pytest.mark.practice("P03")
def test_keys_follow_every_change_of_a_customer(cast):
    mina = cast.mina
    steps = [kept(mina) == wanted(mina)]
    identity = add_identity(mina, kind="phone", value="09121234567", by=cast.sara)
    steps.append(kept(mina) == wanted(mina) and number_of("p:+989121234567") in kept(mina))
    remove_identity(identity, by=cast.sara)
    steps.append(kept(mina) == wanted(mina) and number_of("p:+989121234567") not in kept(mina))
    edit_customer(mina, by=cast.sara, version=1, name="مینا آذرگشسب")
    steps.append(kept(mina) == wanted(mina) and number_of("t:اذرگشسب") in kept(mina))
    merge_customers(cast.kaveh, mina, by=cast.nahid)
    steps.append(kept(cast.kaveh) == set() and kept(Customer.objects.get(pk=mina.pk)) == wanted(mina))
    assert steps == [True] * 5


def test_old_keys_are_written_once_and_go_on_where_they_stopped(cast):
    before = set(LikenessKey.objects.values_list("customer", "key"))
    LikenessKey.objects.all().delete()
    DuplicateRules.objects.create(pk=1, written_to=cast.mina.pk)  # it was stopped after Mina
    assert (write_old_keys(), write_old_keys()) == (1, 0)
    assert set(LikenessKey.objects.values_list("customer", "key")) == {row for row in before if row[0] == cast.kaveh.pk}


def twins(count: int) -> list[tuple[int, int]]:
    """People who are there twice."""
    names = ["آذرگشسب", "بهمنیار", "تیرداد", "خشایارشا", "داریوش‌پور", "رستم‌نژاد"]
    found = []
    for number in range(count):
        one = recognise("email", f"a{number}@example.com", name=f"سارا {names[number]}")
        other = recognise("phone", f"+98912000000{number}", name=f"خانم سارا {names[number].replace('ی', 'ي')}")
        found.append((one.pk, other.pk))
    return found


@pytest.mark.practice("P03")
def test_batch_by_batch_every_pair_is_found_once_and_again_is_no_more(cast, monkeypatch):
    monkeypatch.setattr(scanning, "BATCH", 2)
    pairs = twins(6)
    for _time in range(2):
        look_through(begin_scan(by=cast.nahid).pk)
        assert sorted(LikelyPair.objects.values_list("one", "other")) == pairs
    scan = DuplicateScan.objects.order_by("-pk")[0]
    assert (scan.running, scan.seen, scan.total, scan.stopped_by) == (None, 14, 14, None)


def test_after_a_restart_it_goes_on_and_stopped_it_ends(cast, monkeypatch):
    monkeypatch.setattr(scanning, "BATCH", 2)
    pairs = twins(4)
    scan = begin_scan(by=cast.nahid)
    DuplicateScan.objects.filter(pk=scan.pk).update(position=pairs[1][1])  # a worker died here
    look_through(scan.pk)
    assert sorted(LikelyPair.objects.values_list("one", "other")) == pairs[2:]
    again = begin_scan(by=cast.nahid)
    with pytest.raises(AlreadyLooking):
        begin_scan(by=cast.nahid)
    assert (stop_scan(again, by=cast.nahid), stop_scan(again, by=cast.nahid)) == (True, False)
    look_through(again.pk)
    assert DuplicateScan.objects.get(pk=again.pk).seen == 0


@pytest.mark.practice("P03")
def test_nothing_is_merged_by_itself_and_a_word_of_two_people_stands(cast):
    [(one, other)] = twins(1)
    say_apart(Customer.objects.get(pk=other), Customer.objects.get(pk=one), by=cast.nahid)
    look_through(begin_scan(by=cast.nahid).pk)
    assert list(LikelyPair.objects.values_list("one", "other", "verdict")) == [(one, other, "apart")]
    assert Customer.objects.filter(merged_into=None).count() == 4
    assert others_like(Customer.objects.get(pk=one)) == []


def test_a_pair_that_is_none_any_longer_is_forgotten(cast):
    [(one, other)] = twins(1)
    look_through(begin_scan(by=cast.nahid).pk)
    assert [who.pk for who, _percent in others_like(Customer.objects.get(pk=one))] == [other]
    edit_customer(Customer.objects.get(pk=other), by=cast.sara, version=1, name="رستم دستان")
    look_through(begin_scan(by=cast.nahid).pk)
    assert not LikelyPair.objects.exists()


def test_who_is_like_the_one_being_typed_costs_the_same_however_many_there_are(cast):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            found = like_typed("سارا آذرگشسب", [("phone", "0912000")])
        assert len(found) > 1, [(alike.percent, alike.evidence) for _who, alike in found]
        return len(queries)

    twins(1)
    for_two = asked()
    twins_of_others = [recognise("email", f"b{number}@example.com", name=f"سارا آذرگشسب {number}") for number in range(3)]
    assert (len(twins_of_others), asked()) == (3, for_two)
