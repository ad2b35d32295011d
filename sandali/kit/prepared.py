"""Queries whose SQL is written once: Django spends more time on writing a small query than SQLite on answering it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

# What stands for the arguments while the SQL is written: numbers that no identifier ever comes near, letters for private use.
_FIRST_MARK = 8_070_605_040_302_010_000
_TEXT_MARK = "\ue0ff\uf8d1mark "
# No database holds a larger number. One that is asked for (in an address, say) is nobody's, like this one.
MOST = 2**63 - 1
Argument = int | str


@dataclass(frozen=True, slots=True)
class Written:
    """A query as it is asked: its SQL, what varies in it, and how a row becomes what Django would give.

    What the SQL was written from is let go: it is five times as large, and some fifteen queries are kept for each person at work."""

    sql: str = ""
    # Each parameter, and which argument takes its place (None: it always stands there).
    params: Sequence[tuple[Any, int | None]] = ()
    # Of the columns that are not as the database gives them: which, and what makes them so.
    converters: Sequence[tuple[int, Callable[[Any], Any]]] = ()
    # For models: the class, its own columns, the fields in their order, and what fills in the models it is joined with.
    model: type[Model] | None = None
    columns: slice = field(default_factory=lambda: slice(0))
    names: Sequence[str] = ()
    joined: Sequence[Any] = ()

    def rows(self, arguments: Sequence[Argument]) -> list[Any]:
        """The rows for these arguments, their values as Django gives them."""
        if not self.sql:
            return []
        # In the type that stood there: psycopg's numbers say how wide their column is.
        given = tuple(param if place is None else type(param)(within(arguments[place])) for param, place in self.params)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            rows = cursor.fetchall()
        return [self.converted(row) for row in rows] if self.converters else rows

    def converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """The row with the values of its columns made what they are."""
        values = list(row)
        for place, convert in self.converters:
            values[place] = convert(values[place])
        return tuple(values)


class Prepared:
    """A query of which only numbers and texts vary: `Prepared(lambda case: Event.objects.filter(case_id=case).values_list("pk"))`.

    `make` takes that many arguments, and gives a queryset that ends in `values_list` of several columns. Calling it with
    whole numbers and texts gives the rows as Django would, tuples in a list. An argument must reach the SQL as a value of its
    own, once or more often; one that does not (or is None) raises ValueError. Slices are allowed where they are always the same."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self.make = make
        self.written: dict[tuple[type, ...], Written] = {}

    def __call__(self, *arguments: Argument) -> list[Any]:
        """The rows for these arguments."""
        return self.asked(*arguments).rows(arguments)

    def forget(self) -> None:
        """Write the SQL anew when it is next asked: `make` would give another query now."""
        self.written = {}

    def asked(self, *arguments: Argument) -> Written:
        """The query for arguments of these types, written when it is first asked."""
        kinds = tuple(map(type, arguments))
        return self.written.get(kinds) or self._write(kinds)

    def _write(self, kinds: tuple[type, ...]) -> Written:
        """Write the SQL for arguments of these types, and find out which argument takes the place of which parameter."""
        if not all(issubclass(kind, int | str) for kind in kinds):
            raise ValueError("a prepared query takes whole numbers and texts")
        marks: list[Argument] = [f"{_TEXT_MARK}{place}" if issubclass(kind, str) else _FIRST_MARK + place for place, kind in enumerate(kinds)]
        compiler = self.make(*marks).query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:  # nothing can fit, whatever the arguments are: Django would not ask either
            self.written[kinds] = Written()
            return self.written[kinds]
        places = {mark: place for place, mark in enumerate(marks)}
        found = [(param, places.get(param) if isinstance(param, int | str) else None) for param in params]
        if {place for _param, place in found} - {None} != set(places.values()):
            raise ValueError("an argument of a prepared query must become a value of its own")
        self.written[kinds] = self._kept(compiler, sql, found)
        return self.written[kinds]

    def _kept(self, compiler: SQLCompiler, sql: str, params: list[tuple[Any, int | None]]) -> Written:
        return Written(sql, params, converters_of(compiler))


def converters_of(compiler: SQLCompiler) -> list[tuple[int, Callable[[Any], Any]]]:
    """What Django does with the columns of each row (SQLCompiler.results_iter of Django 5.2), found out once instead of at each call."""
    found = compiler.get_converters([column[0] for column in compiler.select])
    return [(place, converter(tuple(functions), column, compiler.connection)) for place, (functions, column) in found.items()]


def converter(functions: tuple[Callable[..., Any], ...], column: Any, database: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    """One function for those that Django calls one after the other. Moments of SQLite, which most of them are, take a shorter way."""
    def convert(value: Any) -> Any:
        for function in functions:
            value = function(value, column, database)
        return value

    def moment(value: Any) -> Any:
        if type(value) is datetime:
            return value if value.tzinfo is not None else value.replace(tzinfo=UTC)
        return convert(value)

    usual = getattr(database.ops, "convert_datetimefield_value", None)
    return moment if functions == (usual,) and database.vendor == "sqlite" and database.timezone == UTC else convert


def within(argument: Argument) -> Argument:
    """The argument, a number no larger than a database can hold."""
    return argument if isinstance(argument, str) else min(max(argument, -MOST), MOST)


class PreparedModels(Prepared):
    """The same for a queryset of models, with what it joins by `select_related` and leaves out by `only` or `defer`."""

    def __call__(self, *arguments: Argument) -> list[Any]:
        """The models for these arguments, as iterating the queryset would make them (django.db.models.query.ModelIterable)."""
        written = self.asked(*arguments)
        found = []
        for row in written.rows(arguments):
            one = written.model.from_db(DEFAULT_DB_ALIAS, written.names, row[written.columns])  # type: ignore[union-attr] # no rows without
            for populator in written.joined:
                populator.populate(row, one)
            found.append(one)
        return found

    def _kept(self, compiler: SQLCompiler, sql: str, params: list[tuple[Any, int | None]]) -> Written:
        about = compiler.klass_info
        columns = slice(about["select_fields"][0], about["select_fields"][-1] + 1)
        names = [column[0].target.attname for column in compiler.select[columns]]
        # Django 5.2 takes these three; the types are of a later one.
        joined = get_related_populators(about, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        return Written(sql, params, converters_of(compiler), about["model"], columns, names, joined)
