"""What two bots of this API share: the functions of an adapter, for one flavour of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sandali.channels.botapi import hooks, reading, sending
from sandali.channels.botapi.flavour import Flavour

FACE: tuple[Callable[..., Any], ...] = (
    reading.read, sending.send, hooks.verify, hooks.poll, hooks.fetch_file, hooks.acknowledge, hooks.connect,
)  # fmt: skip


def bound(flavour: Flavour) -> list[partial[Any]]:
    """read, send, verify, poll, fetch_file, acknowledge, connect: as adapter.Adapter and HookAdapter ask for them."""
    return [partial(function, flavour) for function in FACE]
