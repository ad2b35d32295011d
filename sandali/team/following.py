"""Merges and splits, as far as suggestions and who else met the same name a case. Each runs in the transaction that wrote the event."""

from __future__ import annotations

from itertools import chain
from typing import Final

from django.db.models import Model

from sandali.cases.actions.journal import Journal, alter, take_back
from sandali.cases.models import Regrouping
from sandali.history.models import Event
from sandali.team.models import Carried, Suggestion, Voice

MODELS: Final[dict[str, type[Model]]] = {model._meta.model_name or "": model for model in (Suggestion, Voice)}


def carry(journal: Journal, source: int, target: int) -> None:
    """What names one case names the other, each change noted in the journal."""
    for row in chain(Suggestion.objects.filter(case=source), Voice.objects.filter(case=source)):
        alter(journal, row, case_id=target)


def after_merging(event: Event) -> None:
    """CASE_MERGED, of the case that went: the one in which it lives on is named, and what was named is kept."""
    journal: Journal = []
    carry(journal, event.case_id or 0, event.data["other"])
    if journal:
        Carried.objects.create(regrouping_id=event.data["regrouping"], rows=journal)


def after_undoing_merge(event: Event) -> None:
    """MERGE_UNDONE (both cases say it; the second time nothing is left to do): each names its own case again."""
    for kept in Carried.objects.filter(pk=event.data["regrouping"]):
        take_back(kept.rows, MODELS)
        kept.delete()


def after_undoing_split(event: Event) -> None:
    """SPLIT_UNDONE: the new case is gone, so what named it names the old one."""
    made = Regrouping.objects.get(pk=event.data["regrouping"])
    if event.case_id == made.source_id:
        carry([], made.target_id, made.source_id)
