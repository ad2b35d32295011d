"""Who may bring data in and take it out; the only way to fetch an import or an archive on somebody's behalf."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from sandali.company.models import Person
from sandali.company.permissions import may
from sandali.history.models import Event
from sandali.transfer.models import Archive, Import

KEPT_FOR: Final = timedelta(days=3)


def imports_for(person: Any) -> QuerySet[Import]:
    """A person's own imports: what somebody else brings in is not theirs to see (K7)."""
    return Import.objects.filter(by=person) if may(person, "import_data") else Import.objects.none()


def access_import(person: Any, number: int) -> Import:
    """One import of their own. Raises Import.DoesNotExist for any other."""
    return imports_for(person).get(pk=number)


def archives_for(person: Any) -> QuerySet[Archive]:
    """A person's own archives, as long as they are kept."""
    kept = Archive.objects.filter(by=person, asked_at__gt=timezone.now() - KEPT_FOR)
    return kept if may(person, "export_all") else kept.none()


def access_archive(person: Any, number: int) -> Archive:
    """One archive that is ready and still kept. Raises Archive.DoesNotExist for any other."""
    found = archives_for(person).exclude(file="").get(pk=number)
    if not archive_path(found.file).is_file():
        raise Archive.DoesNotExist
    return found


def archive_path(name: str) -> Path:
    """Where an archive's file lies."""
    return Path(settings.FILES) / "archives" / name


def asker_of_import(event: Event) -> list[int]:
    """Whose import an event is about; for the audience "import_asker"."""
    owners = Import.objects.filter(pk=event.subject_id).values("by")
    return list(Person.objects.filter(pk__in=owners, is_active=True).values_list("pk", flat=True))


def asker_of_archive(event: Event) -> list[int]:
    """Whose archive it is; for the audience "archive_asker"."""
    owners = Archive.objects.filter(pk=event.subject_id).values("by")
    return list(Person.objects.filter(pk__in=owners, is_active=True).values_list("pk", flat=True))
