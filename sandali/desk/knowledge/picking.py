"""The picker of the composer: what fits the case first, then what the words find."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from sandali.cases.models import Case
from sandali.desk.entering import staff
from sandali.desk.knowledge.facts import Facts, about, asked_case
from sandali.desk.knowledge.rows import PickRow, pick_row
from sandali.kit.htmx import page
from sandali.knowledge.access import entries_for
from sandali.knowledge.models import Entry
from sandali.knowledge.queries import fitting, latest_changed, matching, most_used

MOST_TYPED: Final = 200
OFFERED: Final = 8


@staff("see_knowledge")
def pick(request: HttpRequest) -> HttpResponse:
    """Rows to choose from. `case` is where the text goes: whoever may not see it gets nothing at all."""
    case = asked_case(request.user, request.GET.get("case", ""))
    query = " ".join(request.GET.get("q", "").split())[:MOST_TYPED]
    facts = Facts(request.user, request.company, case)  # type: ignore[attr-defined]
    groups = found(request.user, query, facts) if query else offered(request.user, case, facts)
    context = {
        "query": query,
        "case_number": case.pk if case is not None else "",
        "groups": groups,
        "is_empty": not any(rows for _name, rows in groups),
        "list_url": reverse("knowledge"),
        "new_url": reverse("knowledge_new"),
    }
    return page(request, "desk/knowledge/pick.html", context, part="fact-results")


def rows(entries: list[Entry], facts: Facts) -> list[PickRow]:
    """Entries as rows."""
    now = timezone.now()
    return [pick_row(entry, facts, now=now) for entry in entries]


def found(person: Any, query: str, facts: Facts) -> list[tuple[str, list[PickRow]]]:
    """What the words find, the latest changed first."""
    return [("found", rows(latest_changed(matching(entries_for(person), query), most=OFFERED), facts))]


def offered(person: Any, case: Case | None, facts: Facts) -> list[tuple[str, list[PickRow]]]:
    """Before anything is typed: what fits the case, what the department used lately, and only without these the newest."""
    entries = entries_for(person)
    fits = fitting(entries, about(case), language=case.customer.language) if case is not None else []
    fit = {entry.pk for entry in fits}
    department = case.department_id if case is not None else None
    used = [entry for entry in most_used(entries, now=timezone.now(), department_id=department, most=OFFERED) if entry.pk not in fit]
    groups = [("fits", rows(fits, facts)), ("used", rows(used[: OFFERED - len(fits)], facts))]
    if any(shown for _name, shown in groups):
        return groups
    return [("latest", rows(latest_changed(entries, most=OFFERED), facts))]
