"""To whom open streams belong at this moment: asked for all of them at once, each time something is to be told (RELIABILITY G6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from sandali.company.models import Person
from sandali.company.permissions import may
from sandali.company.queries import know_departments

SESSIONS = import_module(settings.SESSION_ENGINE)


class Holder(Protocol):
    """What holds a stream: its request, and what was proven of it (person, their password's hash, the session's data)."""

    request: HttpRequest
    proven: tuple[int, str, str] | None


def people_of(holders: Sequence[Holder]) -> list[Any]:
    """For each holder the person, read anew; None where the session ended, or they left or may no longer see cases.

    Whose a session is and that its password still holds is proven once for the same session and password. Four queries for all,
    and more only for those of whom nothing is proven."""
    keys = {holder.request.session.session_key or "" for holder in holders}
    rows = {key: (data, until) for key, data, until in Session.objects.filter(pk__in=keys).values_list("pk", "session_data", "expire_date")}
    people = standing({holder.proven[0] for holder in holders if holder.proven is not None})
    now, found = timezone.now(), []
    for holder in holders:
        data, until = rows.get(holder.request.session.session_key or "", ("", now))
        person = people.get(holder.proven[0]) if holder.proven is not None else None
        if until <= now:
            person = None
        elif person is None or holder.proven != (person.pk, person.password, data):
            person = prove(holder, data)
        found.append(person if person is not None and person.is_active and may(person, "see_cases") else None)
    return found


def standing(numbers: Iterable[int]) -> dict[int, Any]:
    """The people of these numbers with what their rights rest on."""
    people = {person.pk: person for person in Person.objects.filter(pk__in=list(numbers))} if numbers else {}
    if people:
        know_departments(list(people.values()))
    return people


def prove(holder: Holder, data: str) -> Any | None:
    """Ask Django whose session it is, and keep what proves it; None where it is nobody's."""
    holder.request.session = SESSIONS.SessionStore(holder.request.session.session_key)
    person = get_user(holder.request)
    holder.proven = (person.pk, person.password, data) if isinstance(person, Person) else None
    return person if isinstance(person, Person) else None
