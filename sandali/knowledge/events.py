"""What happens to what we know."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

ENTRY_WRITTEN = event_kind("entry_written", _("%(who)s wrote down “%(title)s”"), icon="book")
ENTRY_CHANGED = event_kind("entry_changed", _("%(who)s changed “%(title)s”"), icon="pencil")
ENTRY_ARCHIVED = event_kind("entry_archived", _("%(who)s archived “%(title)s”"), icon="archive")
ENTRY_RESTORED = event_kind("entry_restored", _("%(who)s brought “%(title)s” back"), icon="book")
ENTRY_CHECKED = event_kind("entry_checked", _("%(who)s found that “%(title)s” is still right"), icon="circle-check")
ENTRY_DOUBTED = event_kind(
    "entry_doubted", _("%(who)s says that “%(title)s” is out of date"), title=_("Something that I wrote down is out of date"),
    icon="alert-triangle", audience=("entry_author",),
)  # fmt: skip
