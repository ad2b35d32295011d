"""Beginning, planning, checking, running, stopping and undoing an import."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import IO, Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.company.permissions import NotAllowed, may
from sandali.company.queries import home_region, open_departments
from sandali.customers.duplicates.keys import how_many
from sandali.customers.duplicates.waiting import write_waiting
from sandali.history import queue
from sandali.history.events import record
from sandali.kit.files import Readable, TooLarge, path_of, put_stream
from sandali.transfer import events
from sandali.transfer.bundles import bundle_of, common_source, in_order, leave_order
from sandali.transfer.forgetting import forget_file as forget
from sandali.transfer.guessing import SAMPLE, guess_plan, guess_subject
from sandali.transfer.models import (
    BUSY,
    ONE_BY_ONE,
    Alike,
    Choice,
    Import,
    ImportBatch,
    ImportState,
    Unit,
    choices_of,
)
from sandali.transfer.presets import recognise_export
from sandali.transfer.reading import NotReadable, Shape, Table, open_table, unpacked
from sandali.transfer.reading.limits import MOST_BYTES, MOST_TABLES, shown
from sandali.transfer.targets import target_of
from sandali.transfer.undoing import undo_batch
from sandali.transfer.work import check, run

WORK: Final = "sandali.transfer.jobs.work_on_import"
OPEN: Final = (ImportState.PLANNED, ImportState.CHECKED, ImportState.FAILED)  # may still be planned differently, if nothing was taken
OVER: Final = (ImportState.DONE, ImportState.STOPPED, ImportState.FAILED)  # what was taken can be undone


class NotNow(Exception):
    """An import is at something else at this moment; the text says so to people."""


def begin_import(source: Readable, *, name: str, by: Any) -> Import:
    """Keep a file and guess what it is. Raises NotAllowed, NotReadable (with a sentence), NoRoom."""
    if not may(by, "import_data"):
        raise NotAllowed
    try:
        sha256, size = put_stream(source, MOST_BYTES)
    except TooLarge as error:
        raise NotReadable(_("A file may have 100 MB. Please divide it.")) from error
    table = open_table(path_of(sha256))
    found = recognise_export(table.names)
    one = Import(by=by, name=name[:200], sha256=sha256, size=size, shape=table.shape.as_json())
    one.subject, one.source = (found.subject, found.source) if found else (guess_subject(table.names), unknown_source(table))
    one.plan = guessed(table, one.subject)
    if found and not found.has_place:
        one.problem = _("There is no place here for what this table holds, so no column was chosen. If it does hold customers, choose below what its columns mean.")
    one.save()
    return one


def begin_together(files: Iterable[tuple[IO[bytes], str]], *, by: Any) -> tuple[list[Import], list[tuple[str, str]]]:
    """Keep several files as (source, name), of a ZIP the tables in it, and guess what they are. Returns the imports in the order in which they are
    to come in, and what was refused as (name, why); one that is refused takes none of the others along. Raises NotAllowed, NoRoom."""
    made: list[Import] = []
    refused: list[tuple[str, str]] = []
    for source, name in chain.from_iterable(unpacked(*file) for file in files):
        try:
            if isinstance(source, NotReadable):
                raise source
            if len(made) == MOST_TABLES:
                raise NotReadable(_("Please choose at most %(most)s files at once.") % {"most": shown(MOST_TABLES)})
            made.append(begin_import(source, name=name, by=by))
        except NotReadable as problem:
            refused.append((name, str(problem)))
    if len(made) > 1:
        sources = common_source(made)
        for one in made:
            one.bundle, one.source = made[0].pk, sources.get(one.pk, one.source)
        Import.objects.bulk_update(made, ["bundle", "source"])
    return in_order(made), refused


def unknown_source(table: Table) -> str:
    """Whose numbers a file has that nobody recognises: those of files with the same columns, so that number 5 of another program is
    never taken for theirs."""
    return "columns " + hashlib.sha256("\x1f".join(table.names).encode()).hexdigest()[:12]


def guessed(table: Table, subject: str) -> list[str]:
    """The guess for all columns, of its first rows."""
    rows = [cells for _line, cells in islice(table.rows(), SAMPLE)]
    found = recognise_export(table.names)
    return guess_plan(table.names, rows, subject, found if found and found.subject == subject else None, region=home_region())


@transaction.atomic
def change_plan(
    one: Import, *, subject: str, plan: Sequence[str], known: str, unreadable: str, source: str, alike: str = Alike.PAIR,
    open_in: int | None = None, unit: str = Unit.NOT_SAID,
    shape: dict[str, Any] | None = None,
) -> Import:  # fmt: skip
    """Say what the columns mean and what becomes of rows that are not plain. Raises NotNow, NotReadable.

    Another subject or another way of reading the file means another guess. A target of a column that the subject does not know is none.
    What was decided of single rows holds as long as they mean the same. `open_in` is the number of the department for cases that are still open."""
    held = Import.objects.select_for_update().get(pk=one.pk)
    if held.state not in OPEN or held.next_row:
        raise NotNow(_("Rows of this file were taken already."))
    if (shape and shape != held.shape) or subject != held.subject:
        held.shape, held.chosen = shape or held.shape, {}
        plan = guessed(open_table(path_of(held.sha256), Shape(**held.shape)), subject)
    plan = [name if target_of(subject, name) else "" for name in plan]
    if (held.subject, held.source, held.plan) != (subject, source, plan):
        held.chosen = {}
    held.subject, held.known, held.unreadable, held.alike, held.source, held.plan = subject, known, unreadable, alike, source, plan
    held.unit = unit
    held.open_in = open_departments().filter(pk=open_in).first() if open_in else None
    held.state, held.counts, held.rows = ImportState.PLANNED, {}, 0
    held.lines.all().delete()
    held.save()
    return held


@transaction.atomic
def decide_rows(one: Import, choices: Mapping[int, str]) -> int:
    """Say what becomes of single rows (from 0) of a trial by a Choice each; "" takes a word back, so that the import's choice holds.
    Returns how many were decided: of rows that the trial did not list, and by choices that are none of theirs, nothing is. Raises NotNow."""
    held = Import.objects.select_for_update().get(pk=one.pk)
    if held.state != ImportState.CHECKED or held.next_row:
        raise NotNow(_("Single rows are decided on after a trial, and before they are brought in."))
    listed = {line.row: line for line in held.lines.filter(row__in=list(choices), outcome__in=ONE_BY_ONE).exclude(number=None)}
    chosen, done = dict(held.chosen), 0
    for row, line in listed.items():
        choice = choices[row]
        if choice in choices_of(line):
            chosen[str(row)] = [choice, line.number if choice == Choice.THEM else 0]
            done += 1
        elif not choice:
            chosen.pop(str(row), None)
    Import.objects.filter(pk=one.pk).update(chosen=chosen)
    return done


@transaction.atomic
def set_going(one: Import, state: str, *, allowed: Sequence[str]) -> None:
    """Change the state from one of these and queue the work. Raises NotNow."""
    if not Import.objects.filter(pk=one.pk, state__in=allowed).update(state=state, problem=""):
        raise NotNow(_("This import is at something else at the moment."))
    leave_order(one)
    queue.put(WORK, one.pk, unique_key=f"import {one.pk}")


def check_import(one: Import) -> None:
    """Try all rows without writing any. Raises NotNow."""
    if one.next_row:
        raise NotNow(_("Rows of this file were taken already."))
    with transaction.atomic():
        set_going(one, ImportState.CHECKING, allowed=OPEN)
        one.lines.all().delete()
        Import.objects.filter(pk=one.pk).update(counts={}, next_row=0, here_before=how_many())


def start_import(one: Import, *, by: Any) -> None:
    """Take the rows, or go on where it stopped. Raises NotNow."""
    with transaction.atomic():
        set_going(one, ImportState.RUNNING, allowed=(*OPEN, ImportState.STOPPED))
        held = Import.objects.get(pk=one.pk)
        if not held.next_row:
            held.lines.all().delete()
            Import.objects.filter(pk=one.pk).update(counts={}, here_before=how_many())
            record(events.IMPORT_STARTED, held, by=by, file=held.name)


def to_begin(together: Iterable[Import]) -> list[Import]:
    """Of files that were chosen together those that can come in: not begun, and with a column that means something."""
    return [one for one in together if one.state in OPEN and not one.next_row and any(one.plan)]


@transaction.atomic
def start_together(imports: Sequence[Import], *, by: Any) -> None:
    """Take the rows of these, one file after the other: each begins when the one before it is done. One that cannot go on, is stopped or is
    done something else with holds up those behind it, which stay as they are. Raises NotNow."""
    if not imports or any(one.state in BUSY for one in bundle_of(imports[0])):
        raise NotNow(_("This import is at something else at the moment."))
    start_import(imports[0], by=by)
    Import.objects.filter(pk__in=[one.pk for one in imports[1:]]).update(follows=True)


def follow(done: Import) -> None:
    """Begin the next file of a bundle whose files come in one after the other."""
    waiting = to_begin(one for one in bundle_of(done) if one.follows)
    if waiting:
        with suppress(NotNow):  # somebody is at another of them: the rest is theirs to begin
            start_together(waiting, by=waiting[0].by)


def stop_import(one: Import) -> None:
    """Take no further batch; what was taken stays until it is undone."""
    leave_order(one)
    Import.objects.filter(pk=one.pk, state=ImportState.RUNNING).update(state=ImportState.STOPPED)
    Import.objects.filter(pk=one.pk, state=ImportState.CHECKING).update(state=ImportState.PLANNED, next_row=0)


def undo_import(one: Import) -> None:
    """Take everything out again that it brought. Raises NotNow."""
    set_going(one, ImportState.UNDOING, allowed=OVER)


def to_undo(together: Sequence[Import]) -> list[Import]:
    """Of files that came in together those that brought something, the last first: what names others goes before them, so that nothing of this
    order is kept for another's sake."""
    brought = brought_by(together)
    return [one for one in reversed(together) if one.pk in brought and one.state in OVER]


