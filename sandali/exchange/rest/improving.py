"""So that it does not happen again: lessons, what is done about them by whom, and causes that are mended."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from sandali.cases.access import access_case
from sandali.company.permissions import NotAllowed
from sandali.exchange.rest.handling import person_named
from sandali.exchange.rest.learning import SCOPE, subject
from sandali.exchange.rest.paging import Id, Page, Paged, Ref, Said, Shape, page_of, place_in
from sandali.exchange.rest.problems import wrong_field
from sandali.exchange.rest.shapes import Moment, Named, VersionAsked, Versioned, named, version_of
from sandali.resolution.models import Cause, Doing, Improvement, Lesson
from sandali.resolution.recovery import improving
from sandali.resolution.recovery.actions import LONGEST_TEXT
from sandali.resolution.recovery.causes import mend_cause, unmend_cause
from sandali.resolution.recovery.lessons import (
    access_improvement,
    access_lesson,
    lesson_page,
    lessons_for,
    may_improve,
)
from sandali.resolution.recovery.queries import standing_cause
from sandali.resolution.recovery.tree import paths


class ImprovementShape(Shape):
    """Something that is to get better: somebody's, until a moment. `word` is what came of it, or why it was dropped."""

    id: int
    what: str
    owner: Named
    due_at: datetime
    state: Literal["open", "done", "dropped"]
    word: str
    version: int


class LessonShape(Shape):
    """What one case taught us, and what is done about it."""

    id: int
    case: int
    text: str
    by: Named
    at: datetime
    department: Named | None
    version: int
    improvements: list[ImprovementShape]


class LessonsAsked(Paged):
    """Which lessons: those that the token's person wrote or is to make something of, those of their departments, or all."""

    box: Literal["mine", "department", "all"] = "all"
    state: Literal["", "open"] = Field("", description="open: of which an improvement is still being done")


class ImprovementSaid(Said):
    """What should get better, who sees to it, until when."""

    what: str = Field(min_length=1, max_length=improving.LONGEST_WHAT)
    owner: Ref
    due_at: Moment


class ImprovementChange(Versioned):
    """What is to be different; what is left out stays."""

    what: str | None = Field(None, min_length=1, max_length=improving.LONGEST_WHAT)
    owner: Ref | None = None
    due_at: Moment | None = None


class ImprovementEnd(Versioned):
    """Done, or dropped, and what came of it or why."""

    state: Literal["done", "dropped"]
    word: str = Field(min_length=1, max_length=2_000)


class WholeCauseShape(Shape):
    """A cause, whether it is offered any more, and whether it is mended: since when, by whom, and what is different now."""

    id: int
    name: str
    path: str
    retired_at: datetime | None
    mended_at: datetime | None
    mended_by: Named | None
    mended_how: str
    version: int


class MendingSaid(Versioned):
    """What is different now, and since when; left out, since now."""

    how: str = Field(min_length=1, max_length=LONGEST_TEXT)
    at: Moment | None = None


def improvement_shown(one: Improvement) -> dict[str, Any]:
    """An improvement."""
    return {"id": one.pk, "owner": named(one.owner), **{name: getattr(one, name) for name in ("what", "due_at", "state", "word", "version")}}


def lesson_shown(one: Lesson) -> dict[str, Any]:
    """A lesson with its improvements at hand: the open ones first, by when they are due."""
    found = sorted(one.improvements.all(), key=lambda made: (made.state != Doing.OPEN, made.due_at, made.pk))
    return {
        "id": one.pk, "case": one.case_id, "text": one.text, "by": named(one.by), "at": one.at, "department": named(one.department), "version": one.version,
        "improvements": [improvement_shown(made) for made in found],
    }  # fmt: skip


def line_said(text: str, field: str) -> str:
    """Words that somebody can read. Raises Problem where that is nothing."""
    try:
        improving.line_of(text)
    except improving.NoWords as empty:
        raise wrong_field(field, _("Please write something.")) from empty
    return text


def improvement_of(request: HttpRequest, number: int, improvement: int) -> Improvement:
    """An improvement that the token's person may change. Raises DoesNotExist, NotAllowed."""
    return access_improvement(request.user, number, improvement, to="change")


@subject.reads("/lessons", "see_cases", Page[LessonShape], gettext_lazy("List lessons"), scope=SCOPE)
def list_lessons(request: HttpRequest, asked: Query[LessonsAsked]) -> dict[str, Any]:
    """The latest first, each with what is done about it."""
    after = place_in(asked.cursor, datetime, int)
    rows = lesson_page(request.user, asked.box, open_only=asked.state == "open", after=after, most=asked.limit + 1)  # type: ignore[arg-type]
    return page_of(rows, asked.limit, lesson_shown, lambda one: (one.at, one.pk))


