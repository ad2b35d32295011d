"""The channel instagram: messages to a professional account, comments and mentions in, answers out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sandali.channels.adapter import Can, Card
from sandali.channels.instagram.comments import NAME
from sandali.channels.instagram.public import link_of, tell_more, untold
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

__all__ = ["acknowledge", "can", "card", "connect", "events", "fetch_file", "handshake", "kind", "link_of", "look_up", "poll", "profile", "read", "reports", "send", "tell_more", "untold", "verify"]

kind = KIND
can = Can(
    files=True, reaches=KIND, known_by=(NAME,), chat=True, buttons=True, hook=True, handshake=True, asks=True, told=True, answers_within=24, looks_up_names=True,
    comments=True,
)  # fmt: skip
card = Card(
    label=_("Instagram"),
    icon="brand-instagram",
    works=_("Works"),
    untried=_("Not reached yet"),
    note=_("Your professional account, and an app at Meta."),
    form="sandali.channels.instagram.settings_form.InstagramSettings",
)
