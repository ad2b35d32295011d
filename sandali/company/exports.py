"""Exports too large to wait for: a job writes the file, a notice leads to it, and it is kept for seven days for whoever asked.

The files lie where all exports do: `cases.exporting.forget_old` clears the folder, and erasing somebody empties it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from sandali.company.models import Person
from sandali.company.queries import current_company, display_for
from sandali.history.events import record
from sandali.history.kinds import EventKind
from sandali.history.models import Event
from sandali.kit.dates import displayed

KEPT_FOR: Final = timedelta(days=7)


def folder() -> Path:
    """Where exports lie until they are fetched."""
    return Path(settings.FILES) / "exports"


def name_for(format: str) -> str:
    """A name that nobody guesses, made by whoever asks, so that writing it twice makes one file."""
    return f"{secrets.token_hex(16)}.{format}"


def write_for_later(person: Person, kind: EventKind, write: Callable[[Path], int], *, file: str, called: str, **words: Any) -> Event:
    """Have `write` write the file `file` as the person reads, and tell them (`kind`) that it is ready; `called` is its name once it is fetched.

    `write` returns how many rows there are. It may be run again: the file is whole or not there."""
    company = current_company()
    display = display_for(person, company)
    path = folder() / file
    partly = path.with_suffix(".part")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with translation.override(display.language), displayed(display.language, display.zone, display.calendar, toman=company is None or company.show_toman):
            count = write(partly)
        partly.replace(path)
    finally:
        partly.unlink(missing_ok=True)
    with transaction.atomic():
        return record(kind, person, count=count, file=file, called=called, **words)


def access_written(person: Any, kind: EventKind, number: int) -> tuple[Event, Path]:
    """Such a file that the person asked for, still kept. Raises Event.DoesNotExist for any other (K7)."""
    own = Event.objects.filter(kind=kind.name, subject_type="person", subject_id=person.pk)
    event = own.get(pk=number, at__gt=timezone.now() - KEPT_FOR)
    path = folder() / str(event.data["file"])
    if not path.is_file():
        raise Event.DoesNotExist
    return event, path