@subject.reads("/lessons/{number}", "see_cases", LessonShape, gettext_lazy("One lesson"), scope=SCOPE)
def get_lesson(request: HttpRequest, number: Id) -> dict[str, Any]:
    """Whoever is to make something better may read it too."""
    return lesson_shown(access_lesson(request.user, number))


@subject.reads("/cases/{number}/lesson", "see_cases", LessonShape, gettext_lazy("What a case taught us"), scope=SCOPE)
def get_case_lesson(request: HttpRequest, number: Id) -> dict[str, Any]:
    """404 where nothing is written yet."""
    found = lessons_for(request.user).get(case=access_case(request.user, number))
    return lesson_shown(access_lesson(request.user, found.pk))


@subject.writes("POST", "/lessons/{number}/improvements", "see_cases", ImprovementShape, gettext_lazy("Ask somebody to make something better"), scope=SCOPE, status=201)
def create_improvement(request: HttpRequest, number: Id, said: ImprovementSaid) -> dict[str, Any]:
    """For who handles the lesson's case."""
    found = access_lesson(request.user, number)
    if not may_improve(request.user, found):
        raise NotAllowed
    owner: Any = person_named(said.owner, "owner")
    return improvement_shown(improving.make_improvement(found, line_said(said.what, "what"), owner=owner, due_at=said.due_at, by=request.user))


@subject.writes("PATCH", "/lessons/{number}/improvements/{improvement}", "see_cases", ImprovementShape, gettext_lazy("Change an improvement"), scope=SCOPE)
def change_one_improvement(request: HttpRequest, number: Id, improvement: Id, said: ImprovementChange) -> dict[str, Any]:
    """Its words, whose it is, or another time; one that ended is a 409."""
    found = improvement_of(request, number, improvement)
    made = improving.change_improvement(
        found, by=request.user, what=line_said(said.what, "what") if said.what is not None else found.what,
        owner=person_named(said.owner, "owner") or found.owner, due_at=said.due_at or found.due_at, version=version_of(request, said),
    )  # fmt: skip
    return improvement_shown(made)


@subject.writes("PUT", "/lessons/{number}/improvements/{improvement}/end", "see_cases", ImprovementShape, gettext_lazy("An improvement is done, or dropped"), scope=SCOPE)
def end_one_improvement(request: HttpRequest, number: Id, improvement: Id, said: ImprovementEnd) -> dict[str, Any]:
    """With a word of what came of it."""
    found = improvement_of(request, number, improvement)
    if not said.word.strip():
        raise wrong_field("word", _("Please write something."))
    return improvement_shown(improving.end_improvement(found, said.state, said.word, by=request.user, version=version_of(request, said)))


@subject.writes("DELETE", "/lessons/{number}/improvements/{improvement}/end", "see_cases", ImprovementShape, gettext_lazy("Reopen an improvement"), scope=SCOPE)
def reopen_one_improvement(request: HttpRequest, number: Id, improvement: Id, asked: Query[VersionAsked]) -> dict[str, Any]:
    """It is to be done after all."""
    found = improvement_of(request, number, improvement)
    return improvement_shown(improving.reopen_improvement(found, by=request.user, version=version_of(request, asked)))


def cause_shown(one: Cause, response: HttpResponse) -> dict[str, Any]:
    """A cause as it stands."""
    response["ETag"] = f'"{one.version}"'
    same = ("name", "retired_at", "mended_at", "mended_how", "version")
    return {"id": one.pk, "path": paths([one.pk]).get(one.pk, one.name), "mended_by": named(one.mended_by), **{name: getattr(one, name) for name in same}}


@subject.reads("/causes/{number}", "see_cases", WholeCauseShape, gettext_lazy("One cause"), scope=SCOPE)
def get_cause(request: HttpRequest, number: Id, response: HttpResponse) -> dict[str, Any]:
    """Also one that is offered no longer."""
    return cause_shown(standing_cause(number), response)


@subject.writes("PUT", "/causes/{number}/mending", "manage_causes", WholeCauseShape, gettext_lazy("A cause is mended"), scope=SCOPE)
def mend_one_cause(request: HttpRequest, number: Id, said: MendingSaid, response: HttpResponse) -> dict[str, Any]:
    """The letter to everybody who complained of it is written at the desk, by whoever signs it."""
    found = standing_cause(number)
    if not said.how.strip():
        raise wrong_field("how", _("Please write something."))
    return cause_shown(mend_cause(found, said.how, by=request.user, at=said.at, version=version_of(request, said)), response)


@subject.writes("DELETE", "/causes/{number}/mending", "manage_causes", WholeCauseShape, gettext_lazy("A cause is not mended after all"), scope=SCOPE)
def unmend_one_cause(request: HttpRequest, number: Id, asked: Query[VersionAsked], response: HttpResponse) -> dict[str, Any]:
    """What was written stays to be read in the history."""
    return cause_shown(unmend_cause(standing_cause(number), by=request.user, version=version_of(request, asked)), response)
