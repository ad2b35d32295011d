"""Quick changes of a case: whose, where, what, when. Each is a noun with an address; a change that lost a race says what stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case
from sandali.cases.actions import assign_case, change_state, classify_case, move_case, tag_case, untag_case
from sandali.cases.actions.handling import CannotOwn
from sandali.cases.models import Case, State
from sandali.company.actions import Overtaken
from sandali.company.models import Department, Person
from sandali.desk.cases.timing.forms import SnoozeForm, sentences
from sandali.desk.cases.views import CASE, case_context, filter_of, thread_context
from sandali.desk.entering import staff
from sandali.kit.failures import failure
from sandali.kit.htmx import asked_by_htmx, done, fragments


def changed(request: HttpRequest, number: int, act: Callable[[Case], Any], said: str, *, whole: bool = False) -> HttpResponse:
    """Do one thing to a case that the person may handle, and show it as it stands now.

    What was posted and makes no sense is 400; a change that somebody else overtook changes nothing and says so."""
    case = access_case(request.user, number, to="handle")
    try:
        act(case)
    except Overtaken:
        messages.warning(request, _("Somebody else changed this case in the meantime. This is how it stands now; please choose again."))
        return shown(request, number, status=409)
    except CannotOwn as refused:
        messages.error(request, str(refused))
        return shown(request, number, status=422)
    except (ValueError, Person.DoesNotExist, Department.DoesNotExist):
        return failure(request, 400)
    messages.success(request, said)
    return shown(request, number, whole=whole)


def shown(request: HttpRequest, number: int, *, status: int = 200, whole: bool = False) -> HttpResponse:
    """The case after an act: its head and thread in place with htmx, its page without. A case given away leads to the list.

    `whole`: the act changed what the person may do, so that the form and what stands beside the case are drawn anew too."""
    wanted = filter_of(request)
    try:
        case = access_case(request.user, number)
    except Case.DoesNotExist:
        return done(request, wanted.url, leave=True)
    if not asked_by_htmx(request):
        return done(request, wanted.case_url(number))
    if whole:
        return fragments(request, CASE, "main", "panel", context=case_context(request, case, wanted), swap="outerMorph", status=status)
    context = thread_context(request, case, wanted)
    return fragments(request, CASE, "case-head", "case-thread", context=context, swap="outerMorph", status=status)


def asked_version(request: HttpRequest) -> int | None:
    """The version that the person saw; None when the form carries none (a change made from the list)."""
    value = request.POST.get("version", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


@staff("handle_cases", methods=("POST",))
def assignment(request: HttpRequest, number: int) -> HttpResponse:
    """Give the case to `person`, or to nobody when that is empty."""
    wanted = request.POST.get("person", "").strip()
    if wanted == str(request.user.pk) and owned_by_other(request, number):
        return done(request, reverse("case_takeover", args=[number]), leave=True)

    def act(case: Case) -> None:
        person = Person.objects.filter(is_active=True).get(pk=int(wanted)) if wanted else None
        assign_case(case, person, by=request.user, version=asked_version(request))

    return changed(request, number, act, _("The case has a new owner.") if wanted else _("Anybody can take the case now."))


def owned_by_other(request: HttpRequest, number: int) -> bool:
    """Whether the case is a colleague's, as the form knew: whoever takes it then says why."""
    case = access_case(request.user, number, to="handle")
    return case.assignee_id not in (None, request.user.pk) and asked_version(request) in (None, case.version)


@staff("handle_cases", methods=("POST",))
def department(request: HttpRequest, number: int) -> HttpResponse:
    """Move the case to `department`, or to none."""
    wanted = request.POST.get("department", "").strip()

    def act(case: Case) -> None:
        place = Department.objects.filter(archived_at=None).get(pk=int(wanted)) if wanted else None
        move_case(case, place, by=request.user, version=asked_version(request))

    return changed(request, number, act, _("The case was moved."))


@staff("handle_cases", methods=("POST",))
def kind(request: HttpRequest, number: int) -> HttpResponse:
    """Say what kind of matter it is; empty for none."""
    wanted = request.POST.get("kind", "")
    return changed(
        request,
        number,
        lambda case: classify_case(case, by=request.user, kind=wanted, version=asked_version(request)),
        _("The kind was changed."),
        whole=True,  # what stands beside a complaint is another
    )


@staff("handle_cases", methods=("POST",))
def priority(request: HttpRequest, number: int) -> HttpResponse:
    """Set the priority, 1 to 4."""
    wanted = request.POST.get("priority", "")
    return changed(
        request,
        number,
        lambda case: classify_case(case, by=request.user, priority=int(wanted), version=asked_version(request)),
        _("The priority was changed."),
    )


@staff("handle_cases", methods=("POST",))
def subject(request: HttpRequest, number: int) -> HttpResponse:
    """Change the subject. When somebody was faster, both wordings are shown: nothing typed is lost."""
    wanted = request.POST.get("subject", "")
    case = access_case(request.user, number, to="handle")
    try:
        classify_case(case, by=request.user, subject=wanted, version=asked_version(request))
    except Overtaken as overtaken:
        said = _("Somebody else changed this case in the meantime. The subject is “%(theirs)s”; you wrote “%(yours)s”.")
        messages.warning(request, said % {"theirs": overtaken.current.subject, "yours": wanted[:250]})
        return shown(request, number, status=409)
    messages.success(request, _("The subject was changed."))
    return shown(request, number)


@staff("handle_cases", methods=("POST",))
def state(request: HttpRequest, number: int) -> HttpResponse:
    """Open, waiting or answered. Confirmed and lapsed cannot be asked for; a snooze has its own address."""
    wanted = request.POST.get("state", "")
    said = {
        State.OPEN: _("The case is open."),
        State.WAITING: _("The case waits for the customer."),
        State.ANSWERED: _("The case is set to answered."),
    }
    return changed(
        request,
        number,
        lambda case: change_state(case, wanted, by=request.user, version=asked_version(request)),
        said.get(State(wanted), "") if wanted in said else "",
    )


@staff("handle_cases", methods=("POST",))
def snooze(request: HttpRequest, number: int) -> HttpResponse:
    """Snooze until a ready-made moment (`until`), until the customer writes (`until` is "reply"), or until a `day` and `clock`.

    `thanks` lets it sleep on when the customer only says thanks."""
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        access_case(request.user, number, to="handle")
        messages.error(request, sentences(form))
        return shown(request, number, status=422)
    values = form.cleaned_data
    how = {"until": values["moment"], "until_reply": form.until_reply, "through_thanks": values["thanks"]}
    return changed(
        request,
        number,
        lambda case: change_state(case, State.SNOOZED, by=request.user, version=asked_version(request), **how),
        _("The case is snoozed."),
    )


@staff("handle_cases", methods=("POST",))
def tags(request: HttpRequest, number: int) -> HttpResponse:
    """Add the tag `tag`, by its name."""
    return changed(request, number, lambda case: tag_case(case, request.POST.get("tag", ""), by=request.user), _("The tag was added."))


@staff("handle_cases", methods=("POST",))
def tag_removal(request: HttpRequest, number: int, tag: int) -> HttpResponse:
    """Take a tag away."""
    case = access_case(request.user, number, to="handle")
    untag_case(case, case.tags.get(pk=tag), by=request.user)
    messages.success(request, _("The tag was removed."))
    return shown(request, number)
