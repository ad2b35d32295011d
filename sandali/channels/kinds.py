"""The kinds of channel: one folder and one line each. Nowhere else is a kind asked for by name."""

from typing import Any, cast

from sandali.channels.adapter import Adapter, ButtonAdapter, HookAdapter
from sandali.channels.bale import adapter as bale
from sandali.channels.counter import adapter as counter
from sandali.channels.email import adapter as email
from sandali.channels.example import adapter as example
from sandali.channels.fax import adapter as fax
from sandali.channels.models import Channel
from sandali.channels.sms import adapter as sms
from sandali.channels.telegram import adapter as telegram
from sandali.channels.webchat import adapter as webchat

modules: list[Any] = [email, telegram, bale, sms, fax, webchat, counter, example]
KINDS: dict[str, Adapter] = {module.kind: cast(Adapter, module) for module in modules}
# Kinds that raw mail may be handed to, and kinds that are connected to somebody else's server.
MAIL_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.mail]
# Kinds for which a folder waits, into which programs on this machine put what came.
SPOOLED_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.mail or adapter.can.handed]
CONNECTED_KINDS = [kind for kind, adapter in KINDS.items() if adapter.card.form]
WINDOW_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.window]
HOOKED_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.hook]
POLLED_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.poll]
# The kind of account by which a kind of channel reaches people → that kind, for accounts that are no mail address or number.
ACCOUNTS: dict[str, Adapter] = {adapter.can.reaches: adapter for kind, adapter in KINDS.items() if adapter.can.reaches == kind}


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
