"""Values of the company's own fields: those of who is new, and those that are empty of who is here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sandali.cases.models import Case, CaseValue
from sandali.customers.fields.values import Value, columns_of
from sandali.customers.models import Customer, CustomField, FieldValue, Organisation, TypedValue
from sandali.transfer.targets import OWN

Given = tuple[int, Mapping[int, Value]]  # number of a customer, an organisation or a case, and field's number → value
Whose = type[Customer | Organisation | Case]
TABLES: Final[dict[str, tuple[type[TypedValue], Whose]]] = {"customer": (FieldValue, Customer), "organisation": (FieldValue, Organisation), "case": (CaseValue, Case)}


def fields_in(plan: Iterable[str]) -> dict[str, CustomField]:
    """Target → field, with its choices, of the own fields that a plan names: also of one that was put away since, which keeps its values."""
    numbers = [int(name.removeprefix(OWN)) for name in plan if name.startswith(OWN)]
    found = CustomField.objects.filter(pk__in=numbers).prefetch_related("choices") if numbers else ()
    return {f"{OWN}{field.pk}": field for field in found}


def table_of(model: Whose) -> tuple[Any, str]:
    """Where the values of these stand, and the column that says whose they are."""
    name = model._meta.model_name or ""
    return TABLES[name][0], f"{name}_id"


def rows_of(model: Whose, given: Iterable[Given]) -> list[Any]:
    """Values as the rows that keep them."""
    table, column = table_of(model)
    return [
        table(field_id=field, **{column: number}, **columns)
        for number, values in given for field, value in values.items() for columns in columns_of(value)
    ]  # fmt: skip


def give(model: Whose, given: Sequence[Given]) -> None:
    """Write the values of who was just made; they go with them."""
    table_of(model)[0].objects.bulk_create(rows_of(model, given))


def give_missing(model: Whose, given: Sequence[Given]) -> dict[int, list[int]]:
    """Write what is empty of who is here; returns for each who got something the numbers of the rows, for undoing."""
    if not any(values for _number, values in given):
        return {}
    table, column = table_of(model)
    standing = set(table.objects.filter(**{f"{column}__in": [number for number, _values in given]}).values_list(column, "field_id"))
    wanted: dict[int, dict[int, Value]] = {}
    for number, values in given:
        for field, value in values.items():
            if (number, field) not in standing:
                wanted.setdefault(number, {}).setdefault(field, value)
    found: dict[int, list[int]] = {}
    for row in table.objects.bulk_create(rows_of(model, wanted.items())):
        found.setdefault(getattr(row, column), []).append(row.pk)
    return found


def take_away(entry: Mapping[str, Any]) -> bool:
    """Take away the values that an import filled in (`entry` of ImportBatch.changed); whether all of them still stood."""
    numbers = entry.get("own", [])
    name = next(name for name in TABLES if name in entry)
    mine: Any = TABLES[name][0]._default_manager.filter(pk__in=numbers, **{name: entry[name]}) if numbers else None
    return mine is None or mine.delete()[0] == len(numbers)
