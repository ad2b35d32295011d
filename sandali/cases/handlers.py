"""Which events cases listen to."""

from typing import Any

from sandali.cases.acknowledging import acknowledge_case
from sandali.cases.events import CASE_OPENED

AT_ONCE: dict[Any, Any] = {}
AFTERWARDS: dict[Any, Any] = {CASE_OPENED: acknowledge_case}
