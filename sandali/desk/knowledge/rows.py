"""Entries as lists show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from sandali.desk.knowledge.facts import Facts
from sandali.kit.excerpts import Piece, excerpt
from sandali.kit.markdown import to_text
from sandali.knowledge.models import Entry, EntryKind

ICONS: Final = {EntryKind.FACT: "pin", EntryKind.ARTICLE: "file-text"}
MOST_SHOWN: Final = 220
MOST_READ: Final = 3_000


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of a list. `text` is a beginning of its text on one line; `pieces` the words that a search found."""

    pk: int
    title: str
    text: str
    icon: str
    kind: str
    url: str
    department: str
    is_public: bool
    is_stale: bool
    is_doubted: bool
    is_archived: bool
    uses: int
    changed_at: datetime
    language: str
    pieces: Sequence[Piece] = ()


@dataclass(frozen=True, slots=True)
class PickRow:
    """One entry of the picker. `inserted` is what is put at the caret, "" for an article that is only opened."""

    row: EntryRow
    inserted: str
    preview: str
    uses_url: str
    verdicts_url: str


def entry_row(entry: Entry, *, now: datetime, uses: int = 0, query: str = "", case: int | None = None) -> EntryRow:
    """An entry with what lists show of it. `entry.department` should be fetched already."""
    words = entry.text if entry.kind == EntryKind.FACT else to_text(entry.text[:MOST_READ])
    text = " ".join(words.split()) if query else one_line(words if entry.kind == EntryKind.FACT else words.split("\n\n", 1)[0])
    return EntryRow(
        pk=entry.pk,
        title=entry.title,
        text=text,
        icon=ICONS[EntryKind(entry.kind)],
        kind=str(EntryKind(entry.kind).label),
        url=entry_url(entry.pk, case),
        department=str(entry.department) if entry.department_id else "",
        is_public=entry.is_public,
        is_stale=entry.is_stale(now) and entry.archived_at is None,
        is_doubted=entry.doubted_at is not None,
        is_archived=entry.archived_at is not None,
        uses=uses,
        changed_at=entry.changed_at,
        language=entry.language,
        pieces=tuple(excerpt(text, query, length=MOST_SHOWN)) if query else (),
    )


def one_line(text: str) -> str:
    """The beginning of a text without line breaks."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_SHOWN else line[:MOST_SHOWN].rsplit(" ", 1)[0] + "…"


def entry_url(number: int, case: int | None = None) -> str:
    """The page of an entry; with a case, its places are filled there."""
    return reverse("knowledge_entry", args=[number]) + (f"?case={case}" if case else "")


def pick_row(entry: Entry, facts: Facts, *, now: datetime) -> PickRow:
    """An entry as the picker offers it, its text filled from the case."""
    row = entry_row(entry, now=now, case=facts.case.pk if facts.case is not None else None)
    inserted = facts.inserted(entry)
    return PickRow(
        row,
        inserted,
        one_line(inserted) if entry.kind == EntryKind.FACT else row.text,
        reverse("knowledge_uses", args=[entry.pk]),
        reverse("knowledge_verdicts", args=[entry.pk]),
    )
