"""What we learnt: pages of lessons with what is done about them, as far as somebody may see them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from sandali.cases.access import cases_for, rights_on
from sandali.cases.models import Case
from sandali.company.permissions import NotAllowed
from sandali.company.queries import department_ids
from sandali.resolution.models import Doing, Improvement, Lesson

BOXES: Final = ("mine", "department", "all")
MOST_COUNTED: Final = 100


def lessons_for(person: Any) -> QuerySet[Lesson]:
    """Lessons of cases that the person may see, and those of which they are to make something better."""
    seen = Exists(cases_for(person).filter(pk=OuterRef("case_id")))
    return Lesson.objects.filter(Q(seen) | Q(Exists(Improvement.objects.filter(lesson=OuterRef("pk"), owner=person))))


def lessons_in(person: Any, box: str, *, open_only: bool = False) -> QuerySet[Lesson]:
    """A box of lessons: "mine" (written by me, or with an improvement of mine), my "department"'s, or "all"."""
    found = lessons_for(person)
    if box == "mine":
        own = Improvement.objects.filter(lesson=OuterRef("pk"), owner=person)
        found = found.filter(Q(by=person) | Q(Exists(own)))
    elif box == "department":
        found = found.filter(department__in=department_ids(person))
    if open_only:
        found = found.filter(Exists(Improvement.objects.filter(lesson=OuterRef("pk"), state=Doing.OPEN)))
    return found


def lesson_page(person: Any, box: str, *, open_only: bool = False, after: tuple[datetime, int] | None = None, most: int = 30) -> list[Lesson]:
    """A page of a box, the latest first, each with its `improvements` at hand; `after` is (at, id) of the last row seen."""
    found = lessons_in(person, box, open_only=open_only)
    if after is not None:
        found = found.filter(Q(at__lt=after[0]) | Q(at=after[0], pk__lt=after[1]))
    rows = found.select_related("case__customer", "by", "department").order_by("-at", "-pk")[:most]
    return list(rows.prefetch_related("improvements__owner"))


def lesson_counts(person: Any, *, open_only: bool = False) -> dict[str, int]:
    """How many lessons in each box, counted up to MOST_COUNTED."""
    return {box: lessons_in(person, box, open_only=open_only).order_by()[:MOST_COUNTED].count() for box in BOXES}


def access_lesson(person: Any, number: int) -> Lesson:
    """One lesson, with its improvements at hand. Raises Lesson.DoesNotExist."""
    found = lessons_for(person).select_related("case__customer", "case__department", "by", "department")
    return found.prefetch_related("improvements__owner", "improvements__by").get(pk=number)


def access_improvement(person: Any, lesson: int, number: int, *, to: str = "see") -> Improvement:
    """One improvement, to "see", or to "change": who owns it, asked for it, or handles the case. Raises DoesNotExist, NotAllowed."""
    found = access_lesson(person, lesson)
    improvement = Improvement.objects.select_related("owner", "by").get(pk=number, lesson=found)
    improvement.lesson = found
    if to != "see" and not may_change(person, improvement):
        raise NotAllowed
    return improvement


def may_change(person: Any, improvement: Improvement) -> bool:
    """Whether the person may say how an improvement stands."""
    return is_theirs(person, improvement) or may_improve(person, improvement.lesson)


def is_theirs(person: Any, improvement: Improvement) -> bool:
    """Whether the person owns an improvement, or asked for it."""
    return person.pk in (improvement.owner_id, improvement.by_id)


def may_improve(person: Any, lesson: Lesson) -> bool:
    """Whether the person may word a lesson anew and ask for improvements: who handles its case."""
    seen: Case | None = cases_for(person).filter(pk=lesson.case_id).select_related("department").first()
    return seen is not None and "handle" in rights_on(person, seen)
