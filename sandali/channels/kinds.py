"""The kinds of channel: one folder and one line each. Nowhere else is a kind asked for by name."""

from typing import Any, cast

from sandali.channels.adapter import Adapter
from sandali.channels.counter import adapter as counter
from sandali.channels.email import adapter as email
from sandali.channels.example import adapter as example
from sandali.channels.models import Channel

modules: list[Any] = [email, counter, example]
KINDS: dict[str, Adapter] = {module.kind: cast(Adapter, module) for module in modules}
# Kinds that raw mail may be handed to, and kinds that are connected to somebody else's server.
MAIL_KINDS = [kind for kind, adapter in KINDS.items() if adapter.can.mail]
CONNECTED_KINDS = [kind for kind, adapter in KINDS.items() if adapter.card.form]


def adapter_of(channel: Channel) -> Adapter:
    """The adapter of a channel's kind. Raises KeyError for a kind that this version does not know."""
    return KINDS[channel.kind]
