"""Which events of the rooms below change what is asked of customers."""

from typing import Any

from sandali.cases.events import CASE_ANSWERED, MESSAGE_RECEIVED, STATE_CHANGED
from sandali.cases.events_regroup import CASE_IS_SPAM
from sandali.channels.events import DELIVERY_FAILED, DELIVERY_WITHDRAWN
from sandali.resolution.confirmation.following import (
    after_answer,
    after_state,
    case_went_aside,
    customer_wrote,
    question_failed,
    question_withdrawn,
)

# At once: a case that is answered and a question that runs must never be seen one without the other.
AT_ONCE: dict[Any, Any] = {
    CASE_ANSWERED: after_answer,
    CASE_IS_SPAM: case_went_aside,
    DELIVERY_FAILED: question_failed,
    DELIVERY_WITHDRAWN: question_withdrawn,
    MESSAGE_RECEIVED: customer_wrote,
    STATE_CHANGED: after_state,
}
AFTERWARDS: dict[Any, Any] = {}
