"""The channel telephone: what a telephone system tells of calls, and calls that it is asked to place."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.channels.adapter import Can, Card, Event, Outgoing, Press, Refused, Sent
from sandali.channels.telephone.reading import RECORDED, events, read
from sandali.channels.telephone.recordings import fetch_file, recording_file
from sandali.channels.telephone.signatures import verify
from sandali.channels.telephone.systems import connect, place, places

__all__ = ["acknowledge", "can", "card", "connect", "events", "fetch_file", "kind", "place", "places", "poll", "read", "recording_file", "send", "verify"]

kind = "telephone"
can = Can(send=False, hook=True, hook_by_hand=True, calls=True, records=RECORDED)
card = Card(
    label=gettext_lazy("Telephone"),
    icon="phone",
    works=gettext_lazy("Works"),
    untried=gettext_lazy("Not reached yet"),
    note=gettext_lazy("Asterisk or Issabel with an account for programs (AMI or ARI), or any telephone system that can send a signed request."),
    form="sandali.channels.telephone.settings_form.PhoneSettings",
)


def send(channel: Any, outgoing: Outgoing) -> Sent:
    """A telephone takes no messages: raises Refused."""
    raise Refused(_("Nothing can be sent by telephone. Please call, or answer on another channel."), "no-messages")


def poll(channel: Any, *, after: int, wait: float) -> tuple[list[Event], int]:
    """A telephone system is listened to, and never asked for what was."""
    return [], after


def acknowledge(channel: Any, press: Press, *, words: str) -> None:
    """Telephones have no buttons of ours."""
