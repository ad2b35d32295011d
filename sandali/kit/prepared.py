"""Queries whose SQL is written once: Django spends more time on writing a small query than SQLite on answering it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

# What stands for the arguments while the SQL is written: numbers that no identifier ever comes near, letters for private use.
_FIRST_MARK = 8_070_605_040_302_010_000
_TEXT_MARK = "\ue0ff\uf8d1mark "
# No database holds a larger number. One that is asked for (in an address, say) is nobody's, like this one.
MOST = 2**63 - 1
Argument = int | str


class Prepared:
    """A query of which only numbers and texts vary: `Prepared(lambda case: Event.objects.filter(case_id=case).values_list("pk"))`.

    `make` takes that many arguments, and gives a queryset that ends in `values_list` of several columns. Calling it with
    whole numbers and texts gives the rows as Django would, tuples in a list. An argument must reach the SQL as a value of its
    own, once or more often; one that does not (or is None) raises ValueError. Slices are allowed where they are always the same."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self.make = make
        self.written: dict[tuple[type, ...], tuple[SQLCompiler, str, list[tuple[Any, int | None]]]] = {}

    def __call__(self, *arguments: Argument) -> list[Any]:
        """The rows for these arguments."""
        _compiler, rows = self.asked(*arguments)
        return [tuple(row) for row in rows]

    def asked(self, *arguments: Argument) -> tuple[SQLCompiler, Any]:
        """The compiler that wrote the query, and the rows with their values converted, one by one."""
        if not all(isinstance(argument, int | str) for argument in arguments):
            raise ValueError("a prepared query takes whole numbers and texts")
        kinds = tuple(str if isinstance(argument, str) else int for argument in arguments)
        compiler, sql, params = self.written.get(kinds) or self._write(kinds)
        if not sql:
            return compiler, iter(())
        # In the type that stood there: psycopg's numbers say how wide their column is.
        given = tuple(param if place is None else type(param)(within(arguments[place])) for param, place in params)
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            rows = cursor.fetchall()
        return compiler, compiler.results_iter(results=[rows])

    def _write(self, kinds: tuple[type, ...]) -> tuple[SQLCompiler, str, list[tuple[Any, int | None]]]:
        """Write the SQL for arguments of these types; of each of its parameters, which argument takes its place."""
        marks: list[Argument] = [f"{_TEXT_MARK}{place}" if kind is str else _FIRST_MARK + place for place, kind in enumerate(kinds)]
        compiler = self.make(*marks).query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:  # nothing can fit, whatever the arguments are: Django would not ask either
            self.written[kinds] = compiler, "", []
            return self.written[kinds]
        places = {mark: place for place, mark in enumerate(marks)}
        found = [(param, places.get(param) if isinstance(param, int | str) else None) for param in params]
        if {place for _param, place in found} - {None} != set(places.values()):
            raise ValueError("an argument of a prepared query must become a value of its own")
        compiler.col_count = len(compiler.select)
        forget_the_query(compiler)
        self.written[kinds] = compiler, sql, found
        return self.written[kinds]


def forget_the_query(compiler: SQLCompiler) -> None:
    """Leave of a compiler what rows are made with (Django 5.2's `results_iter`): what the SQL was written from is five times as large.

    Some fifteen queries are kept for each person at work."""
    for name in ("query", "where", "having", "qualify"):
        setattr(compiler, name, None)


def within(argument: Argument) -> Argument:
    """The argument, a number no larger than a database can hold."""
    return argument if isinstance(argument, str) else min(max(argument, -MOST), MOST)


class PreparedModels(Prepared):
    """The same for a queryset of models, with what it joins by `select_related` and leaves out by `only` or `defer`."""

    def __call__(self, *arguments: Argument) -> list[Any]:
        """The models for these arguments, as iterating the queryset would make them (django.db.models.query.ModelIterable)."""
        compiler, rows = self.asked(*arguments)
        of: type[Model] = compiler.klass_info["model"]
        places = compiler.klass_info["select_fields"]
        first, end = places[0], places[-1] + 1
        names = [column[0].target.attname for column in compiler.select[first:end]]
        # Django 5.2 takes these three; the types are of a later one.
        joined = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        found = []
        for row in rows:
            one = of.from_db(DEFAULT_DB_ALIAS, names, row[first:end])
            for populator in joined:
                populator.populate(row, one)
            found.append(one)
        return found
