"""What was typed as a value of a field, and a value as people read it. Everybody who brings values in goes through `parse`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.company.queries import home_region
from sandali.customers.models import CustomField, FieldChoice, FieldKind
from sandali.kit.dates import current_display, show_date
from sandali.kit.digits import (
    format_money,
    format_number,
    localize_digits,
    minor_digits,
    parse_money,
    parse_number,
    to_ascii,
)
from sandali.kit.jalali import parse_date
from sandali.kit.links import clean_link
from sandali.kit.money import MOST
from sandali.kit.phones import parse_phone, show_phone
from sandali.kit.text import clean, fold, isolate


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of a currency."""

    amount: int
    currency: str


# Text, number, date, yes or no, money, or the choices as (id, name) in their order. None is no value.
Value = str | Decimal | date | bool | Money | tuple[tuple[int, str], ...]
LONGEST: Final = {FieldKind.TEXT: 300, FieldKind.LONG: 10_000, FieldKind.LINK: 500}
MOST_DIGITS: Final = 18  # before the decimal point
ONLY_DIGITS: Final = re.compile(r"[0-9][0-9 ./-]*")  # a number of somebody's papers, read in the reader's digits
BETWEEN: Final = re.compile(r"[\n؛;،,|]")
YES: Final = frozenset({"yes", "y", "true", "1", "on", "بله", "بلی", "اری", "دارد", "هست"})
NO: Final = frozenset({"no", "n", "false", "0", "off", "خیر", "نه", "ندارد", "نیست"})


class NotAValue(ValueError):
    """What was typed is no value of the field; the text says so to people."""


def parse(field: CustomField, typed: str, *, region: str = "") -> Value | None:
    """The value that was typed, in any digits and either calendar; None for nothing. Choices by their names, several of them with a
    comma, a semicolon or a line's end between. Raises NotAValue with a sentence. A required field is the caller's to insist on.
    `region` is the country of telephone numbers without one, the company's where nothing else is said."""
    text = clean(typed).strip()
    if text and field.kind == FieldKind.PHONE:
        return _phone(text, region or home_region())
    return _READERS[FieldKind(field.kind)](field, text) if text else None


def _text(field: CustomField, typed: str) -> str:
    most = LONGEST[FieldKind(field.kind)]
    text = typed if field.kind == FieldKind.LONG else isolate(typed).strip()
    if len(text) > most:
        raise NotAValue(_("This is longer than %(most)s characters.") % {"most": format_number(most, current_display().language)})
    plain = to_ascii(text)  # a number of somebody's papers is one and the same in any digits
    return plain if field.kind == FieldKind.TEXT and ONLY_DIGITS.fullmatch(plain) else text


def _number(field: CustomField, typed: str) -> Decimal:
    try:
        number = parse_number(typed)
    except ValueError as problem:
        raise NotAValue(str(problem)) from problem
    if abs(number) >= 10**MOST_DIGITS or number != round(number, 6):
        raise NotAValue(_("This number is larger or finer than can be kept."))
    return number


def _money(field: CustomField, typed: str) -> Money:
    """As everywhere at the desk: rials as toman where the company shows toman, unless a unit stands behind the number. What this house
    wrote itself for files and programs has the field's currency behind it."""
    return money_of(field, typed, toman=current_display().toman)


def money_of(field: CustomField, typed: str, *, toman: bool) -> Money:
    """An amount of a field of money; rials are typed as toman where `toman` says so and no unit stands behind them. Raises NotAValue."""
    bare = typed.upper().removesuffix(field.currency).strip() if field.currency != "IRR" else typed
    try:
        minor = parse_money(bare, field.currency, toman=toman)
    except ValueError as problem:
        raise NotAValue(str(problem)) from problem
    if abs(minor) > MOST:
        raise NotAValue(_("This number is larger or finer than can be kept."))
    return Money(minor, field.currency)


