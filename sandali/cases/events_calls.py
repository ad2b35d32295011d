"""What happens on the telephone."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

# Told to nobody by a notice: the pages of whoever is rung hear of it (data: people).
CALL_MOVED = event_kind("call_moved", _("A call goes on"), icon="phone")
CALL_MISSED = event_kind(
    "call_missed", _("A call was missed"), title=_("A call was missed"), icon="phone-off",
    audience=("case_owner", "case_followers", "unowned_department", "people_named"), mail="away",
)  # fmt: skip
CALL_TALKED = event_kind("call_talked", _("%(who)s spoke with the customer on the telephone"), icon="phone")
CALL_TRIED = event_kind("call_tried", _("%(who)s called the customer and did not reach them"), icon="phone-off")
