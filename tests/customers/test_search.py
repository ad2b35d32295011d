"""Customers are found by name, number, address, organisation and tag, however typed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.customers.actions import add_customer, add_identity, named_organisation
from sandali.customers.fields.actions import archive_field, define_field, return_field, set_values
from sandali.customers.models import Belonging, Customer, CustomField, FieldValue
from sandali.customers.search import find_customers, index_all
from sandali.history import queue
from sandali.kit import search


@pytest.fixture
def yasaman(cast):
    """A customer with everything by which one is found."""
    return add_customer(
        by=cast.sara, name="یاسمن کاشانی‌زاده", city="کاشان", organisation=named_organisation("شرکت پیشگامان"),
        identities=[("phone", "0912 345 6789"), ("email", "yasi.k@Example.org")],
    )  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "یاسمن", "ياسمن", "یاس", "كاشاني زاده", "کاشانی‌زاده", "کاشان", "پیشگامان", "yasi", "yasi.k@example.org", "YASI.K@EXAMPLE",
        "09123456789", "۰۹۱۲۳۴۵۶۷۸۹", "٠٩١٢٣٤٥", "0912 345", "۰۹۱۲ ۳۴۵ ۶۷۸۹", "+98 912 345", "00989123456789", "(0912) 345-6789",
        "9123", "6789", "56789", "۴۵۶۷۸۹", "3456789", "یاسمن ۰۹۱۲", "example.org",
    ],
)  # fmt: skip
def test_a_customer_is_found_however_typed(yasaman, typed):
    assert find_customers(typed) == [yasaman.pk]


@pytest.mark.parametrize("typed", ["", " ", "\u200c", "\"", "* OR yasi", "یاسمن تهران", "4444", "09129", "x" * 5000, "NEAR(یاسمن)"])
def test_what_matches_nobody_finds_nobody_and_breaks_nothing(yasaman, typed):
    assert find_customers(typed) == []


def test_the_newest_customers_come_first_and_the_next_ones_below(cast):
    made = [add_customer(by=cast.sara, name=f"بهار {number}").pk for number in range(5)]
    assert find_customers("بهار", most=2) == [made[4], made[3]]
    assert find_customers("بهار", most=2, below=made[3]) == [made[2], made[1]]


def test_a_new_address_is_found_at_once(cast):
    add_identity(cast.kaveh, kind="phone", value="02188776655", by=cast.sara)
    assert find_customers("۰۲۱ ۸۸۷۷") == [cast.kaveh.pk]


def test_the_index_can_be_built_anew(yasaman):
    search.remove("customers_words", [yasaman.pk])
    assert find_customers("یاسمن") == []
    assert index_all(Customer.objects.filter(pk=yasaman.pk)) == 1
    assert find_customers("یاسمن") == [yasaman.pk]


def test_the_index_is_built_anew_with_as_many_questions_for_three_as_for_one(cast):
    """But for the words themselves, which are written one customer at a time."""
    field = define_field("customer", "text", "پلاک", by=cast.admin)
    asked = []
    for number in (1, 2):
        for place in range(number):
            customer = add_customer(by=cast.sara, name=f"یاسمن {number}{place}")
            FieldValue.objects.create(customer=customer, field=field, text=f"کاج {number}{place}", folded=f"کاج {number}{place}")
            Belonging.objects.create(customer=customer, organisation=named_organisation(f"سرو {number}"))
        wanted = Customer.objects.filter(name__startswith="یاسمن")
        with CaptureQueriesContext(connection) as queries:
            assert index_all(wanted) == wanted.count()
        asked.append(sum(one["sql"].lstrip().startswith("SELECT") for one in queries))
    assert asked[0] == asked[1]
    assert len(find_customers("کاج")) == len(find_customers("سرو")) == 3


def test_who_has_a_value_of_a_field_that_is_put_away_is_found_by_it_no_more_and_again_when_it_is_back(cast):
    field = define_field("customer", "text", "پلاک", by=cast.admin)
    set_values(cast.mina, {field.pk: "سیمرغ‌آباد"})
    found = []
    for act in (return_field, archive_field, return_field):
        act(CustomField.objects.get(), by=cast.admin)
        queue.drain()
        found.append(find_customers("سیمرغ‌آباد"))
    assert found == [[], [], [cast.mina.pk]]
