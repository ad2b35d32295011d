"""Thousands of new rows of one table, by one prepared statement: Django's own bulk_create builds its statement anew for every few
hundred rows and an object for each, which costs ten times what the database then does.

For rows that nobody listens to and whose columns the caller names. SQLite takes them by executemany, PostgreSQL by COPY
(https://www.psycopg.org/psycopg3/docs/basic/copy.html)."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from django.db import connection, models

Row = Sequence[Any]
LARGER: Final = 16_000  # kibibytes
FIRST_COUNTED: Final = 5_000  # rows
UNNESTED: Final = "SELECT * FROM unnest(%s::bigint[], %s::bigint[])"


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
        # The sequence's name is found once, not for each number.
        cursor.execute(
            "WITH own AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, %s)::regclass AS its_name) SELECT nextval(its_name) FROM own, generate_series(1, %s)",
            [table, model._meta.pk.column, count],
        )
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


def insert_pairs(model: type[models.Model], names: tuple[str, str], pairs: Iterable[tuple[int, int]], *, some_there: bool = False) -> None:
    """Write rows of two whole numbers, a dozen for each customer: SQLite unpacks and sorts them by itself, which spares half the time and
    lets other threads work meanwhile; PostgreSQL gets one text. In the order of the first column, so that each page of its index is met once.

    `some_there`: of those that are there already nothing is said, which costs PostgreSQL twice as much; else IntegrityError is raised."""
    table, columns = table_of_pairs(model, names)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT {'OR IGNORE ' if some_there else ''}INTO {table} ({', '.join(columns)})"
                " SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(%s) ORDER BY 1",
                [pairs_as_json(pairs)],
            )
        return
    rows = sorted(pairs, key=itemgetter(0))
    with connection.cursor() as cursor:
        if some_there:
            cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) {UNNESTED} ON CONFLICT DO NOTHING", pairs_as_arrays(rows))
            return
        with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            copy.write("".join([f"{one:d}\t{other:d}\n" for one, other in rows]))


def delete_pairs(model: type[models.Model], names: tuple[str, str], pairs: Iterable[tuple[int, int]]) -> None:
    """Delete rows of two whole numbers, as far as they are there; an index begins with both."""
    table, columns = table_of_pairs(model, names)
    is_sqlite = connection.vendor == "sqlite"
    these = "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(%s)" if is_sqlite else UNNESTED
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE ({', '.join(columns)}) IN ({these})", [pairs_as_json(pairs)] if is_sqlite else pairs_as_arrays(list(pairs)))


def table_of_pairs(model: type[models.Model], names: tuple[str, str]) -> tuple[str, tuple[str, str]]:
    """The table and its two columns, quoted."""
    found = {field.attname: field.column for field in model._meta.concrete_fields}
    return f'"{model._meta.db_table}"', (f'"{found[names[0]]}"', f'"{found[names[1]]}"')


def pairs_as_json(pairs: Iterable[tuple[int, int]]) -> str:
    """All of them as one value, for SQLite."""
    return "[" + ",".join([f"[{one},{other}]" for one, other in pairs]) + "]"


def pairs_as_arrays(pairs: Sequence[tuple[int, int]]) -> list[str]:
    """All of them as two values, for PostgreSQL (`UNNESTED`)."""
    return [array_of(one for one, _other in pairs), array_of(other for _one, other in pairs)]


def holders_of(values: Collection[str], model: type[models.Model], *, of: str, holder: str, **fixed: Any) -> list[tuple[str, Any]]:
    """(value, `holder`) of each row whose column `of` has one of these values and whose other columns are `fixed`; a unique constraint of
    the model covers them all. PostgreSQL takes thousands of values for a good part of the table and would read all of it, each time:
    it is made to look every one of them up."""
    if not values:
        return []
    if connection.vendor == "sqlite":
        return list(model._default_manager.filter(Among(of, values), **fixed).values_list(of, holder))
    columns = {field.attname: f'"{field.column}"' for field in model._meta.concrete_fields}
    rest = "".join(f" AND {columns[name]} = %s" for name in fixed)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT asked.value, found.holder FROM json_array_elements_text(%s::json) AS asked (value) CROSS JOIN LATERAL"
            f' (SELECT {columns[holder]} AS holder FROM "{model._meta.db_table}" WHERE {columns[of]} = asked.value{rest} LIMIT 1) AS found',
            [json.dumps(list(values)), *fixed.values()],
        )
        return cursor.fetchall()


class Among(models.Func):
    """Whether a column has one of very many texts or whole numbers, as a condition: `filter(Among("folded", names))`. Django's `…__in` looks at
    each of them three times before the database sees it, and the driver of PostgreSQL once more; here they are one value."""

    output_field = models.BooleanField()

    def __init__(self, name: str, values: Collection[str] | Collection[int]) -> None:
        super().__init__(models.F(name))
        self.values: list[str | int] = list(values)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """In the words of SQLite."""
        column, own = compiler.compile(self.source_expressions[0])
        return f"{column} IN (SELECT value FROM json_each(%s))", [*own, json.dumps(self.values)]

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """In those of PostgreSQL, which plans by how many they are."""
        column, own = compiler.compile(self.source_expressions[0])
        is_text = isinstance(self.source_expressions[0].output_field, models.CharField | models.TextField)
        return f"{column} = ANY (%s::{'text' if is_text else 'bigint'}[])", [*own, array_of(self.values)]


def array_of(values: Iterable[str | int]) -> str:
    """An array in the words of PostgreSQL (https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO)."""
    return "{" + ",".join([f'"{escaped(one)}"' if isinstance(one, str) else str(one) for one in values]) + "}"


def escaped(text: str) -> str:
    """A text between the quotes of an array."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


