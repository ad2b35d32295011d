"""Values of the company's own fields: those of who is new, and those that are empty of who is here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sandali.customers.fields.values import Value, columns_of
from sandali.customers.models import Customer, CustomField, FieldValue, Organisation
from sandali.transfer.targets import OWN

Given = tuple[int, Mapping[int, Value]]  # number of a customer or an organisation, and field's number → value


def fields_in(plan: Iterable[str]) -> dict[str, CustomField]:
    """Target → field, with its choices, of the own fields that a plan names: also of one that was put away since, which keeps its values."""
    numbers = [int(name.removeprefix(OWN)) for name in plan if name.startswith(OWN)]
    found = CustomField.objects.filter(pk__in=numbers).prefetch_related("choices") if numbers else ()
    return {f"{OWN}{field.pk}": field for field in found}


def rows_of(model: type[Customer | Organisation], given: Iterable[Given]) -> list[FieldValue]:
    """Values as the rows that keep them."""
    column = f"{model._meta.model_name}_id"
    return [
        FieldValue(field_id=field, **{column: number}, **columns)
        for number, values in given for field, value in values.items() for columns in columns_of(value)
    ]  # fmt: skip


def give(model: type[Customer | Organisation], given: Sequence[Given]) -> None:
    """Write the values of who was just made; they go with them."""
    FieldValue.objects.bulk_create(rows_of(model, given))


def give_missing(model: type[Customer | Organisation], given: Sequence[Given]) -> dict[int, list[int]]:
    """Write what is empty of who is here; returns for each who got something the numbers of the rows, for undoing."""
    if not any(values for _number, values in given):
        return {}
    column = f"{model._meta.model_name}_id"
    standing = set(FieldValue.objects.filter(**{f"{column}__in": [number for number, _values in given]}).values_list(column, "field_id"))
    wanted: dict[int, dict[int, Value]] = {}
    for number, values in given:
        for field, value in values.items():
            if (number, field) not in standing:
                wanted.setdefault(number, {}).setdefault(field, value)
    found: dict[int, list[int]] = {}
    for row in FieldValue.objects.bulk_create(rows_of(model, wanted.items())):
        found.setdefault(getattr(row, column), []).append(row.pk)
    return found


def take_away(entry: Mapping[str, Any]) -> bool:
    """Take away the values that an import filled in (`entry` of ImportBatch.changed); whether all of them still stood."""
    numbers = entry.get("own", [])
    column = "organisation_id" if "organisation" in entry else "customer_id"
    mine = FieldValue.objects.filter(pk__in=numbers, **{column: entry[column.removesuffix("_id")]}) if numbers else None
    return mine is None or mine.delete()[0] == len(numbers)
