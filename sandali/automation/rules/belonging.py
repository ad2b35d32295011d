"""Whether a case's customer is in a segment, as the rule's owner would find: what they may not see makes nobody a member."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from sandali.cases.models import Case
from sandali.customers.models import Segment
from sandali.customers.segments.queries import members_of


def segments_for_rules() -> QuerySet[Segment]:
    """The segments that a rule may ask for: those of everybody, so that whoever reads the rule can read what it means."""
    return Segment.objects.filter(for_everybody=True, removed_at=None)


def in_segment(cases: QuerySet[Case], number: int, *, owner: Any, few: bool) -> QuerySet[Case]:
    """Those of the cases whose customer is in the segment; none where it is gone or shared no more.

    `few`: there are hardly any cases, so their customers alone are asked about, not the whole base."""
    segment = segments_for_rules().filter(pk=number).first()
    if segment is None:
        return cases.none()
    only = sorted(set(cases.values_list("customer_id", flat=True))) if few else None
    return cases.filter(customer__in=members_of(owner, segment, only=only).values("pk"))
