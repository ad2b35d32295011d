"""Who may bring data in and take everything out; the only way to fetch an import or an archive on somebody's behalf."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from sandali.company.models import Person
from sandali.company.permissions import may
from sandali.history.models import Event
from sandali.transfer.models import Archive, Import


def imports_for(person: Any) -> QuerySet[Import]:
    """A person's own imports: what somebody else brings in is not theirs to see (K7)."""
    return Import.objects.filter(by=person) if may(person, "import_data") else Import.objects.none()


def access_import(person: Any, number: int) -> Import:
    """One import of their own. Raises Import.DoesNotExist for any other."""
    return imports_for(person).get(pk=number)


def asker_of_import(event: Event) -> list[int]:
    """Whose import an event is about; for the audience "import_asker"."""
    owners = Import.objects.filter(pk=event.subject_id).values("by")
    return list(Person.objects.filter(pk__in=owners, is_active=True).values_list("pk", flat=True))


def archives_for(person: Any) -> QuerySet[Archive]:
    """A person's own archives: each is for whoever asked, and nobody else of the administrators (K7)."""
    return Archive.objects.filter(by=person) if may(person, "export_everything") else Archive.objects.none()


def access_archive(person: Any, number: int) -> Archive:
    """One archive of their own. Raises Archive.DoesNotExist for any other."""
    return archives_for(person).get(pk=number)


def asker_of_archive(event: Event) -> list[int]:
    """Whose archive an event is about; for the audience "archive_asker"."""
    owners = Archive.objects.filter(pk=event.subject_id).values("by")
    return list(Person.objects.filter(pk__in=owners, is_active=True).values_list("pk", flat=True))
