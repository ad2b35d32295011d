"""A still picture of the database: people go on working, and the archive holds one moment."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

ALIAS: Final = "still"


@contextmanager
def still(folder: Path) -> Iterator[str]:
    """The alias of a database that does not change for the length of the block. A copy of it may be made in `folder`.

    On SQLite a copy, because a reader of minutes would keep the log from being folded, and whoever folds it would keep all others from
    writing meanwhile; on PostgreSQL one transaction that sees one moment. Inside a transaction it is that transaction."""
    if connection.in_atomic_block:
        yield DEFAULT_DB_ALIAS
        return
    copied = folder / f"{secrets.token_hex(8)}.sqlite3"
    beside = connection.copy(ALIAS)
    try:
        if connection.vendor == "sqlite":
            copy_sqlite(copied)
            beside.settings_dict = {**beside.settings_dict, "NAME": str(copied)}
            beside.settings_dict["OPTIONS"] = {**beside.settings_dict["OPTIONS"], "init_command": "PRAGMA query_only=1;"}
        connections[ALIAS] = beside
        if connection.vendor == "postgresql":
            begin_reading(beside)
        yield ALIAS
    finally:
        with closing(beside):
            if hasattr(connections._connections, ALIAS):  # type: ignore[attr-defined]
                del connections[ALIAS]
        for path in folder.glob(f"{copied.name}*"):
            path.unlink()


def copy_sqlite(path: Path) -> None:
    """One moment of the database as a file of its own (SQLite's VACUUM INTO)."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])


def begin_reading(beside: BaseDatabaseWrapper) -> None:
    """One long transaction that sees one moment and writes nothing; no statement of it is long."""
    with beside.cursor() as cursor:
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")


def numbers_given(using: str, tables: dict[str, str]) -> dict[str, int]:
    """Table of the database → the highest number it ever gave out. A number of what is gone is never given again, as it may stand in a
    mail. `tables`: table of the database → its key's column."""
    beside = connections[using]
    with beside.cursor() as cursor:
        if beside.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            return {name: int(number) for name, number in cursor.fetchall() if name in tables}
        found = {}
        for table, column in tables.items():
            cursor.execute("SELECT pg_sequence_last_value(to_regclass(pg_get_serial_sequence(%s, %s)))", [f'"{table}"', column])
            [number] = cursor.fetchone()
            if number is not None:
                found[table] = int(number)
        return found
