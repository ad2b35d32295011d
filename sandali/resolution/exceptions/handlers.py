"""Which events change what situations affect, and whether an exception stands."""

from typing import Any

from sandali.cases.events import CASE_OPENED
from sandali.resolution.exceptions.actions import remedy_ended, remedy_reopened
from sandali.resolution.exceptions.affected import look_at_new_case
from sandali.resolution.remedies.events import REMEDY_REFUSED, REMEDY_REOPENED, REMEDY_TAKEN_BACK

AT_ONCE: dict[Any, Any] = {
    CASE_OPENED: look_at_new_case,
    REMEDY_REFUSED: remedy_ended,
    REMEDY_REOPENED: remedy_reopened,
    REMEDY_TAKEN_BACK: remedy_ended,
}
AFTERWARDS: dict[Any, Any] = {}
