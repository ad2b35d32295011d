"""The example channel: reads mail as an e-mail channel does; an answer is kept and goes nowhere, its reader is invented.

Its customers have addresses of their own kind, so that no other channel ever writes to them, and this one to nobody else."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from sandali.channels.adapter import Can, Card, Incoming, Outgoing, Party, Sent
from sandali.channels.email import reading

kind = "example"
can = Can(subject=True, html=True, files=True, reaches=kind)
card = Card(label=_("Example"), icon="sparkles", works=_("Ready"))


def read(raw: bytes, *, settings: dict[str, Any]) -> list[Incoming]:
    """A mail as facts, its sender marked as an example. Raises Unreadable."""
    return [replace(incoming, sender=as_example(incoming.sender)) for incoming in reading.read(raw, settings=settings)]


def as_example(sender: Party | None) -> Party | None:
    """The same party, known by an example's address instead of an e-mail address."""
    return replace(sender, kind=kind) if sender is not None else None


def send(channel: Any, outgoing: Outgoing) -> Sent:
    """Done at once: there is nobody to send it to."""
    return Sent(external_id=outgoing.message_id, final=True)
