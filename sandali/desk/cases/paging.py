"""Where the next page of a list begins: the mark of its last row, written into an address and read from one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandali.cases.queries import SORTS


def asked_after(asked: Mapping[str, str]) -> tuple[datetime, int] | None:
    """Where the next page begins: "2026-11-21T08:00:00+00:00,12"; None when it is missing or wrong."""
    moment, _comma, row = asked.get("after", "").partition(",")
    try:
        at = datetime.fromisoformat(moment)
        return (at, int(row)) if at.tzinfo is not None else None
    except ValueError:
        return None


def asked_place(asked: Mapping[str, str], sort: str) -> tuple[Any, int] | None:
    """The same for a list of cases, whose sort may go by a number instead of a time: "30000001314,12"."""
    if sort != "priority":
        return asked_after(asked)
    rank, _comma, row = asked.get("after", "").partition(",")
    known = all(one.isascii() and one.isdigit() and len(one) < 18 for one in (rank, row))
    return (int(rank), int(row)) if known else None


def after_of(last: Any, sort: str) -> str:
    """The mark of the last row (boxes.Row) of a page."""
    at = getattr(last, SORTS[sort][0])
    return f"{at if sort == 'priority' else at.isoformat()},{last.number}"
