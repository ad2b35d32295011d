"""Why it happened, what it means to the customer and how they feel, and what we learnt: as our people know it."""

from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from pydantic import Field

from sandali.cases.access import access_case
from sandali.exchange.rest.handling import handled
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Id, Ref, Said, Shape
from sandali.exchange.rest.problems import not_there
from sandali.exchange.rest.shapes import Moment, version_of
from sandali.resolution.models import CaseCause, Cause
from sandali.resolution.recovery.causes import find_cause, look_again, take_cause_away, write_lesson
from sandali.resolution.recovery.tree import paths
from sandali.resolution.understanding.actions import write_understanding
from sandali.resolution.understanding.moods import say_mood

subject = Subject("learning")
SCOPE = "cases"


class CauseShape(Shape):
    """A cause, and its whole way down the tree."""

    id: int
    name: str
    path: str


class CauseSaid(Said):
    """One of those that are offered."""

    cause: Ref


class LookSaid(Said):
    """When to look again."""

    at: Moment


class Worded(Said):
    """Words of ours. `version` is the one that the writer saw, 0 where nothing stood: then a lost race is a 409."""

    text: str = Field(min_length=1, max_length=2_000)
    version: int = Field(0, strict=True, ge=0, le=2**31 - 1)


class MoodSaid(Said):
    """How the customer feels, "" where it cannot be told. `version` as the writer saw it, 0 where nothing stood."""

    mood: Literal["", "calm", "glad", "worried", "upset", "angry"]
    version: int = Field(0, strict=True, ge=0, le=2**31 - 1)


class Wording(Shape):
    """How something is worded now."""

    text: str
    version: int


class MoodShape(Shape):
    """How the customer feels, as one of us says."""

    mood: str
    version: int


def causes_shown(numbers: list[int]) -> list[dict[str, Any]]:
    """Causes by their numbers, each with its way."""
    ways, names = paths(numbers), dict(Cause.objects.filter(pk__in=numbers).values_list("pk", "name"))
    return [{"id": one, "name": names[one], "path": ways.get(one, names[one])} for one in numbers if one in names]


@subject.reads("/causes", "see_cases", list[CauseShape], gettext_lazy("The causes that are offered"), scope=SCOPE)
def list_causes(request: HttpRequest) -> list[dict[str, Any]]:
    """By their name."""
    offered = Cause.objects.filter(retired_at=None, merged_into=None).order_by("folded", "pk")
    return causes_shown(list(offered.values_list("pk", flat=True)))


@subject.reads("/cases/{number}/causes", "see_cases", list[CauseShape], gettext_lazy("The causes of a case"), scope=SCOPE)
def list_case_causes(request: HttpRequest, number: Id) -> list[dict[str, Any]]:
    """None where nobody knows yet."""
    case = access_case(request.user, number)
    return causes_shown(list(CaseCause.objects.filter(case=case).order_by("pk").values_list("cause", flat=True)))


@subject.writes("POST", "/cases/{number}/causes", "handle_cases", CauseShape, gettext_lazy("A case has a cause"), scope=SCOPE, status=201)
def add_case_cause(request: HttpRequest, number: Id, said: CauseSaid) -> dict[str, Any]:
    """Perhaps beside others."""
    found = find_cause(handled(request, number), said.cause, by=request.user)
    return causes_shown([found.cause_id])[0]


@subject.writes("DELETE", "/cases/{number}/causes/{cause}", "handle_cases", None, gettext_lazy("A cause was not it"), scope=SCOPE, status=204)
def remove_case_cause(request: HttpRequest, number: Id, cause: Id) -> None:
    """Without any cause the step is open again."""
    if not take_cause_away(handled(request, number), cause, by=request.user):
        raise not_there()


@subject.writes("PUT", "/cases/{number}/cause-look", "handle_cases", None, gettext_lazy("The cause is not known yet"), scope=SCOPE, status=204)
def plan_cause_look(request: HttpRequest, number: Id, said: LookSaid) -> None:
    """Whoever owns the case is told to look again."""
    look_again(handled(request, number), said.at, by=request.user)


@subject.writes("PUT", "/cases/{number}/lesson", "handle_cases", Wording, gettext_lazy("What we learnt from a case"), scope=SCOPE)
def write_one_lesson(request: HttpRequest, number: Id, said: Worded) -> dict[str, Any]:
    """In the place of what stood."""
    made = write_lesson(handled(request, number), said.text, by=request.user, version=version_of(request, said))
    return {"text": made.text, "version": made.version}


@subject.writes("PUT", "/cases/{number}/understanding", "note_cases", Wording, gettext_lazy("What a case means to its customer"), scope=SCOPE)
def write_one_understanding(request: HttpRequest, number: Id, said: Worded) -> dict[str, Any]:
    """As one of us understood it; whether that is right the customer alone says."""
    made = write_understanding(access_case(request.user, number, to="note"), said.text, by=request.user, version=version_of(request, said))
    return {"text": made.text, "version": made.version}


@subject.writes("PUT", "/cases/{number}/mood", "note_cases", MoodShape, gettext_lazy("How the customer feels"), scope=SCOPE)
def set_mood(request: HttpRequest, number: Id, said: MoodSaid) -> dict[str, Any]:
    """As one of us says; it holds until the customer writes what reads clearly otherwise."""
    made = say_mood(access_case(request.user, number, to="note"), said.mood, by=request.user, version=version_of(request, said))
    return {"mood": made.said, "version": made.version}
