"""What stands behind what is being recorded: while a rule does something, each event carries which rule it was, and what led to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_marks: ContextVar[Mapping[str, Any] | None] = ContextVar("what stands behind", default=None)


@contextmanager
def standing_behind(**marks: Any) -> Iterator[None]:
    """While it lasts, these (JSON) are added to the data of every event that is recorded."""
    before = _marks.set({**(_marks.get() or {}), **marks})
    try:
        yield
    finally:
        _marks.reset(before)


def with_marks(data: dict[str, Any]) -> dict[str, Any]:
    """An event's data with what stands behind it."""
    marks = _marks.get()
    return {**data, **marks} if marks else data
