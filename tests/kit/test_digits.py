"""Numbers shown and typed in both languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandali.kit import digits


def test_digits_change_their_shape_and_nothing_else():
    assert digits.to_persian("کد AV-1882 و ٤٥") == "کد AV-۱۸۸۲ و ۴۵"
    assert digits.to_ascii("۰۹۱۲ ٣٤٥ ６７８９ x") == "0912 345 6789 x"
    assert digits.localize_digits(12, "en") == "12"


@pytest.mark.parametrize(
    "value, places, persian, english",
    [
        (0, None, "۰", "0"),
        (1234567, None, "۱٬۲۳۴٬۵۶۷", "1,234,567"),
        (1234.5, None, "۱٬۲۳۴٫۵", "1,234.5"),
        (-8.25, 1, "−۸٫۳", "-8.3"),
        (Decimal("2.5"), 0, "۳", "3"),
        (7, 2, "۷٫۰۰", "7.00"),
        (-0.001, 1, "۰٫۰", "0.0"),
        (1e21, None, "۱٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰", "1,000,000,000,000,000,000,000"),
    ],
)
def test_a_number_is_written_with_the_marks_of_the_language(value, places, persian, english):
    assert digits.format_number(value, "fa", places=places) == persian
    assert digits.format_number(value, "en", places=places) == english


def test_a_share_is_written_as_percent_after_the_number():
    assert digits.format_percent(0.256, "fa") == "۲۶٪"
    assert digits.format_percent(Decimal("0.2564"), "en", places=1) == "25.6%"


@pytest.mark.parametrize(
    "typed, number",
    [
        ("۱٬۲۳۴٫۵", "1234.5"), ("1,234.5", "1234.5"), ("1 234", "1234"), ("۱،۰۰۰،۰۰۰", "1000000"), ("٣٤", "34"), ("７", "7"),
        ("-۵", "-5"), ("−5", "-5"), (" +5 ", "5"), ("\u200e12\u200f", "12"), (".5", "0.5"), ("0007", "7"),
    ],
)  # fmt: skip
def test_a_number_typed_in_any_usual_way_is_read(typed, number):
    assert digits.parse_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "abc", "1,23", "1,2345", "1.2.3", "--1", "1e5", "NaN", "Infinity", "٫", "9" * 50, "1,000,00", "۵تا"])
def test_what_is_not_one_number_is_refused_with_a_sentence(typed):
    with pytest.raises(ValueError) as refused:
        digits.parse_number(typed)
    assert str(refused.value)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["fa", "en"]))
def test_what_is_written_is_read_back(number, language):
    assert digits.parse_number(digits.format_number(number, language)) == number


@pytest.mark.parametrize(
    "minor, currency, toman, persian, english",
    [
        (120_000, "IRR", True, "۱۲٬۰۰۰\u00a0تومان", "12,000\u00a0tomans"),
        (120_000, "IRR", False, "۱۲۰٬۰۰۰\u00a0ریال", "120,000\u00a0rials"),
        (125, "IRR", True, "۱۲٫۵\u00a0تومان", "12.5\u00a0tomans"),
        (1999, "EUR", True, "۱۹٫۹۹\u00a0یورو", "19.99\u00a0EUR"),
        (1999, "JPY", True, "۱٬۹۹۹\u00a0JPY", "1,999\u00a0JPY"),
        (-500, "USD", True, "−۵٫۰۰\u00a0دلار", "-5.00\u00a0USD"),
        (1500, "KWD", True, "۱٫۵۰۰\u00a0KWD", "1.500\u00a0KWD"),
    ],
)
def test_money_is_written_with_its_unit_after_it(minor, currency, toman, persian, english):
    assert digits.format_money(minor, currency, "fa", toman=toman) == persian
    assert digits.format_money(minor, currency, "en", toman=toman) == english


def test_money_typed_in_tomans_is_kept_in_rials():
    assert digits.parse_money("۱۲٬۰۰۰", "IRR") == 120_000
    assert digits.parse_money("۱۲٬۰۰۰", "IRR", toman=False) == 12_000
    assert digits.parse_money("19.99", "EUR") == 1999
    with pytest.raises(ValueError):
        digits.parse_money("19.999", "EUR")


@pytest.mark.parametrize(
    "value, persian, english",
    [
        (8_700_000_000, "۸٫۷\u00a0میلیارد", "8.7\u00a0billion"),
        (999, "۹۹۹", "999"),
        (1000, "۱\u00a0هزار", "1\u00a0thousand"),
        (999_949, "۹۹۹٫۹\u00a0هزار", "999.9\u00a0thousand"),
        (999_950, "۱\u00a0میلیون", "1\u00a0million"),
        (-2_500_000, "−۲٫۵\u00a0میلیون", "-2.5\u00a0million"),
        (5 * 10**15, "۵٬۰۰۰\u00a0هزار میلیارد", "5,000\u00a0trillion"),
    ],
)
def test_a_long_number_has_a_short_form(value, persian, english):
    assert digits.short_number(value, "fa") == persian
    assert digits.short_number(value, "en") == english


@pytest.mark.parametrize(
    "size, persian, english",
    [
        (0, "۰\u00a0بایت", "0\u00a0B"),
        (999, "۹۹۹\u00a0بایت", "999\u00a0B"),
        (1_500_000, "۱٫۵\u00a0مگابایت", "1.5\u00a0MB"),
        (999_960, "۱\u00a0مگابایت", "1\u00a0MB"),
        (25 * 10**15, "۲۵٬۰۰۰\u00a0ترابایت", "25,000\u00a0TB"),
    ],
)
def test_a_file_size_is_written_in_the_nearest_unit(size, persian, english):
    assert digits.file_size(size, "fa") == persian
    assert digits.file_size(size, "en") == english
