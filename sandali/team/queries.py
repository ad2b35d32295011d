"""Reads about suggestions: the lists, who is told, what runs out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from sandali.cases.access import cases_for
from sandali.company.permissions import Role, may
from sandali.company.queries import people_who_may
from sandali.history.models import Event
from sandali.team.models import Suggestion, SuggestionRules, SuggestionState, Voice

BOXES: Final = ("waiting", "taken_up", "done", "declined", "mine")
MOST_COUNTED: Final = 100
Mark = tuple[datetime, int]


def answer_days() -> int:
    """Within how many working days an answer is owed."""
    row = SuggestionRules.objects.filter(pk=1).first()
    return row.days if row is not None else SuggestionRules._meta.get_field("days").default


def managers() -> list[Any]:
    """Who answers suggestions, by name: managers, executives, administrators, or whom the company gave the right to."""
    return people_who_may("answer_suggestions")


# --- Lists -----------------------------------------------------------------------------------------------------------
def suggestions_in(person: Any, box: str) -> QuerySet[Suggestion]:
    """The suggestions of a box in its order: those that wait by when an answer is owed, all others by the latest first."""
    if box == "mine":
        return Suggestion.objects.filter(by=person).order_by("-at", "-pk")
    order = ("due_at", "pk") if box == SuggestionState.WAITING else ("-state_at", "-pk")
    return Suggestion.objects.filter(state=box).order_by(*order)


def mark_of(one: Suggestion, box: str) -> Mark:
    """Where the page after this row begins."""
    return {"waiting": one.due_at, "mine": one.at}.get(box, one.state_at), one.pk


def suggestion_page(person: Any, box: str, *, after: Mark | None = None, most: int = 30) -> list[Suggestion]:
    """A page of a box, each with its people and `others`, how many met the same; `after` is the `mark_of` the last row seen."""
    found = suggestions_in(person, box)
    if after is not None:
        field, forward = {"waiting": ("due_at", True), "mine": ("at", False)}.get(box, ("state_at", False))
        way = "gt" if forward else "lt"
        found = found.filter(Q(**{f"{field}__{way}": after[0]}) | Q(**{field: after[0], f"pk__{way}": after[1]}))
    page = list(found.select_related("by", "to", "answered_by", "outcome_by")[:most])
    others = dict(Voice.objects.filter(suggestion__in=page).values_list("suggestion").annotate(Count("pk")))
    for one in page:
        one.others = others.get(one.pk, 0)  # type: ignore[attr-defined]
    return page


def suggestion_counts(person: Any) -> dict[str, int]:
    """How many stand in each of BOXES, counted up to MOST_COUNTED."""
    return {box: suggestions_in(person, box).order_by()[:MOST_COUNTED].count() for box in BOXES}


def waiting_for(person: Any) -> int:
    """How many suggestions wait for this person's answer, counted up to MOST_COUNTED; none for who answers none."""
    if not may(person, "answer_suggestions"):
        return 0
    owed = Suggestion.objects.filter(Q(to=person) | Q(to=None), state=SuggestionState.WAITING)
    return owed[:MOST_COUNTED].count()


def voices_of(suggestion: Suggestion) -> list[Voice]:
    """Who else ran into it, in the order in which they said so: nobody is ranked."""
    return list(suggestion.voices.select_related("by"))


def seen_cases(person: Any, numbers: Iterable[int | None]) -> dict[int, str]:
    """Case → its subject, of those that the person may see: for all others a suggestion names no case."""
    wanted = {number for number in numbers if number}
    return dict(cases_for(person).filter(pk__in=wanted).values_list("pk", "subject")) if wanted else {}


# --- Who is told -----------------------------------------------------------------------------------------------------
def receivers_of(event: Event) -> list[int]:
    """Whom a suggestion is addressed to, for the audience "suggestion_receivers"; the managers when that person left."""
    to = Suggestion.objects.filter(pk=event.subject_id, to__is_active=True).values_list("to", flat=True)
    return list(to) or [person.pk for person in managers()]


def writer_of(event: Event) -> list[int]:
    """Who made the suggestion of an event, for the audience "suggestion_writer"."""
    return list(Suggestion.objects.filter(pk=event.subject_id, by__is_active=True).values_list("by", flat=True))


def voices_told(event: Event) -> list[int]:
    """Who made it and who met the same, for the audience "suggestion_voices"."""
    others = Voice.objects.filter(suggestion=event.subject_id, by__is_active=True).values_list("by", flat=True)
    return [*writer_of(event), *others]


def people_of_round(event: Event) -> list[int]:
    """Whom a round of the clock names, for the audience "suggestion_round"."""
    return [int(person) for person in event.data.get("people", ())]


def leaders() -> list[int]:
    """Managers and executives: they hear of what nobody answered in time."""
    return [person.pk for person in managers() if person.role in (Role.MANAGER, Role.EXECUTIVE)] or [person.pk for person in managers()]
