"""Reads about what we know that span tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet

from sandali.company.models import Membership
from sandali.history.models import Event
from sandali.knowledge.access import access_entry
from sandali.knowledge.models import Entry, Revision, Use, Verdict
from sandali.knowledge.search import entries_that_fit, find_entries

LATELY: Final = timedelta(days=60)
MOST_FOUND: Final = 500


def author_of(event: Event) -> list[int]:
    """Who wrote what an event is about, as long as they may see it: the audience "entry_author"."""
    entry = Entry.objects.select_related("author").filter(pk=event.subject_id).first()
    if entry is None:
        return []
    try:
        access_entry(entry.author, entry.pk)
    except Entry.DoesNotExist:
        return []
    return [entry.author_id]


def latest_changed(entries: QuerySet[Entry], *, after: tuple[datetime, int] | None = None, most: int = 30) -> list[Entry]:
    """A page of entries by their last change. `after` is the last row's (changed_at, id) of the page before."""
    if after is not None:
        at, number = after
        entries = entries.filter(Q(changed_at__lt=at) | Q(changed_at=at, pk__lt=number))
    return list(entries.select_related("department", "author").order_by("-changed_at", "-pk")[:most])


def matching(entries: QuerySet[Entry], query: str) -> QuerySet[Entry]:
    """Those of `entries` that hold all words of the query."""
    return entries.filter(pk__in=find_entries(query, most=MOST_FOUND))


def fitting(entries: QuerySet[Entry], text: str, *, language: str = "", most: int = 4) -> list[Entry]:
    """Those of `entries` that fit a text (what a case is about), best first; those in `language` before the others."""
    ranked = {number: rank for rank, number in enumerate(entries_that_fit(text))}
    found = entries.filter(pk__in=list(ranked)).select_related("department")
    return sorted(found, key=lambda entry: (bool(language) and entry.language != language, ranked[entry.pk]))[:most]


def most_used(entries: QuerySet[Entry], *, now: datetime, department_id: int | None = None, most: int = 4) -> list[Entry]:
    """What was inserted most lately, by the people of a department (or by anybody), most used first."""
    uses = Use.objects.filter(at__gte=now - LATELY, entry__in=entries)
    if department_id is not None:
        uses = uses.filter(person__in=Membership.objects.filter(department=department_id).values("person"))
    numbers = list(uses.values("entry").annotate(count=Count("pk")).order_by("-count", "-entry").values_list("entry", flat=True)[:most])
    found = {entry.pk: entry for entry in Entry.objects.filter(pk__in=numbers).select_related("department")}
    return [found[number] for number in numbers]


def use_counts(numbers: list[int], *, now: datetime) -> dict[int, int]:
    """Entry id → how often it was inserted lately; those that never were are left out."""
    uses = Use.objects.filter(entry__in=numbers, at__gte=now - LATELY)
    return dict(uses.values("entry").annotate(count=Count("pk")).values_list("entry", "count"))


@dataclass(frozen=True, slots=True)
class Tally:
    """How an entry did: inserted how often lately and in all, and who found it right."""

    lately: int
    uses: int
    right: int
    wrong: int
    helped: int  # readers of the public article
    not_helped: int


def tally(entry: Entry, *, now: datetime) -> Tally:
    """The figures of an entry. Two queries."""
    uses = entry.uses.aggregate(all=Count("pk"), lately=Count("pk", filter=Q(at__gte=now - LATELY)))
    said = entry.verdicts.aggregate(
        right=Count("pk", filter=Q(person__isnull=False, is_right=True)),
        wrong=Count("pk", filter=Q(person__isnull=False, is_right=False)),
        helped=Count("pk", filter=Q(person=None, is_right=True)),
        not_helped=Count("pk", filter=Q(person=None, is_right=False)),
    )
    return Tally(uses["lately"], uses["all"], **said)


def latest_verdicts(entry: Entry, *, most: int = 20) -> list[Verdict]:
    """What colleagues said of an entry, and what readers wrote, newest first."""
    told = entry.verdicts.filter(Q(person__isnull=False) | ~Q(word=""))
    return list(told.select_related("person")[:most])


def latest_revisions(entry: Entry, *, most: int = 50) -> list[Revision]:
    """Every text of an entry, newest first."""
    return list(entry.revisions.select_related("by")[:most])
