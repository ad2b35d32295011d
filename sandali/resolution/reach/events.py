"""What happens to estimates of reach."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

PRIORITY_ROSE = event_kind(
    "priority_rose", _("The priority rose by one step: %(people)s people may hear of it, by estimate"), icon="trending-up"
)
AUDIENCE_NOTED = event_kind("audience_noted", _("%(who)s wrote down that %(followers)s follow this customer"), icon="users")
AUDIENCE_REMOVED = event_kind("audience_removed", _("%(who)s took the number of followers back"), icon="users")
ASSUMPTIONS_CHANGED = event_kind("reach_assumptions_changed", _("%(who)s changed what is assumed about reach"), icon="settings")

# What the thread tells between messages.
IN_THREAD = ("priority_rose",)
