"""Who has which segments, and who is in one, as far as the reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Exists, Q, QuerySet, When

from sandali.company.permissions import NotAllowed, may
from sandali.company.queries import department_ids
from sandali.customers.access import customers_for
from sandali.customers.models import Customer, Segment
from sandali.customers.segments.conditions import Asking, Known
from sandali.customers.segments.questions import Question, known_for, question_of

MOST_ASKED: Final = 60  # segments of a person that one customer is held against
TOGETHER: Final = 10  # of them in one question


def segments_for(person: Any) -> QuerySet[Segment]:
    """A person's own segments, those of their departments, and everybody's; none for who sees no customers."""
    if not may(person, "see_customers"):
        return Segment.objects.none()
    own = Q(owner=person, department=None, for_everybody=False)
    return Segment.objects.filter(own | Q(department__in=department_ids(person)) | Q(for_everybody=True), removed_at=None)


def access_segment(person: Any, number: int, *, to: str = "see") -> Segment:
    """One segment, to "see", "change", or "return" (one that the person may change and that was removed).

    Raises Segment.DoesNotExist, NotAllowed."""
    if to == "return":
        segment = Segment.objects.select_related("department", "owner").get(pk=number, removed_at__isnull=False)
        if segment.owner_id != person.pk and not may(person, "share_views"):
            raise Segment.DoesNotExist
        return segment
    segment = segments_for(person).select_related("department", "owner").get(pk=number)
    if to == "change" and not may_change_segment(person, segment):
        raise NotAllowed
    return segment


def may_change_segment(person: Any, segment: Segment) -> bool:
    """As with saved views: whose it is, and for shared ones whoever may share with everybody; everybody's are theirs alone."""
    return may(person, "share_views") if segment.for_everybody else segment.owner_id == person.pk or may(person, "share_views")


def members(person: Any, question: Question, *, only: Iterable[int] | None = None) -> QuerySet[Customer]:
    """The customers of a question, by what the person may see; `only` among these."""
    numbers = None if only is None else tuple(only)
    found = customers_for(person).filter(erased_at=None).filter(question.holds(Asking(person, only=numbers)))
    return found if numbers is None else found.filter(pk__in=numbers)


def asked_of(segments: Iterable[Segment]) -> tuple[dict[int, Question], Known]:
    """Segment → its question, and what they name: as many queries for one as for all."""
    rows = list(segments)
    known = known_for(one.asked for one in rows)
    return {one.pk: question_of(one.asked, known) for one in rows}, known


def members_of(person: Any, segment: Segment, *, only: Iterable[int] | None = None) -> QuerySet[Customer]:
    """The customers of a segment, by what the person may see."""
    return members(person, question_from(segment.asked), only=only)


@dataclass(frozen=True, slots=True)
class Belongs:
    """In which segments a customer is; `more` says that there are further segments, which were not asked."""

    segments: tuple[Segment, ...]
    more: bool


def segments_with(person: Any, customer: int) -> Belongs:
    """Of the segments that the person has, their own first and then by name, those in which the customer is now as far as the person may see.

    Asked of this customer alone, several segments in one question, and of no more than MOST_ASKED: it stays quick however many there are."""
    mine_first = Case(When(owner=person, then=0), default=1)
    shown = list(segments_for(person).order_by(mine_first, "name", "pk")[: MOST_ASKED + 1])
    questions, _known = asked_of(shown[:MOST_ASKED])
    found: set[int] = set()
    for start in range(0, len(questions), TOGETHER):
        numbers = list(questions)[start : start + TOGETHER]
        within = {f"in_{number}": Exists(members(person, questions[number], only=[customer]).order_by()) for number in numbers}
        for row in Customer.objects.filter(pk=customer).order_by().values_list(*within.values()):
            found |= {number for number, holds in zip(numbers, row, strict=True) if holds}
    return Belongs(tuple(one for one in shown if one.pk in found), len(shown) > MOST_ASKED)


def question_from(kept: Mapping[str, Any]) -> Question:
    """One kept question."""
    return question_of(kept, known_for([kept]))
