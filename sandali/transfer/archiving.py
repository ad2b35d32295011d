"""Taking everything out: asked for by an administrator, written by a job, fetched by whoever asked, forgotten after a week."""

from __future__ import annotations

import secrets
import time
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.company.models import Company
from sandali.company.permissions import NotAllowed, may
from sandali.history import queue
from sandali.history.events import record
from sandali.kit.files import NoRoom
from sandali.transfer import events
from sandali.transfer.archive.writing import LEFT_FREE, bytes_needed, free_bytes, write_archive
from sandali.transfer.models import Archive, ArchiveState

WRITE: Final = "sandali.transfer.jobs.write_archive"
OPEN: Final = (ArchiveState.WAITING, ArchiveState.RUNNING)
TOLD_EVERY: Final = 2.0  # seconds between two notes of how far it is


class AnotherOne(Exception):
    """An archive is being written already; the text says so to people."""


class Stopped(Exception):
    """Somebody stopped it."""


def folder() -> Path:
    """Where archives lie until they are fetched; cases.exporting.forget_old clears it."""
    return Path(settings.FILES) / "exports"


def path_of(one: Archive) -> Path:
    """Where an archive's bytes lie."""
    return folder() / one.file


@transaction.atomic
def ask_archive(*, by: Any) -> Archive:
    """Have everything written to a file for `by`; every administrator hears of it. Raises NotAllowed, AnotherOne, NoRoom."""
    if not may(by, "export_everything"):
        raise NotAllowed
    Company.objects.select_for_update().get(pk=1)  # two who ask at once: the second sees the first
    if Archive.objects.filter(state__in=OPEN).exists():
        raise AnotherOne(_("An archive is being written already. Please wait until it is done."))
    if free_bytes(settings.DATA) - bytes_needed() < LEFT_FREE:
        raise NoRoom("Too little free space is left.")
    one = Archive.objects.create(by=by, file=f"archive-{secrets.token_hex(16)}.zip")
    record(events.ARCHIVE_ASKED, one, by=by)
    queue.put(WRITE, one.pk, unique_key=f"archive {one.pk}")
    return one


def stop_archive(one: Archive) -> bool:
    """Stop writing; what is written so far is thrown away. Returns whether there was something to stop."""
    return bool(Archive.objects.filter(pk=one.pk, state__in=OPEN).update(state=ArchiveState.STOPPED, finished_at=timezone.now()))


@transaction.atomic
def remove_archive(one: Archive, *, by: Any) -> bool:
    """Take an archive's file away before its week is over; returns whether it was there."""
    if one.state in OPEN:
        return False
    path_of(one).unlink(missing_ok=True)
    return bool(Archive.objects.filter(pk=one.pk).exclude(state__in=OPEN).delete()[0])


@transaction.atomic
def note_fetched(one: Archive, *, by: Any) -> None:
    """Somebody downloads it; the other administrators hear of that."""
    record(events.ARCHIVE_FETCHED, one, by=by)


def write(number: int) -> None:
    """Write the archive that was asked for, from the start however often it is begun. What stands in the way is told in words."""
    begun = Archive.objects.filter(pk=number, state__in=OPEN).update(state=ArchiveState.RUNNING, done=0)
    one = Archive.objects.select_related("by").filter(pk=number).first()
    if not begun or one is None:
        return
    if not may(one.by, "export_everything") or not one.by.is_active:
        stop_archive(one)
        return
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path_of(one).unlink(missing_ok=True)  # of a try that was killed before it could say so
    for partly in folder().glob(f".{one.file}.*.part"):
        partly.unlink(missing_ok=True)
    try:
        manifest = write_archive(path_of(one), follower(number))
    except Stopped:
        return
    except NoRoom:
        fail(one, _("Too little room is left on the disk."))
        return
    size = path_of(one).stat().st_size
    with transaction.atomic():
        rows = sum(manifest.rows.values())
        done = Archive.objects.filter(pk=number, state=ArchiveState.RUNNING).update(
            state=ArchiveState.READY, size=size, rows=rows, files=manifest.files[0], missing=len(manifest.missing), finished_at=timezone.now()
        )
        if done:
            record(events.ARCHIVE_READY, one)
    if not done:
        path_of(one).unlink(missing_ok=True)


def follower(number: int) -> Any:
    """What notes how far an archive is, now and then, and stops it where somebody said so."""
    last = 0.0

    def progress(done: int, reckoned: int) -> None:
        nonlocal last
        if time.monotonic() - last < TOLD_EVERY:
            return
        last = time.monotonic()
        if not Archive.objects.filter(pk=number, state=ArchiveState.RUNNING).update(done=done, reckoned=reckoned):
            raise Stopped

    return progress


@transaction.atomic
def fail(one: Archive, why: str) -> None:
    """It could not be written."""
    if Archive.objects.filter(pk=one.pk, state__in=OPEN).update(state=ArchiveState.FAILED, problem=why[:400], finished_at=timezone.now()):
        record(events.ARCHIVE_FAILED, one, why=why)


def archive_parked(number: int) -> None:
    """Its worker died each time, or it kept failing: whoever waits for it is told (settings.WHEN_PARKED)."""
    one = Archive.objects.filter(pk=number, state__in=OPEN).first()
    if one is not None:
        fail(one, _("Something went wrong on our side. Please try again."))
