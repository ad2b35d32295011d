"""Which events may raise a priority by an estimate of reach."""

from typing import Any

from sandali.cases.events import CASE_CLASSIFIED, CASE_OPENED
from sandali.cases.events_routing import CASE_ROUTED
from sandali.resolution.public.events import CASE_MADE_PUBLIC
from sandali.resolution.reach.events import AUDIENCE_NOTED
from sandali.resolution.reach.following import after_audience, after_classified, after_opening, after_public

AT_ONCE: dict[Any, Any] = {
    AUDIENCE_NOTED: after_audience,
    CASE_CLASSIFIED: after_classified,
    CASE_MADE_PUBLIC: after_public,
    CASE_OPENED: after_opening,
    CASE_ROUTED: after_opening,
}
AFTERWARDS: dict[Any, Any] = {}
