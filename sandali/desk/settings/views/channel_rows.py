"""What the settings say about a channel and its health."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.channels.kinds import CONNECTED_KINDS, KINDS
from sandali.channels.models import Channel
from sandali.channels.spool import fax_commands, pipe_command
from sandali.desk.customers.rows import account_words


@dataclass(frozen=True, slots=True)
class Trouble:
    """One side of a channel that fails."""

    what: str
    since: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel of the list. `chip` is its state in a word, `tone` and `chip_icon` how it looks."""

    channel: Channel
    address: str  # what customers reach it by, a number in the reader's digits
    url: str
    icon: str
    kind: str
    chip: str
    tone: str
    chip_icon: str
    is_closed: bool
    last_contact: datetime | None
    troubles: list[Trouble]
    pipe: str
    handed: tuple[str, ...]  # what programs on this machine run


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind that can be connected."""

    url: str
    icon: str
    label: str
    note: str


def kinds_to_connect() -> list[KindRow]:
    """Kinds that have a connection to set up, as their cards say."""
    cards = [(kind, KINDS[kind].card) for kind in CONNECTED_KINDS]
    return [KindRow(f"{reverse('settings_channel_new')}?kind={kind}", card.icon, str(card.label), str(card.note)) for kind, card in cards]


def troubles_of(channel: Channel) -> list[Trouble]:
    """What fails now; a paused channel has no trouble."""
    if not channel.is_active:
        return []
    sides = [
        (_("Receiving fails"), channel.failing_since, channel.last_error),
        (_("Sending fails"), channel.sending_failing_since, channel.sending_error),
    ]
    return [Trouble(what, since, reason) for what, since, reason in sides if since is not None]


def state_of(channel: Channel, troubles: list[Trouble]) -> tuple[str, str, str]:
    """(word, tone, icon)."""
    if channel.archived_at is not None:
        return _("Closed"), "", "circle-x"
    if not channel.is_active:
        return _("Paused"), "warn", "zzz"
    if troubles:
        return _("Failing"), "bad", "alert-triangle"
    card = KINDS[channel.kind].card
    if card.untried and channel.last_ok_at is None:
        return str(card.untried), "info", "hourglass"
    return str(card.works), "ok", "circle-check"


def channel_row(channel: Channel) -> ChannelRow:
    """Everything the list shows of one channel."""
    troubles = troubles_of(channel)
    adapter = KINDS[channel.kind]
    word, tone, icon = state_of(channel, troubles)
    return ChannelRow(
        channel,
        account_words(channel.address),
        reverse("settings_channel", args=[channel.pk]),
        adapter.card.icon,
        str(adapter.card.label),
        word,
        tone,
        icon,
        channel.archived_at is not None,
        channel.last_ok_at,
        troubles,
        pipe_command(channel) if adapter.can.mail else "",
        tuple(fax_commands(channel)) if adapter.can.handed else (),
    )
