"""The channel telegram: updates of a bot in, its messages out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sandali.channels.adapter import Can, Card
from sandali.channels.botapi.binding import bound
from sandali.channels.botapi.flavour import Flavour
from sandali.channels.botapi.hooks import events

__all__ = ["FLAVOUR", "acknowledge", "can", "card", "connect", "events", "fetch_file", "kind", "poll", "read", "send", "verify"]

kind = "telegram"
FLAVOUR = Flavour(
    kind,
    name=_("Telegram"),
    server="https://api.telegram.org",
    profile="https://t.me/",
    secret_header=True,
    html=True,
    updates=("message", "edited_message", "callback_query"),
)
can = Can(files=True, reaches=kind, chat=True, markdown=True, buttons=True, hook=True, poll=True)
card = Card(
    label=_("Telegram"),
    icon="brand-telegram",
    works=_("Works"),
    untried=_("Not reached yet"),
    note=_("A bot made with @BotFather, and its token."),
    form="sandali.channels.telegram.settings_form.TelegramSettings",
)
read, send, verify, poll, fetch_file, acknowledge, connect = bound(FLAVOUR)
