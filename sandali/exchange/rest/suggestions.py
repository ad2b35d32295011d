"""What our people suggest to the managers, who else met it, and what became of it."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from sandali.cases.access import access_case
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Id, Page, Paged, Ref, Said, Shape, page_of, place_in
from sandali.exchange.rest.problems import wrong_field
from sandali.exchange.rest.shapes import Named, Versioned, named, version_of
from sandali.team import actions
from sandali.team.access import access_suggestion
from sandali.team.models import Suggestion
from sandali.team.queries import managers, mark_of, seen_cases, suggestion_page

subject = Subject("suggestions")
SCOPE = "cases"


class SuggestionShape(Shape):
    """A suggestion. Its case is named to who sees that."""

    id: int
    text: str
    case: int | None
    by: Named | None
    to: Named | None
    at: datetime
    state: Literal["waiting", "taken_up", "done", "declined", "withdrawn"]
    state_at: datetime
    due_at: datetime
    answer: str
    answered_by: Named | None
    answered_at: datetime | None
    outcome: str
    outcome_at: datetime | None
    version: int


class SuggestionsAsked(Paged):
    """Which suggestions."""

    box: Literal["waiting", "taken_up", "done", "declined", "mine"] = "waiting"


class SuggestionSaid(Said):
    """What would help customers; without `to` it is all managers'."""

    text: str = Field(min_length=1, max_length=actions.LONGEST)
    to: Ref | None = None
    case: Ref | None = None


class SuggestionWording(Versioned):
    """How it is worded."""

    text: str = Field(min_length=1, max_length=actions.LONGEST)


class VerdictOnSuggestion(Versioned):
    """Taken up and how, or declined and why."""

    verdict: Literal["taken_up", "declined"]
    text: str = Field(min_length=1, max_length=actions.LONGEST)


class VoiceSaid(Said):
    """In a word, with one's own case."""

    word: str = Field("", max_length=actions.LONGEST_WORD)
    case: Ref | None = None


def shown(one: Suggestion, seen: dict[int, str]) -> dict[str, Any]:
    """A suggestion; `seen` are the cases that the reader may see."""
    same = ("text", "at", "state", "state_at", "due_at", "answer", "answered_at", "outcome", "outcome_at", "version")
    people = {name: named(getattr(one, name)) for name in ("by", "to", "answered_by")}
    return {"id": one.pk, **{name: getattr(one, name) for name in same}, **people, "case": one.case_id if one.case_id in seen else None}


def as_it_stands(person: Any, number: int) -> dict[str, Any]:
    """A suggestion as it stands now. Raises Suggestion.DoesNotExist."""
    found = access_suggestion(person, number)
    return shown(found, seen_cases(person, [found.case_id]))


@subject.reads("/suggestions", "see_cases", Page[SuggestionShape], gettext_lazy("List suggestions"), scope=SCOPE)
def list_suggestions(request: HttpRequest, asked: Query[SuggestionsAsked]) -> dict[str, Any]:
    """Those that wait by when an answer is owed, all others with the latest first."""
    rows = suggestion_page(request.user, asked.box, after=place_in(asked.cursor, datetime, int), most=asked.limit + 1)  # type: ignore[arg-type]
    seen = seen_cases(request.user, [one.case_id for one in rows])
    return page_of(rows, asked.limit, lambda one: shown(one, seen), lambda one: mark_of(one, asked.box))


@subject.reads("/suggestions/{number}", "see_cases", SuggestionShape, gettext_lazy("One suggestion"), scope=SCOPE)
def get_suggestion(request: HttpRequest, number: Id) -> dict[str, Any]:
    """As it stands."""
    return as_it_stands(request.user, number)


@subject.writes("POST", "/suggestions", "see_cases", SuggestionShape, gettext_lazy("Suggest something"), scope=SCOPE, status=201)
def create_suggestion(request: HttpRequest, said: SuggestionSaid) -> dict[str, Any]:
    """As the token's person. An answer is owed."""
    to = next((one for one in managers() if one.pk == said.to and one.pk != request.user.pk), None)
    if said.to is not None and to is None:
        raise wrong_field("to", _("This colleague answers no suggestions."))
    case = access_case(request.user, said.case) if said.case is not None else None
    return as_it_stands(request.user, actions.suggest(said.text, by=request.user, case=case, to=to).pk)


