"""Thousands of new rows of one table, by one prepared statement: Django's own bulk_create builds its statement anew for every few
hundred rows and an object for each, which costs ten times what the database then does.

For rows that nobody listens to and whose columns the caller names. SQLite takes them by executemany, PostgreSQL by COPY
(https://www.psycopg.org/psycopg3/docs/basic/copy.html)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from django.db import connection, models
from django.db.models.expressions import RawSQL

Row = Sequence[Any]
LARGER: Final = 16_000  # kibibytes


def new_numbers(model: type[models.Model], count: int) -> Sequence[int]:
    """So many primary keys that nothing has and nothing else will get. In a transaction, as on SQLite that is what keeps others away.

    They are the caller's to use: on SQLite in this transaction, in their order."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            if not connection.in_atomic_block:
                raise RuntimeError("numbers are only kept free within a transaction")
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            first = (found[0] if found else 0) + 1
            return range(first, first + count)
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, model._meta.pk.column, count])
        return [number for (number,) in cursor.fetchall()]


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Row], *, same: Mapping[str, Any] | None = None) -> None:
    """Write rows; `names` are the fields in the order of their values (a foreign key by its `…_id`), `same` what all rows have. Whatever
    is not named gets its default, worked out once for all. Raises IntegrityError."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    rest = [name for name, field in fields.items() if name not in names and not (field.primary_key and name not in (same or {}))]
    order = [fields[name] for name in (*names, *rest)]
    shared = tuple(same[name] if same and name in same else fields[name].get_default() for name in rest)
    if connection.vendor == "sqlite":
        write_by_statement(model, order, rows, shared)
    else:
        write_by_copy(model, order, rows, shared)


def insert_pairs(model: type[models.Model], names: tuple[str, str], pairs: Iterable[tuple[int, int]]) -> None:
    """Write rows of two whole numbers, a dozen for each customer: SQLite unpacks and sorts them by itself, which spares half the time and
    lets other threads work meanwhile; PostgreSQL gets one text. In the order of the first column, so that each page of its index is met once."""
    found = {field.attname: field.column for field in model._meta.concrete_fields}
    columns = ", ".join(f'"{found[name]}"' for name in names)
    if connection.vendor != "sqlite":
        lines = "".join([f"{one:d}\t{other:d}\n" for one, other in sorted(pairs)])
        with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
            copy.write(lines)
        return
    packed = ",".join(f"[{one},{other}]" for one, other in pairs)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({columns})'
            " SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(%s) ORDER BY 1",
            [f"[{packed}]"],
        )


def among(values: Iterable[str]) -> RawSQL:
    """What `…__in` takes instead of thousands of texts: Django would look at each of them three times before the database sees it."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(values))])
    return RawSQL("SELECT unnest(%s::text[])", [list(values)])


@contextmanager
def larger_cache(kibibytes: int = LARGER) -> Iterator[None]:
    """While it lasts, SQLite keeps more pages of this thread's connection: sorted rows go into neighbouring pages of one index and into
    scattered ones of the next, which would be read and written over and over. Not in a transaction."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        [usual] = cursor.fetchone()
        cursor.execute(f"PRAGMA cache_size = {-kibibytes:d}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {usual:d}")


def write_by_statement(model: type[models.Model], order: Sequence[models.Field], rows: Iterable[Row], shared: Row) -> None:
    """One INSERT, prepared once, with each row's values."""
    columns = ", ".join(f'"{field.column}"' for field in order)
    places = ", ".join(["%s"] * len(order))
    ways = [way_into_sqlite(field) for field in order]
    own = len(order) - len(shared)
    shared = tuple(way(value) if way else value for way, value in zip(ways[own:], shared, strict=True))
    ready = [(*row, *shared) for row in rows] if shared else list(rows)
    for place, way in enumerate(ways[:own]):
        if way:
            ready = [(*row[:place], way(row[place]), *row[place + 1 :]) for row in ready]
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})', ready)


def way_into_sqlite(field: models.Field) -> Callable[[Any], Any] | None:
    """How a column's values are written where the database has no type for them; None where they go as they are."""
    if isinstance(field, models.DateTimeField):
        return lru_cache(maxsize=64)(connection.ops.adapt_datetimefield_value)  # most rows of a batch have the same moment
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    if isinstance(field, models.DecimalField):
        return lambda value: connection.ops.adapt_decimalfield_value(value, field.max_digits, field.decimal_places)
    return as_json if isinstance(field, models.JSONField) else None


def as_json(value: Any) -> str | None:
    """A value of a JSON column."""
    return None if value is None else json.dumps(value)


def write_by_copy(model: type[models.Model], order: Sequence[models.Field], rows: Iterable[Row], shared: Row) -> None:
    """COPY of all rows."""
    columns = ", ".join(f'"{field.column}"' for field in order)
    in_json = [place for place, field in enumerate(order) if isinstance(field, models.JSONField)]
    # Django wraps what its own calls raise; COPY is the driver's.
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            values = [*row, *shared]
            for place in in_json:
                values[place] = as_json(values[place])
            copy.write_row(values)
