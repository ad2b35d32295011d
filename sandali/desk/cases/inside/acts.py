"""Acts on tasks: made, worded anew, taken, passed on, answered, withdrawn, opened again. A lost race says what stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case, access_task
from sandali.cases.actions import keep_draft
from sandali.cases.actions import work as actions
from sandali.cases.actions.together import CannotName
from sandali.cases.models import Draft, Task
from sandali.cases.together import people_to_name, without_names
from sandali.company.actions import Overtaken
from sandali.company.models import Department, Person
from sandali.desk.cases.acts import asked_version
from sandali.desk.cases.head import number_of
from sandali.desk.cases.inside.forms import AnswerForm, PassForm, TaskForm, doer_of
from sandali.desk.cases.inside.views import wording as wording_form
from sandali.desk.cases.inside.views import work_shown
from sandali.desk.cases.together.looking import PARTS as NAMES
from sandali.desk.entering import staff
from sandali.kit.failures import failure
from sandali.kit.htmx import asked_by_htmx, cleaned, done, fragments, page

NEW = "desk/cases/inside/task_new.html"


@staff("handle_cases", methods=("GET", "POST"))
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Ask another department, or a person, for a part of the case."""
    case = access_case(request.user, number, to="handle")
    form = TaskForm(request.POST or None, auto_id="new-task-%s")
    values = cleaned(form, request)
    if values is not None:
        try:
            actions.make_task(
                case, values["title"], by=request.user, text=values["text"], due_at=values["due_at"], **doer_of(values["to"])
            )
        except (ValueError, Department.DoesNotExist, Person.DoesNotExist):
            return failure(request, 400)
        messages.success(request, _("The task is assigned. What comes of it will appear in this case."))
        return work_shown(request, number)
    context = {"case": case, "form": form, "number": number_of(case), "new_task_url": reverse("case_tasks", args=[number])}
    if asked_by_htmx(request) and request.method == "POST":
        return fragments(request, NEW, "work-open", context=context)
    return page(request, NEW, context, part=["work-open"])


def changed(request: HttpRequest, found: Task, act: Callable[[], Task], said: str, **typed: Any) -> HttpResponse:
    """Do one thing to a task and show it as it stands. `typed` comes back in its form when somebody else was faster."""
    try:
        current = act()
    except Overtaken as overtaken:
        messages.warning(request, _("Somebody else changed this task in the meantime. This is how it stands now; what you wrote is still in the form."))
        return work_shown(request, found.case_id, opened=overtaken.current, status=409, **typed)
    except (ValueError, Department.DoesNotExist, Person.DoesNotExist):
        return failure(request, 400)
    messages.success(request, said)
    return work_shown(request, found.case_id, opened=current)


@staff("handle_cases", methods=("POST",))
def wording(request: HttpRequest, number: int, task: int) -> HttpResponse:
    """Say anew what is to be done and by when."""
    found = access_task(request.user, number, task, to="change")
    form = wording_form(found, request.POST)
    values = cleaned(form, request)
    if values is None:
        return work_shown(request, number, opened=found, status=422, wording_form=form)
    wanted = {name: values[name] for name in ("title", "text", "due_at")}
    return changed(
        request, found, lambda: actions.change_task(found, by=request.user, version=asked_version(request), **wanted),
        _("The task was changed."), wording_form=form,
    )  # fmt: skip


@staff("see_cases", methods=("POST",))
def owner(request: HttpRequest, number: int, task: int) -> HttpResponse:
    """Take the task."""
    found = access_task(request.user, number, task, to="do")
    return changed(request, found, lambda: actions.take_task(found, by=request.user, version=asked_version(request)), _("The task is yours."))


@staff("see_cases", methods=("POST",))
def passing(request: HttpRequest, number: int, task: int) -> HttpResponse:
    """Hand the task to somebody else."""
    found = access_task(request.user, number, task, to="do")
    form = PassForm(request.POST, task=found, auto_id=f"task-{task}-%s")
    values = cleaned(form, request)
    if values is None:
        return work_shown(request, number, opened=found, status=422, pass_form=form)
    return changed(
        request, found, lambda: actions.pass_task(found, by=request.user, version=asked_version(request), **doer_of(values["to"])),
        _("The task was passed on."), pass_form=form,
    )  # fmt: skip


@staff("see_cases", methods=("POST",))
def answer(request: HttpRequest, number: int, task: int) -> HttpResponse:
    """Say what came of it."""
    found = access_task(request.user, number, task, to="do")
    form = AnswerForm(request.POST, auto_id=f"task-{task}-%s")
    values = cleaned(form, request)
    if values is None:
        return work_shown(request, number, opened=found, status=422, answer_form=form)
    try:
        return changed(
            request, found, lambda: actions.answer_task(found, values["answer"], by=request.user, version=asked_version(request)),
            _("The task is answered. Whoever owns the case was told."), answer_form=form,
        )  # fmt: skip
    except CannotName as problem:
        form.add_error("answer", str(problem))
        return work_shown(request, number, opened=found, status=422, answer_form=form)


@staff("see_cases")
def mentions(request: HttpRequest, number: int, task: int) -> HttpResponse:
    """Colleagues who may see the case and whose name begins like `q`, for the picker that @ opens in the answer to a task."""
    found = access_task(request.user, number, task, to="do")
    people = people_to_name(found.case, request.GET.get("q", "")[:60], by=request.user)
    return page(request, NAMES, {"case": found.case, "people": people}, part=["task-mention-results"])


@staff("handle_cases", methods=("POST",))
def withdrawal(request: HttpRequest, number: int, task: int) -> HttpResponse:
    """It is not wanted any more. The way back opens it again."""
    found = access_task(request.user, number, task, to="change")
    try:
        actions.withdraw_task(found, by=request.user, version=asked_version(request))
    except Overtaken as overtaken:
        messages.warning(request, _("Somebody else changed this task in the meantime. This is how it stands now; please choose again."))
        return work_shown(request, number, opened=overtaken.current, status=409)
    undo = reverse("case_task_reopening", args=[number, task])
    messages.success(request, _("The task was withdrawn."), extra_tags=f"undo:{undo}")
    return work_shown(request, number)


@staff("handle_cases", methods=("POST",))
def reopening(request: HttpRequest, number: int, task: int) -> HttpResponse:
    """It is wanted again, or the answer was not enough."""
    found = access_task(request.user, number, task, to="change")
    return changed(
        request, found, lambda: actions.reopen_task(found, by=request.user, version=asked_version(request)), _("The task is open again.")
    )


@staff("answer_cases", methods=("GET", "POST"))
def quotation(request: HttpRequest, number: int, task: int) -> HttpResponse:
    """What came of a task, for the answer to the customer: as text for the form that is open; posted, it goes into one's draft.

    It names nobody, also not whom the answer named: the customer hears one voice."""
    access_case(request.user, number, to="answer")
    found = access_task(request.user, number, task)
    if not found.answer:
        return failure(request, 404)
    said = without_names(found.answer)
    if request.method == "GET":
        return HttpResponse(said, content_type="text/plain; charset=utf-8")
    began = Draft.objects.filter(case=number, person=request.user, direction="out").values_list("text", flat=True).first()
    keep_draft(found.case, f"{began}\n\n{said}" if began else said, by=request.user)
    return done(request, reverse("case", args=[number]) + "#case-composer", leave=True)


