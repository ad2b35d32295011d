"""Which events of the rooms below change what stands on the recovery path."""

from __future__ import annotations

from typing import Any

from sandali.channels.events import DELIVERY_FAILED, DELIVERY_WITHDRAWN
from sandali.history.models import Event
from sandali.kit.prepared import Prepared
from sandali.resolution.models import RecoveryStep
from sandali.resolution.recovery.apologising import letter_gone

# Asked at every failed or withdrawn delivery; most carried no step.
_carried = Prepared(lambda delivery: RecoveryStep.objects.filter(message__delivery=delivery, ended_at=None).values_list("pk", "step"))


def letter_did_not_leave(event: Event) -> None:
    """The letter was taken back, or never reached the customer: what it did for the path is open again."""
    if _carried(event.subject_id):
        letter_gone(event.subject_id, by=event.by, at=event.at)


# At once: a step must never stand on a letter that is not there.
AT_ONCE: dict[Any, Any] = {DELIVERY_FAILED: letter_did_not_leave, DELIVERY_WITHDRAWN: letter_did_not_leave}
AFTERWARDS: dict[Any, Any] = {}
