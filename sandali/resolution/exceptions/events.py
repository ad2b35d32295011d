"""What happens to policies, exceptions and situations."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

EXCEPTION_MADE = event_kind("exception_made", _("%(who)s made an exception to “%(policy)s”: %(reason)s"), icon="shield-off")
EXCEPTION_RELAXED = event_kind("exception_relaxed", _("“%(policy)s” did not hold here, because of “%(situation)s”"), icon="shield-off")
POLICY_CHANGED = event_kind("policy_changed", _("%(who)s changed the policy “%(policy)s”"), icon="shield")
POLICY_QUESTIONED = event_kind(
    "policy_questioned", _("Exceptions to “%(policy)s” recur: %(count)s in %(days)s days. Should it change?"),
    title=_("Exceptions to a policy of mine recur"), icon="bulb", audience=("policy_owner",), mail="away",
)
PROPOSAL_ANSWERED = event_kind("proposal_answered", _("%(who)s answered whether “%(policy)s” should change: %(word)s"), icon="bulb")
SITUATION_DECLARED = event_kind("situation_declared", _("%(who)s declared the situation “%(situation)s”"), icon="alert-triangle")
SITUATION_CHANGED = event_kind("situation_changed", _("%(who)s changed the situation “%(situation)s”"), icon="alert-triangle")
SITUATION_ENDED = event_kind("situation_ended", _("%(who)s ended the situation “%(situation)s”"), icon="circle-check")
CASE_AFFECTED = event_kind("case_affected", _("The situation “%(situation)s” affects this case"), icon="alert-triangle")

IN_THREAD = ("exception_made", "exception_relaxed", "case_affected")
