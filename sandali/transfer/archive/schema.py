"""The mark of a schema: the same for two programs whose carried tables have the same columns, however their migrations are cut."""

from __future__ import annotations

import hashlib
import json

from django.db.models import Field

from sandali.transfer.archive.tables import carried, columns_of, label_of

Schema = dict[str, dict[str, str]]


def schema_now() -> Schema:
    """Table → column → what it holds, for all that is carried."""
    return {label_of(model): {column.attname: said(column) for column in columns_of(model)} for model in sorted(carried(), key=label_of)}


def said(column: Field) -> str:
    """What a column holds: its type, whether it may be empty, what it leads to, and how exact a number is."""
    words = [column.get_internal_type(), "null" if column.null else ""]
    if column.related_model:
        words.append(f"-> {column.related_model._meta.label}")
    words.append(str(getattr(column, "decimal_places", None) or ""))
    return " ".join(word for word in words if word)


def mark_of(schema: Schema) -> str:
    """The mark, as hex."""
    return hashlib.sha256(json.dumps(schema, sort_keys=True).encode()).hexdigest()


def differences(theirs: Schema) -> tuple[list[str], list[str]]:
    """(what only they have, what only we have), as "table" or "table.column"."""

    def names(schema: Schema) -> set[str]:
        return set(schema) | {f"{table}.{column} ({kind})" for table, columns in schema.items() for column, kind in columns.items()}

    here = names(schema_now())
    return sorted(names(theirs) - here), sorted(here - names(theirs))
