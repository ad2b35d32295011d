"""Sums that come out exactly: prices times quantities, discounts, taxes and shares, in integer minor units from end to end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from sandali.kit.digits import format_number, parse_number

THOUSAND: Final = 1000  # a quantity is counted in thousandths: 1.5 kilograms are 1500
BASIS: Final = 10_000  # a rate is counted in hundredths of a percent: 10% are 1000
MOST: Final = 10**15  # minor units; well inside what a database's bigint and a sheet's number hold


@dataclass(frozen=True, slots=True)
class Priced:
    """What a line is reckoned from: `thousandths` of a unit at `price` minor units, less `discount`, with a tax of `rate` / BASIS."""

    thousandths: int
    price: int
    discount: int = 0
    rate: int = 0


@dataclass(frozen=True, slots=True)
class Sum:
    """Minor units: gross - discount = net, net + tax = total."""

    gross: int = 0
    discount: int = 0
    net: int = 0
    tax: int = 0

    @property
    def total(self) -> int:
        """What is to be paid."""
        return self.net + self.tax


def half_up(numerator: int, denominator: int) -> int:
    """A quotient of non-negative integers as the nearest integer, halves upward. Raises ValueError below zero."""
    if numerator < 0 or denominator <= 0:
        raise ValueError("half_up is for amounts that are not negative")
    return (2 * numerator + denominator) // (2 * denominator)


def gross_of(line: Priced) -> int:
    """Price times quantity, rounded once."""
    return half_up(line.price * line.thousandths, THOUSAND)


def sum_of(line: Priced, *, share: int = 0) -> Sum:
    """One line, with its `share` of a discount on the whole. Nothing is ever discounted below zero; the tax is rounded a line."""
    gross = gross_of(line)
    discount = min(line.discount + share, gross)
    net = gross - discount
    return Sum(gross, discount, net, half_up(net * line.rate, BASIS))


def share_out(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount divided by weights so that the parts add up to it exactly: what is left over goes to the largest remainders, the
    earlier line first. Without any weight there is nothing to share (all parts are 0)."""
    whole = sum(weights)
    if whole <= 0:
        return [0] * len(weights)
    parts = [amount * weight // whole for weight in weights]
    rest = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % whole), at))
    for at in rest[: amount - sum(parts)]:
        parts[at] += 1
    return parts


def sums_of(lines: Sequence[Priced], *, discount: int = 0) -> list[Sum]:
    """Every line's sum. A discount on the whole is shared out by what the lines cost, so that each is taxed on what is paid for it."""
    nets = [sum_of(line).net for line in lines]
    shares = share_out(min(discount, sum(nets)), nets)
    return [sum_of(line, share=share) for line, share in zip(lines, shares, strict=True)]


def total_of(sums: Iterable[Sum]) -> Sum:
    """What lines come to together: of each column the sum of the column, and nothing is rounded any more."""
    all_of_them = list(sums)
    return Sum(
        sum(one.gross for one in all_of_them), sum(one.discount for one in all_of_them),
        sum(one.net for one in all_of_them), sum(one.tax for one in all_of_them),
    )  # fmt: skip


# --- As people type and read them ------------------------------------------------------------------------------------
_SIGNS: Final = ("%", "٪", "درصد", "percent")


def is_percent(text: str) -> bool:
    """Whether what was typed is a share and not an amount."""
    return any(sign in text.lower() for sign in _SIGNS)


def parse_percent(text: str) -> int:
    """«۱۰٪», "7.5 %" or "10" as hundredths of a percent, from 0 to BASIS. Raises ValueError with a sentence."""
    bare = text.lower()
    for sign in _SIGNS:
        bare = bare.replace(sign, " ")
    rate = parse_number(bare).scaleb(2)
    if rate != rate.to_integral_value() or not 0 <= rate <= BASIS:
        raise ValueError(_("Please write a percentage between 0 and 100, with two decimals at most."))
    return int(rate)


def parse_quantity(text: str) -> int:
    """«۱٫۵» as thousandths, above zero and at most a million. Raises ValueError with a sentence."""
    thousandths = parse_number(text).scaleb(3)
    if thousandths != thousandths.to_integral_value() or not 0 < thousandths <= 10**9:
        raise ValueError(_("Please write a quantity above zero, with three decimals at most."))
    return int(thousandths)


def show_quantity(thousandths: int, language: str) -> str:
    """Thousandths as people write them: «۲», «۱٫۵»."""
    return format_number(_bare(Decimal(thousandths).scaleb(-3)), language)


def show_rate(rate: int, language: str) -> str:
    """Hundredths of a percent as «۱۰٪»."""
    shown = format_number(_bare(Decimal(rate).scaleb(-2)), language)
    return f"{shown}٪" if language == "fa" else f"{shown}%"


def _bare(value: Decimal) -> Decimal | int:
    whole = value.to_integral_value()
    return int(whole) if value == whole else value.normalize()
