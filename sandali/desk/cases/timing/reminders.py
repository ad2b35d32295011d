"""Reminders on a case: set, move, done, removed. They are one's own: whoever sees the case may have them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.cases.actions.timing import (
    CannotRemind,
    finish_reminder,
    move_reminder,
    remind,
    remove_reminder,
)
from sandali.cases.models import Case, Reminder
from sandali.desk.cases.head import number_of
from sandali.desk.cases.timing.choices import as_items, day_words, reminder_choices
from sandali.desk.cases.timing.context import reminders_context
from sandali.desk.cases.timing.forms import ReminderForm, sentences
from sandali.desk.entering import staff
from sandali.kit.fields import DateInput
from sandali.kit.htmx import asked_by_htmx, done, fragments, page

PAGE = "desk/cases/timing/case_reminders.html"


def own(request: HttpRequest, number: int, reminder: int) -> tuple[Case, Reminder]:
    """One's own reminder of a case that one sees. Raises Case.DoesNotExist, Reminder.DoesNotExist."""
    case = access_case(request.user, number)
    return case, case.reminders.get(pk=reminder, person=request.user)


@staff("see_cases", methods=("GET", "POST"))
def on_case(request: HttpRequest, number: int) -> HttpResponse:
    """The reminders of a case and the form for one more; POST sets it."""
    case = access_case(request.user, number)
    return set_or_shown(request, case, None)


@staff("see_cases", methods=("GET", "POST"))
def one(request: HttpRequest, number: int, reminder: int) -> HttpResponse:
    """Another time or other words for one reminder."""
    case, found = own(request, number, reminder)
    return set_or_shown(request, case, found)


def set_or_shown(request: HttpRequest, case: Case, reminder: Reminder | None) -> HttpResponse:
    """Show the form, or do what it says; 422 keeps what was typed."""
    if request.method == "GET":
        part = ["case-reminders", "reminder-open"]
        return page(request, PAGE, form_context(request, case, reminder), part=part)
    form = ReminderForm(request.POST)
    error = "" if form.is_valid() else sentences(form)
    if not error:
        text, moment = form.cleaned_data["text"], form.cleaned_data["moment"]
        try:
            if reminder is None:
                remind(case, moment, text, by=request.user)
            else:
                move_reminder(reminder, moment, text=text)
        except CannotRemind as problem:
            error = str(problem)
    if error:
        context = form_context(request, case, reminder, error=error)
        if asked_by_htmx(request):
            return fragments(request, PAGE, "reminder-open", context=context, status=422)
        return page(request, PAGE, context, status=422)
    messages.success(request, _("You will be reminded on %(moment)s.") % {"moment": day_words(moment)})
    return shown(request, case)


def form_context(request: HttpRequest, case: Case, reminder: Reminder | None, *, error: str = "") -> dict[str, Any]:
    """The form as it is typed, or as the reminder stands."""
    given = request.POST if request.method == "POST" else {}
    typed = {"text": given.get("text", reminder.text if reminder is not None else "")[:200], "clock": given.get("clock", "")[:10]}
    name = "case_reminders" if reminder is None else "case_reminder"
    where = [case.pk] if reminder is None else [case.pk, reminder.pk]
    day = DateInput(attrs={"class": "input day-input", "id": "reminder-day"}).render("day", given.get("day", "")[:40])
    return {
        "case": case,
        "number": number_of(case),
        "form": ReminderForm(),
        "form_url": reverse(name, args=where),
        "typed": typed,
        "day_input": day,
        "choices": as_items(reminder_choices(request.company), "until"),
        "error": error,
        "reminder_urls": {"removal": reverse("case_reminder_removal", args=where)} if reminder is not None else None,
        **reminders_context(case, request.user),
    }


def shown(request: HttpRequest, case: Case) -> HttpResponse:
    """The section as it stands now, its form closed."""
    if not asked_by_htmx(request):
        return done(request, reverse("case", args=[case.pk]))
    context = {"case": case, **reminders_context(case, request.user)}
    return fragments(request, PAGE, "case-reminders", "reminder-open", context=context)


@staff("see_cases", methods=("POST",))
def completion(request: HttpRequest, number: int, reminder: int) -> HttpResponse:
    """It is done; with ?back=1 not after all."""
    case, found = own(request, number, reminder)
    back = "back" in request.GET
    finish_reminder(found, is_done=not back)
    undo = "" if back else f"undo:{reverse('case_reminder_completion', args=[number, reminder])}?back=1"
    messages.success(request, _("It is among your reminders again.") if back else _("Done."), extra_tags=undo)
    return shown(request, case) if asked_by_htmx(request) else done(request, reverse("reminders"))


@staff("see_cases", methods=("POST",))
def removal(request: HttpRequest, number: int, reminder: int) -> HttpResponse:
    """Remove it; it can be had back."""
    case, found = own(request, number, reminder)
    remove_reminder(found)
    undo = reverse("case_reminder_undoing", args=[number, reminder])
    messages.success(request, _("The reminder was removed."), extra_tags=f"undo:{undo}")
    return shown(request, case)


@staff("see_cases", methods=("POST",))
def undoing(request: HttpRequest, number: int, reminder: int) -> HttpResponse:
    """Bring a removed one back."""
    case, found = own(request, number, reminder)
    remove_reminder(found, is_removed=False)
    messages.success(request, _("It is among your reminders again."))
    return shown(request, case)
