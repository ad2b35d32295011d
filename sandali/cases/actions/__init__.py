"""Every write about cases, by what one does: intake (what arrives), answering (what leaves), handling (whose, what, when)."""

from sandali.cases.actions.answering import (
    CannotAnswer,
    record_contact,
    reply,
    withdraw_reply,
    write_note,
)
from sandali.cases.actions.drafts import keep_draft, save_draft
from sandali.cases.actions.handling import (
    assign_case,
    change_state,
    classify_case,
    mark_case_read,
    move_case,
    open_case,
    tag_case,
    untag_case,
    wake_case,
)
from sandali.cases.actions.intake import receive, receive_arrival

__all__ = [
    "CannotAnswer",
    "assign_case",
    "change_state",
    "classify_case",
    "keep_draft",
    "mark_case_read",
    "move_case",
    "open_case",
    "receive",
    "receive_arrival",
    "record_contact",
    "reply",
    "save_draft",
    "tag_case",
    "untag_case",
    "wake_case",
    "withdraw_reply",
    "write_note",
]
