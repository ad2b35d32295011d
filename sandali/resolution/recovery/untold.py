"""Causes that are mended while some of those who had complained of them have not heard of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.utils import timezone

from sandali.cases.access import reach
from sandali.cases.models import Case
from sandali.resolution.models import CaseCause, Cause, RecoveryStep, Step, Told
from sandali.resolution.recovery.tree import Branch, read_tree, walk

LOOKED_BACK: Final = timedelta(days=180)  # of what was mended longer ago nobody wants to hear
MOST_ROWS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Untold:
    """A mended cause, and how many customers had complained of it and have not heard."""

    cause: int
    path: str
    mended_at: datetime
    customers: int


def untold(person: Any, *, mine: bool = False) -> list[Untold]:
    """What is mended and not told yet, the longest mended first, as far as the person may answer the cases; `mine`: what they mended.

    Whoever stands in a letter about it has been thought of, told or not; so has who was told in their own case."""
    rows = Cause.objects.filter(merged_into=None, mended_at__gte=timezone.now() - LOOKED_BACK)
    numbers = set((rows.filter(mended_by=person) if mine else rows).values_list("pk", flat=True))
    mended = [one for one in walk(read_tree()) if one.pk in numbers] if numbers else []
    if not mended:
        return []
    complained, heard = complaints_of(mended, person), told_of(mended)
    left = {one.pk: complained[one.pk] - heard[one.pk] for one in mended}
    found = [Untold(one.pk, one.path, one.mended_at, len(left[one.pk])) for one in mended if one.mended_at is not None and left[one.pk]]
    return sorted(found, key=lambda one: (one.mended_at, one.cause))


def complaints_of(mended: list[Branch], person: Any) -> dict[int, set[int]]:
    """Mended cause → customers who complained of it, or of one below it, before it was mended."""
    above: dict[int, list[Branch]] = defaultdict(list)
    for one in mended:
        for below in one.below():
            above[below.pk].append(one)
    seen = Exists(Case.objects.filter(reach(person, "answer_cases"), pk=OuterRef("case_id"), aside=""))
    alone = Exists(RecoveryStep.objects.filter(case=OuterRef("case_id"), step=Step.TELL, ended_at=None))
    rows = CaseCause.objects.filter(seen, ~alone, cause__in=list(above)).values_list("cause_id", "case__customer_id", "opened_at")
    found: dict[int, set[int]] = defaultdict(set)
    for cause, customer, opened in rows[:MOST_ROWS]:
        for one in above[cause]:
            if one.mended_at is not None and opened < one.mended_at:
                found[one.pk].add(customer)
    return found


def told_of(mended: list[Branch]) -> dict[int, set[int]]:
    """Mended cause → customers who stand in a letter about it that was written since."""
    since = {one.pk: one.mended_at for one in mended}
    rows = Told.objects.filter(telling__cause__in=list(since), telling__withdrawn_at=None)
    found: dict[int, set[int]] = defaultdict(set)
    for cause, customer, at in rows.values_list("telling__cause_id", "customer_id", "telling__at"):
        moment = since[cause]
        if moment is not None and at >= moment:
            found[cause].add(customer)
    return found
