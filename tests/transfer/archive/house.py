"""A house with something in every corner, emptied, and brought in again."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection

from sandali.transfer.archive.tables import EMPTIED, PAUSED, carried, label_of

# What changes on the way in, by its column (tables.py says why).
CHANGED = {*EMPTIED, *(f"{label}.{column}" for label, columns in PAUSED.items() for column in columns), "company.Company.rests_since"}


def rows_as_they_are() -> dict[str, list[tuple[Any, ...]]]:
    """Table → its rows as the database gives them, by plain SQL, without what changes on the way in."""
    found = {}
    with connection.cursor() as cursor:
        for model in carried():
            columns = [one.column for one in model._meta.concrete_fields if f"{label_of(model)}.{one.attname}" not in CHANGED]
            names = ", ".join(f'"{name}"' for name in columns)
            cursor.execute(f'SELECT {names} FROM "{model._meta.db_table}" ORDER BY "{model._meta.pk.column}"')
            found[label_of(model)] = [tuple(bytes(value) if isinstance(value, memoryview) else value for value in row) for row in cursor.fetchall()]
    return found


def empty_house() -> None:
    """Take every row away, in the test's transaction: keys are looked at when it ends, and by then they fit again."""
    with connection.cursor() as cursor:
        others = [model._meta.db_table for model in everything()]
        for table in others:
            cursor.execute(f'DELETE FROM "{table}"')
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence")


def everything() -> list[Any]:
    """Every table of ours that holds rows of people."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label not in ("contenttypes", "auth")]


def lines(path: Path, table: str) -> list[dict[str, Any]]:
    """A table's rows in an archive."""
    with zipfile.ZipFile(path) as archive:
        return [json.loads(line) for line in archive.read(f"tables/{table}.jsonl").splitlines()]


def all_lines(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every table in an archive."""
    return {label_of(model): lines(path, label_of(model)) for model in carried()}


def without_arrival(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Rows without the event (and its notices) that says that the house was brought in."""
    return {label: found for label, found in rows.items() if label not in ("history.Event", "history.Notice")}