def _day(field: CustomField, typed: str) -> date:
    try:
        return parse_date(typed, current_display().language)
    except ValueError as problem:
        raise NotAValue(str(problem)) from problem


def _yes_no(field: CustomField, typed: str) -> bool:
    word = fold(typed)
    if word in YES or word in NO:
        return word in YES
    raise NotAValue(_("Please say yes or no."))


def _choices(field: CustomField, typed: str) -> tuple[tuple[int, str], ...]:
    known = {choice.folded: choice for choice in field.choices.all()}
    words = [part.strip() for part in BETWEEN.split(typed) if fold(part)] if field.kind == FieldKind.CHOICES else [typed]
    found: dict[int, FieldChoice] = {}
    for word in words:
        choice = known.get(fold(word))
        if choice is None:
            raise NotAValue(_("“%(word)s” is not among the answers to choose from.") % {"word": isolate(word)[:80]})
        found[choice.pk] = choice
    ordered = sorted(found.values(), key=lambda one: (one.place, one.pk))
    return tuple((one.pk, one.name) for one in ordered)


def _link(field: CustomField, typed: str) -> str:
    text = _text(field, typed)
    address = clean_link(text if ":" in text.partition("/")[0] else f"https://{text}")
    if not address.startswith(("http://", "https://")) or "." not in address.partition("://")[2]:
        raise NotAValue(_("This is not a web address."))
    return address


def _phone(typed: str, region: str) -> str:
    phone = parse_phone(typed, region)
    if phone is None:
        raise NotAValue(_("This is not a phone number that we understand."))
    return str(phone.e164)


_READERS: Final[dict[FieldKind, Callable[[CustomField, str], Value]]] = {
    FieldKind.TEXT: _text, FieldKind.LONG: _text, FieldKind.NUMBER: _number, FieldKind.DATE: _day, FieldKind.YES_NO: _yes_no,
    FieldKind.CHOICE: _choices, FieldKind.CHOICES: _choices, FieldKind.LINK: _link, FieldKind.MONEY: _money,
}  # fmt: skip


def columns_of(value: Value) -> list[dict[str, Any]]:
    """A value as rows of FieldValue: their typed columns, and the text by which it is written."""
    if isinstance(value, tuple):
        return [{"choice_id": number, "text": name} for number, name in value]
    if isinstance(value, bool):
        return [{"yes": value, "text": "yes" if value else "no"}]
    if isinstance(value, Money):
        return [{"amount": value.amount, "text": as_typed(value)}]
    if isinstance(value, Decimal):
        return [{"number": value, "text": as_typed(value)}]
    if isinstance(value, date):
        return [{"day": value, "text": value.isoformat()}]
    return [{"text": value, "folded": fold(value)[:120]}]


def as_typed(value: Value | None) -> str:
    """A value as `parse` reads it again, whoever reads: for forms, files and programs."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(name for _number, name in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Money):
        return f"{Decimal(value.amount).scaleb(-minor_digits(value.currency)):f} {value.currency}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def called(field: CustomField) -> str:
    """A field by its name; of one that was put away that is said, as what asks for it still goes by what was written."""
    return field.name if field.archived_at is None else _("%(field)s (out of use)") % {"field": field.name}


def shown(kind: str, value: Value) -> str:
    """A value as people read it, in the reader's digits and calendar."""
    language = current_display().language
    if isinstance(value, tuple):
        return ("، " if language == "fa" else ", ").join(name for _number, name in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Money):
        return format_money(value.amount, value.currency, language, toman=current_display().toman)
    if isinstance(value, Decimal):
        return format_number(value.normalize() if value % 1 else value.to_integral_value(), language)
    if isinstance(value, date):
        return show_date(value)
    if kind == FieldKind.PHONE:
        return show_phone(value, language)
    return localize_digits(value, language) if kind == FieldKind.TEXT and ONLY_DIGITS.fullmatch(value) else value
