"""Putting a case right: give, ask, grant, refuse, take back, done, and the story of it. Each is a noun with an address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.cases.access import access_case, rights_on
from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.company.permissions import NotAllowed
from sandali.desk.cases.acts import asked_version
from sandali.desk.cases.head import number_of
from sandali.desk.entering import staff, stays_here
from sandali.desk.exceptions.words import relaxed_words
from sandali.desk.remedies.context import right_context
from sandali.desk.remedies.forms import ExceptionForm, RemedyForm, StoryForm
from sandali.desk.remedies.words import left_words, remedy_words, titled
from sandali.kit.dates import show_moment
from sandali.kit.htmx import asked_by_htmx, cleaned, done, fragments, page
from sandali.resolution.exceptions.actions import make_exception
from sandali.resolution.exceptions.queries import policies_in_use
from sandali.resolution.models import IN_FORCE, Remedy, RemedyState
from sandali.resolution.remedies.access import access_remedy, may_change, may_withhold
from sandali.resolution.remedies.actions import (
    CannotGive,
    finish_remedy,
    give_remedy,
    grant_remedy,
    refuse_remedy,
    reopen_remedy,
    take_back,
)
from sandali.resolution.remedies.allowances import currency_now, room_of
from sandali.resolution.remedies.granting import may_grant
from sandali.resolution.remedies.stories import CannotTell, tell_story, withhold_story

PAGE = "desk/remedies/case_remedies.html"
PARTS = ["case-remedies", "remedy-open"]


def section(request: HttpRequest, case: Case, **more: Any) -> dict[str, Any]:
    """What the section shows, with what is opened below it."""
    return {"case": case, "number": number_of(case), **right_context(case, request.user, rights_on(request.user, case)), **more}


def giving(request: HttpRequest, case: Case, *, form: RemedyForm | None = None, exception: ExceptionForm | None = None) -> dict[str, Any]:
    """The form, with what may still be given here and in this month."""
    room, currency = room_of(request.user, case), currency_now()
    return section(
        request, case, form=exception or form or RemedyForm(auto_id="remedy-%s"), is_exception=exception is not None, is_giving=exception is None,
        form_url=reverse("case_exceptions" if exception is not None else "case_remedy_new", args=[case.pk]),
        give_url=reverse("case_remedy_new", args=[case.pk]), except_url=reverse("case_exceptions", args=[case.pk]),
        has_policies=policies_in_use(case).exists(), relaxed=relaxed_words(case) if exception is not None else "",
        is_unlimited=room.left is None,
        in_case=left_words(None if room.in_case is None else max(0, room.in_case), currency),
        in_month=left_words(None if room.in_month is None else max(0, room.in_month), currency),
    )  # fmt: skip


@staff("see_cases")
def on_case(request: HttpRequest, number: int) -> HttpResponse:
    """What was given in a case; nothing open below it."""
    return page(request, PAGE, section(request, access_case(request.user, number)), part=PARTS)


@staff("answer_cases", methods=("GET", "POST"))
def new(request: HttpRequest, number: int) -> HttpResponse:
    """The form of something more to give; POST gives, or asks who may grant it."""
    case = access_case(request.user, number, to="answer")
    form = RemedyForm(request.POST or None, auto_id="remedy-%s")
    values = cleaned(form, request)
    if values is not None:
        given = {name: values[name] for name in ("kind", "amount", "what", "key")}
        return given_or_wrong(request, case, form, lambda: give_remedy(case, by=request.user, **given), {"form": form})
    return page(request, PAGE, giving(request, case, form=form if form.is_bound else None), part=PARTS)


@staff("answer_cases", methods=("GET", "POST"))
def exceptions(request: HttpRequest, number: int) -> HttpResponse:
    """An exception to a policy in this case; during a situation that relaxes it no reason is needed."""
    case = access_case(request.user, number, to="answer")
    form = ExceptionForm(request.POST or None, case=case, auto_id="remedy-%s")
    values = cleaned(form, request)
    if values is not None:
        given = {name: values[name] for name in ("policy", "reason", "amount", "key")}
        return given_or_wrong(request, case, form, lambda: make_exception(case, by=request.user, **given).remedy, {"exception": form})
    return page(request, PAGE, giving(request, case, exception=form), part=PARTS)


def given_or_wrong(request: HttpRequest, case: Case, form: Any, give: Callable[[], Remedy], forms: dict[str, Any]) -> HttpResponse:
    """Give it and say what became of it; what cannot be given comes back with a sentence."""
    try:
        remedy = give()
    except CannotGive as problem:
        form.add_error(None, str(problem))
        if asked_by_htmx(request):
            return fragments(request, PAGE, "remedy-open", context=giving(request, case, **forms), status=422)
        return page(request, PAGE, giving(request, case, **forms), status=422)
    words = {"remedy": remedy_words(remedy.kind, remedy.amount, remedy.currency)}
    if remedy.state == RemedyState.ASKED:
        due = show_moment(remedy.due_at, "short") if remedy.due_at else ""
        messages.info(request, _("This is beyond your allowance, so it was requested; an answer is owed by %(due)s.") % {"due": due})
    else:
        undo = reverse("case_remedy_removal", args=[case.pk, remedy.pk])
        messages.success(request, _("Given: %(remedy)s.") % words, extra_tags=f"undo:{undo}")
    return after(request, case)


def after(request: HttpRequest, case: Case) -> HttpResponse:
    """The section as it stands now, nothing open below it; elsewhere the page where it was done."""
    back = request.POST.get("next", "")
    if asked_by_htmx(request) and urlsplit(request.headers.get("HX-Current-URL", "")).path == reverse("case", args=[case.pk]):
        return fragments(request, PAGE, *PARTS, context=section(request, case))
    return done(request, back if stays_here(back) else reverse("case", args=[case.pk]), leave=True)


@staff("see_cases")
def remedy(request: HttpRequest, number: int, remedy: int) -> HttpResponse:
    """One remedy, with what the person may do about it."""
    found = access_remedy(request.user, number, remedy)
    return page(request, PAGE, opened(request, found), part=PARTS)


def opened(request: HttpRequest, found: Remedy, *, error: str = "") -> dict[str, Any]:
    """Context of one remedy below the section."""
    rights, where = rights_on(request.user, found.case), [found.case.pk, found.pk]
    changeable, stands = may_change(request.user, found, rights), found.state in IN_FORCE
    addresses = {
        name: reverse(f"case_remedy_{name}", args=where)
        for name, shown in {
            "granting": found.state == RemedyState.ASKED and may_grant(request.user, found),
            "refusal": found.state == RemedyState.ASKED and may_grant(request.user, found),
            "completion": changeable and stands,
            "removal": changeable and found.state in (RemedyState.ASKED, RemedyState.GIVEN, RemedyState.GRANTED),
            "story": stands and "answer" in rights,
        }.items()
        if shown
    }
    return section(request, found.case, opened=found, opened_title=titled(found.kind, found.amount, found.currency), urls=addresses, error=error)


def answered(request: HttpRequest, found: Remedy, act: Callable[[], Any], said: str, *, undo: str = "") -> HttpResponse:
    """Do something to a remedy, and show how it stands; where somebody else was first, that is said and nothing is done."""
    try:
        act()
    except Overtaken as other:
        now = RemedyState(other.current.state).label
        messages.warning(request, _("Somebody else was first. It stands like this now: %(state)s.") % {"state": now})
    except CannotGive as problem:
        messages.error(request, str(problem))
        if asked_by_htmx(request):
            return fragments(request, PAGE, "remedy-open", context=opened(request, found, error=str(problem)), status=422)
        return page(request, PAGE, opened(request, found, error=str(problem)), status=422)
    else:
        messages.success(request, said, extra_tags=f"undo:{reverse(undo, args=[found.case.pk, found.pk])}" if undo else "")
    return after(request, found.case)


@staff("grant_remedies", methods=("POST",))
def granting(request: HttpRequest, number: int, remedy: int) -> HttpResponse:
    """Yes, by one click."""
    found = access_remedy(request.user, number, remedy)
    words = {"remedy": remedy_words(found.kind, found.amount, found.currency), "who": found.by.name}
    act: Callable[[], Any] = lambda: grant_remedy(found, by=request.user, version=asked_version(request))  # noqa: E731 - one of four
    return answered(request, found, act, _("Granted: %(remedy)s. %(who)s is told.") % words, undo="case_remedy_reopening")


@staff("grant_remedies", methods=("POST",))
def refusal(request: HttpRequest, number: int, remedy: int) -> HttpResponse:
    """No, and why."""
    found = access_remedy(request.user, number, remedy)
    word = request.POST.get("word", "")
    act: Callable[[], Any] = lambda: refuse_remedy(found, word, by=request.user, version=asked_version(request))  # noqa: E731 - one of four
    return answered(request, found, act, _("%(who)s is told your word.") % {"who": found.by.name}, undo="case_remedy_reopening")


@staff("grant_remedies", methods=("POST",))
def reopening(request: HttpRequest, number: int, remedy: int) -> HttpResponse:
    """One's own yes or no was too quick."""
    found = access_remedy(request.user, number, remedy)
    return answered(request, found, lambda: reopen_remedy(found, by=request.user), _("It is asked for again."))


