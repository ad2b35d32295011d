"""Reading customers: keyset pages, tags, notes, and who edited last."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.customers.actions import edit_customer, recognise, tag_customer, write_customer_note
from sandali.customers.models import Customer
from sandali.customers.queries import last_edit, newest_first, notes_of, tags_in_use, timeline


def test_customers_are_paged_by_their_last_contact_even_at_the_same_moment(db):
    at = timezone.now()
    made = [recognise("email", f"c{number}@example.com", at=at - timedelta(days=number // 3)) for number in range(7)]
    seen, after = [], None
    while page := newest_first(Customer.objects.all(), after=after, most=2):
        seen += [customer.pk for customer in page]
        after = (page[-1].last_contact_at, page[-1].pk)
    assert seen == [made[number].pk for number in (2, 1, 0, 5, 4, 3, 6)]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_customers_takes_three_queries(db, django_assert_num_queries, rows):
    for number in range(rows):
        recognise("email", f"c{number}@example.com")
    with django_assert_num_queries(3):
        page = newest_first(Customer.objects.all())
        assert [(list(one.identities.all()) != [], list(one.tags.all()), one.organisation) for one in page] == [(True, [], None)] * rows


def test_the_timeline_has_the_newest_first_and_some_kinds_alone(cast):
    for word in ("یک", "دو", "سه"):
        tag_customer(cast.mina, word, by=cast.sara)
    assert [event.data.get("tag") for event in timeline(cast.mina.pk)] == ["سه", "دو", "یک", None]
    assert [event.data["tag"] for event in timeline(cast.mina.pk, kinds=["customer_tagged"])] == ["سه", "دو", "یک"]


def test_notes_are_newest_first_without_the_hidden(cast):
    old, hidden, new = (write_customer_note(cast.mina, text, by=cast.sara) for text in ("الف", "ب", "پ"))
    hidden.removed_at = timezone.now()
    hidden.save()
    assert notes_of(cast.mina) == [new, old]


def test_tags_stand_in_the_order_of_their_words(cast):
    for word in ("ویژه", "VIP", "همکار"):
        tag_customer(cast.mina, word, by=cast.sara)
    assert [tag.name for tag in tags_in_use()] == ["VIP", "همکار", "ویژه"]


def test_who_edited_last_is_known(cast):
    assert last_edit(cast.mina) is None
    edit_customer(cast.mina, by=cast.reza, version=1, city="شیراز")
    assert last_edit(cast.mina).by == cast.reza
