"""The only way to fetch a remedy on somebody's behalf: through the case that it belongs to."""

from __future__ import annotations

from typing import Any

from sandali.cases.access import access_case, rights_on
from sandali.company.permissions import NotAllowed
from sandali.resolution.models import Remedy, Story
from sandali.resolution.remedies.granting import may_grant

JOINED = ("by", "answered_by", "story", "policy_exception__policy")


def access_remedy(person: Any, case_id: int, number: int, *, to: str = "see") -> Remedy:
    """One remedy of a case that the person may see: to "see"; to "answer" the question whether it may be given; or to "change" it
    (take back, say that it is done), which whoever gave it may, and whoever may grant on the case.

    Raises Case.DoesNotExist, Remedy.DoesNotExist, NotAllowed."""
    case = access_case(person, case_id)
    remedy: Remedy = Remedy.objects.select_related(*JOINED).get(pk=number, case=case)
    remedy.case = case
    if to == "answer" and not may_grant(person, remedy):
        raise NotAllowed
    if to == "change" and not may_change(person, remedy, rights_on(person, case)):
        raise NotAllowed
    return remedy


def may_change(person: Any, remedy: Remedy, rights: frozenset[str]) -> bool:
    """Whether a person with these rights on the case may take a remedy back."""
    return "grant" in rights or (remedy.by_id == person.pk and "answer" in rights)


def may_withhold(person: Any, story: Story, rights: frozenset[str]) -> bool:
    """Whether a person may keep a story from being told: who told it, who it is about, and who may grant on the case."""
    return person.pk in (story.by_id, story.remedy.by_id) or "grant" in rights