@transaction.atomic
def undo_together(imports: Sequence[Import]) -> None:
    """Take these out again, one after the other. One that cannot be undone, or is done something else with, holds up those behind it. Raises NotNow."""
    if not imports or any(one.state in BUSY for one in bundle_of(imports[0])):
        raise NotNow(_("This import is at something else at the moment."))
    undo_import(imports[0])
    Import.objects.filter(pk__in=[one.pk for one in imports[1:]]).update(follows=True)


def undo_next(undone: Import) -> None:
    """Undo the next file of a bundle whose files are undone one after the other."""
    waiting = to_undo([one for one in bundle_of(undone) if one.follows])
    if waiting:
        with suppress(NotNow):  # somebody is at another of them: the rest is theirs to undo
            undo_together(waiting)


def remove_import(one: Import) -> None:
    """Forget an import of which nothing was taken, or that is undone. Raises NotNow."""
    idle = Import.objects.filter(pk=one.pk).exclude(state__in=BUSY)
    if not (idle.filter(next_row=0) | idle.filter(state=ImportState.UNDONE)).exists() and (not idle.exists() or has_brought(one)):
        raise NotNow(_("Undo the import first."))
    forget(one)
    one.delete()


def has_brought(one: Import) -> bool:
    """Whether there is anything to undo: a file whose rows were all refused or known brought nothing."""
    return one.pk in brought_by([one])


