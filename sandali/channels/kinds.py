"""The kinds of channel: one folder and one line each. Nowhere else is a kind asked for by name."""

from typing import Any, cast

from sandali.channels.adapter import Adapter
from sandali.channels.api import adapter as api
from sandali.channels.bale import adapter as bale
from sandali.channels.counter import adapter as counter
from sandali.channels.email import adapter as email
from sandali.channels.example import adapter as example
from sandali.channels.faces import (
    ApprovedAdapter,
    ButtonAdapter,
    CallAdapter,
    CommentAdapter,
    HandshakeAdapter,
    HookAdapter,
)
from sandali.channels.fax import adapter as fax
from sandali.channels.instagram import adapter as instagram
from sandali.channels.models import Channel
from sandali.channels.sms import adapter as sms
from sandali.channels.social import adapter as social
from sandali.channels.telegram import adapter as telegram
from sandali.channels.telephone import adapter as telephone
from sandali.channels.webchat import adapter as webchat
from sandali.channels.webform import adapter as webform
from sandali.channels.whatsapp import adapter as whatsapp

modules: list[Any] = [email, telegram, bale, whatsapp, instagram, social, sms, telephone, fax, webchat, webform, api, counter, example]
KINDS: dict[str, Adapter] = {module.kind: cast(Adapter, module) for module in modules}
# Kinds that raw mail may be handed to, and kinds that are connected to somebody else's server.
MAIL_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.mail]
# Kinds for which a folder waits, into which programs on this machine put what came.
SPOOLED_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.mail or adapter.can.handed]
CONNECTED_KINDS = [kind for kind, adapter in KINDS.items() if adapter.card.form]
# Kinds by which an answer follows whoever has left a window: by mail, else as a short message.
TEXT_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.counts_parts and adapter.can.send]
WINDOW_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.window]
HOOKED_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.hook]
CALL_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.calls]
POLLED_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.poll]
HANDSHAKE_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.handshake]
# Kinds by which an answer leaves for some hours after the customer's last word.
LIMITED_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.answers_within]
COMMENT_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.comments]
PUBLIC_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.public]
APPROVED_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.approved]
# The kind of account by which a kind of channel reaches, names or knows people → that kind, for accounts that are no mail address or number.
ACCOUNTS: dict[str, Adapter] = {kind: adapter for kind, adapter in KINDS.items() if kind in (adapter.can.reaches, adapter.can.names)}
ACCOUNTS |= {account: adapter for adapter in KINDS.values() for account in adapter.can.known_by}


def adapter_of(channel: Channel) -> Adapter:
    """The adapter of a channel's kind. Raises KeyError for a kind that this version does not know."""
    return KINDS[channel.kind]


def button_adapter(channel: Channel) -> ButtonAdapter:
    """The adapter of a channel with buttons. Raises LookupError for another kind."""
    if not adapter_of(channel).can.buttons:
        raise LookupError(f"{channel.kind!r} has no buttons")
    return cast(ButtonAdapter, KINDS[channel.kind])


def hook_adapter(channel: Channel) -> HookAdapter:
    """The adapter of a channel whose provider tells us of events. Raises LookupError for another kind."""
    if channel.kind not in HOOKED_KINDS:
        raise LookupError(f"no provider tells us of events by {channel.kind!r}")
    return cast(HookAdapter, KINDS[channel.kind])


def call_adapter(channel: Channel) -> CallAdapter:
    """The adapter of a telephone system. Raises LookupError for another kind."""
    if channel.kind not in CALL_KINDS:
        raise LookupError(f"{channel.kind!r} is no telephone system")
    return cast(CallAdapter, KINDS[channel.kind])


def handshake_adapter(channel: Channel) -> HandshakeAdapter:
    """The adapter of a channel whose provider asks first whether an address is ours. Raises LookupError for another kind."""
    if channel.kind not in HANDSHAKE_KINDS:
        raise LookupError(f"no provider asks first by {channel.kind!r}")
    return cast(HandshakeAdapter, KINDS[channel.kind])


def approved_adapter(channel: Channel) -> ApprovedAdapter:
    """The adapter of a channel with texts that its provider has looked over. Raises LookupError for another kind."""
    if channel.kind not in APPROVED_KINDS:
        raise LookupError(f"{channel.kind!r} has no texts that were looked over")
    return cast(ApprovedAdapter, KINDS[channel.kind])


def comment_adapter(channel: Channel) -> CommentAdapter:
    """The adapter of a channel by which people also speak in public. Raises LookupError for another kind."""
    if channel.kind not in COMMENT_KINDS:
        raise LookupError(f"nobody speaks in public by {channel.kind!r}")
    return cast(CommentAdapter, KINDS[channel.kind])
