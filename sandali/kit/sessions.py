"""Django's sessions in the database, read by a query that is written once: every page begins with it."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from sandali.kit.prepared import PreparedModels

_stored = PreparedModels(lambda key: Session.objects.filter(session_key=key))


class SessionStore(DatabaseSessions):
    """As its parent, but for how a session is read."""

    def _get_session_from_db(self) -> Any:
        """The stored session while it is good; otherwise None, and the key is forgotten, as Django 5.2 does."""
        found = next(iter(_stored(self.session_key or "")), None)
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found
