"""What happens when figures leave the house."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

CASES_EXPORTED = event_kind("cases_exported", _("%(who)s exported %(count)s cases as %(format)s"), icon="download")
EXPORT_READY = event_kind(
    "export_ready",
    _("Your export of %(count)s cases is ready; it is kept for seven days"),
    title=_("An export of mine is ready"),
    icon="download",
    audience=("export_asker",),
)
