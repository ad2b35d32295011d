"""What sales have done later: next steps of deals whose day has come, and exports that are too large to wait for."""

from typing import Any

from django_tasks import task

from sandali.company.models import Person
from sandali.sales import exporting_later
from sandali.sales.actions.deals import tell_of_steps


@task()
def tell_of_next_steps() -> int:
    """Tell their owners, once; returns how many were due."""
    return tell_of_steps()


@task()
def write_export(person: int, table: str, words: dict[str, Any], *, format: str, name: str, called: str) -> None:
    """Write a large export, and tell whoever asked for it."""
    asker = Person.objects.filter(pk=person, is_active=True).first()
    if asker is not None:
        exporting_later.write_export(asker, table, words, format=format, name=name, called=called)
