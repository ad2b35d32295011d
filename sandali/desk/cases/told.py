"""Events as far as their sentences need them, read without the whole row of whoever did it."""

from __future__ import annotations

from typing import Any

from sandali.company.models import Person
from sandali.history.models import Event

EVENT_FIELDS = ("pk", "kind", "at", "subject_type", "subject_id", "case_id", "customer_id", "data", "by_id", "by__name")


def events_of(rows: list[tuple[Any, ...]]) -> list[Event]:
    """Rows of EVENT_FIELDS as events whose `by` knows its id and name, and nothing else."""
    people: dict[int | None, Person | None] = {None: None}
    events = []
    for number, kind, at, subject_type, subject_id, case_id, customer_id, data, by_id, name in rows:
        if by_id not in people:
            people[by_id] = Person(pk=by_id, name=name)
        events.append(
            Event(
                pk=number, kind=kind, at=at, subject_type=subject_type, subject_id=subject_id, case_id=case_id,
                customer_id=customer_id, data=data, by=people[by_id],
            )  # fmt: skip
        )
    return events
