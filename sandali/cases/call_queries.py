"""Reads of calls: those that go on, the log, and by which telephone system somebody calls."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from sandali.cases.models import Call, CallState, Outcome
from sandali.channels.kinds import CALL_KINDS, call_adapter
from sandali.channels.models import Channel
from sandali.company.permissions import may
from sandali.kit.prepared import PreparedModels

MOST_GOING_ON: Final = 200
BOXES: Final = ("all", "mine", "missed")
_going_on = PreparedModels(
    lambda: Call.objects.filter(state__in=(CallState.RINGING, CallState.TALKING)).exclude(way="").select_related("customer").order_by("-began_at")[:MOST_GOING_ON]
)
_channels = PreparedModels(lambda *kinds: Channel.objects.filter(kind__in=kinds, is_active=True, archived_at=None).order_by("pk"))


def calls_at(person: Any) -> list[Call]:
    """The calls that ring at somebody's telephone, or that they talk on, the newest first; without those that they put away."""
    if not person.extension:
        return []
    return [one for one in _going_on() if is_at(one, person) and person.pk not in one.put_away_by]


def call_at(person: Any, number: int) -> Call:
    """One call that is at somebody's telephone. Raises Call.DoesNotExist."""
    found = next((one for one in _going_on() if one.pk == number and is_at(one, person)), None)
    if found is None:
        raise Call.DoesNotExist
    return found


def is_at(call: Call, person: Any) -> bool:
    """Whether a call is at somebody's telephone now: answered by one, it is at no other."""
    if call.answered_by:
        return call.answered_by == person.extension
    return person.extension in call.extensions


def call_log(person: Any, *, box: str = "all", before: tuple[datetime, int] | None = None, most: int) -> list[Call]:
    """A page of the log, the newest first; `before` is (began_at, id) of the last row seen."""
    if not may(person, "see_customers"):
        return []
    rows: QuerySet[Call] = Call.objects.exclude(way="").exclude(state=CallState.PLACED)
    if box == "mine":
        rows = rows.filter(person=person)
    if box == "missed":
        rows = rows.filter(Q(outcome=Outcome.MISSED) | Q(outcome="", state=CallState.OVER, answered_at=None, way="in"))
    if before is not None:
        at, number = before
        rows = rows.filter(Q(began_at__lte=at), Q(began_at__lt=at) | Q(began_at=at, pk__lt=number))
    return list(rows.select_related("customer", "person", "message").order_by("-began_at", "-pk")[:most])


def placing_channel(person: Any) -> Channel | None:
    """The telephone system by which somebody with an extension calls at a press; None without one that can be asked to."""
    if not person.extension:
        return None
    return next((one for one in _channels(*CALL_KINDS) if call_adapter(one).places(one.settings)), None)
