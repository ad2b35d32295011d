"""How many customers are in a segment. A number is kept for a minute, for the person who asked: others may see other cases."""

from __future__ import annotations

from collections.abc import Hashable
from time import monotonic
from typing import Any, Final

from sandali.company.permissions import standing_of
from sandali.customers.models import Segment
from sandali.customers.segments.queries import members_of

KEPT: Final = 60.0  # seconds
MOST_KEPT: Final = 2000
_counted: dict[Hashable, tuple[float, int]] = {}


def key_of(person: Any, segment: Segment) -> Hashable:
    """What a number rests on besides the rows: the question, and what the person may see."""
    return segment.pk, segment.version, person.pk, person.role, person.is_active, standing_of(person)


def count_now(person: Any, segment: Segment) -> int:
    """How many are in it as far as the person may see, counted now."""
    found = members_of(person, segment).order_by().count()
    if len(_counted) >= MOST_KEPT:
        _counted.clear()
    _counted[key_of(person, segment)] = (monotonic(), found)
    return found


def count_kept(person: Any, segment: Segment) -> int | None:
    """The number of a moment ago, None where nobody counted in the last minute."""
    kept = _counted.get(key_of(person, segment))
    return kept[1] if kept is not None and monotonic() - kept[0] < KEPT else None
