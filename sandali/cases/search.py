"""Finding cases by their number, subject, or any word said in them, however typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandali.cases.access import cases_for
from sandali.cases.models import Case, Message
from sandali.kit import search
from sandali.kit.digits import to_ascii

CASES, MESSAGES = "cases_words", "messages_words"
BATCH = 200
MOST_BATCHES = 5


def index_case(case: Case) -> None:
    """Write the case's subject anew."""
    search.put(CASES, case.pk, case.subject)


def index_message(message: Message, file_names: Sequence[str] = ()) -> None:
    """Write a new message's words and its files' names."""
    search.put(MESSAGES, message.pk, " ".join([message.text, *file_names]), new=True)


def find_cases(person: Any, query: str, *, most: int = 20) -> list[Case]:
    """Cases the person may see, by number, subject or words, best first. A number alone opens that case first."""
    seen = cases_for(person).select_related("customer", "assignee")
    number = to_ascii(query).strip().lstrip("#")
    by_number = list(seen.filter(pk=int(number))) if number.isdigit() and len(number) < 18 else []
    found: dict[int, Case] = {case.pk: case for case in by_number}
    for case in seen.filter(pk__in=search.find(CASES, query, most=BATCH)).order_by("-pk")[:most]:
        found.setdefault(case.pk, case)
    below: int | None = None
    for _batch in range(MOST_BATCHES):
        if len(found) >= most:
            break
        messages = search.find(MESSAGES, query, most=BATCH, below=below)
        if not messages:
            break
        below = messages[-1]
        for case in seen.filter(pk__in=Message.objects.filter(pk__in=messages).values("case_id")).order_by("-pk")[:most]:
            found.setdefault(case.pk, case)
    return list(found.values())[:most]
