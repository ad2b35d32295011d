"""Lists narrowed by the company's own fields of cases. A field is asked for by its number: `field-12`, and where its values have an order
`field-12-from` and `field-12-to`. Choices are asked for by their numbers, everything else as it is typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Prefetch, Q

from sandali.cases.fields import cases_with
from sandali.customers.fields.finding import FROM, IS, UNTIL
from sandali.customers.fields.values import NotAValue, Value, parse
from sandali.customers.models import CustomField, FieldChoice, FieldKind, Subject

NAME: Final = re.compile(r"field-(\d{1,15})(-from|-to)?")
ASKS: Final = {None: IS, "-from": FROM, "-to": UNTIL}
ORDERED: Final = (FieldKind.NUMBER, FieldKind.DATE, FieldKind.MONEY)
OF_CHOICES: Final = (FieldKind.CHOICE, FieldKind.CHOICES)
MOST_OWN: Final = 10  # fields at once


def own_names(given: Iterable[str]) -> list[str]:
    """Of the names in a query string or a stored filter, those of own fields, in the order of their numbers."""
    found = ((NAME.fullmatch(name), name) for name in given)
    return [name for _number, name in sorted((int(match[1]), name) for match, name in found if match)][:MOST_OWN]


def is_own(name: str) -> bool:
    """Whether a field of a filter is one of the company's own."""
    return NAME.fullmatch(name) is not None


def number_of(name: str) -> int:
    """The number of the field that a name asks for."""
    return int(name.split("-")[1])


def fields_named(names: Iterable[str]) -> dict[int, CustomField]:
    """Number → field with its choices, of all that are named; none is asked for where none is named."""
    numbers = {number_of(name) for name in names if is_own(name)}
    rows = CustomField.objects.filter(pk__in=numbers, subject=Subject.CASE).prefetch_related(Prefetch("choices", FieldChoice.objects.order_by("place", "pk")))
    return {field.pk: field for field in rows} if numbers else {}


def holds(name: str, values: tuple[str, ...], fields: Mapping[int, CustomField]) -> Q:
    """The condition on cases. A field that there is not is as if not asked; what is no value of a field is no case's."""
    match, field = NAME.fullmatch(name), fields.get(number_of(name))
    if field is None or match is None or (match[2] and field.kind not in ORDERED) or field.kind == FieldKind.LONG:
        return Q()
    if field.kind in OF_CHOICES:
        wanted = tuple((int(value), "") for value in values if value.isascii() and value.isdigit() and len(value) < 18)
        return cases_with(field, IS, wanted)
    found = [value for value in (value_typed(field, typed) for typed in values) if value is not None]
    return reduce(or_, (cases_with(field, ASKS[match[2]], value) for value in found), Q(pk__in=[]))


def value_typed(field: CustomField, typed: str) -> Value | None:
    """What was typed as a value; None where it is none."""
    try:
        return parse(field, typed)
    except NotAValue:
        return None


def words_of(name: str, value: str, field: CustomField) -> str:
    """What is asked of a field, as its reader sees it among the chips: the answer by its name, the rest as it was typed."""
    if field.kind in OF_CHOICES:
        return next((one.name for one in field.choices.all() if str(one.pk) == value), value)
    return value


def narrowing(asked: Iterable[tuple[str, tuple[str, ...]]]) -> Q:
    """All conditions of a filter that are about own fields; one question for the fields, none where none is named."""
    named: list[tuple[str, tuple[str, ...]]] = [(name, values) for name, values in asked if is_own(name)]
    fields: dict[int, CustomField] = fields_named(name for name, _values in named)
    condition: Any = Q()
    for name, values in named:
        condition &= holds(name, values, fields)
    return condition