class Growth:
    """Lets PostgreSQL count tables anew each time that four times as many rows have come: it plans by what it counted last, which it does once a minute by
    itself, and reads whole tables for a page as long as it takes them for empty ones (https://www.postgresql.org/docs/15/routine-vacuuming.html#VACUUM-FOR-STATISTICS)."""

    def __init__(self, *grown: type[models.Model]) -> None:
        self.tables = ", ".join(f'"{model._meta.db_table}"' for model in grown)
        self.rows, self.next = 0, FIRST_COUNTED

    def came(self, rows: int) -> None:
        """So many rows more came in."""
        self.rows += rows
        if self.rows >= self.next:
            self.next = 4 * self.rows
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"ANALYZE {self.tables}")


@contextmanager
def room_for_many(index: str, kibibytes: int = LARGER) -> Iterator[None]:
    """While it lasts, this thread's connection has more memory for many new rows. Not in a transaction.

    SQLite keeps more pages: sorted rows go into neighbouring pages of one index and into scattered ones of the next, which would be read and
    written over and over. PostgreSQL lets more words gather before it sorts them into `index` (one of kit/search.py), and sorts in what is left at the end, as
    each search reads it through (https://www.postgresql.org/docs/15/gin-implementation.html#GIN-FAST-UPDATE)."""
    with more_gathered(index, kibibytes) if connection.vendor != "sqlite" else more_pages(kibibytes):
        yield


@contextmanager
def more_gathered(index: str, kibibytes: int) -> Iterator[None]:
    """PostgreSQL's part of `room_for_many`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gin_pending_list_limit', %s, false), set_config('work_mem', %s, false)", [str(kibibytes), str(4 * kibibytes)])
    try:
        yield
    finally:
        sort_in(index)
        with connection.cursor() as cursor:
            cursor.execute("RESET gin_pending_list_limit; RESET work_mem")


def sort_in(index: str) -> None:
    """Sort the words that PostgreSQL has gathered into `index`; others may add to them meanwhile. SQLite has none to sort."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [f"{index}_gin"])


@contextmanager
def more_pages(kibibytes: int) -> Iterator[None]:
    """SQLite's part of `room_for_many`."""
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
