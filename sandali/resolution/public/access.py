"""Fetching plans on somebody's behalf. A public matter is fetched through its case."""

from __future__ import annotations

from typing import Any

from sandali.company.permissions import NotAllowed, may
from sandali.resolution.models import PublicPlan


def access_plan(person: Any, number: int) -> PublicPlan:
    """One plan, to change it. Raises PublicPlan.DoesNotExist, NotAllowed."""
    if not may(person, "manage_plans"):
        raise NotAllowed
    return PublicPlan.objects.get(pk=number)
