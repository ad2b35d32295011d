"""The only way to fetch standards and clocks on somebody's behalf."""

from __future__ import annotations

from typing import Any

from sandali.cases.models import Case
from sandali.company.permissions import NotAllowed, may
from sandali.resolution.models import Clock, Standard

RIGHT = "manage_standards"


def access_standard(person: Any, number: int) -> Standard:
    """One standard that stands, to manage. Raises Standard.DoesNotExist, NotAllowed."""
    if not may(person, RIGHT):
        raise NotAllowed
    return Standard.objects.select_related("customer").get(pk=number, removed_at=None)


def access_clock(case: Case, number: int) -> Clock:
    """One clock of a case that was fetched by `cases.access`. Raises Clock.DoesNotExist."""
    return Clock.objects.select_related("case", "standard").get(pk=number, case=case)
