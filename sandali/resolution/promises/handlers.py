"""Which events of the rooms below move promises."""

from typing import Any

from sandali.cases.events import CASE_ANSWERED, CASE_ASSIGNED
from sandali.cases.events_calls import CALL_MISSED, CALL_TALKED
from sandali.cases.events_regroup import (
    CASE_IS_SPAM,
    CASE_MERGED,
    CASE_NO_SPAM,
    CASE_SPLIT,
    MERGE_UNDONE,
    SPLIT_UNDONE,
)
from sandali.cases.events_timing import ANSWER_HELD
from sandali.cases.events_together import CASE_TAKEN_OVER, HANDOVER_ACCEPTED
from sandali.channels.events import DELIVERY_FAILED, DELIVERY_SENT, DELIVERY_WITHDRAWN
from sandali.resolution.promises.calling import call_missed, call_talked
from sandali.resolution.promises.following import (
    case_has_owner,
    case_is_spam,
    case_merged,
    case_no_spam,
    case_split,
    message_failed,
    message_left,
    message_taken_back,
    regrouping_undone,
)
from sandali.resolution.promises.sorry import after_answer

# At once: a promise must never be seen in another case, or as said, than what holds it.
AT_ONCE: dict[Any, Any] = {
    ANSWER_HELD: message_taken_back,
    CALL_MISSED: call_missed,
    CALL_TALKED: call_talked,
    CASE_ANSWERED: after_answer,
    CASE_ASSIGNED: case_has_owner,
    CASE_IS_SPAM: case_is_spam,
    CASE_MERGED: case_merged,
    CASE_NO_SPAM: case_no_spam,
    CASE_SPLIT: case_split,
    CASE_TAKEN_OVER: case_has_owner,
    DELIVERY_FAILED: message_failed,
    DELIVERY_SENT: message_left,
    DELIVERY_WITHDRAWN: message_taken_back,
    HANDOVER_ACCEPTED: case_has_owner,
    MERGE_UNDONE: regrouping_undone,
    SPLIT_UNDONE: regrouping_undone,
}
AFTERWARDS: dict[Any, Any] = {}
