"""The only way to fetch what we know on somebody's behalf. A private department's entries exist for its members alone."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from sandali.company.models import Department
from sandali.company.permissions import NotAllowed, Role, may
from sandali.company.queries import department_ids, open_departments
from sandali.knowledge.models import Entry, EntryKind, Revision


def entries_for(person: Any, *, archived: bool = False) -> QuerySet[Entry]:
    """What stands (or was archived) that the person may see. Lists, search, suggestions: all start here."""
    return _seen_by(person).filter(archived_at__isnull=not archived)


def _seen_by(person: Any) -> QuerySet[Entry]:
    """Everybody's entries, their departments', and those of departments that are not private."""
    if not may(person, "see_knowledge"):
        return Entry.objects.none()
    if person.role == Role.ADMIN:
        return Entry.objects.all()
    closed = Department.objects.filter(is_private=True).exclude(pk__in=department_ids(person))
    return Entry.objects.filter(Q(department__isnull=True) | ~Q(department__in=closed))


def access_entry(person: Any, number: int, *, to: str = "see") -> Entry:
    """One entry, archived or not, to "see" or "write". Raises Entry.DoesNotExist, or NotAllowed when seeing is all they may."""
    entry = _seen_by(person).select_related("department", "author", "checked_by").get(pk=number)
    if to == "write" and not may(person, "write_knowledge"):
        raise NotAllowed
    return entry


def access_revision(person: Any, number: int, revision: int, *, to: str = "see") -> Revision:
    """One earlier text of an entry. Raises Entry.DoesNotExist, Revision.DoesNotExist, NotAllowed."""
    entry = access_entry(person, number, to=to)
    found = Revision.objects.select_related("by").get(pk=revision, entry=entry)
    found.entry = entry
    return found


def departments_of_writer(person: Any) -> QuerySet[Department]:
    """The departments that a person may write for: those in use, of private ones only their own."""
    departments = open_departments()
    if person.role == Role.ADMIN:
        return departments
    return departments.filter(Q(is_private=False) | Q(pk__in=department_ids(person)))


def public_entries(language: str) -> QuerySet[Entry]:
    """Articles for everybody, in one language. What belongs to a private department never is, whatever its box says."""
    public = Entry.objects.filter(kind=EntryKind.ARTICLE, is_public=True, archived_at=None, language=language)
    return public.filter(Q(department__isnull=True) | Q(department__is_private=False))


def access_public_entry(number: int, language: str) -> Entry:
    """One article for everybody. Raises Entry.DoesNotExist."""
    return public_entries(language).get(pk=number)
