"""Who a session belongs to, read by a query that is written once: every page asks it."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from sandali.company.models import Person
from sandali.kit.prepared import PreparedModels

_person = PreparedModels(lambda number: Person.objects.filter(pk=number))


class Backend(AuthenticationBackend):
    """Signing in is allauth's."""

    def get_user(self, user_id: Any) -> Person | None:
        """The person of a session; None when they left (django.contrib.auth.backends.ModelBackend.get_user)."""
        person = next(iter(_person(int(user_id))), None)
        return person if person is not None and person.is_active else None
