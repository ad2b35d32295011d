"""What happens to webhooks, each with its sentence and who is told."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

WEBHOOK_ADDED = event_kind("webhook_added", _("%(who)s added the webhook “%(name)s”"), icon="webhook")
WEBHOOK_CHANGED = event_kind("webhook_changed", _("%(who)s changed the webhook “%(name)s”"), icon="webhook")
WEBHOOK_REMOVED = event_kind("webhook_removed", _("%(who)s removed the webhook “%(name)s”"), icon="webhook")
WEBHOOK_DISABLED = event_kind(
    "webhook_disabled", _("The webhook “%(name)s” was switched off: its address kept failing"), title=_("A webhook was switched off, because it kept failing"),
    icon="alert-triangle", audience=("webhook_keepers",), mail="at_once",
)
