"""Acts on the checklist of a case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.cases.actions import checklist as actions
from sandali.cases.models import Case, ChecklistItem
from sandali.desk.cases.inside.views import work_shown
from sandali.desk.entering import staff
from sandali.history.models import Event
from sandali.kit.failures import failure


def item_of(request: HttpRequest, number: int, item: int) -> ChecklistItem:
    """A step of a case that the person may handle. Raises Case.DoesNotExist, NotAllowed, ChecklistItem.DoesNotExist."""
    case: Case = access_case(request.user, number, to="handle")
    return case.checklist.get(pk=item)


@staff("handle_cases", methods=("POST",))
def items(request: HttpRequest, number: int) -> HttpResponse:
    """Add the step `text`."""
    case = access_case(request.user, number, to="handle")
    try:
        actions.add_item(case, request.POST.get("text", ""), by=request.user)
    except ValueError:
        messages.warning(request, _("Nothing was added: a step needs words, and a checklist has at most a hundred steps."))
        return work_shown(request, number, status=422)
    return work_shown(request, number)


@staff("handle_cases", methods=("POST",))
def tick(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Tick a step off with `done`; without it take the tick away."""
    actions.tick_item(item_of(request, number, item), done=bool(request.POST.get("done")), by=request.user)
    return work_shown(request, number)


@staff("handle_cases", methods=("POST",))
def place(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Move a step one place, `way` up or down."""
    found = item_of(request, number, item)
    way = request.POST.get("way", "")
    if way not in ("up", "down"):
        return failure(request, 400)
    actions.move_item(found, up=way == "up", by=request.user)
    return work_shown(request, number)


@staff("handle_cases", methods=("POST",))
def removal(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Take a step off, with a way back."""
    event = actions.remove_item(item_of(request, number, item), by=request.user)
    if event is not None:
        undo = reverse("case_item_undoing", args=[number, event.pk])
        messages.success(request, _("The step was taken off the checklist."), extra_tags=f"undo:{undo}")
    return work_shown(request, number)


@staff("handle_cases", methods=("POST",))
def undoing(request: HttpRequest, number: int, removed: int) -> HttpResponse:
    """Put a step back that was taken off; `removed` is the event that did it."""
    case = access_case(request.user, number, to="handle")
    event = Event.objects.filter(case_id=case.pk, kind="item_removed").get(pk=removed)
    if actions.restore_item(case, event, by=request.user) is not None:
        messages.success(request, _("The step is back on the checklist."))
    return work_shown(request, number)