@subject.writes("PATCH", "/suggestions/{number}", "see_cases", SuggestionShape, gettext_lazy("Word a suggestion anew"), scope=SCOPE)
def reword_suggestion(request: HttpRequest, number: Id, said: SuggestionWording) -> dict[str, Any]:
    """One's own, until it is answered."""
    actions.change_suggestion(access_suggestion(request.user, number, to="write"), said.text, by=request.user, version=version_of(request, said))
    return as_it_stands(request.user, number)


@subject.writes("PUT", "/suggestions/{number}/withdrawal", "see_cases", SuggestionShape, gettext_lazy("Take a suggestion back"), scope=SCOPE)
def withdraw_one_suggestion(request: HttpRequest, number: Id, said: Versioned) -> dict[str, Any]:
    """One's own, until it is answered."""
    actions.withdraw_suggestion(access_suggestion(request.user, number, to="write"), by=request.user, version=version_of(request, said))
    return as_it_stands(request.user, number)


@subject.writes("DELETE", "/suggestions/{number}/withdrawal", "see_cases", SuggestionShape, gettext_lazy("Make a suggestion again"), scope=SCOPE)
def return_one_suggestion(request: HttpRequest, number: Id) -> dict[str, Any]:
    """The clock begins anew."""
    actions.return_suggestion(access_suggestion(request.user, number, to="write"), by=request.user)
    return as_it_stands(request.user, number)


@subject.writes("PUT", "/suggestions/{number}/answer", "answer_suggestions", SuggestionShape, gettext_lazy("Answer a suggestion"), scope=SCOPE)
def answer_suggestion(request: HttpRequest, number: Id, said: VerdictOnSuggestion) -> dict[str, Any]:
    """Who suggested it is told."""
    act = actions.take_up if said.verdict == "taken_up" else actions.decline
    act(access_suggestion(request.user, number, to="answer"), said.text, by=request.user, version=version_of(request, said))
    return as_it_stands(request.user, number)


@subject.writes("PUT", "/suggestions/{number}/outcome", "answer_suggestions", SuggestionShape, gettext_lazy("A suggestion is carried out"), scope=SCOPE)
def carry_suggestion_out(request: HttpRequest, number: Id, said: SuggestionWording) -> dict[str, Any]:
    """What is different for customers now."""
    actions.carry_out(access_suggestion(request.user, number, to="answer"), said.text, by=request.user, version=version_of(request, said))
    return as_it_stands(request.user, number)


@subject.writes("DELETE", "/suggestions/{number}/answer", "answer_suggestions", SuggestionShape, gettext_lazy("Take an answer to a suggestion back"), scope=SCOPE)
def take_suggestion_answer_back(request: HttpRequest, number: Id) -> dict[str, Any]:
    """The last word of ours: what was carried out is taken up again, what was answered waits again."""
    actions.take_answer_back(access_suggestion(request.user, number, to="answer"), by=request.user)
    return as_it_stands(request.user, number)


@subject.writes("PUT", "/suggestions/{number}/voice", "see_cases", None, gettext_lazy("One met the same"), scope=SCOPE, status=204)
def add_suggestion_voice(request: HttpRequest, number: Id, said: VoiceSaid) -> None:
    """Said again, it replaces what one said."""
    case = access_case(request.user, said.case) if said.case is not None else None
    actions.add_voice(access_suggestion(request.user, number), said.word, by=request.user, case=case)


@subject.writes("DELETE", "/suggestions/{number}/voice", "see_cases", None, gettext_lazy("Take one's own word back"), scope=SCOPE, status=204)
def remove_suggestion_voice(request: HttpRequest, number: Id) -> None:
    """Does nothing where there is none."""
    actions.remove_voice(access_suggestion(request.user, number), by=request.user)
