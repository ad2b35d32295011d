"""Acts among colleagues: following, taking over with a word, counting that a customer had to tell it again, naming with @."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case, rights_on
from sandali.cases.actions import together as actions
from sandali.cases.actions.handling import CannotOwn
from sandali.cases.models import Case
from sandali.cases.together import people_to_name, who_could_follow
from sandali.company.actions import Overtaken
from sandali.desk.cases.acts import asked_version, shown
from sandali.desk.cases.came_from import filter_of
from sandali.desk.cases.head import number_of
from sandali.desk.cases.together.context import panel_context
from sandali.desk.cases.together.forms import FollowerForm
from sandali.desk.cases.together.looking import PARTS
from sandali.desk.entering import staff
from sandali.kit.htmx import asked_by_htmx, cleaned, done, fragments, page

TAKEOVER, FOLLOWERS = "desk/cases/together/takeover.html", "desk/cases/together/followers_page.html"


@staff("see_cases", methods=("POST",))
def following(request: HttpRequest, number: int) -> HttpResponse:
    """Follow the case."""
    case = access_case(request.user, number)
    actions.follow_case(case, by=request.user)
    return followers_shown(request, case)


@staff("see_cases", methods=("POST",))
def unfollowing(request: HttpRequest, number: int) -> HttpResponse:
    """Follow it no longer."""
    case = access_case(request.user, number)
    actions.unfollow_case(case, by=request.user)
    return followers_shown(request, case)


def followers_shown(request: HttpRequest, case: Case) -> HttpResponse:
    """Who follows the case now."""
    if not asked_by_htmx(request):
        return done(request, filter_of(request).case_url(case.pk))
    context = {"case": case, **panel_context(case, request.user, rights_on(request.user, case))}
    return fragments(request, PARTS, "case-followers", context=context)


@staff("note_cases", methods=("GET", "POST"))
def followers(request: HttpRequest, number: int) -> HttpResponse:
    """Who follows the case, and the form that asks a colleague to. `follower-open` is the form beside the case."""
    case = access_case(request.user, number, to="note")
    form = FollowerForm(request.POST or None, people=who_could_follow(case))
    values = cleaned(form, request)
    if values is not None:
        person = values["person"]
        try:
            actions.add_follower(case, person, by=request.user)
        except actions.CannotName as problem:  # somebody moved the case at this moment
            form.add_error(None, str(problem))
            request.form_is_wrong = True  # type: ignore[attr-defined]
        else:
            messages.success(request, _("%(name)s follows the case and is told of it.") % {"name": person.name})
            return followers_shown(request, case)
    context = {"case": case, "number": number_of(case), "form": form, **panel_context(case, request.user, rights_on(request.user, case))}
    if request.method == "POST" and asked_by_htmx(request):
        return fragments(request, FOLLOWERS, "follower-open", context=context)
    return page(request, FOLLOWERS, context, part=["follower-open"])


@staff("note_cases", methods=("POST",))
def follower_removal(request: HttpRequest, number: int, person: int) -> HttpResponse:
    """Take a colleague off the followers."""
    case = access_case(request.user, number, to="note")
    actions.remove_follower(case, person, by=request.user)
    return followers_shown(request, case)


@staff("handle_cases", methods=("GET", "POST"))
def takeover(request: HttpRequest, number: int) -> HttpResponse:
    """Take a case that a colleague owns, and tell them why."""
    case = access_case(request.user, number, to="handle")
    if request.method == "GET":
        return page(request, TAKEOVER, takeover_context(case))
    word = request.POST.get("word", "")
    owner = case.assignee
    try:
        actions.take_over(case, word, by=request.user, version=asked_version(request))
    except Overtaken:
        messages.warning(request, _("Somebody else changed this case in the meantime. This is how it stands now; please choose again."))
        return shown(request, number, status=409)
    except CannotOwn as refused:
        messages.error(request, str(refused))
        return shown(request, number, status=422)
    except ValueError:
        messages.warning(request, _("Say in a word why, so that your colleague knows how to go on."))
        if asked_by_htmx(request):
            return shown(request, number, status=422)
        return page(request, TAKEOVER, takeover_context(case), status=422)
    if owner is None or owner.pk == request.user.pk:
        messages.success(request, _("The case is yours."))
    else:
        messages.success(request, _("The case is yours, and %(name)s was told why.") % {"name": owner.name})
    return shown(request, number)


def takeover_context(case: Case) -> dict[str, Any]:
    """The page that asks for a word."""
    return {"case": case, "number": number_of(case), "version": case.version, "owner": case.assignee}


@staff("note_cases", methods=("POST",))
def repeats(request: HttpRequest, number: int) -> HttpResponse:
    """The customer had to explain it again (P08): one click counts it, and the same person may take it back."""
    case = access_case(request.user, number, to="note")
    event = actions.count_repeat(case, by=request.user)
    undo = reverse("case_repeat_undoing", args=[number, event.pk])
    messages.success(request, _("Counted: the customer had to explain it again."), extra_tags=f"undo:{undo}")
    return shown(request, number)


@staff("note_cases", methods=("POST",))
def repeat_undoing(request: HttpRequest, number: int, counted: int) -> HttpResponse:
    """Take one's own count back. Somebody else's is not found."""
    case = access_case(request.user, number, to="note")
    if actions.undo_repeat(case, counted, by=request.user):
        messages.success(request, _("It is not counted any more."))
    return shown(request, number)


@staff("note_cases")
def mentions(request: HttpRequest, number: int) -> HttpResponse:
    """Colleagues who may see the case and whose name begins like `q`, for the picker that @ opens."""
    case = access_case(request.user, number, to="note")
    people = people_to_name(case, request.GET.get("q", "")[:60], by=request.user)
    return page(request, PARTS, {"case": case, "people": people}, part=["mention-results"])
