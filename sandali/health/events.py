"""What happens to the health of records, each with its sentence and who is told."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

LOOK_BEGUN = event_kind("records_look_begun", _("%(who)s had the health of the records counted"), icon="stethoscope")
CHECK_RULES_CHANGED = event_kind("check_rules_changed", _("%(who)s changed what counts as a fault in our records"), icon="settings")
# Once a week at most, of the check that got worst, and only in the app: nobody is woken by it.
RECORDS_WORSE = event_kind(
    "records_worse", _("The health of our records is worse than a week ago. “%(check)s”: %(count)s, where it was %(before)s"),
    title=_("The health of our records got much worse within a week"), icon="stethoscope", audience=("record_keepers",), push=False, of_many=True,
)
