"""Rows written by the thousand are the rows that Django would have written."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sandali.customers.models import Customer, Identity, LikenessKey, Tag
from sandali.history.models import Event
from sandali.kit.bulk import insert_pairs, insert_rows, new_numbers

pytestmark = pytest.mark.django_db


def rows_of(model, numbers) -> list[dict]:
    return [{name: value for name, value in row.items() if name != "id"} for row in model.objects.filter(pk__in=numbers).order_by("pk").values()]


def test_rows_are_as_those_of_bulk_create_with_defaults_moments_and_json(cast):
    """Column for column, whatever their type."""
    at, name = timezone.now(), 'سارا "می‌آید"\\\n\t'
    ours = new_numbers(Event, 2)
    values = {"kind": "x", "at": at, "by_id": cast.sara.pk, "subject_type": "customer", "data": {"file": name, "none": None}}
    insert_rows(Event, ("id", "subject_id", "customer_id"), [(ours[0], 1, 7), (ours[1], 2, None)], same=values)
    theirs = Event.objects.bulk_create([Event(subject_id=1, customer_id=7, **values), Event(subject_id=2, customer_id=None, **values)])
    assert rows_of(Event, ours) == rows_of(Event, [one.pk for one in theirs])
    people = new_numbers(Customer, 1)
    insert_rows(Customer, ("id", "name", "created_at", "last_contact_at"), [(people[0], name, at, at)])
    other = Customer.objects.create(name=name, created_at=at, last_contact_at=at)
    assert rows_of(Customer, people) == rows_of(Customer, [other.pk])


def test_numbers_are_those_of_nobody_and_are_not_given_again(cast):
    """What was removed keeps its number too, and Django goes on behind them."""
    gone = Tag.objects.create(name="a", folded="a")
    last = gone.pk
    gone.delete()
    numbers = list(new_numbers(Tag, 3))
    assert numbers == [last + 1, last + 2, last + 3]
    insert_rows(Tag, ("id", "name", "folded"), [(number, str(number), str(number)) for number in numbers])
    assert Tag.objects.create(name="b", folded="b").pk == last + 4


def test_pairs_of_numbers_to_the_edge_of_64_bits(cast):
    """Signed, as keys are."""
    pairs = [(2**63 - 1, cast.mina.pk), (-(2**63), cast.mina.pk), (0, cast.mina.pk)]
    LikenessKey.objects.all().delete()
    insert_pairs(LikenessKey, ("key", "customer_id"), pairs)
    insert_pairs(LikenessKey, ("key", "customer_id"), [])
    assert sorted(LikenessKey.objects.values_list("key", "customer_id")) == sorted(pairs)


def test_a_conflict_is_a_conflict(cast):
    """Nothing is quietly left out."""
    row = (cast.mina.pk, "email", "mina@example.com")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Identity, ("customer_id", "kind", "value"), [row])
