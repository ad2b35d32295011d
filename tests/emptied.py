"""After a test whose transactions were real the database is as the migrations left it, for little.

Django would empty every table (on PostgreSQL that writes each anew) and name all models and rights again; here only what was filled is
emptied, numbers begin again as after a rollback, and what is searched for is forgotten too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase

LEFT = ("django_migrations", "django_content_type", "auth_permission")  # the same in every test
SQLITE_TABLES = "SELECT name, sql LIKE 'CREATE VIRTUAL%' FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_tables: dict[str, list[str]] = {}


def tables_of(connection: BaseDatabaseWrapper) -> list[str]:
    """Every table that may be emptied, found once: on SQLite not those that a table of words keeps for itself."""
    if connection.alias not in _tables:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                found = dict(cursor.execute(SQLITE_TABLES).fetchall())
                words = tuple(f"{name}_" for name, virtual in found.items() if virtual)
                names = [name for name in found if not name.startswith(words)]
            else:
                names = connection.introspection.table_names(cursor)
        _tables[connection.alias] = sorted(set(names).difference(LEFT))
    return _tables[connection.alias]


def filled_among(tables: list[str], cursor: CursorWrapper) -> list[str]:
    """Those that hold a row."""
    cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables))
    return [table for (table,) in cursor.fetchall()]


def empty_what_was_filled(case: TransactionTestCase) -> None:
    """In place of Django's own flush."""
    for alias in case._databases_names(include_mirrors=False):
        connection = connections[alias]
        # Keys are looked at when the transaction ends, and by then nothing refers to anything.
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            for table in filled_among(tables_of(connection), cursor):
                cursor.execute(f'DELETE FROM "{table}"')
            if connection.vendor == "sqlite":
                cursor.execute(f"DELETE FROM sqlite_sequence WHERE name NOT IN {LEFT}")


@pytest.fixture(scope="session", autouse=True)
def emptied_for_little() -> Iterator[None]:
    """For the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_what_was_filled)
        yield
