"""Whether a fact was right, where it was used, and an earlier text of it that stands again."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from pydantic import Field

from sandali.cases.access import access_case
from sandali.exchange.rest.knowledge import EntryShape, one_shown, subject
from sandali.exchange.rest.paging import Id, Ref, Said, Truth
from sandali.exchange.rest.shapes import Versioned, version_of
from sandali.knowledge.access import access_entry, access_revision
from sandali.knowledge.actions import MOST_WORD, judge_entry, restore_revision, use_entry


class VerdictSaid(Said):
    """Whether it was right, and where not, in a word what was wrong."""

    is_right: Truth
    word: str = Field("", max_length=MOST_WORD)


class UseSaid(Said):
    """In an answer of which case."""

    case: Ref


@subject.writes("POST", "/knowledge/{number}/verdicts", "see_knowledge", None, gettext_lazy("Say whether a fact was right"), status=204)
def add_verdict(request: HttpRequest, number: Id, said: VerdictSaid) -> None:
    """Who wrote it is told where it was not."""
    judge_entry(access_entry(request.user, number), by=request.user, is_right=said.is_right, word=said.word)


@subject.writes("POST", "/knowledge/{number}/uses", "see_knowledge", None, gettext_lazy("A fact was put into an answer"), status=204)
def add_use(request: HttpRequest, number: Id, said: UseSaid) -> None:
    """So that it is known what helps."""
    use_entry(access_entry(request.user, number), by=request.user, case_number=access_case(request.user, said.case).pk)


@subject.writes("PUT", "/knowledge/{number}/revisions/{revision}/restoration", "write_knowledge", EntryShape, gettext_lazy("Let an earlier text stand again"))
def restore(request: HttpRequest, number: Id, revision: Id, said: Versioned) -> dict[str, Any]:
    """The one before it stays among the revisions."""
    earlier = access_revision(request.user, number, revision, to="write")
    version = version_of(request, said)
    restore_revision(earlier, by=request.user, version=earlier.entry.version if version is None else version)
    return one_shown(request.user, number)
