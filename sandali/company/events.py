"""What happens among our own people."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

COMPANY_SET_UP = event_kind("company_set_up", _("%(who)s set Sandali up"), icon="home")
PERSON_INVITED = event_kind("person_invited", _("%(who)s invited %(email)s"), icon="user-plus")
INVITATION_WITHDRAWN = event_kind(
    "invitation_withdrawn", _("%(who)s withdrew the invitation of %(email)s"), icon="circle-x"
)
PERSON_JOINED = event_kind("person_joined", _("%(who)s joined"), icon="user-plus")
PERSON_CHANGED = event_kind("person_changed", _("%(who)s changed %(name)s"), icon="user")
PRESENCE_CHANGED = event_kind("presence_changed", _("%(who)s said that they are here, or away"), icon="user")
COMPANY_CHANGED = event_kind("company_changed", _("%(who)s changed the company's settings"), icon="settings")
DEPARTMENT_CHANGED = event_kind("department_changed", _("%(who)s changed the department %(name)s"), icon="users")
HOURS_CHANGED = event_kind("hours_changed", _("%(who)s changed the opening hours"), icon="clock")
RIGHT_CHANGED = event_kind("right_changed", _("%(who)s changed “%(right)s” of %(role)s to %(scope)s"), icon="shield-check")
PLACE_CHANGED = event_kind("place_changed", _("%(who)s changed what %(name)s may do in %(department)s"), icon="shield-check")
API_TOKEN_MADE = event_kind("api_token_made", _("%(who)s made the API token “%(name)s”"), icon="key")
API_TOKEN_REVOKED = event_kind("api_token_revoked", _("%(who)s ended the API token “%(name)s”"), icon="key")
