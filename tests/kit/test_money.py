"""Sums come out exactly: whatever the lines, discounts and taxes are, the columns add up to the total."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandali.kit.digits import parse_money
from sandali.kit.money import (
    Priced,
    Sum,
    half_up,
    is_percent,
    parse_percent,
    parse_quantity,
    share_out,
    show_quantity,
    show_rate,
    sum_of,
    sums_of,
    total_of,
)

lines = st.lists(
    st.builds(Priced, thousandths=st.integers(1, 10**7), price=st.integers(0, 10**10), discount=st.integers(0, 10**6), rate=st.integers(0, 10_000)),
    max_size=12,
)


@given(lines, st.integers(0, 10**12))
def test_the_lines_add_up_to_the_whole_to_the_last_unit(given_lines, discount):
    sums = sums_of(given_lines, discount=discount)
    whole = total_of(sums)
    assert whole.total == sum(one.total for one in sums)
    assert whole.gross - whole.discount == whole.net
    assert all(one.net >= 0 and one.tax >= 0 for one in sums)
    before = total_of(sums_of(given_lines)).net
    assert whole.net == before - min(discount, before)


@given(lines)
def test_a_tax_is_never_further_than_half_a_unit_from_the_exact_one(given_lines):
    for line in given_lines:
        found = sum_of(line)
        assert abs(Fraction(found.net * line.rate, 10_000) - found.tax) <= Fraction(1, 2)


@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**12), min_size=1, max_size=30))
def test_parts_of_an_amount_are_the_amount_again(amount, weights):
    parts = share_out(amount, weights)
    assert sum(parts) == (amount if sum(weights) else 0)
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=10), st.data())
def test_no_line_is_given_more_discount_than_it_costs(weights, data):
    amount = data.draw(st.integers(0, sum(weights)))
    assert all(part <= weight for part, weight in zip(share_out(amount, weights), weights, strict=True))


def test_a_discount_on_the_whole_lowers_the_tax_of_what_it_is_shared_to():
    taxed, free = Priced(1000, 100_000, rate=1000), Priced(1000, 300_000)
    assert sums_of([taxed, free], discount=100_000) == [Sum(100_000, 25_000, 75_000, 7_500), Sum(300_000, 75_000, 225_000, 0)]


@pytest.mark.parametrize(("numerator", "denominator", "rounded"), [(5, 10, 1), (4, 10, 0), (15, 10, 2), (0, 7, 0)])
def test_halves_are_rounded_upward(numerator, denominator, rounded):
    assert half_up(numerator, denominator) == rounded


def test_what_is_negative_is_refused():
    with pytest.raises(ValueError, match="not negative"):
        half_up(-1, 10)


TYPED = [
    ("۱٬۲۵۰٬۰۰۰", 12_500_000), ("1,250,000 تومان", 12_500_000), ("۱۲۵۰۰۰۰ تومن", 12_500_000), ("١٢٥٠٠٠٠٠ ریال", 12_500_000), ("12500000 rials", 12_500_000),
    ("۱٫۲۵ میلیون تومان", 12_500_000), ("1.25 million", 12_500_000), ("۸٫۷ میلیارد", 87_000_000_000), ("۲ هزار میلیارد تومان", 20_000_000_000_000), ("0.5 Toman", 5),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rials"), TYPED)
def test_an_amount_is_understood_with_its_unit_in_three_scripts(text, rials):
    assert parse_money(text, "IRR") == rials


def test_where_rials_are_shown_a_bare_number_is_rials_and_a_word_still_wins():
    assert [parse_money(text, "IRR", toman=False) for text in ("۱۲۰٬۰۰۰", "۱۲٬۰۰۰ تومان")] == [120_000, 120_000]


@pytest.mark.parametrize("text", ["۱۲ سیب", "تومان", "12 تومان ریال", "0.05 تومان", ""])
def test_what_is_no_amount_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"\w"):
        parse_money(text, "IRR")


def test_percentages_and_quantities_are_read_and_shown_as_people_write_them():
    assert [parse_percent(text) for text in ("۱۰٪", "7.5 %", "9 درصد", "0")] == [1000, 750, 900, 0]
    assert [is_percent(text) for text in ("10%", "٪۱۰", "ده درصد", "10")] == [True, True, True, False]
    assert [parse_quantity(text) for text in ("۲", "1.5", "٠٫٢٥")] == [2000, 1500, 250]
    assert [show_quantity(value, "fa") for value in (2000, 1500, 10_000, 12_345_000)] == ["۲", "۱٫۵", "۱۰", "۱۲٬۳۴۵"]
    assert [show_rate(900, "fa"), show_rate(750, "en")] == ["۹٪", "7.5%"]


@pytest.mark.parametrize(("read", "text"), [(parse_percent, "101%"), (parse_percent, "-1"), (parse_percent, "0.001"), (parse_quantity, "0"), (parse_quantity, "1.0005"), (parse_quantity, "2e9")])
def test_what_is_out_of_bounds_is_refused_with_a_sentence(read, text):
    with pytest.raises(ValueError, match=r"\w"):
        read(text)
