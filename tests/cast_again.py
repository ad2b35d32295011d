"""The cast is made once a process; later tests get the same rows by the same statements, in a tenth of the time.

Only where that is certain to be the same: from the same counters. SQLite's are rolled back with a test; PostgreSQL's begin again, where the
tables are empty."""

from __future__ import annotations

import pickle
import re

from django.db import connection
from django.utils import timezone

from sandali.history.models import Event
from tests.cast import Cast, make_cast
from tests.emptied import filled_among, tables_of

Statement = tuple[str, tuple]
INSERTS = re.compile(r'INSERT INTO "(\w+)"')
_made: dict[tuple, tuple[list[Statement], bytes]] = {}
_counting: list[str] = []  # how PostgreSQL's counters of the tables that the cast fills begin again


def bring_in() -> Cast:
    """The cast in the database, as make_cast leaves it."""
    counters = _counters() if connection.vendor == "sqlite" else _counters_begun_again()
    if counters is None:
        return make_cast()
    if counters not in _made:
        _made[counters] = _watched()
        return pickle.loads(_made[counters][1])
    statements, cast = _made[counters]
    with connection.cursor() as cursor:
        for sql, parameters in statements:
            cursor.execute(sql, parameters)
    # What is kept in memory rests on the moment of the last event: this one is not that of an earlier test.
    Event.objects.filter(pk=Event.objects.latest("pk").pk).update(at=timezone.now())
    return pickle.loads(cast)


def _counters() -> tuple:
    """Where every table's numbers stand: the rows' numbers follow from it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        return tuple(cursor.fetchall())


def _counters_begun_again() -> tuple | None:
    """PostgreSQL's counters, begun again so that the rows have the numbers they had; None where something is there already."""
    written = sorted({found[1] for statements, _cast in _made.values() for sql, _given in statements if (found := INSERTS.match(sql))})
    with connection.cursor() as cursor:
        if filled_among(written or tables_of(connection), cursor):
            return None
        if not _counting:
            counters = [one for table in written or tables_of(connection) for one in connection.introspection.get_sequences(cursor, table)]
            again = ", ".join(f"setval('{one['name']}', 1, false)" for one in counters)
            _counting.extend([f"SELECT {again}"] if written else [])
            cursor.execute(f"SELECT {again}")
        else:
            cursor.execute(_counting[0])
    return ()


def _watched() -> tuple[list[Statement], bytes]:
    """Make the cast; returns the statements that wrote, and the people as they were then."""
    statements: list[Statement] = []

    def watch(execute, sql, parameters, many, context):
        if sql.split(None, 1)[0] in ("INSERT", "UPDATE", "DELETE"):
            assert not many, sql
            statements.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(watch):
        cast = make_cast()
    return statements, pickle.dumps(cast)
