"""The only way to fetch channels and arrivals on somebody's behalf."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from sandali.channels.models import Arrival, ArrivalState, Channel
from sandali.company.permissions import NotAllowed, may


def access_channel(person: Any, number: int) -> Channel:
    """One channel, to manage; archived ones too. Raises Channel.DoesNotExist, NotAllowed."""
    if not may(person, "manage_channels"):
        raise NotAllowed
    return Channel.objects.select_related("department").get(pk=number)


def quarantined_for(person: Any) -> QuerySet[Arrival]:
    """What could not be read. Raises NotAllowed."""
    if not may(person, "see_quarantine"):
        raise NotAllowed
    return Arrival.objects.filter(state=ArrivalState.QUARANTINED).select_related("channel")


def access_quarantined(person: Any, number: int) -> Arrival:
    """One thing that could not be read. Raises Arrival.DoesNotExist, NotAllowed."""
    return quarantined_for(person).get(pk=number)
