"""The channel instagram: messages to a professional account in, answers out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sandali.channels.adapter import Can, Card
from sandali.channels.instagram.reading import KIND, events, read
from sandali.channels.instagram.sending import (
    acknowledge,
    connect,
    fetch_file,
    look_up,
    poll,
    profile,
    reports,
    send,
)
from sandali.channels.metaapi.hooks import handshake, verify

__all__ = ["acknowledge", "can", "card", "connect", "events", "fetch_file", "handshake", "kind", "look_up", "poll", "profile", "read", "reports", "send", "verify"]

kind = KIND
can = Can(reaches=KIND, chat=True, buttons=True, hook=True, handshake=True, asks=True, told=True, answers_within=24, looks_up_names=True)
card = Card(
    label=_("Instagram"),
    icon="brand-instagram",
    works=_("Works"),
    untried=_("Not reached yet"),
    note=_("A professional account of yours, and an app at Meta."),
    form="sandali.channels.instagram.settings_form.InstagramSettings",
)
