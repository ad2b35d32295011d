"""Before a reply: the history in ten lines, what the matter means to the customer, and their mood. One page, and a part of the case's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.access import access_case, rights_on
from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.desk.cases.head import number_of
from sandali.desk.cases.views import CASE, filter_of, thread_context
from sandali.desk.entering import staff
from sandali.desk.understanding.context import offerable, state_of, understanding_context
from sandali.desk.understanding.lines import lines_of
from sandali.desk.understanding.moods import choices
from sandali.history.models import Event
from sandali.kit.failures import failure
from sandali.kit.htmx import asked_by_htmx, done, fragments, page
from sandali.resolution.understanding.actions import LONGEST, CannotWrite, write_understanding
from sandali.resolution.understanding.before import before_reply
from sandali.resolution.understanding.moods import say_mood
from sandali.resolution.understanding.queries import Understood, known_of, wordings

PAGE = "desk/understanding/before.html"


@staff("see_cases")
def before(request: HttpRequest, number: int) -> HttpResponse:
    """What to know before a reply; `before-body` is what the case page takes in."""
    case = access_case(request.user, number)
    return page(request, PAGE, before_context(request, case), part="before-body")


def before_context(request: HttpRequest, case: Case, **typed: Any) -> dict[str, Any]:
    """Context of the page. `typed`: what comes back of a wording that could not be taken."""
    understood, mood = known_of(case)
    rights = rights_on(request.user, case)
    return {
        "case": case,
        "number": number_of(case),
        "lines": lines_of(case, before_reply(case, request.user), mood, now=timezone.now()),
        "understood": understood,
        "understanding_state": state_of(understood),
        "wording": understood.text if understood is not None else "",
        "wording_version": understood.version if understood is not None else 0,
        "wordings": earlier(case, understood) if understood is not None else [],
        "most_letters": LONGEST,
        "may_write": "note" in rights,
        "moods": choices(mood) if "note" in rights else [],
        "mood_version": mood.version if mood is not None else 0,
        "mood_url": reverse("case_mood", args=[case.pk]),
        "understanding_url": reverse("case_understanding", args=[case.pk]),
        "before_url": reverse("case_before", args=[case.pk]),
        "case_url": filter_of(request).case_url(case.pk),
        "offers_understanding": offerable(understood, rights),
        **typed,
    }


def earlier(case: Case, understood: Understood) -> list[Event]:
    """The wordings besides the one that stands."""
    stands = {"version": understood.version, "text": understood.text}
    return [one for one in wordings(case) if stands != {name: one.data.get(name) for name in stands}]


@staff("note_cases", methods=("POST",))
def understanding(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what it means to the customer. Whoever was overtaken sees both wordings, and loses nothing."""
    case = access_case(request.user, number, to="note")
    text = request.POST.get("text", "")
    try:
        write_understanding(case, text, by=request.user, version=asked_version(request))
    except CannotWrite as problem:
        return not_taken(request, case, text, error=str(problem), status=422)
    except Overtaken:
        return not_taken(request, case, text, error=_("Somebody wrote it down in the meantime. Theirs stands above; yours is still here."), status=409)
    messages.success(request, _("What it means to the customer is written down."))
    if not asked_by_htmx(request):
        return done(request, reverse("case_before", args=[number]))
    return parts(request, case)


def not_taken(request: HttpRequest, case: Case, text: str, *, error: str, status: int) -> HttpResponse:
    """The form once more, with what was typed and what stands."""
    context = before_context(request, case, wording=text, wording_error=error)
    if asked_by_htmx(request):
        return fragments(request, PAGE, "before-body", context=context, status=status)
    return page(request, PAGE, context, status=status)


def parts(request: HttpRequest, case: Case, *, status: int = 200, head: bool = False) -> HttpResponse:
    """For htmx: the history with what stands now, what the composer offers, and the `head` of the case where it changed."""
    context = before_context(request, case) | understanding_context(case, rights_on(request.user, case))
    answer = fragments(request, PAGE, "before-body", "before-offer", context=context, status=status)
    if head:
        context |= thread_context(request, case, filter_of(request))
        answer.content += fragments(request, CASE, "case-head", "case-thread", context=context, swap="outerMorph").content
    return answer


@staff("note_cases", methods=("POST",))
def mood(request: HttpRequest, number: int) -> HttpResponse:
    """Say how the customer feels: `mood` is one of Mood, or empty where it cannot be told."""
    case = access_case(request.user, number, to="note")
    status = 200
    try:
        say_mood(case, request.POST.get("mood", ""), by=request.user, version=asked_version(request))
        messages.success(request, _("Their mood is written down."))
    except Overtaken:
        messages.warning(request, _("Their mood changed in the meantime. This is how it stands now; please choose again."))
        status = 409
    except ValueError:
        return failure(request, 400)
    case = access_case(request.user, number)
    if not asked_by_htmx(request):
        return done(request, filter_of(request).case_url(number))
    return parts(request, case, status=status, head=True)


def asked_version(request: HttpRequest) -> int:
    """The version that the form was opened with; one that is none is as if nothing had stood."""
    value = request.POST.get("version", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
