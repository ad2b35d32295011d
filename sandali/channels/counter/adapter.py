"""The counter's adapter: nothing arrives and nothing is sent by itself."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.channels.adapter import Can, Card, Incoming, Outgoing, Refused, Sent, Unreadable

kind = "counter"
can = Can(receive=False, send=False, by_hand=True)
card = Card(label=gettext_lazy("Counter"), icon="armchair", works=gettext_lazy("Ready"))


def read(raw: bytes, *, settings: dict[str, Any]) -> list[Incoming]:
    """Nothing comes in by a wire: raises Unreadable."""
    raise Unreadable(_("A counter has no incoming messages of its own."))


def send(channel: Any, outgoing: Outgoing) -> Sent:
    """Nothing goes out by a wire: raises Refused."""
    raise Refused(_("This channel cannot send. Answer by another one, or in person."))
