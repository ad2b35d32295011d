"""The list of suggestions, the page of one, making one and wording it anew."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.access import cases_for
from sandali.company.actions import Overtaken
from sandali.company.permissions import may
from sandali.desk.cases.boxes import capped
from sandali.desk.cases.paging import asked_after
from sandali.desk.cases.thread import written
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.desk.suggestions.forms import (
    AnswerForm,
    OutcomeForm,
    SuggestionForm,
    VoiceForm,
    WordingForm,
    standing_of,
)
from sandali.desk.suggestions.rows import BOX_NAMES, case_words, line, state_chip
from sandali.kit.components.regions import show_more
from sandali.kit.components.talk import deadline
from sandali.kit.htmx import asked_by_htmx, asked_part, cleaned, done, page
from sandali.kit.markup_text import format_html, format_html_join
from sandali.team.access import access_suggestion
from sandali.team.actions import change_suggestion, suggest
from sandali.team.models import Suggestion, SuggestionState
from sandali.team.queries import (
    BOXES,
    answer_days,
    mark_of,
    seen_cases,
    suggestion_counts,
    suggestion_page,
    voices_of,
)

PAGE: Final = 30


@staff("see_cases")
def suggestions(request: HttpRequest) -> HttpResponse:
    """Suggestions of a box. `more` is the part with the next rows."""
    box = request.GET.get("box", "")
    box = box if box in BOXES else "waiting"
    found = suggestion_page(request.user, box, after=asked_after(request.GET), most=PAGE + 1)
    shown, now = found[:PAGE], timezone.now()
    seen = seen_cases(request.user, (one.case_id for one in shown))
    rows = format_html_join("", "{}", ((line(one, box, seen, now),) for one in shown))
    more = show_more(url=f"{url_of(box)}&{urlencode({'after': next_page(found[PAGE - 1], box)})}", target="more") if len(found) > PAGE else ""
    if asked_by_htmx(request) and asked_part(request) == "more":
        return HttpResponse(format_html("{}{}", rows, more))
    counts = suggestion_counts(request.user)
    context = {
        "rows": rows,
        "more": more,
        "box": box,
        "days": answer_days(),
        "tabs": [{"label": label, "url": url_of(name), "current": name == box, "count": capped(counts[name])} for name, label in BOX_NAMES.items()],
    }
    return page(request, "desk/suggestions/list.html", context)


def url_of(box: str) -> str:
    """The list with a box."""
    return f"{reverse('suggestions')}?{urlencode({'box': box})}"


def next_page(last: Suggestion, box: str) -> str:
    """Where the next page begins, as `asked_after` reads it."""
    at, number = mark_of(last, box)
    return f"{at.isoformat()},{number}"


@staff("see_cases", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Say what would help customers; `case` fills in out of which case."""
    number = read_number(request.GET.get("case", ""))
    case = cases_for(request.user).filter(pk=number).first() if number else None
    form = SuggestionForm(request.POST or None, person=request.user, initial={"case": str(case.pk) if case else ""})
    if cleaned(form, request) is not None:
        made = suggest(form.cleaned_data["text"], by=request.user, case=form.found_case, to=form.receiver())
        return done(request, reverse("suggestion", args=[made.pk]), _("Thank you. You will be told what comes of it."), leave=True)
    context = {"form": form, "case": case, "case_words": case_words(case.pk) if case else "", "days": answer_days()}
    return page(request, "desk/suggestions/new.html", context)


@staff("see_cases")
def suggestion(request: HttpRequest, number: int) -> HttpResponse:
    """One suggestion: what was said, what was answered, what came of it, and who else met it."""
    return show(request, access_suggestion(request.user, number))


def show(request: HttpRequest, found: Suggestion, *, status: int | None = None, **forms: Any) -> HttpResponse:
    """Its page; `forms` are those that come back with what was typed."""
    person, voices = request.user, voices_of(found)
    seen = seen_cases(person, [found.case_id, *(voice.case_id for voice in voices)])
    mine = next((voice for voice in voices if voice.by_id == person.pk), None)
    waits, version = found.state == SuggestionState.WAITING, {"version": found.version}
    answers = may(person, "answer_suggestions")
    context = {
        "suggestion": found,
        "state_chip": state_chip(found),
        "due_chip": deadline(found.due_at) if waits else "",
        "html": written(found.text),
        "answer_html": written(found.answer) if found.answer else "",
        "outcome_html": written(found.outcome) if found.outcome else "",
        "case_words": case_words(found.case_id) if found.case_id in seen else "",
        "case_subject": seen.get(found.case_id or 0, ""),
        "voices": [{"by": voice.by, "word": voice.word, "at": voice.at, "case": voice.case_id if voice.case_id in seen else None, "case_words": case_words(voice.case_id)} for voice in voices],
        "is_mine": found.by_id == person.pk,
        "waits": waits,
        "may_answer": answers and waits,
        "may_finish": answers and found.state == SuggestionState.TAKEN_UP,
        "may_take_back": answers and found.state in (SuggestionState.TAKEN_UP, SuggestionState.DECLINED, SuggestionState.DONE),
        "has_voice": mine is not None,
        "typed": unsaved(found, forms) if status == 409 else "",
        "answer_form": AnswerForm(initial=version, auto_id="answer-%s"),
        "outcome_form": OutcomeForm(initial=version, auto_id="outcome-%s"),
        "voice_form": VoiceForm(person=person, initial={"word": mine.word, "case": str(mine.case_id or "")} if mine else None, auto_id="voice-%s"),
        **forms,
    }
    return page(request, "desk/suggestions/suggestion.html", context, status=status)


def unsaved(found: Suggestion, forms: dict[str, Any]) -> str:
    """What somebody wrote whose form stands no more on the page, because somebody else was faster."""
    still = {SuggestionState.WAITING: "answer_form", SuggestionState.TAKEN_UP: "outcome_form"}.get(SuggestionState(found.state), "")
    return next((str(form.data.get("text", "")) for name, form in forms.items() if name != still), "")


@staff("see_cases", methods=("GET", "POST"))
def wording(request: HttpRequest, number: int) -> HttpResponse:
    """Word one's own suggestion anew, until it is answered. Who was overtaken sees how it stands beside what they wrote."""
    found = access_suggestion(request.user, number, to="write")
    form = WordingForm(request.POST or None, initial=standing_of(found))
    values = cleaned(form, request)
    if values is not None:
        try:
            change_suggestion(found, values["text"], by=request.user, version=values["version"])
            return done(request, reverse("suggestion", args=[number]), _("Saved."), leave=True)
        except Overtaken as overtaken:
            found = overtaken.current
            form.data = form.data.copy()
            form.data["version"] = str(found.version)
            return page(request, "desk/suggestions/wording.html", {"form": form, "suggestion": found, "overtaken": True}, status=409)
    return page(request, "desk/suggestions/wording.html", {"form": form, "suggestion": found})
