"""The section "work" of a case, and one task: parts beside the case, and pages of their own where there is no room."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sandali.cases.access import access_case, access_task, rights_on
from sandali.cases.models import Case, Task
from sandali.desk.cases.head import number_of
from sandali.desk.cases.inside.forms import AnswerForm, PassForm, WordingForm, standing_wording
from sandali.desk.cases.inside.rows import task_shown, work_of, work_urls
from sandali.desk.entering import staff
from sandali.kit.htmx import asked_by_htmx, done, fragments, page
from sandali.kit.page_addresses import reverse

WORK, TASK = "desk/cases/inside/work.html", "desk/cases/inside/task_page.html"


def work_context(case: Case, person: Any, rights: frozenset[str]) -> dict[str, Any]:
    """What the section shows; for the case page too."""
    return {"case": case, "work": work_of(case, person, rights, timezone.now()), **work_urls(case)}


@staff("see_cases")
def work(request: HttpRequest, number: int) -> HttpResponse:
    """Tasks, checklist and related cases. `case-work` is the part beside the case, `work-open` what is open below it: nothing."""
    case = access_case(request.user, number)
    context = work_context(case, request.user, rights_on(request.user, case))
    return page(request, WORK, context | {"number": number_of(case)}, part=["case-work", "work-open"])


@staff("see_cases")
def task(request: HttpRequest, number: int, task: int) -> HttpResponse:
    """One task, with everything that the person may do about it. `work-open` is the part beside the case."""
    found = access_task(request.user, number, task)
    return page(request, TASK, task_context(request, found), part=["work-open"])


def task_context(request: HttpRequest, found: Task, **forms: Any) -> dict[str, Any]:
    """Context of one task. `forms` are those that come back with what was typed: answer_form, pass_form, wording_form."""
    rights = rights_on(request.user, found.case)
    shown = task_shown(found, request.user, rights, timezone.now())
    return {
        "case": found.case,
        "number": number_of(found.case),
        "task": found,
        "shown": shown,
        "answer_form": AnswerForm(initial={"answer": found.answer}, auto_id=f"task-{found.pk}-%s"),
        "pass_form": PassForm(task=found, auto_id=f"task-{found.pk}-%s") if shown["may_do"] else None,
        "wording_form": wording(found) if shown["may_change"] and shown["is_open"] else None,
        "version": found.version,
        **forms,
    }


def wording(found: Task, data: Any = None) -> WordingForm:
    """The form of how a task is worded."""
    return WordingForm(data, initial=standing_wording(found), auto_id=f"wording-{found.pk}-%s")


def is_beside_case(request: HttpRequest, number: int) -> bool:
    """Whether the section of this case is on the page that asks: the case's own, or the section's."""
    return urlsplit(request.headers.get("HX-Current-URL", "")).path in (reverse("case", args=[number]), reverse("case_work", args=[number]))


def work_shown(request: HttpRequest, number: int, *, opened: Task | None = None, status: int = 200, **forms: Any) -> HttpResponse:
    """The section after an act, with `opened` still open below it. Without htmx the page where it was done.

    Whoever may see the case no longer (their task went to somebody else) is led to their tasks."""
    try:
        case = access_case(request.user, number)
    except Case.DoesNotExist:
        return done(request, reverse("tasks"), leave=True)
    if not asked_by_htmx(request) and not forms:
        return done(request, reverse("case_task", args=[number, opened.pk]) if opened else reverse("case_work", args=[number]))
    if asked_by_htmx(request) and opened is None and not is_beside_case(request, number):
        return done(request, reverse("case_work", args=[number]), leave=True)  # a form on a page of its own: it is done with
    context = task_context(request, opened, **forms) if opened else {"case": case, "number": number_of(case)}
    if not asked_by_htmx(request):
        return page(request, TASK, context, status=status)
    context |= work_context(case, request.user, rights_on(request.user, case))
    names = ["case-work", "work-open"] if is_beside_case(request, number) else ["work-open"]
    return fragments(request, TASK if opened else WORK, *names, context=context, status=status)
