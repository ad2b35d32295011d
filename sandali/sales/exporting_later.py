"""A list of sales that is taken along, as words that a job understands as well: a small one is written at once, a large one by the job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from sandali.company.exports import write_for_later
from sandali.company.models import Person
from sandali.company.permissions import may
from sandali.history.models import Event
from sandali.sales import events
from sandali.sales.exporting import Days, deals_asked, lines_asked, orders_asked, payments_asked, write_table
from sandali.sales.models import Pipeline
from sandali.sales.report import conditions

OF_ORDERS = {"orders": orders_asked, "lines": lines_asked, "payments": payments_asked}


def days_said(days: Days, first: str = "first", last: str = "last") -> dict[str, str]:
    """Days as words."""
    return {name: day.isoformat() for name, day in ((first, days.first), (last, days.last)) if day is not None}


def days_of(words: Mapping[str, Any], first: str = "first", last: str = "last") -> Days:
    """The days that `days_said` wrote."""
    return Days(*(date.fromisoformat(words[name]) if words.get(name) else None for name in (first, last)))


def found_by(person: Any, table: str, words: Mapping[str, Any]) -> QuerySet[Any]:
    """The rows that `words` ask for, as far as the person sees them now: of orders their "box", of deals "state", "pipeline", "stage", "narrows"
    (pairs of a key of `report.NARROWS` and a number) and the days "from" and "to"; "first" and "last" are those of the export."""
    days = days_of(words)
    if table in OF_ORDERS:
        return OF_ORDERS[table](person, words["box"], days)
    pipeline = Pipeline.objects.filter(pk=words["pipeline"]).first() if words.get("pipeline") else None
    narrows = conditions([(name, number) for name, number in words.get("narrows", ())])
    of_list = days_of(words, "from", "to").moments("state_at")
    return deals_asked(person, words["state"], days, pipeline, words.get("stage"), narrows).filter(**of_list)


def write_export(person: Person, table: str, words: Mapping[str, Any], *, format: str, name: str, called: str) -> Event | None:
    """Write a large export and tell whoever asked; None when they may no longer have it. Raises NoRoom."""
    if not (may(person, "export_customers") and may(person, "see_sales")):
        return None
    def write(path: Path) -> int:
        """Within the reader's days and words, which the rows are asked by."""
        return write_table(path, table, found_by(person, table, words), format)

    return write_for_later(person, events.SALES_EXPORT_READY, write, file=name, called=called, format=format.upper())
