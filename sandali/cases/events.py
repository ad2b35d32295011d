"""What happens in cases, each with its sentence and who is told."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

CASE_OPENED = event_kind(
    "case_opened", _("A new case was opened"), title=_("A new case in my department"), icon="inbox", audience=("case_department",),
    push=False,
)
MESSAGE_RECEIVED = event_kind(
    "message_received",
    _("The customer wrote"),
    title=_("The customer wrote in a case of mine"),
    icon="mail",
    audience=("case_owner", "case_followers", "unowned_department"),
)
AUTOMATIC_RECEIVED = event_kind("automatic_received", _("An automatic message came"), icon="bolt")
CASE_REOPENED = event_kind(
    "case_reopened", _("The case was reopened, because the customer wrote again"), title=_("A case of mine was reopened"),
    icon="refresh", audience=("case_owner", "case_followers"),
)
ANSWER_MAILED = event_kind("answer_mailed", _("The answer was not read in the chat, and goes to %(to)s as well"), icon="mail")
CASE_ACKNOWLEDGED = event_kind("case_acknowledged", _("The customer was told that the message has arrived"), icon="send")
CASE_ANSWERED = event_kind(
    "case_answered", _("%(who)s answered the customer"), title=_("A case I follow was answered"), icon="send",
    audience=("case_followers",), push=False,
)
CUSTOMER_INFORMED = event_kind("customer_informed", _("%(who)s sent the customer news"), icon="send")
NOTE_WRITTEN = event_kind(
    "note_written",
    _("%(who)s wrote an internal note"),
    title=_("Somebody wrote a note in a case of mine"),
    icon="note",
    audience=("case_owner",),
)
CONTACT_RECORDED = event_kind("contact_recorded", _("%(who)s wrote down a contact"), icon="phone")
CASE_ASSIGNED = event_kind(
    "case_assigned",
    _("%(who)s gave the case to %(to)s"),
    title=_("A case was given to me"),
    icon="user",
    audience=("case_owner", "case_followers"),
    mail="away",
)
CASE_RELEASED = event_kind("case_released", _("%(who)s put the case back for anybody to take"), icon="user")
CASE_MOVED = event_kind(
    "case_moved", _("%(who)s moved the case to %(to)s"), title=_("A case was moved to my department"), icon="users",
    audience=("case_department",), push=False,
)
CASE_CLASSIFIED = event_kind("case_classified", _("%(who)s changed %(what)s to %(to)s"), icon="tag")
CASE_OWN_FILLED = event_kind("case_own_filled", _("%(who)s filled in the case's own fields"), icon="pencil")
CASE_TAGGED = event_kind("case_tagged", _("%(who)s added the tag %(tag)s"), icon="tag")
CASE_UNTAGGED = event_kind("case_untagged", _("%(who)s removed the tag %(tag)s"), icon="tag")
STATE_CHANGED = event_kind(
    "state_changed", _("%(who)s set the case to %(to)s"), title=_("A case I follow has changed its state"), icon="check",
    audience=("case_followers",), push=False,
)
ANSWER_UNDELIVERED = event_kind(
    "answer_undelivered", _("The case is open again, because the answer did not reach the customer"), icon="arrow-back-up"
)
CASE_CONFIRMED = event_kind(
    "case_confirmed", _("The customer confirmed our answer"), title=_("A customer says that a case of mine is settled"),
    icon="heart-handshake", audience=("case_owner", "case_followers"), push=False,
)
CASE_LAPSED = event_kind("case_lapsed", _("The customer was asked and stayed silent"), icon="hourglass")
CASE_WOKE = event_kind("case_woke", _("The case is back from its snooze"), title=_("A case of mine is back from its snooze"), icon="clock", audience=("case_owner",))
MESSAGE_BOUNCED = event_kind(
    "message_bounced",
    _("An answer came back: %(reason)s"),
    title=_("An answer of mine came back"),
    icon="alert-triangle",
    audience=("case_owner",),
)
MESSAGE_EDITED = event_kind("message_edited", _("The customer changed a message"), icon="pencil", audience=("case_owner",), push=False)
MESSAGE_RETRACTED = event_kind("message_retracted", _("The customer deleted a message"), icon="trash")
FILE_FETCHED = event_kind("file_fetched", _("A file of the customer's has been looked for at its provider"), icon="paperclip")