@staff("see_cases", methods=("POST",))
def removal(request: HttpRequest, number: int, remedy: int) -> HttpResponse:
    """Take it back."""
    found = access_remedy(request.user, number, remedy, to="change")
    return answered(request, found, lambda: take_back(found, by=request.user), _("It was taken back."))


@staff("see_cases", methods=("POST",))
def completion(request: HttpRequest, number: int, remedy: int) -> HttpResponse:
    """It is with the customer; with ?back=1 not yet after all."""
    found, back = access_remedy(request.user, number, remedy, to="change"), "back" in request.GET
    said = _("It is not with the customer yet.") if back else _("It is with the customer.")
    return answered(request, found, lambda: finish_remedy(found, by=request.user, is_done=not back), said)


@staff("answer_cases", methods=("GET", "POST"))
def story(request: HttpRequest, number: int, remedy: int) -> HttpResponse:
    """Tell the story of a good act, with the customer's own words."""
    access_case(request.user, number, to="answer")
    found = access_remedy(request.user, number, remedy)
    form = StoryForm(found, request.POST or None)
    values = cleaned(form, request)
    if values is not None:
        said = found.case.messages.filter(pk=values["message"] or 0).first()
        try:
            tell_story(found, title=values["title"], text=values["text"], by=request.user, message=said, words=values["words"])
        except CannotTell as problem:
            form.add_error(None, str(problem))
            request.form_is_wrong = True  # type: ignore[attr-defined]
        else:
            return done(request, reverse("stories"), _("The story is told."), leave=True)
    title = titled(found.kind, found.amount, found.currency)
    return page(request, "desk/remedies/story.html", {"form": form, "case": found.case, "number": number_of(found.case), "title": title})


@staff("see_cases", methods=("POST",))
def withholding(request: HttpRequest, number: int, remedy: int) -> HttpResponse:
    """Keep the story from being told; with ?back=1 let it be told again."""
    found, back = access_remedy(request.user, number, remedy), "back" in request.GET
    if not may_withhold(request.user, found.story, rights_on(request.user, found.case)):
        raise NotAllowed
    withhold_story(found.story, by=request.user, is_withheld=not back)
    undo = "" if back else f"{reverse('case_remedy_withholding', args=[number, remedy])}?back=1"
    return done(request, reverse("stories"), _("The story is told again.") if back else _("The story is withheld."), undo or None, leave=True)