def brought_by(imports: Sequence[Import]) -> set[int]:
    """The numbers of those of which something is here that can be undone, in one question."""
    return set(ImportBatch.objects.filter(of__in=imports, undone_at=None).exclude(made={}, changed=[]).values_list("of", flat=True).distinct())


def forget_file(one: Import, *, by: Any) -> None:
    """Forget the file and the rows that were not taken; what was taken stays, and can be undone. Raises NotNow."""
    if not forget(one, by=by):
        raise NotNow(_("This import is at something else at the moment."))


def work_on(number: int) -> None:
    """Do what an import's state asks for. What is wrong with the file ends it with a sentence; whatever else fails is tried again."""
    one = Import.objects.filter(pk=number).first()
    if one is None or one.state not in BUSY:
        return
    try:
        if one.state == ImportState.CHECKING:
            if one.next_row:  # it was killed half way
                one.lines.all().delete()
            check(one)
        elif one.state == ImportState.UNDOING:
            undo(one)
        elif run(one):
            finish(one)
    except (NotReadable, FileNotFoundError) as problem:
        fail(one, str(problem) if isinstance(problem, NotReadable) else _("The file is not there any more."))


@transaction.atomic
def finish(one: Import) -> None:
    """All rows are taken."""
    done = Import.objects.filter(pk=one.pk, state=ImportState.RUNNING)
    if done.update(state=ImportState.DONE, finished_at=timezone.now(), rows=one.next_row):
        record(events.IMPORT_DONE, one, file=one.name, made=one.counts.get("made", 0), wrong=one.counts.get("wrong", 0))
        follow(one)


@transaction.atomic
def fail(one: Import, why: str) -> None:
    """It cannot go on; what was taken stays, and says so."""
    leave_order(one)
    Import.objects.filter(pk=one.pk).update(state=ImportState.FAILED, problem=why[:400])
    record(events.IMPORT_FAILED, one, file=one.name, why=why)


def import_parked(number: int) -> None:
    """Its worker died each time, or it kept failing: whoever waits for it is told (settings.WHEN_PARKED)."""
    one = Import.objects.filter(pk=number, state__in=BUSY).first()
    if one is not None:
        fail(one, _("Something went wrong on our side. What was taken is kept; try again, or undo it."))


def undo(one: Import) -> None:
    """Take the batches out, the last one first."""
    write_waiting()  # who stays has their keys
    kept = one.counts.get("kept", 0)
    for batch in one.batches.filter(undone_at=None).order_by("-first").iterator(chunk_size=50):
        kept += undo_batch(one, batch)
        Import.objects.filter(pk=one.pk).update(counts={**one.counts, "kept": kept})
        queue.give_way()
    with transaction.atomic():
        one.keys.all().delete()
        Import.objects.filter(pk=one.pk).update(state=ImportState.UNDONE, finished_at=timezone.now())
        record(events.IMPORT_UNDONE, one, file=one.name, kept=kept)
        undo_next(one)
