"""The only way to fetch a suggestion on somebody's behalf. All of ours see them all; who writes and who answers is asked here."""

from __future__ import annotations

from typing import Any

from sandali.company.permissions import NotAllowed, may
from sandali.team.models import Suggestion, SuggestionState


def access_suggestion(person: Any, number: int, *, to: str = "see") -> Suggestion:
    """One suggestion, to "see", "write" (its writer's own, edited or taken back) or "answer".

    Raises Suggestion.DoesNotExist, NotAllowed when seeing is all they may. What somebody took back exists for them alone."""
    found = Suggestion.objects.select_related("by", "to", "answered_by", "outcome_by").get(pk=number)
    if found.state == SuggestionState.WITHDRAWN and found.by_id != person.pk:
        raise Suggestion.DoesNotExist
    if (to == "write" and found.by_id != person.pk) or (to == "answer" and not may(person, "answer_suggestions")):
        raise NotAllowed
    return found
