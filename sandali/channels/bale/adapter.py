"""The channel bale: updates of a bot in, its messages out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sandali.channels.adapter import Can, Card
from sandali.channels.botapi.binding import bound
from sandali.channels.botapi.flavour import Flavour
from sandali.channels.botapi.hooks import events

__all__ = ["FLAVOUR", "acknowledge", "can", "card", "connect", "events", "fetch_file", "kind", "poll", "read", "send", "verify"]

kind = "bale"
# Of its differences from Telegram's API: no secret with a hook's events, no markup to choose, no choice of events.
FLAVOUR = Flavour(
    kind,
    name=_("Bale"),
    server="https://tapi.bale.ai",
    profile="https://ble.ir/",
    secret_header=False,
    html=False,
)
can = Can(files=True, reaches=kind, chat=True, buttons=True, hook=True, poll=True)
card = Card(
    label=_("Bale"),
    icon="message-circle-check",
    works=_("Works"),
    untried=_("Not reached yet"),
    note=_("A bot made with @botfather in Bale, and its token."),
    form="sandali.channels.bale.settings_form.BaleSettings",
)
read, send, verify, poll, fetch_file, acknowledge, connect = bound(FLAVOUR)
