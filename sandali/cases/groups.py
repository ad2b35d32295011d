"""What of cases notices ask for: the group an event is addressed to, and the words of messages that somebody may read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandali.cases.access import cases_for
from sandali.cases.models import Case, Message
from sandali.history.models import Event
from sandali.kit.prepared import Prepared

MOST_READ = 600  # characters of a message


_department = Prepared(lambda case: Case.objects.filter(pk=case).values_list("department_id", "pk"))


def department_group(event: Event) -> str:
    """The department of the event's case, as "department:3"; "" for none."""
    number = next((department for department, _case in _department(event.case_id or 0)), None)
    return f"department:{number}" if number else ""


def readable_texts(person: Any, numbers: Iterable[int]) -> dict[int, str]:
    """Message id → the beginning of its text, of those in cases that the person may see; withdrawn ones have none."""
    messages = Message.objects.filter(pk__in=list(numbers), case__in=cases_for(person), withdrawn_at=None)
    return {number: text[:MOST_READ] for number, text in messages.values_list("pk", "text")}
