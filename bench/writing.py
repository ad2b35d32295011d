"""Many rows at once into the database, and many rows out of it, in parts."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, models, transaction

from sandali.history.jobs import checkpoint_sqlite
from sandali.kit.text import search_form

BATCH = 2000


def keep(rows: Iterable[models.Model]) -> int:
    """Write rows of one model as they come; returns how many."""
    rows, count = iter(rows), 0
    while batch := list(itertools.islice(rows, BATCH)):
        with transaction.atomic():
            type(batch[0])._default_manager.bulk_create(batch)
        count += len(batch)
        checkpoint(count)
    return count


def checkpoint(count: int) -> None:
    """Fold SQLite's log now and then: nothing else does, and it would grow as large as the database."""
    if count % (BATCH * 20) == 0:
        checkpoint_sqlite()


def index(name: str, entries: Iterable[tuple[int, str]]) -> None:
    """Fill a full-text index in batches, with the words that `kit.search.put` would write."""
    entries, count = iter(entries), 0
    while batch := [(number, search_form(text)) for number, text in itertools.islice(entries, BATCH)]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {name} (rowid, words) VALUES (%s, %s)", batch)
        count += len(batch)
        checkpoint(count)


def in_parts(rows: models.QuerySet[Any]) -> Iterator[Any]:
    """All rows by their number, some thousand at a time: a reader that stays open would keep the log from being folded."""
    last = 0
    while part := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from part
        last = part[-1][0] if isinstance(part[-1], tuple) else part[-1].pk
