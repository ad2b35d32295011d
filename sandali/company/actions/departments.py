"""Departments: added, renamed, made private, put away. One that held cases is never deleted."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.company.actions.overtaken import refuse_overtaken
from sandali.company.events import DEPARTMENT_CHANGED
from sandali.company.models import Department, Person
from sandali.company.queries import department_stamp
from sandali.history.events import record


class NameTaken(ValueError):
    """Another one has this name; the text says so."""

    def __init__(self) -> None:
        super().__init__(_("There is a department of this name already."))


class LastDepartment(Exception):
    """Cases must belong somewhere; the text says so."""

    def __init__(self) -> None:
        super().__init__(_("This is the last department. Add another one first."))


def refuse_taken(name: str, *, but: int = 0) -> None:
    """Raises NameTaken when a department other than number `but`, archived or not, has the name."""
    if Department.objects.filter(name__iexact=name).exclude(pk=but).exists():
        raise NameTaken


@transaction.atomic
def add_department(name: str, *, by: Person, is_private: bool = False) -> Department:
    """A new department. Raises NameTaken."""
    name = name.strip()[:80]
    refuse_taken(name)
    department = Department.objects.create(name=name, is_private=is_private)
    record(DEPARTMENT_CHANGED, department, by=by, name=name)
    return department


@transaction.atomic
def change_department(department: Department, *, by: Person, name: str, is_private: bool, was: str | None = None) -> Department:
    """Rename a department, or open or close it to others. Raises NameTaken, Overtaken."""
    current = Department.objects.select_for_update().get(pk=department.pk)
    refuse_overtaken(was, department_stamp(current), current)
    name = name.strip()[:80]
    refuse_taken(name, but=current.pk)
    current.name, current.is_private = name, is_private
    current.save(update_fields=["name", "is_private"])
    record(DEPARTMENT_CHANGED, current, by=by, name=name)
    return current


@transaction.atomic
def archive_department(department: Department, *, by: Person) -> None:
    """Put a department away: its cases and members stay as they are, new ones do not come. Raises LastDepartment."""
    standing = Department.objects.select_for_update().filter(archived_at=None)
    if not standing.exclude(pk=department.pk).exists():
        raise LastDepartment
    if standing.filter(pk=department.pk).update(archived_at=timezone.now()):
        record(DEPARTMENT_CHANGED, department, by=by, name=department.name, archived=True)


@transaction.atomic
def restore_department(department: Department, *, by: Person) -> None:
    """Bring an archived department back."""
    if Department.objects.filter(pk=department.pk).exclude(archived_at=None).update(archived_at=None):
        record(DEPARTMENT_CHANGED, department, by=by, name=department.name, archived=False)
