"""Keys that are written a little after their customers: in the end they are those that each customer has by then."""

from __future__ import annotations

import pytest

from sandali.customers.actions import edit_customer
from sandali.customers.duplicates import keys, scanning, waiting
from sandali.customers.duplicates.kept import note_new
from sandali.customers.duplicates.keys import keys_of_new, write_keys
from sandali.customers.duplicates.scanning import highest_number, look_at_changed
from sandali.customers.erasing import begin_erasing
from sandali.customers.merging import merge_customers
from sandali.customers.models import Customer, DuplicateRules, KeysOf, KeysToCome, LikenessKey
from sandali.history.queue import drain
from sandali.kit.beside import Beside
from tests.customers.kept_keys import as_they_are, each_kept, is_in_line

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.reliability("K6")]


@pytest.fixture
def newcomers(cast, monkeypatch) -> list[Customer]:
    """Eight customers of whom no key is written by itself."""
    monkeypatch.setattr(waiting.queue, "GIVE_WAY", 0)
    found = [Customer.objects.create(name=f"سارا احمدی {word}", city="قم") for word in "یک دو سه چهار پنج شش هفت هشت".split()]
    note_new(map(keys_of, found))
    return found


def keys_of(customer: Customer) -> tuple[int, bytes]:
    return customer.pk, keys_of_new(customer.name, (), city=customer.city, organisation="", job="")


def test_two_groups_come_to_the_keys_of_everybody_and_leave_no_mark(newcomers, monkeypatch):
    """The first group is written while the second comes in, part by part."""
    monkeypatch.setattr(waiting, "GROUP", 2)
    before = each_kept()
    with Beside() as beside:
        later = waiting.LaterKeys(beside)
        for start in (0, 2, 4, 6):
            some = newcomers[start : start + 2]
            later.add(waiting.announce([one.pk for one in some]), map(keys_of, some))
            later.write_some()
        beside.wait()
        assert (KeysToCome.objects.count(), set(before) < set(each_kept()) < set(as_they_are())) == (2, True)
        later.write_all()
    assert (KeysToCome.objects.count(), is_in_line()) == (0, True)


def test_who_was_changed_merged_or_erased_meanwhile_has_the_keys_of_now(cast, newcomers):
    """Before the first part was written, and between two."""
    group = waiting.Group()
    group.add(waiting.announce([one.pk for one in newcomers]), map(keys_of, newcomers))
    early, other, source, target, gone, late, *_rest = newcomers

    def rename(one: Customer) -> None:
        edit_customer(one, by=cast.admin, version=one.version, name="مریم کیانی", city="قم", job_title="", stage=one.stage, cause="x")

    rename(early)
    merge_customers(source, target, by=cast.admin)
    begin_erasing(gone, by=cast.admin)
    drain()
    assert group.write_next(7)
    rename(late)
    write_keys([other.pk])
    group.write_all()
    assert (KeysToCome.objects.count(), is_in_line()) == (0, True)
    assert not LikenessKey.objects.filter(customer__in=[source.pk, gone.pk]).exists()


def test_what_a_dead_process_left_is_written_by_the_next_look_even_if_the_process_lives(cast, newcomers):
    """Whoever takes a mark over does the whole of it, also where old keys of somebody changed or erased were written after that; the other sees that,
    and writes nothing twice."""
    group = waiting.Group()
    group.add(waiting.announce([one.pk for one in newcomers]), map(keys_of, newcomers))
    changed, gone = newcomers[:2]
    assert group.write_next(5)
    edit_customer(changed, by=cast.admin, version=changed.version, name="مریم کیانی", city="قم", job_title="", stage=changed.stage, cause="x")
    begin_erasing(gone, by=cast.admin)
    drain()
    assert group.write_next(5)
    look_at_changed()
    assert (KeysToCome.objects.count(), is_in_line()) == (0, True)
    assert not LikenessKey.objects.filter(customer=gone.pk).exists()
    assert not group.write_next(5)
    assert is_in_line()


def test_old_keys_that_are_written_leave_those_of_who_is_changed_meanwhile(cast, newcomers, monkeypatch):
    """What a customer said before their change does not come back."""
    LikenessKey.objects.all().delete()
    real = keys.keys_for

    def slowly(records):
        found = real(records)
        Customer.objects.filter(pk=newcomers[0].pk).update(name="مریم کیانی")
        write_keys([newcomers[0].pk])
        return found

    DuplicateRules.objects.create(pk=1)
    monkeypatch.setattr(keys, "keys_for", lambda records: slowly(records) if len(found := list(records)) > 1 else real(found))
    keys.write_old_keys()
    monkeypatch.undo()
    assert is_in_line()


def test_a_look_that_ends_before_they_are_written_leaves_them_to_the_next_one(newcomers, monkeypatch):
    """Whose keys are noted and not written yet would be missed by it: their numbers count as later ones, whatever comes after them."""
    monkeypatch.setattr(scanning, "UNSEEN", 0)
    group = waiting.Group()
    group.add(waiting.announce([one.pk for one in newcomers]), map(keys_of, newcomers))
    first = KeysOf.objects.get(customer=newcomers[0]).pk
    write_keys([newcomers[-1].pk])
    assert group.write_next(7)
    assert highest_number() == first - 1
    group.write_all()
    assert (highest_number(), is_in_line()) == (KeysOf.objects.get(customer=newcomers[-1]).pk, True)
