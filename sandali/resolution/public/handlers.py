"""Which events of the rooms below change what is owed in public."""

from typing import Any

from sandali.cases.events import CASE_ANSWERED, CASE_OPENED
from sandali.cases.events_regroup import CASE_MERGED, MERGE_UNDONE
from sandali.channels.events import DELIVERY_FAILED, DELIVERY_WITHDRAWN
from sandali.resolution.public.following import after_answer, after_delivery, after_merging, after_unmerging
from sandali.resolution.public.mentions import after_opening

AT_ONCE: dict[Any, Any] = {
    CASE_ANSWERED: after_answer,
    CASE_MERGED: after_merging,
    CASE_OPENED: after_opening,
    DELIVERY_FAILED: after_delivery,
    DELIVERY_WITHDRAWN: after_delivery,
    MERGE_UNDONE: after_unmerging,
}
AFTERWARDS: dict[Any, Any] = {}
