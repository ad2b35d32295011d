"""Reads of fields: which there are, and who has which values, many subjects in one question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from sandali.customers.fields.values import Money, Value
from sandali.customers.models import (
    Customer,
    CustomField,
    FieldChoice,
    FieldKind,
    FieldValue,
    Organisation,
    Subject,
    TypedValue,
)
from sandali.kit.prepared import PreparedModels

# Almost every page of a customer asks for these, and hardly any company changes them: no query is put together for it.
_in_use = PreparedModels(lambda subject: CustomField.objects.filter(subject=subject, archived_at=None))


def fields_of(subject: str, *, choices: bool = True) -> list[CustomField]:
    """The fields in use of a subject, in their order; with their choices unless they are only to be shown."""
    found = _in_use(str(subject))
    if choices and any(field.kind in (FieldKind.CHOICE, FieldKind.CHOICES) for field in found):
        wanted = CustomField.objects.filter(pk__in=[field.pk for field in found])
        return list(wanted.prefetch_related(Prefetch("choices", FieldChoice.objects.order_by("place", "pk"))))
    return list(found)


def has_fields(subject: str) -> bool:
    """Whether any field of a subject is in use."""
    return bool(_in_use(str(subject)))


def value_of(row: TypedValue, kind: str, currency: str = "") -> Value:
    """One row as its value; several choices are put together by whoever reads several rows."""
    if kind == FieldKind.MONEY and row.amount is not None:
        return Money(row.amount, currency)
    if kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        return ((row.choice_id or 0, row.text),)
    if kind == FieldKind.NUMBER and row.number is not None:
        return row.number
    if kind == FieldKind.DATE and row.day is not None:
        return row.day
    return bool(row.yes) if kind == FieldKind.YES_NO else row.text


def values_of_many(subject: str, numbers: Iterable[int]) -> dict[int, dict[int, Value]]:
    """Subject's number → field's number → its value, for these subjects, in one question."""
    column = "customer_id" if subject == Subject.CUSTOMER else "organisation_id"
    wanted = list(numbers)
    return gathered(FieldValue.objects.filter(Q(**{f"{column}__in": wanted})), column, wanted)


def gathered(rows: QuerySet[Any], column: str, numbers: Iterable[int]) -> dict[int, dict[int, Value]]:
    """Rows of TypedValue put together by whose they are (`column`): number → field's number → value. One question."""
    return together(rows.select_related("field").order_by("choice__place", "choice_id", "pk"), column, numbers)


def together(rows: Iterable[Any], column: str, numbers: Iterable[int]) -> dict[int, dict[int, Value]]:
    """The same of rows that were read with their fields, the answers in their order."""
    found: dict[int, dict[int, Value]] = {number: {} for number in numbers}
    for row in rows:
        values, value = found[getattr(row, column)], value_of(row, row.field.kind, row.field.currency)
        before = values.get(row.field_id)
        values[row.field_id] = before + value if isinstance(before, tuple) and isinstance(value, tuple) else value
    return found


def values_of(subject: Customer | Organisation) -> dict[int, Value]:
    """Field's number → its value, for one customer or organisation. Asks nothing where no field is in use."""
    kind = Subject.CUSTOMER if isinstance(subject, Customer) else Subject.ORGANISATION
    return values_of_many(kind, [subject.pk])[subject.pk] if has_fields(kind) else {}


def filled(subject: Customer | Organisation) -> list[tuple[CustomField, Value]]:
    """The fields in use of which a customer or an organisation has a value, in their order."""
    values = values_of(subject)
    kind = Subject.CUSTOMER if isinstance(subject, Customer) else Subject.ORGANISATION
    return [(field, values[field.pk]) for field in fields_of(kind, choices=False) if field.pk in values] if values else []
