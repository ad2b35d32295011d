"""Rows written by the thousand are the rows that Django would have written."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.customers.models import Customer, Identity, LikenessKey, Tag
from sandali.customers.search import INDEX
from sandali.history.models import Event
from sandali.kit import bulk
from sandali.kit.bulk import (
    Among,
    Growth,
    delete_pairs,
    holders_of,
    insert_pairs,
    insert_rows,
    new_numbers,
    room_for_many,
)
from sandali.kit.search import find, put_entries

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
    insert_pairs(LikenessKey, ("key", "customer"), pairs)
    insert_pairs(LikenessKey, ("key", "customer"), [])
    assert sorted(LikenessKey.objects.values_list("key", "customer")) == sorted(pairs)


def test_pairs_that_are_there_are_a_conflict_unless_the_caller_knows(cast):
    """And what is to go goes as far as it is there."""
    LikenessKey.objects.all().delete()
    insert_pairs(LikenessKey, ("key", "customer"), [(7, 1), (-7, 1)])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_pairs(LikenessKey, ("key", "customer"), [(8, 1), (7, 1)])
    insert_pairs(LikenessKey, ("key", "customer"), [(8, 1), (7, 1), (7, 2)], some_there=True)
    assert sorted(LikenessKey.objects.values_list("key", "customer")) == [(-7, 1), (7, 1), (7, 2), (8, 1)]
    delete_pairs(LikenessKey, ("key", "customer"), [(7, 1), (-7, 2), (8, 1)])
    delete_pairs(LikenessKey, ("key", "customer"), [])
    assert sorted(LikenessKey.objects.values_list("key", "customer")) == [(-7, 1), (7, 2)]


def test_a_conflict_is_a_conflict(cast):
    """Nothing is quietly left out."""
    row = (cast.mina.pk, "email", "mina@example.com")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Identity, ("customer_id", "kind", "value"), [row])


AWKWARD = ["", "سارا «می‌آید»", 'a"b', "it's", "back\\slash", "{a,b}", "%s", "NULL", "x\n\ty", "🙂"]


def test_among_finds_what_in_finds_whatever_is_asked(cast):
    """Texts and whole numbers, of a column and of a foreign key, few, many and none."""
    Tag.objects.bulk_create([Tag(name=word, folded=word) for word in AWKWARD])
    for asked in (AWKWARD, AWKWARD[::2], ["no such"], []):
        assert set(Tag.objects.filter(Among("folded", asked))) == set(Tag.objects.filter(folded__in=asked))
    numbers = list(Customer.objects.values_list("pk", flat=True))
    for asked in (numbers, numbers[:1], [*range(100_000, 110_000), numbers[0]], [-1], [2**62], []):
        assert set(Customer.objects.filter(Among("pk", asked))) == set(Customer.objects.filter(pk__in=asked))
        assert set(Identity.objects.filter(Among("customer_id", asked))) == set(Identity.objects.filter(customer__in=asked))
    assert set(Customer.objects.exclude(Among("pk", numbers[:1]))) == set(Customer.objects.exclude(pk=numbers[0]))


def test_who_has_each_of_many_addresses(cast):
    """Only that kind, only who really has it, whatever else is asked for."""
    Identity.objects.create(customer=cast.mina, kind="email", value="it's@example.com", claimed_by=0)
    Identity.objects.create(customer=cast.mina, kind="x", value="other@example.com", claimed_by=0)
    Identity.objects.create(customer=cast.mina, kind="email", value="claimed@example.com", claimed_by=cast.mina.pk)
    asked = {"it's@example.com", "other@example.com", "claimed@example.com", *AWKWARD}
    found = holders_of(asked, Identity, of="value", holder="customer_id", kind="email", claimed_by=0)
    assert found == [("it's@example.com", cast.mina.pk)]
    assert holders_of(set(), Identity, of="value", holder="customer_id", kind="email", claimed_by=0) == []


@pytest.mark.django_db(transaction=True)
def test_more_room_is_given_back_also_when_what_used_it_failed(cast):
    """The connection is as it was; what was indexed meanwhile is found."""
    ask = "PRAGMA cache_size" if connection.vendor == "sqlite" else "SHOW work_mem"
    with connection.cursor() as cursor:
        cursor.execute(ask)
        before = cursor.fetchone()
        with pytest.raises(ZeroDivisionError), room_for_many(INDEX):
            put_entries(INDEX, [(cast.mina.pk + 10**6, "یکتاواژه")])
            cursor.execute(ask)
            assert cursor.fetchone() != before
            raise ZeroDivisionError
        cursor.execute(ask)
        assert cursor.fetchone() == before
    assert find(INDEX, "یکتاواژه") == [cast.mina.pk + 10**6]


def test_tables_are_counted_anew_whenever_four_times_as_many_rows_have_come(cast, monkeypatch):
    """By PostgreSQL alone, and not for a few rows."""
    monkeypatch.setattr(bulk, "FIRST_COUNTED", 10)
    growth, counted = Growth(Tag, Customer), []
    for rows in (9, 1, 29, 1, 110, 10):
        with CaptureQueriesContext(connection) as asked:
            growth.came(rows)
        counted.append([one["sql"] for one in asked.captured_queries])
    now = ['ANALYZE "customers_tag", "customers_customer"'] if connection.vendor == "postgresql" else []
    assert counted == [[], now, [], now, [], now]
