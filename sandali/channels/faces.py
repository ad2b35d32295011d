"""What some kinds of channel can do besides taking in and sending: the further faces of an adapter, each named by a line of `Can`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sandali.channels.adapter import (
    Adapter,
    ApprovedText,
    Asked,
    Event,
    Looked,
    Outgoing,
    Party,
    Press,
    Receipt,
    RemoteFile,
)


class ButtonAdapter(Adapter, Protocol):
    """A kind with buttons under our messages (`can.buttons`)."""

    def acknowledge(self, channel: Any, press: Press, *, words: str) -> None:
        """Say that a button's press was taken, with a word for who pressed it. Raises Refused or TryLater."""


class HookAdapter(Adapter, Protocol):
    """A kind whose provider tells us of events (`can.hook`), or is asked for them (`can.poll`)."""

    def verify(self, asked: Asked, *, settings: dict, secrets: dict[str, str]) -> bool:
        """Whether a request comes from the provider. False where no secret is set."""

    def events(self, body: bytes, *, settings: dict) -> list[Event]:
        """What a request tells, to be kept; quick, and never raises: what cannot be understood is kept whole."""

    def poll(self, channel: Any, *, after: int, wait: float) -> tuple[list[Event], int]:
        """Events that come after the cursor, and the new cursor; waits up to `wait` seconds for them. Raises TryLater."""

    def fetch_file(self, channel: Any, file: RemoteFile) -> bytes:
        """A file that lies at the provider. Raises Refused or TryLater."""

    def acknowledge(self, channel: Any, press: Press, *, words: str) -> None:
        """Tell the provider that a button's press was taken, with a word for who pressed it. Raises Refused or TryLater."""

    def connect(self, channel: Any, *, hook_url: str) -> str:
        """Have the provider tell us at this address; "" to have it stop. Returns how customers find us there ("@simorgh_bot").

        Raises Refused or TryLater."""


class HandshakeAdapter(HookAdapter, Protocol):
    """A kind whose provider first asks whether an address is ours (`can.handshake`)."""

    def handshake(self, query: str, *, secrets: dict[str, str]) -> str:
        """What the provider is to be answered with; "" where it does not have the word that we gave it."""


class ApprovedAdapter(Adapter, Protocol):
    """A kind with texts that its provider has looked over (`can.approved`)."""

    def approved_texts(self, channel: Any) -> list[ApprovedText]:
        """Those that serve a matter of the customer's; never advertisements. Raises Refused or TryLater."""


class NamingAdapter(Adapter, Protocol):
    """A kind whose events bring numbers alone (`can.looks_up_names`)."""

    def profile(self, channel: Any, value: str) -> Party | None:
        """How an account is called. Raises Refused or TryLater."""


class CommentAdapter(HookAdapter, Protocol):
    """A kind by which people also speak where everybody can read it (`can.comments`)."""

    def tell_more(self, channel: Any, reference: str) -> Event:
        """What the provider told the bare fact of (`Incoming.ask`), whole. Raises Refused or TryLater."""

    def untold(self, channel: Any, reference: str) -> Event:
        """The same with nothing but the fact, for when the provider does not say more."""

    def link_of(self, channel: Any, chat: str) -> str:
        """Where something was said, as an address; "" where there is none. Raises Refused or TryLater."""


class AskedAdapter(Adapter, Protocol):
    """A kind whose provider can be asked what became of messages (`can.asks`)."""

    def look_up(self, channel: Any, outgoing: Outgoing, *, since: datetime) -> Looked:
        """Whether the provider has a message that left after `since`. Raises TryLater when it does not say."""

    def reports(self, channel: Any, external_ids: tuple[str, ...]) -> list[Receipt]:
        """How far messages got; what is unknown there is left out. Raises TryLater."""


class CallAdapter(HookAdapter, Protocol):
    """A telephone system (`can.calls`)."""

    def places(self, settings: Mapping[str, Any]) -> bool:
        """Whether it can be asked to place calls."""

    def recording_file(self, settings: Mapping[str, Any], recording: str) -> RemoteFile | None:
        """A recording that is to be fetched and kept; None for one that is a link, or none."""

    def place(self, channel: Any, *, extension: str, number: str, reference: str) -> None:
        """Ring a colleague's telephone, and then `number` (E.164). What is told of the call has `reference` as its id.

        Raises Refused or TryLater."""
