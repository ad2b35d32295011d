"""Writing what the company asks of each case by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sandali.cases import events
from sandali.cases.actions.holding import hold_case
from sandali.cases.fields import values_of_case
from sandali.cases.models import Case, CaseValue
from sandali.company.actions import Overtaken
from sandali.customers.fields.actions import put_values
from sandali.customers.fields.values import Value
from sandali.customers.models import Subject
from sandali.history.events import record


@transaction.atomic
def fill_case(case: Case, values: Mapping[int, Value | None], *, by: Any, seen: Mapping[int, Value | None] | None = None) -> list[int]:
    """Put these values (field's number → value, None takes it away) in the place of what stood there; returns the fields that changed.

    `seen` is what the writer saw of these fields: where one of them is another by now, nothing is written and Overtaken is raised."""
    hold_case(case)
    if seen is not None:
        standing = values_of_case(case)
        if any(standing.get(number) not in (seen.get(number), value) for number, value in values.items()):
            raise Overtaken(case)
    changed = put_values(CaseValue, {"case": case}, Subject.CASE, values)
    if changed:
        record(events.CASE_OWN_FILLED, case, by=by, fields=[f"field-{number}" for number in changed])
    return changed
