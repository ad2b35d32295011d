"""Telephone numbers read, shown and found in every form that people type."""

import random

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandali.kit.phones import Phone, parse_phone, phone_query, phone_search_forms, show_phone

MOBILE = "+989123456789"


@pytest.mark.parametrize(
    "typed",
    [
        "09123456789", "۰۹۱۲۳۴۵۶۷۸۹", "٠٩١٢٣٤٥٦٧٨٩", "0912 345 6789", "0912-345-67-89", "(0912) 3456789", "+989123456789", "+98 912 345 6789",
        "00989123456789", "0098 912 345 6789", "989123456789", "9123456789", "\u202a+98 912 345 6789\u202c", "۰۹۱۲‌۳۴۵‌۶۷۸۹", "０９１２３４５６７８９",
    ],
)  # fmt: skip
def test_a_mobile_number_is_read_however_typed(typed):
    phone = parse_phone(typed)
    assert phone is not None
    assert (phone.e164, phone.kind) == (MOBILE, "mobile")


@pytest.mark.parametrize("typed", ["021-88776655", "۰۲۱ ۸۸۷۷ ۶۶۵۵", "+98 21 8877 6655", "02188776655"])
def test_a_landline_is_read_however_typed(typed):
    phone = parse_phone(typed)
    assert phone is not None
    assert (phone.e164, phone.kind) == ("+982188776655", "landline")


def test_what_was_written_and_the_extension_are_kept():
    assert parse_phone("۰۲۱-۸۸۷۷۶۶۵۵ داخلی ۱۲") == Phone("+982188776655", "۰۲۱-۸۸۷۷۶۶۵۵ داخلی ۱۲", "landline", "12")


@pytest.mark.parametrize("typed", ["", "8877", "abc", "0912345678", "09123456789012", "+", "1" * 500, "۰۹۱۲ ۳۴۵ ۶۷۸۹ یا ۰۹۱۲ ۳۴۵ ۶۷۸۰"])
def test_what_is_no_number_is_none(typed):
    assert parse_phone(typed) is None


@given(st.text())
def test_no_text_breaks_the_reader(typed):
    phone = parse_phone(typed)
    assert phone is None or phone.e164.startswith("+")


def test_another_region_reads_its_own_local_form():
    phone = parse_phone("030 901820", region="DE")
    assert phone is not None
    assert phone.e164 == "+4930901820"


def test_a_number_is_shown_in_the_form_of_its_place():
    assert show_phone(MOBILE, "fa") == "۰۹۱۲ ۳۴۵ ۶۷۸۹"
    assert show_phone(MOBILE, "en") == "0912 345 6789"
    assert show_phone("+982188776655", "fa") == "۰۲۱ ۸۸۷۷ ۶۶۵۵"
    assert show_phone("+16502530000", "en") == "+1 650-253-0000"
    assert show_phone(MOBILE, "en", region="DE") == "+98 912 345 6789"
    assert show_phone("not a number", "en") == "not a number"


@pytest.mark.parametrize("typed", ["0912345", "۰۹۱۲ ۳۴۵", "+98 912", "0098912", "98912345", "912-345", "3456789", "6789", "23456789"])
def test_any_part_that_people_remember_finds_the_number(typed):
    query = phone_query(typed)
    assert query
    assert any(form.startswith(query) for form in phone_search_forms(MOBILE))


@pytest.mark.parametrize("typed", ["سفارش ۱۲۳۴", "123", "sara@example.com", "AV-1882", ""])
def test_other_queries_are_not_taken_for_telephone_numbers(typed):
    assert phone_query(typed) == ""


def test_the_forms_of_something_else_are_its_digits():
    assert phone_search_forms("داخلی ۱۲") == ["12"]


def test_the_short_way_for_iranian_mobiles_finds_what_the_library_finds():
    """However the number begins, whether its range is given out or not."""
    chance = random.Random(5)
    typed = [f"{begins}9{chance.randrange(10**9):09}" for begins in ("", "0", "98", "0098", "+98") for _ in range(400)]
    expected = []
    for text in typed:
        number = phonenumbers.parse(text, "IR")
        known = phonenumbers.is_valid_number(number)
        is_mobile = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
        expected.append((phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), is_mobile) if known else None)
    found = [parse_phone(text) for text in typed]
    assert [one and (one.e164, one.kind == "mobile") for one in found] == expected
    assert 0 < sum(one is None for one in found) < len(found)
