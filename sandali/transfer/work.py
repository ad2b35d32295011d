"""An import's rows, batch by batch: read outside any transaction, written in one with their range, so that a kill repeats nothing (K3)."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from sandali.cases.models import Case, Message
from sandali.company.queries import company_language, company_zone, home_region
from sandali.customers import search
from sandali.customers.duplicates.waiting import LaterKeys, write_waiting
from sandali.customers.models import Customer, Identity, KeysOf, LikenessKey, Organisation
from sandali.history import queue
from sandali.history.models import Event
from sandali.history.queue import GIVE_WAY
from sandali.kit.beside import Beside
from sandali.kit.bulk import Growth, room_for_many, sort_in
from sandali.kit.files import path_of
from sandali.kit.turns import Gaps
from sandali.transfer.ahead import SIZE, batches_ahead, batches_of
from sandali.transfer.drafts import Draft, Reading, read_row
from sandali.transfer.models import (
    ONE_BY_ONE,
    Alike,
    Import,
    ImportBatch,
    ImportLine,
    ImportState,
    Subject,
    Unit,
    Unreadable,
)
from sandali.transfer.presets import IN_UTC
from sandali.transfer.reading import NotReadable, Shape, Table, open_table
from sandali.transfer.taking.batch import Taken
from sandali.transfer.taking.cases import take_cases, take_messages
from sandali.transfer.taking.customers import take_customers
from sandali.transfer.taking.deals import take_deals
from sandali.transfer.taking.fields import fields_in
from sandali.transfer.taking.looking import look_for, mark
from sandali.transfer.taking.notes import take_notes
from sandali.transfer.taking.organisations import take_organisations
from sandali.transfer.taking.tagging import take_tags

BATCH: Final = 500  # rows
LARGE: Final = 2_000_000  # bytes of a file for which a second process is worth its start
# Seconds between two writes of a large file. SQLite looks again after 50 ms at most for whoever has waited less than 0.23 s, and no write lasts as long.
PAUSE: Final = 0.06
SORTED: Final = 8  # batches of a large file after which PostgreSQL sorts their words in, beside what goes on
NEW_OBJECTS: Final = 50_000  # a batch makes as many, and none in circles: looking for those took a fifth of the time
LOOK: Final = "sandali.customers.jobs.look_at_changed"
TRIES: Final = 5  # of a batch that somebody else came between, on PostgreSQL
MOST_LISTED: Final = 1000  # lines that a trial keeps
MOST_CHOSEN: Final = 500  # rows of a trial that may be decided on one by one
GROWN: Final = (Customer, Identity, KeysOf, LikenessKey, Organisation, Case, Message, Event)
Take = Callable[[Sequence[Draft], Taken], None]
TAKES: Final[dict[str, Take]] = {
    Subject.CUSTOMERS: take_customers, Subject.ORGANISATIONS: take_organisations, Subject.CASES: take_cases, Subject.MESSAGES: take_messages,
    Subject.NOTES: take_notes, Subject.TAGS: take_tags, Subject.DEALS: take_deals,
}  # fmt: skip


def table_of(one: Import) -> Table:
    """The file of an import, as it is to be read. Raises NotReadable, FileNotFoundError."""
    if one.file_gone_at is not None:
        raise FileNotFoundError("this file was forgotten")
    return open_table(path_of(one.sha256), Shape(**one.shape))


def reading_of(one: Import, names: Sequence[str]) -> Reading:
    """How the rows of an import are read."""
    is_persian = one.shape.get("encoding") == "cp1256" and company_language() == "fa"
    zone = ZoneInfo("UTC") if one.source in IN_UTC else company_zone()
    unit = Unit.RIAL if one.unit == Unit.OWN else one.unit
    return Reading(names, one.plan, home_region(), zone, one.unreadable == Unreadable.NOTE, fields_in(one.plan), one.subject == Subject.DEALS, is_persian, unit)


def batches(one: Import, table: Table, *, start: int = 0) -> Iterator[list[Draft]]:
    """The rows from `start` on as drafts, batch by batch; of a large file they are read ahead by a process beside this one."""
    reading, of_customers = reading_of(one, table.names), one.subject == Subject.CUSTOMERS
    if one.size >= LARGE:
        size = SIZE if of_customers else BATCH
        return batches_ahead(table, reading, of_customers=of_customers, start=start, size=size)
    return batches_of(table, reading, of_customers=of_customers, start=start, size=BATCH)


def is_still(one: Import, state: str) -> bool:
    """Whether an import is still in the state that a job works in: somebody may have stopped it."""
    return Import.objects.filter(pk=one.pk, state=state).exists()


def check(one: Import) -> None:
    """Go through all rows and write nothing of them down but what would become of them."""
    whole, look = Taken(one, is_trial=True), look_for(one)
    rows, room = 0, {True: MOST_CHOSEN, False: MOST_LISTED}
    for drafts in batches(one, table_of(one)):
        part = Taken(one, is_trial=True, seen=whole.seen)
        mark(drafts, look, one)
        TAKES[one.subject](drafts, part)
        whole.counts.update(part.counts)
        rows += len(drafts)
        with transaction.atomic():
            if not Import.objects.select_for_update().filter(pk=one.pk, state=ImportState.CHECKING).update(next_row=rows):
                return
            ImportLine.objects.bulk_create(as_far_as_there_is(room, part.lines))
        time.sleep(GIVE_WAY / 10)
    Import.objects.filter(pk=one.pk, state=ImportState.CHECKING).update(
        state=ImportState.CHECKED, rows=rows, next_row=0, counts=dict(whole.counts)
    )


def as_far_as_there_is(room: dict[bool, int], lines: Sequence[ImportLine]) -> Iterator[ImportLine]:
    """The lines of a trial for which there is room: for rows that are decided on one by one, and for all others."""
    for line in lines:
        is_one = line.outcome in ONE_BY_ONE and bool(line.number)
        if room[is_one]:
            room[is_one] -= 1
            yield line


def run(one: Import) -> bool:
    """Take the rows that were not taken yet; returns whether the import went to its end. Raises NotReadable."""
    write_waiting()  # of one that died
    with room_for_many(search.INDEX) if one.size >= LARGE else nullcontext(), fewer_collections(), Beside() as beside:
        later = LaterKeys(beside)
        try:
            is_whole = take_all(one, later, beside)
        except NotReadable:
            later.write_all()
            raise
    if is_whole and looks_later(one):
        queue.put(LOOK, unique_key=LOOK)
    return is_whole


@contextmanager
def fewer_collections() -> Iterator[None]:
    """While it lasts, Python looks for garbage in circles less often, in this process."""
    usual = gc.get_threshold()
    gc.set_threshold(max(usual[0], NEW_OBJECTS), *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def looks_later(one: Import) -> bool:
    """Whether whoever looks like somebody is looked for once all are in: of a large file whose rows come in all the same, where looking
    row by row would cost the writer more than writing does."""
    return one.size >= LARGE and one.subject == Subject.CUSTOMERS and one.alike == Alike.PAIR and not one.chosen


def take_all(one: Import, later: LaterKeys, beside: Beside) -> bool:
    """Batch by batch, to the end or until somebody stops it. Between two writes others have their turn, while the next batch is read or waited for."""
    gaps, look = Gaps(PAUSE if one.size >= LARGE else GIVE_WAY), None if looks_later(one) else look_for(one)
    growth = Growth(*GROWN)
    for number, drafts in enumerate(batches(one, table_of(one), start=one.next_row), start=1):
        mark(drafts, look, one)
        gaps.wait()
        taken = write_batch(one, drafts)
        gaps.wrote()
        if taken is None:
            later.write_all()
            return False
        for announced, newcomers in taken.keys:
            later.add(announced, newcomers)
        if taken.keys:
            gaps.wait()
            later.write_some()
            gaps.wrote()
        if one.size >= LARGE and number % SORTED == 0:
            beside.do(partial(sort_in, search.INDEX))
        beside.do(partial(growth.came, len(drafts)))
    later.write_all()
    return True


def write_batch(one: Import, drafts: Sequence[Draft]) -> Taken | None:
    """Write one batch, whole or not at all; None when the import was stopped or somebody else took these rows."""
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return write_in_transaction(one, drafts)
        except IntegrityError:
            # Somebody made the same customer at this moment: now they are known.
            if attempt == TRIES - 1:
                raise
    return None


def write_in_transaction(one: Import, drafts: Sequence[Draft]) -> Taken | None:
    """The batch's rows, its record and the pointer."""
    first, last = drafts[0].row, drafts[-1].row
    held = Import.objects.select_for_update().filter(pk=one.pk, state=ImportState.RUNNING, next_row=first).first()
    if held is None:
        return None
    taken = Taken(held, keys_later=one.size >= LARGE and one.subject == Subject.CUSTOMERS)
    # A batch that is tried again must not find what the first try put in; customers are copied where something is (`join`).
    TAKES[held.subject](drafts if one.subject == Subject.CUSTOMERS else [draft.copy() for draft in drafts], taken)
    ImportLine.objects.bulk_create(taken.lines)
    ImportBatch.objects.create(of=held, first=first, last=last, made=taken.ranges(), changed=taken.changed)
    counts: Counter[str] = Counter(held.counts)
    counts.update(taken.counts)
    Import.objects.filter(pk=held.pk).update(next_row=last + 1, counts=dict(counts))
    one.next_row, one.counts = last + 1, dict(counts)
    return taken


def sample(one: Import, most: int) -> tuple[Table, list[tuple[int, list[str]]], list[Any]]:
    """The table, its first rows, and the drafts they become."""
    table = table_of(one)
    rows = list(islice(table.rows(), most))
    reading = reading_of(one, table.names)
    return table, rows, [read_row(number, line, cells, reading) for number, (line, cells) in enumerate(rows)]
