"""A look through the whole base, and the keys that it goes by."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.company.queries import people_who_may
from sandali.customers.actions import add_identity, edit_customer, recognise, remove_identity
from sandali.customers.duplicates import scanning
from sandali.customers.duplicates.blocking import keys_of, number_of
from sandali.customers.duplicates.kept import keep, packed
from sandali.customers.duplicates.keys import features, write_old_keys
from sandali.customers.duplicates.likeness import change_rules, like_typed, others_like, say_apart
from sandali.customers.duplicates.scanning import (
    AlreadyLooking,
    begin_scan,
    look_at_changed,
    look_through,
    stop_scan,
)
from sandali.customers.duplicates.sharing import blocks_of
from sandali.customers.merging import merge_customers
from sandali.customers.models import Customer, DuplicateRules, DuplicateScan, KeysOf, LikelyPair, LikenessKey
from sandali.history.models import Event, Notice


def kept(customer: Customer) -> set[int]:
    """The keys that stand for a customer."""
    return set(LikenessKey.objects.filter(customer=customer.pk).values_list("key", flat=True))


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
    KeysOf.objects.all().delete()
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


@pytest.mark.practice("P03")
def test_at_night_only_who_changed_is_compared_and_finds_who_was_there_before(cast, monkeypatch):
    monkeypatch.setattr(scanning, "GOOD_PART", 1)
    monkeypatch.setattr(scanning, "UNSEEN", 0)  # nobody else writes here
    pairs = twins(3)
    look_through(begin_scan(by=cast.nahid).pk)
    assert look_at_changed() is None  # nobody changed since
    [later] = [recognise("email", "late@example.com", name="سارا آذرگشسب")]
    night = look_at_changed()
    look_through(night.pk)
    night.refresh_from_db()
    assert (night.seen, night.total, night.by, night.running) == (1, 1, None, None)
    assert sorted(LikelyPair.objects.values_list("one", "other")) == sorted([*pairs, (pairs[0][0], later.pk), (pairs[0][1], later.pk)])
    edit_customer(later, by=cast.sara, version=1, name="رستم دستان")
    look_through(look_at_changed().pk)
    assert sorted(LikelyPair.objects.values_list("one", "other")) == pairs


def test_where_a_good_part_changed_everybody_is_looked_at_and_who_looks_already_is_left_alone(cast):
    twins(6)
    night = look_at_changed()
    assert (night.since, night.total) == (0, 14)
    assert look_at_changed() is None


@pytest.mark.practice("P03")
def test_new_likely_pairs_are_told_once_to_who_may_put_them_together(cast):
    twins(3)
    change_rules(shown_from=35, likely_from=40, by=cast.nahid)
    look_through(look_at_changed().pk)
    told = list(Notice.objects.filter(event__kind="likely_pairs_found").values_list("person__role", "count"))
    likely = LikelyPair.objects.filter(percent__gte=40).count()
    assert (sorted(told), likely > 1) == (sorted((person.role, 1) for person in people_who_may("merge_customers")), True)
    assert Event.objects.get(kind="likely_pairs_found").data == {"count": likely}
    look_through(begin_scan(by=cast.nahid).pk)
    assert Event.objects.filter(kind="likely_pairs_found").count() == 1  # nothing new


def test_it_is_known_how_many_live_where(cast):
    for number, city in enumerate(("تهران", "تهران", "قم", "")):
        Customer.objects.create(name=f"{number}", city=city)
    look_through(begin_scan(by=cast.nahid).pk)
    assert DuplicateRules.objects.get(pk=1).cities == {"تهران": 2, "قم": 1}


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


def test_blocks_are_what_some_share_and_not_what_many_do(cast):
    """Alone, two, as many as are compared, one more; with those who were not asked about, in order."""
    LikenessKey.objects.all().delete()
    KeysOf.objects.all().delete()
    people = sorted(Customer.objects.create(name=str(number)).pk for number in range(6))
    keys = {who: [key for key, many in ((5, 1), (-7, 2), (9, 4), (11, 5)) if who in people[-many:]] for who in people}
    keep({who: packed([*own, *([13] if who == people[0] else [])]) for who, own in keys.items()})
    assert list(blocks_of(people[3:], most=4)) == [(-7, people[4]), (-7, people[5]), *((9, one) for one in people[2:])]
