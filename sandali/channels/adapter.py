"""The adapter face: what every kind of channel reads into and sends out of. No kind is named here (DESIGN 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from django.utils.functional import Promise

Automatic = Literal["", "auto-reply", "bounce", "delay", "list", "report", "loop", "no-reply"]
SenderAuth = Literal["pass", "fail", "none"]


class Refused(Exception):
    """The other side said a final no. `reason` is a sentence for the agent; `code` is the protocol's own answer."""

    def __init__(self, reason: str, code: str = "") -> None:
        super().__init__(reason)
        self.reason, self.code = reason, code


class TryLater(Exception):
    """Not now: network trouble, a temporary answer. `after` is the least number of seconds to wait, 0 if unknown.

    `channel_fault` says that nothing can be sent by this channel just now (host away, password wrong): it is marked as
    failing, and its other messages wait without trying each for itself."""

    def __init__(self, reason: str, code: str = "", after: int = 0, *, channel_fault: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.code, self.after, self.channel_fault = reason, code, after, channel_fault


class Unreadable(Exception):
    """An arrival that cannot be read at all; it goes to quarantine with this sentence."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody on a channel: `kind` as in customers.Identity ("email", "phone", ...), `value` normalised, `name` as written.

    `suspect` is a code when the value or name tries to look like another ("mixed-script", "control-characters")."""

    kind: str
    value: str
    name: str = ""
    suspect: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came along. `name` is safe to show and save, `content_type` is what the sender claims (never trusted).

    `label` names a kind that we keep but do not open: "winmail", "smime", "pgp", "uuencode", "partial", "message"."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""
    inline: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """One recipient in a bounce or delay report. `status` as RFC 3463 ("5.1.1") or "", `hard` when it is final."""

    address: str
    status: str = ""
    reply: str = ""
    reason: str = ""
    hard: bool = True


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that a customer (or a machine) said, as facts. Text is clean of NUL and lone surrogates."""

    sender: Party | None
    external_id: str = ""
    subject: str = ""
    text: str = ""  # what the writer wrote now, without quotes and signature
    quoted: str = ""  # what was cut: earlier mail and signature, always reachable by "show all"
    html: str = ""  # the HTML part as it came, NOT cleaned, at most 1 MB; "" when there was none
    sent_at: datetime | None = None  # as claimed by the sender, aware, None when missing or absurd
    to: tuple[Party, ...] = ()
    cc: tuple[Party, ...] = ()
    reply_to: tuple[Party, ...] = ()
    references: tuple[str, ...] = ()  # Message-IDs this answers, nearest first, without angle brackets
    attachments: tuple[Attached, ...] = ()
    automatic: Automatic = ""
    failed: tuple[FailedRecipient, ...] = ()
    failed_message_id: str = ""  # of our mail that a bounce is about, when the report carries it
    sender_auth: SenderAuth = "none"
    delivered_to: tuple[str, ...] = ()  # envelope and Delivered-To addresses of ours, for plus-address tokens
    loop_mark: str = ""  # our own X-Sandali-Loop header as it came back
    language: str = ""  # "fa", "en", "ar" or "" when unsure
    remarks: tuple[str, ...] = ()  # codes: "too-many-parts", "header-too-long", "text-cut", "unknown-charset", ...


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file that leaves with a message; `path` points into the content store."""

    name: str
    content_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way out, complete: an adapter needs nothing else to send it."""

    message_id: str  # fixed before the first try, the same on every repeat
    to: Party
    from_name: str
    subject: str
    text: str
    html: str
    language: str
    reply_token: str = ""  # goes into the reply address ("support+token@...") where the kind has one
    loop_mark: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    cc: tuple[Party, ...] = ()
    files: tuple[OutgoingFile, ...] = ()
    automatic: bool = False  # machine-written: marked Auto-Submitted and never sent to a machine


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it. `external_id` is its id, `final` False when a later report will say delivered.

    `detail` is a sentence for the writer when not everything went well (one of several recipients was refused)."""

    external_id: str = ""
    final: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Can:
    """What the composer may offer on a kind of channel."""

    receive: bool = True
    send: bool = True
    subject: bool = False
    html: bool = False
    files: bool = False
    cc: bool = False
    reaches: str = ""  # the kind of identity it sends to ("email", "phone")
    by_hand: bool = False  # staff record what was said (counter, phone)
    mail: bool = False  # raw mail may be handed to it: by a mail server on this machine, from an archive
    max_length: int = 0  # characters, 0 for no limit


@dataclass(frozen=True, slots=True)
class Card:
    """How a kind of channel is shown and set up. `works` is the word for a channel that has no trouble.

    A kind that is connected to somebody else's server has a `form`: the dotted name of a Django form with its settings
    (see email.settings_form), and `untried`, the word for a channel that was never reached yet."""

    label: Promise
    icon: str
    works: Promise
    untried: Promise | str = ""
    form: str = ""


class Adapter(Protocol):
    """One kind of channel. Modules satisfy this face; `channels.kinds` lists them."""

    kind: str
    can: Can
    card: Card

    def read(self, raw: bytes, *, settings: dict) -> list[Incoming]:
        """Turn raw bytes into facts. Pure: no network, no database, no clock. Raises Unreadable."""

    def send(self, channel: Any, outgoing: Outgoing) -> Sent:
        """Hand one message to the provider. Raises Refused or TryLater."""


