"""What happens at the doors."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

CHANNEL_CHANGED = event_kind("channel_changed", _("%(who)s changed the channel %(name)s"), icon="settings")
CHANNEL_REOPENED = event_kind("channel_reopened", _("%(who)s opened the channel %(name)s again"), icon="refresh")
CHANNEL_FAILING = event_kind(
    "channel_failing",
    _("The channel %(name)s cannot be reached: %(reason)s"),
    title=_("A channel stopped working"),
    icon="alert-triangle",
    audience=("channel_keepers",),
)
CHANNEL_RECOVERED = event_kind("channel_recovered", _("The channel %(name)s works again"), icon="check")
ARRIVAL_QUARANTINED = event_kind(
    "arrival_quarantined",
    _("Something that came by %(channel)s could not be read"),
    title=_("Something could not be read"),
    icon="alert-triangle",
    audience=("channel_keepers",),
)
DELIVERY_SENT = event_kind("delivery_sent", _("The answer was delivered"), icon="check")
DELIVERY_FAILED = event_kind(
    "delivery_failed",
    _("The answer could not be delivered: %(reason)s"),
    title=_("An answer of mine was refused"),
    icon="alert-triangle",
    audience=("delivery_writer", "heirs_of_writer"),
)
DELIVERY_PARKED = event_kind(
    "delivery_parked",
    _("A message of the channel %(channel)s was set aside: sending it broke off each time"),
    title=_("Sending a message broke off each time"),
    icon="alert-triangle",
    audience=("channel_keepers",),
    mail="away",
)
DELIVERY_UNCLEAR = event_kind(
    "delivery_unclear",
    _("It is unclear whether the answer arrived: %(reason)s"),
    title=_("Nobody knows whether an answer of mine arrived"),
    icon="help-circle",
    audience=("delivery_writer",),
)
DELIVERY_WITHDRAWN = event_kind("delivery_withdrawn", _("%(who)s took an answer back before it left"), icon="arrow-back-up")
