"""What happens with what is forwarded to somebody who is not the customer."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

MESSAGE_FORWARDED = event_kind("message_forwarded", _("%(who)s forwarded it to %(to)s"), icon="mail-forward")
FORWARD_WITHDRAWN = event_kind("forward_withdrawn", _("%(who)s took back what was to be forwarded to %(to)s"), icon="arrow-back-up")
THIRD_ANSWERED = event_kind(
    "third_answered",
    _("%(name)s answered what was forwarded to them"),
    title=_("Somebody answered what was forwarded to them in a case of mine"),
    icon="mail-question",
    audience=("case_owner", "case_followers", "forwarders"),
)

# What the thread tells between messages: the rest is said by the messages themselves.
IN_THREAD = ("forward_withdrawn",)
