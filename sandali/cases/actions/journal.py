"""Rows as they stood before they were changed, kept so that a change can be taken back exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, QuerySet

from sandali.cases.models import (
    Case,
    CaseLink,
    CaseValue,
    ChecklistItem,
    Draft,
    Follower,
    Handover,
    Reminder,
    Task,
    Wait,
)

Columns = dict[str, Any]
# [model, id, columns before, columns after] each; for a row that was made, nothing before.
Journal = list[list[Any]]

MODELS: Final[dict[str, type[Model]]] = {
    model._meta.model_name or "": model
    for model in (Case, CaseLink, CaseValue, ChecklistItem, Draft, Follower, Handover, Reminder, Task, Wait)
}
# A version counts changes and never goes back: a form that was opened in between must not fit again.
CASE_COLUMNS: Final = tuple(field.attname for field in Case._meta.concrete_fields if field.attname not in ("id", "version"))
WAIT_COLUMNS: Final = tuple(field.attname for field in Wait._meta.concrete_fields if field.attname not in ("id", "case_id"))


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    return value.isoformat() if isinstance(value, datetime) else value


def columns(row: Model, names: Iterable[str] = CASE_COLUMNS) -> Columns:
    """The columns of a row as JSON holds them."""
    return {name: plain(getattr(row, name)) for name in names}


def values(model: type[Model], kept: Columns) -> Columns:
    """What `columns` kept, as the database takes it."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: value if value is None else fields[name].to_python(value) for name, value in kept.items()}


def alter(journal: Journal, row: Model, **fields: Any) -> None:
    """Write columns (by their attname) of a row, and note what stood there."""
    before = columns(row, fields)
    type(row)._default_manager.filter(pk=row.pk).update(**fields)
    for name, value in fields.items():
        setattr(row, name, value)
    journal.append([row._meta.model_name, row.pk, before, columns(row, fields)])


def waits_now(cases: Iterable[Case]) -> dict[int, Columns]:
    """The waits of cases by their ids."""
    return {wait.pk: columns(wait, WAIT_COLUMNS) for wait in Wait.objects.filter(case__in=list(cases))}


def note_waits(journal: Journal, before: dict[int, Columns], cases: Iterable[Case]) -> None:
    """Note which waits were changed or begun since `before`."""
    for number, after in waits_now(cases).items():
        was = before.get(number, {})
        if was != after:
            names = [name for name in after if was.get(name) != after[name] or not was]
            journal.append([Wait._meta.model_name, number, {name: was[name] for name in names} if was else {}, {name: after[name] for name in names}])


def take_back(journal: Journal, models: Mapping[str, type[Model]] = MODELS) -> None:
    """Take changes back, the last first. A row that somebody changed again since stays as they made it."""
    for name, number, before, after in reversed(journal):
        model = models[name]
        rows: QuerySet[Any] = model._default_manager.filter(pk=number, **asked(model, after))
        if before:
            rows.update(**values(model, before))
        else:
            rows.delete()


def asked(model: type[Model], kept: Columns) -> Columns:
    """Columns as a condition."""
    return {f"{name}__isnull" if value is None else name: True if value is None else value for name, value in values(model, kept).items()}
