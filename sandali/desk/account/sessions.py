"""A session's life: listed where its owner can see and end it, ended after a week without use or a month in all (RELIABILITY I8)."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

IDLE, WHOLE = timedelta(days=7), timedelta(days=30)
NOTED_EVERY = timedelta(hours=1)  # a write an hour, not one a page
BEGAN, SEEN = "began", "seen"


def still_good(request: HttpRequest, now: datetime) -> bool:
    """Whether the signed-in session may go on; notes that it is used. False: it is too old, and the caller signs it out."""
    began, seen = request.session.get(BEGAN), request.session.get(SEEN)
    stamp = int(now.timestamp())
    if began is None or seen is None:
        UserSession.objects.create_from_request(request)
        request.session[BEGAN] = request.session[SEEN] = stamp
        return True
    if stamp - seen > IDLE.total_seconds() or stamp - began > WHOLE.total_seconds():
        return False
    if stamp - seen > NOTED_EVERY.total_seconds():
        UserSession.objects.create_from_request(request)
        request.session[SEEN] = stamp
    return True
