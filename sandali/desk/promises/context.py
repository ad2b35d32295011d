"""What the case page shows of promises: those that stand, beside the case, and the line in the composer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from sandali.cases.models import Case
from sandali.desk.promises.composing import typed_line
from sandali.desk.promises.words import due_words, state_of
from sandali.kit.page_addresses import reverse
from sandali.resolution.models import Promised
from sandali.resolution.promises.queries import Line, promises_on


@dataclass(frozen=True, slots=True)
class Row:
    """A promise beside its case. `owner` is "" where it is the reader's own; `is_offer`: nobody has said yet whether it is one."""

    pk: int
    what: str
    words: str
    icon: str
    tone: str
    owner: str
    version: int
    is_offer: bool
    is_broken: bool
    url: str
    keeping_url: str
    answer_url: str


def row_of(line: Line, person: Any, now: datetime) -> Row:
    """One line ready to show."""
    is_offer = line.state == Promised.OFFERED
    words, icon, tone = (due_words(line.due_at, now), "clock", "") if is_offer else state_of(line, now)
    where = [line.case, line.pk]
    return Row(
        line.pk, line.what, words, icon, tone, line.owner_name if line.owner != person.pk else "", line.version, is_offer,
        line.state == Promised.BROKEN, reverse("case_promise", args=where), reverse("case_promise_keeping", args=where), reverse("case_promise_answer", args=where),
    )  # fmt: skip


def panel_of(case: Case, person: Any, rights: frozenset[str]) -> dict[str, Any]:
    """The section beside the case; one small query."""
    now = timezone.now()
    return {
        "promise_rows": [row_of(line, person, now) for line in promises_on(case)],
        "promises_url": reverse("case_promises", args=[case.pk]),
        "may_promise": "answer" in rights,
        "may_keep": "handle" in rights,
    }


def promises_context(request: HttpRequest, case: Case, rights: frozenset[str]) -> dict[str, Any]:
    """The section and the composer's line."""
    return panel_of(case, request.user, rights) | {
        "promise_reading_url": reverse("case_promise_reading", args=[case.pk]),
        "promise_line": typed_line(request),
    }
