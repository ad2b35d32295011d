"""The cast is made once a process; later tests get the same rows by the same statements, in a tenth of the time.

Only where that is certain to be the same: on SQLite, whose counters are rolled back with a test, and only from the same counters."""

from __future__ import annotations

import pickle

from django.db import connection
from django.utils import timezone

from sandali.history.models import Event
from tests.cast import Cast, make_cast

Statement = tuple[str, tuple]
_made: dict[tuple, tuple[list[Statement], bytes]] = {}


def bring_in() -> Cast:
    """The cast in the database, as make_cast leaves it."""
    if connection.vendor != "sqlite":
        return make_cast()
    counters = _counters()
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
