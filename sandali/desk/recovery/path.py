"""The path ready to show: its panel, and one step opened below it with its form and what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.access import access_case, rights_on
from sandali.cases.models import Case, Direction, Message
from sandali.cases.speaking import who_of_ours
from sandali.company.permissions import may
from sandali.desk.cases.head import number_of
from sandali.desk.recovery.context import recovery_context, shown_of
from sandali.desk.recovery.forms import LessonForm, LookForm, OwnForm, WordsForm
from sandali.kit.dates import current_display, show_date
from sandali.kit.htmx import asked_by_htmx, done, fragments, page
from sandali.resolution.models import Step
from sandali.resolution.recovery import actions
from sandali.resolution.recovery.queries import causes_of, lesson_of, look_of, standing_rows
from sandali.resolution.recovery.tree import Branch, mended_of, search

PAGE = "desk/recovery/path.html"
MOST_MESSAGES = 8
LOOK_AFTER = timedelta(days=7)
WORDS: dict[Step, tuple[Callable[..., Any], Callable[[], str]]] = {
    Step.UNDERSTAND: (actions.understand, lambda: _("What it means to the customer")),
    Step.PUT_RIGHT: (actions.put_right, lambda: _("What was done to put it right")),
}


def cause_step(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Context of the step "find the cause"."""
    lesson, look = lesson_of(case), look_of(case)
    zone = current_display().zone
    day = (look.look_at if look else timezone.now() + LOOK_AFTER).astimezone(zone).date()
    found = causes_of(case)
    mended = mended_of(pk for pk, _name in found)
    return {
        "causes": [
            {"name": name, "url": reverse("cause", args=[pk]), "removal_url": reverse("case_cause_removal", args=[case.pk, pk]), **mended_shown(case, mended.get(pk))}
            for pk, name in found
        ],
        "look": look,
        "lesson": lesson,
        "lesson_url": reverse("lesson", args=[lesson.pk]) if lesson else "",
        "lesson_form": LessonForm(initial={"text": lesson.text if lesson else ""}, auto_id="lesson-%s"),
        "lesson_version": lesson.version if lesson else 0,
        "look_form": LookForm(initial={"day": day}, auto_id="look-%s"),
        **found_for(case, ""),
        "may_manage_causes": may(request.user, "manage_causes"),
    }


def mended_shown(case: Case, mended: Branch | None) -> dict[str, Any]:
    """That a cause of the case is mended, or came back with it; nothing of one that is not mended."""
    if mended is None or mended.mended_at is None:
        return {}
    day = {"day": show_date(mended.mended_at)}
    if case.opened_at >= mended.mended_at:
        return {"mended": _("Mended on %(day)s, and here again") % day, "tone": "warn", "icon": "refresh"}
    return {"mended": _("Mended on %(day)s") % day, "tone": "ok", "icon": "circle-check"}


def found_for(case: Case, words: str) -> dict[str, Any]:
    """Causes that a search finds and the case has not."""
    taken = [pk for pk, _name in causes_of(case)]
    return {"case": case, "cause_words": words, "cause_results": [(one.pk, one.name, " › ".join(one.above)) for one in search(words, without=taken)]}


def panel_of(case: Case, person: Any) -> dict[str, Any]:
    """Context of the panel on pages of its own: always drawn, also for a case that is not on the path yet."""
    rights = rights_on(person, case)
    context = recovery_context(case, person, rights)
    rows = standing_rows(case)
    return {
        **context, "case": case, "number": number_of(case), "may_handle": "handle" in rights, "may_answer": "answer" in rights,
        "path": shown_of(case, person, rows), "is_on_path": context["recovery"] is not None, "has_steps": bool(rows),
    }  # fmt: skip


def opened(request: HttpRequest, case: Case, step: Step, form: Any = None) -> dict[str, Any]:
    """Context of an open step."""
    standing = next((row for row in standing_rows(case) if row[0] == step), None)
    context: dict[str, Any] = {
        "step": step.value,
        "step_label": step.label,
        "step_url": reverse("case_recovery_doing", args=[case.pk, step.value]),
        "removal_url": reverse("case_recovery_removal", args=[case.pk, step.value]),
        "was": standing[1] if standing else 0,
        "done_at": standing[2] if standing else None,
        "done_by": standing[3] if standing else "",
        "done_for": standing[4] if standing else "",
        "done_text": standing[5] if standing else "",
        "done_message": said_in(case, standing[6]) if standing and standing[6] else None,
        "form": form,
        "may_handle": "handle" in rights_on(request.user, case),
    }
    if step == Step.OWN:
        context["form"] = form or OwnForm(case=case, me=request.user, auto_id="recovery-%s")
    elif step in WORDS:
        initial = {"text": context["done_text"]}
        context["form"] = form or WordsForm(initial=initial, label=str(WORDS[step][1]()), auto_id="recovery-%s")
    elif step == Step.CAUSE:
        context |= cause_step(request, case)
    else:
        context["letters"] = letters_of(case)
    return context


def said_in(case: Case, number: int) -> Message | None:
    """The message that a step knows."""
    return Message.objects.select_related("author").filter(case=case, pk=number).first()


def letters_of(case: Case) -> list[tuple[Message, str]]:
    """Our own messages in a case with who wrote them, the latest first: one of them may have been it."""
    said = Message.objects.filter(case=case, direction=Direction.OUT, withdrawn_at=None, leaves_at=None, automatic="")
    return [(one, who_of_ours(one)) for one in said.select_related("author").order_by("-pk")[:MOST_MESSAGES]]


def shown(request: HttpRequest, number: int, *, step: Step | None = None, form: Any = None, status: int = 200) -> HttpResponse:
    """The path after an act, with `step` still open. Without htmx the page of the path."""
    if not asked_by_htmx(request) and step is None:
        return done(request, reverse("case_recovery", args=[number]))
    case = access_case(request.user, number)
    context = panel_of(case, request.user) | (opened(request, case, step, form) if step is not None else {})
    if not asked_by_htmx(request):
        return page(request, PAGE, context, status=status)
    return fragments(request, PAGE, "case-recovery", "recovery-open", context=context, status=status)
