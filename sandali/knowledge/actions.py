"""Every write about what we know. Subject first, the rest by keyword, the person is `by`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sandali.company.actions import Overtaken
from sandali.company.models import Department
from sandali.history.events import record
from sandali.kit.text import clean, isolate
from sandali.knowledge import events, search
from sandali.knowledge.filling import UnknownPlaces, unknown_places
from sandali.knowledge.models import Entry, EntryKind, Revision, Use, Verdict

MOST_TEXT: Final = 20_000
MOST_WORD: Final = 500
FIELDS: Final = frozenset({"title", "text", "language", "keywords", "department", "is_public", "check_every"})
WORDS: Final = frozenset({"title", "text"})  # what a revision keeps


def _ready(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Fields as they are kept. Raises UnknownPlaces where a fact has a place that nothing fills, KeyError for other fields."""
    unknown = fields.keys() - FIELDS
    if unknown:
        raise KeyError(*unknown)
    ready = dict(fields)
    if "title" in ready:
        ready["title"] = isolate(clean(ready["title"])).strip()[:160]
    if "keywords" in ready:
        ready["keywords"] = isolate(clean(ready["keywords"])).strip()[:300]
    if "text" in ready:
        ready["text"] = clean(ready["text"]).strip()[:MOST_TEXT]
        unfilled = unknown_places(ready["text"]) if kind == EntryKind.FACT else []
        if unfilled:
            raise UnknownPlaces(unfilled)
    if "is_public" in ready:
        ready["is_public"] = bool(ready["is_public"]) and kind == EntryKind.ARTICLE
    return ready


def _due(at: datetime, days: int) -> datetime | None:
    """When somebody should look again; None for never."""
    return at + timedelta(days=days) if days else None


@transaction.atomic
def write_entry(
    *, by: Any, kind: str, title: str, text: str, language: str, keywords: str = "", department: Department | None = None,
    is_public: bool = False, check_every: int = 180, at: datetime | None = None,
) -> Entry:  # fmt: skip
    """Something that we know, written down. Raises UnknownPlaces."""
    at = at or timezone.now()
    ready = _ready(kind, {"title": title, "text": text, "keywords": keywords, "is_public": is_public})
    entry = Entry.objects.create(
        kind=kind, language=language, department=department, check_every=check_every, author=by, written_at=at, changed_at=at,
        checked_at=at, checked_by=by, check_due_at=_due(at, check_every), **ready,
    )  # fmt: skip
    Revision.objects.create(entry=entry, version=1, title=entry.title, text=entry.text, by=by, at=at)
    search.index_entry(entry, new=True)
    record(events.ENTRY_WRITTEN, entry, by=by, at=at, title=entry.title)
    return entry


@transaction.atomic
def change_entry(entry: Entry, *, by: Any, version: int, at: datetime | None = None, **fields: Any) -> Entry:
    """Change an entry as it stood at `version`. New words are a new revision, and answer whoever said it was out of date.

    Raises Overtaken with the current row (nothing is overwritten), UnknownPlaces."""
    at = at or timezone.now()
    changed = {name: value for name, value in _ready(entry.kind, fields).items() if value != getattr(entry, name)}
    if not changed and entry.version == version:
        return entry
    moved: dict[str, Any] = {**changed, "version": F("version") + 1, "changed_at": at}
    if changed.keys() & WORDS:
        moved |= {"checked_at": at, "checked_by": by, "doubted_at": None}
    if changed.keys() & (WORDS | {"check_every"}):
        days = int(changed.get("check_every", entry.check_every))
        moved["check_due_at"] = _due(at if changed.keys() & WORDS else entry.checked_at, days)
    done = Entry.objects.filter(pk=entry.pk, version=version).update(**moved)
    current = Entry.objects.select_related("department", "author", "checked_by").get(pk=entry.pk)
    if not done:
        raise Overtaken(current)
    if changed.keys() & WORDS:
        Revision.objects.create(entry=current, version=current.version, title=current.title, text=current.text, by=by, at=at)
    search.index_entry(current)
    record(events.ENTRY_CHANGED, current, by=by, at=at, title=current.title, fields=sorted(changed))
    return current


def restore_revision(revision: Revision, *, by: Any, version: int) -> Entry:
    """Let the words of an earlier revision stand again, as a new one. Raises Overtaken, UnknownPlaces."""
    return change_entry(revision.entry, by=by, version=version, title=revision.title, text=revision.text)


@transaction.atomic
def archive_entry(entry: Entry, *, by: Any, at: datetime | None = None) -> None:
    """Offer it to nobody any more; its page and its history stay."""
    at = at or timezone.now()
    if Entry.objects.filter(pk=entry.pk, archived_at=None).update(archived_at=at, version=F("version") + 1):
        record(events.ENTRY_ARCHIVED, entry, by=by, at=at, title=entry.title)


@transaction.atomic
def bring_entry_back(entry: Entry, *, by: Any) -> None:
    """Offer it again."""
    if Entry.objects.filter(pk=entry.pk, archived_at__isnull=False).update(archived_at=None, version=F("version") + 1):
        record(events.ENTRY_RESTORED, entry, by=by, title=entry.title)


@transaction.atomic
def check_entry(entry: Entry, *, by: Any, at: datetime | None = None) -> None:
    """Somebody looked: it is still right. Whoever doubted it has their answer, and it is due again after its days."""
    at = at or timezone.now()
    # Not a new version: nothing that anybody may be editing has changed.
    Entry.objects.filter(pk=entry.pk).update(checked_at=at, checked_by=by, check_due_at=_due(at, entry.check_every), doubted_at=None)
    record(events.ENTRY_CHECKED, entry, by=by, at=at, title=entry.title)


def use_entry(entry: Entry, *, by: Any, case_number: int, at: datetime | None = None) -> Use:
    """It was put into an answer on this case."""
    return Use.objects.create(entry=entry, person=by, case_number=case_number, at=at or timezone.now())


@transaction.atomic
def judge_entry(entry: Entry, *, is_right: bool, by: Any = None, word: str = "", at: datetime | None = None) -> Verdict:
    """One answer to "was it right?". A colleague's "out of date" tells the author; a reader's (`by` None) is counted and kept,
    and tells nobody, as nobody knows who they are."""
    at = at or timezone.now()
    word = "" if is_right else isolate(clean(word)).strip()[:MOST_WORD]
    verdict = Verdict.objects.create(entry=entry, is_right=is_right, word=word, person=by, at=at)
    if by is not None and not is_right:
        Entry.objects.filter(pk=entry.pk, doubted_at=None).update(doubted_at=at)
        record(events.ENTRY_DOUBTED, entry, by=by, at=at, title=entry.title)
    return verdict
