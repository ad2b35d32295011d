"""What happens to lists of cases: views that are saved, and many cases that are changed at once."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

VIEW_SAVED = event_kind("view_saved", _("%(who)s saved the view “%(name)s”"), icon="bookmark")
VIEW_CHANGED = event_kind("view_changed", _("%(who)s changed the view “%(name)s”"), icon="bookmark")
VIEW_REMOVED = event_kind("view_removed", _("%(who)s removed the view “%(name)s”"), icon="bookmark")
VIEW_RESTORED = event_kind("view_restored", _("%(who)s brought the view “%(name)s” back"), icon="bookmark")
CASES_CHANGED = event_kind("cases_changed", _("%(who)s changed many cases at once"), icon="list-check")
CASES_RESTORED = event_kind("cases_restored", _("%(who)s took the change of many cases back"), icon="arrow-back-up")
CASE_RESTORED = event_kind("case_restored", _("%(who)s took back what was changed in many cases at once"), icon="arrow-back-up")
