"""Merges and splits, as far as what stands on their cases hangs on them. Each runs in the transaction that wrote the event."""

from __future__ import annotations

from sandali.cases.actions.journal import Journal, take_back
from sandali.cases.models import Case, Regrouping
from sandali.history.models import Event
from sandali.resolution.models import Carried
from sandali.resolution.regrouping.carrying import MODELS, carry
from sandali.resolution.understanding.moods import read_again


def after_merging(event: Event) -> None:
    """CASE_MERGED, of the case that went: what stands on it goes along, and how it stood is kept."""
    source, target = both(event.case_id or 0, event.data["other"])
    journal: Journal = []
    carry(journal, source, target, at=event.at)
    if journal:
        Carried.objects.create(regrouping_id=event.data["regrouping"], rows=journal)
    read_again(target.pk)


def after_undoing_merge(event: Event) -> None:
    """MERGE_UNDONE (both cases say it; the second time nothing is left to do): what went along goes back."""
    for kept in Carried.objects.filter(pk=event.data["regrouping"]):
        take_back(kept.rows, MODELS)
        kept.delete()
    read_again(event.case_id or 0)


def after_splitting(event: Event) -> None:
    """CASE_SPLIT, of the case that stays: what stands on it stays there. How its customer feels hangs on the messages."""
    read_again(event.case_id or 0)
    read_again(event.data["other"])


def after_undoing_split(event: Event) -> None:
    """SPLIT_UNDONE: what was written on the new case since lives on in the old one, for the new one is gone."""
    made = Regrouping.objects.get(pk=event.data["regrouping"])
    if event.case_id == made.source_id:
        target, source = both(made.target_id, made.source_id)
        carry([], target, source, at=event.at, with_public=True)
    read_again(event.case_id or 0)


def both(goes: int, stays: int) -> tuple[Case, Case]:
    """The two cases as they are written by now."""
    found = Case.objects.in_bulk([goes, stays])
    return found[goes], found[stays]
