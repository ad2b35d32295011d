"""A complaint whose cause is known, as tests of causes want it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from sandali.cases.models import Case
from sandali.customers.models import Customer
from sandali.resolution.models import Cause
from sandali.resolution.recovery.causes import find_cause
from tests.cast import Cast, make_case


def complained(cast: Cast, cause: Cause, customer: Customer | None = None, *, days: float = 0, at: datetime | None = None, **fields: Any) -> Case:
    """A complaint that came at a moment or so many days ago, with its cause."""
    case = make_case(cast, customer=customer, kind="complaint", opened_at=at or timezone.now() - timedelta(days=days), **fields)
    find_cause(case, cause.pk, by=cast.admin)
    return case
