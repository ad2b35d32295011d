"""What happens to macros. What one does to a case is told by its acts' own events, which are the person's."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

MACRO_ADDED = event_kind("macro_added", _("%(who)s made the macro “%(macro)s”"), icon="wand")
MACRO_CHANGED = event_kind("macro_changed", _("%(who)s changed the macro “%(macro)s”"), icon="wand")
MACRO_REMOVED = event_kind("macro_removed", _("%(who)s removed the macro “%(macro)s”"), icon="trash")
MACRO_USED = event_kind("macro_used", _("%(who)s used the macro “%(macro)s”"), icon="wand")
MACRO_TAKEN_BACK = event_kind("macro_taken_back", _("%(who)s took back what the macro “%(macro)s” had done"), icon="arrow-back-up")
MACRO_ON_MANY = event_kind("macro_on_many", _("%(who)s used the macro “%(macro)s” on %(count)s cases"), icon="wand")
MACRO_ENDED = event_kind(
    "macro_ended", _("“%(macro)s” is done on %(count)s cases; cases that could not be changed: %(left)s"), title=_("A macro that I used on many cases is done"),
    icon="wand", audience=("people_named",), push=False,
)
