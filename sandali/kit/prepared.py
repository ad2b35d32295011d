"""Queries whose SQL is written once: Django spends more time on writing a small query than SQLite on answering it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

# Numbers that stand for the arguments while the SQL is written; no identifier ever comes near them.
_FIRST_MARK = 8_070_605_040_302_010_000


class Prepared:
    """A query of which only whole numbers vary: `Prepared(lambda case: Event.objects.filter(case_id=case).values_list("pk"))`.

    `make` takes that many numbers, and gives a queryset that ends in `values_list` of several columns. Calling it with numbers
    gives the rows as Django would, tuples in a list. An argument must reach the SQL as a value of its own, once or more often;
    one that does not (or is None) raises ValueError. Slices are allowed where they are always the same."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self.make = make
        self.written: dict[int, tuple[SQLCompiler, str, tuple[Any, ...]]] = {}

    def __call__(self, *numbers: int) -> list[tuple[Any, ...]]:
        """The rows for these numbers."""
        if not all(isinstance(number, int) for number in numbers):
            raise ValueError("a prepared query takes whole numbers")
        compiler, sql, params = self.written.get(len(numbers)) or self._write(len(numbers))
        # In the type that stood there: psycopg's numbers say how wide their column is.
        given = tuple(type(param)(numbers[param - _FIRST_MARK]) if is_mark(param, len(numbers)) else param for param in params)
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            rows = cursor.fetchall()
        return [tuple(row) for row in compiler.results_iter(results=[rows])]

    def _write(self, many: int) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
        """Write the SQL for this many arguments."""
        marks = range(_FIRST_MARK, _FIRST_MARK + many)
        compiler = self.make(*marks).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        if not set(marks) <= {param for param in params if is_mark(param, many)}:
            raise ValueError("an argument of a prepared query must become a value of its own")
        compiler.col_count = len(compiler.select)
        self.written[many] = compiler, sql, tuple(params)
        return self.written[many]


def is_mark(param: Any, many: int) -> bool:
    """Whether a parameter stands for one of the arguments."""
    return isinstance(param, int) and _FIRST_MARK <= param < _FIRST_MARK + many
