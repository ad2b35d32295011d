"""Which events cases listen to."""

from typing import Any

from sandali.cases.acknowledging import acknowledge_later
from sandali.cases.events import CASE_OPENED

# At once, because asking whether the channel acknowledges at all costs a tenth of the job that would ask it later.
AT_ONCE: dict[Any, Any] = {CASE_OPENED: acknowledge_later}
AFTERWARDS: dict[Any, Any] = {}
