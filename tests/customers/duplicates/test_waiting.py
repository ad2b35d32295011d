"""Keys that are written a little after their customers: in the end they are those that each customer has by then."""

from __future__ import annotations

import pytest

from sandali.customers.actions import edit_customer
from sandali.customers.duplicates import waiting
from sandali.customers.duplicates.keys import features, key_numbers, rows_for, write_keys
from sandali.customers.duplicates.scanning import look_at_changed
from sandali.customers.erasing import begin_erasing
from sandali.customers.merging import merge_customers
from sandali.customers.models import Customer, KeysToCome, LikenessKey
from sandali.history.queue import drain
from sandali.kit.beside import Beside

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.reliability("K6")]


@pytest.fixture
def newcomers(cast, monkeypatch) -> list[Customer]:
    """Eight customers without keys."""
    monkeypatch.setattr(waiting.queue, "GIVE_WAY", 0)
    return [Customer.objects.create(name=f"سارا احمدی {word}", city="قم") for word in "یک دو سه چهار پنج شش هفت هشت".split()]


def keys_of(customer: Customer) -> tuple[int, tuple[int, ...]]:
    return customer.pk, key_numbers(customer.name, (), city=customer.city, organisation="", job="")


def kept() -> list[tuple[int, int]]:
    return sorted(LikenessKey.objects.values_list("key", "customer"))


def as_they_are() -> list[tuple[int, int]]:
    return sorted(rows_for(features(Customer.objects.values_list("pk", flat=True)).values()))


def test_two_groups_come_to_the_keys_of_everybody_and_leave_no_mark(newcomers, monkeypatch):
    """The first group is written while the second comes in, part by part."""
    monkeypatch.setattr(waiting, "GROUP", 2)
    before = kept()
    with Beside() as beside:
        later = waiting.LaterKeys(beside)
        for start in (0, 2, 4, 6):
            some = newcomers[start : start + 2]
            later.add(waiting.announce([one.pk for one in some]), map(keys_of, some))
            later.write_some()
        beside.wait()
        assert (KeysToCome.objects.count(), set(before) < set(kept()) < set(as_they_are())) == (2, True)
        later.write_all()
    assert (KeysToCome.objects.count(), kept()) == (0, as_they_are())


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
    assert (KeysToCome.objects.count(), kept()) == (0, as_they_are())
    assert not LikenessKey.objects.filter(customer__in=[source.pk, gone.pk]).exists()


def test_what_a_dead_process_left_is_written_by_the_next_look_even_if_the_process_lives(newcomers):
    """Whoever takes a mark over does the whole of it; the other sees that, and writes nothing twice."""
    group = waiting.Group()
    group.add(waiting.announce([one.pk for one in newcomers]), map(keys_of, newcomers))
    assert group.write_next(5)
    look_at_changed()
    assert (KeysToCome.objects.count(), kept()) == (0, as_they_are())
    assert not group.write_next(5)
    assert kept() == as_they_are()
