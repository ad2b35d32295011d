"""The channel whatsapp: messages of a number in and out, by Meta's Cloud API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sandali.channels.adapter import Can, Card
from sandali.channels.metaapi.hooks import handshake, verify
from sandali.channels.whatsapp.connecting import approved_texts, connect, poll
from sandali.channels.whatsapp.reading import KIND, USER, events, read
from sandali.channels.whatsapp.sending import acknowledge, fetch_file, look_up, reports, send

__all__ = [
    "acknowledge", "approved_texts", "can", "card", "connect", "events", "fetch_file", "handshake", "kind", "look_up", "poll", "read", "reports",
    "send", "verify",
]  # fmt: skip

kind = KIND
can = Can(
    files=True, reaches=KIND, known_by=(USER,), chat=True, buttons=True, hook=True, handshake=True, asks=True, told=True, answers_within=24,
    approved=True,
)  # fmt: skip
card = Card(
    label=_("WhatsApp"),
    icon="brand-whatsapp",
    works=_("Works"),
    untried=_("Not reached yet"),
    note=_("Your own number in Meta's WhatsApp Cloud API, and an app there."),
    form="sandali.channels.whatsapp.settings_form.WhatsAppSettings",
)
