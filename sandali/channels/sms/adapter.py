"""The channel sms: short messages in and out, what became of them, and how far they got."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sandali.channels.adapter import Can, Card
from sandali.channels.sms.reading import events, read
from sandali.channels.sms.sending import (
    LONGEST,
    acknowledge,
    connect,
    fetch_file,
    look_up,
    poll,
    reports,
    send,
    verify,
)

__all__ = ["acknowledge", "can", "card", "connect", "events", "fetch_file", "kind", "look_up", "poll", "read", "reports", "send", "verify"]

kind = "sms"
can = Can(
    reaches="phone", mobile=True, chat=True, max_length=LONGEST, counts_parts=True, hook=True, hook_by_get=True, hook_by_hand=True,
    poll=True, poll_every=20, asks=True,
)  # fmt: skip
card = Card(
    label=_("SMS"),
    icon="device-mobile",
    works=_("Works"),
    untried=_("Not reached yet"),
    note=_("An account with an SMS provider, such as Kavenegar, and a line of your own."),
    form="sandali.channels.sms.settings_form.SmsSettings",
)
