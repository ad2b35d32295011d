"""Which files of the content store the house's rows name, and which of them are not there, or not as they were."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet, Sum

from sandali.cases.models import Attachment
from sandali.channels.models import Arrival, ToldBytes
from sandali.kit.files import check, exists
from sandali.transfer.archive.tables import FILES

SHA256: Final = re.compile(r"\b[0-9a-f]{64}\b")
# Of these, every file must be there; of others (drafts, what left long ago) it may have gone with a customer who was forgotten.
NEEDED: Final = ("cases.Attachment", "channels.Arrival", "transfer.Import")
CHUNK: Final = 2000
MISSING, DAMAGED = "missing", "damaged"


def named(label: str, *, using: str) -> Iterator[tuple[int, str]]:
    """(number of the row, sha256) for each file that a table names."""
    model, column = apps.get_model(label), FILES[label]
    rows: QuerySet[Any] = model._base_manager.using(using).order_by("pk")
    if label == "channels.Arrival":  # a size of 0 says that its bytes were erased
        rows = rows.filter(size__gt=0).exclude(pk__in=ToldBytes.objects.using(using).values("arrival_id"))
    after = 0
    while portion := list(rows.filter(pk__gt=after).values_list("pk", column)[:CHUNK]):
        after = portion[-1][0]
        for number, value in portion:
            for sha256 in SHA256.findall(value if isinstance(value, str) else json.dumps(value)):
                yield number, sha256


class Wanted:
    """The files of an archive, each once and in order, kept on disk: there may be more than memory should hold."""

    def __init__(self, path: Path) -> None:
        self.base = sqlite3.connect(path, isolation_level=None)
        self.base.execute("PRAGMA journal_mode=OFF")
        self.base.execute("CREATE TABLE wanted (sha256 TEXT PRIMARY KEY, needed INTEGER, label TEXT, number INTEGER) WITHOUT ROWID")

    def gather(self, *, using: str) -> None:
        """Note every file that is named."""
        self.base.execute("BEGIN")
        for label in FILES:
            rows = ((sha256, label in NEEDED, label, number) for number, sha256 in named(label, using=using))
            self.base.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?, ?, ?)", rows)
        self.base.execute("COMMIT")

    def __iter__(self) -> Iterator[tuple[str, bool, str, int]]:
        """(sha256, whether it must be there, a table that names it, the row)."""
        with closing(self.base.execute("SELECT sha256, needed, label, number FROM wanted ORDER BY sha256")) as rows:
            yield from ((sha256, bool(needed), label, number) for sha256, needed, label, number in rows)

    def close(self) -> None:
        """Let go of the file."""
        self.base.close()


def bytes_named() -> int:
    """About how many bytes the files have, as their rows say; some may be counted twice."""
    return sum(rows.aggregate(size=Sum("size"))["size"] or 0 for rows in (Attachment.objects.all(), Arrival.objects.all()))


def bad_files(*, thorough: bool) -> Iterator[tuple[str, int, str, str]]:
    """(table, row, sha256, "missing" or "damaged") of what must be there and is not as it was. `thorough` reads every byte; otherwise
    only whether something is there."""
    for label in NEEDED:
        for number, sha256 in named(label, using=DEFAULT_DB_ALIAS):
            if not exists(sha256):
                yield label, number, sha256, MISSING
            elif thorough and not check(sha256):
                yield label, number, sha256, DAMAGED
