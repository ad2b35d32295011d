"""Which events change an estimate of reach, and may raise a priority by it."""

from typing import Any

from sandali.cases.events import CASE_CLASSIFIED, CASE_OPENED
from sandali.cases.events_regroup import CASE_TOOK_IN, MERGE_UNDONE
from sandali.cases.events_routing import CASE_ROUTED
from sandali.resolution.public.events import CASE_MADE_PUBLIC, CASE_NOT_PUBLIC
from sandali.resolution.reach.events import ASSUMPTIONS_CHANGED, AUDIENCE_NOTED, AUDIENCE_REMOVED
from sandali.resolution.reach.following import (
    after_assuming,
    after_audience,
    after_classified,
    after_merging,
    after_opening,
    after_public,
    after_public_ends,
)

AT_ONCE: dict[Any, Any] = {
    ASSUMPTIONS_CHANGED: after_assuming,
    AUDIENCE_NOTED: after_audience,
    AUDIENCE_REMOVED: after_audience,
    CASE_CLASSIFIED: after_classified,
    CASE_MADE_PUBLIC: after_public,
    CASE_NOT_PUBLIC: after_public_ends,
    CASE_OPENED: after_opening,
    CASE_ROUTED: after_opening,
    CASE_TOOK_IN: after_merging,
    MERGE_UNDONE: after_merging,
}
AFTERWARDS: dict[Any, Any] = {}
