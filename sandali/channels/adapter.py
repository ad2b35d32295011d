"""The adapter face: what every kind of channel reads into and sends out of. No kind is named here (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from django.utils.functional import Promise

Automatic = Literal["", "auto-reply", "bounce", "delay", "list", "report", "loop", "no-reply", "command"]
Change = Literal["", "edit", "delete"]
Reached = Literal["sent", "delivered", "read", "failed"]
Happened = Literal["ringing", "answered", "ended", "recorded", "afterwards"]
Way = Literal["", "in", "out"]
SenderAuth = Literal["pass", "fail", "none"]
REPORTED = "reported"  # the remark of what a program of the company's tells that somebody said: it is never the customer's own yes
# What a `chat` begins with that everybody can read; below something of ours its writer can be answered privately too, and below what
# is on the air that is the only way.
IN_PUBLIC, BELOW_OURS, ON_THE_AIR = "public:", "public:ours:", "public:live:"
FIRST_PAGE = "first-page"  # the label of a picture that we drew of the file behind it
OWN_HOURS = "answers_within"  # the setting of a channel whose provider allows it more hours than Can.answers_within


class Refused(Exception):
    """The other side said a final no. `reason` is a sentence for the agent; `code` is the protocol's own answer."""

    def __init__(self, reason: str, code: str = "") -> None:
        super().__init__(reason)
        self.reason, self.code = reason, code


class TryLater(Exception):
    """Not now: network trouble, a temporary answer. `after` is the least number of seconds to wait, 0 if unknown.

    `channel_fault` says that nothing can be sent by this channel just now (host away, password wrong): it is marked as
    failing, and its other messages wait without trying each for itself. `done` are the provider's ids of the parts that it
    has taken already: the next try begins behind them."""

    def __init__(self, reason: str, code: str = "", after: int = 0, *, channel_fault: bool = False, done: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason, self.code, self.after, self.channel_fault, self.done = reason, code, after, channel_fault, done


class Unclear(Exception):
    """The message left and no answer came that says whether the provider has it. It is asked, and never told again by itself
    (docs/decisions/0029). Only for kinds that can be asked (`Can.asks`). `done` are ids of the parts that it took before."""

    def __init__(self, reason: str, code: str = "", *, done: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason, self.code, self.done = reason, code, done


class Unreadable(Exception):
    """An arrival that cannot be read at all; it goes to quarantine with this sentence."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody on a channel: `kind` as in customers.Identity ("email", "phone", ...), `value` normalised, `name` as written.

    `suspect` is a code when the value or name tries to look like another ("mixed-script", "control-characters"). `shown` is
    how people know the address where its value is a number of the provider's ("@mina")."""

    kind: str
    value: str
    name: str = ""
    suspect: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came along. `name` is safe to show and save, `content_type` is what the sender claims (never trusted).

    `label` names a kind that we keep but do not open: "winmail", "smime", "pgp", "uuencode", "partial", "message"; or FIRST_PAGE, for a
    picture that we drew of the file behind it (it is `inline`, as nobody sent it)."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""
    inline: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file that came along and still lies at the provider; `reference` is what `fetch_file` asks for. `size` 0 if unknown."""

    reference: str
    name: str
    content_type: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Press:
    """The customer pressed a button of ours: `data` is Button.data, `id` what the provider wants acknowledged."""

    id: str
    data: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a provider says became of a message of ours; `external_id` as in Sent.parts. `reason` for "failed".

    `reference` is our own word for it where the provider gives that back: what is unclear is found by it."""

    external_id: str
    reached: Reached
    at: datetime | None = None
    reason: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class CallNews:
    """One thing that a telephone system says of a call, by its own `id`. What is empty was not said: another event may say it.

    `number` is the other side's: E.164, as told where it is none, "" where it is withheld. `extensions` are those that ring, or the
    one that answered or called out. `at` is its own clock's. `recording` is an address. What is told "afterwards" is a whole call that is
    over, from `at` to `ended_at`: with who answered it when."""

    id: str
    happened: Happened
    way: Way = ""
    number: str = ""
    extensions: tuple[str, ...] = ()
    at: datetime | None = None
    recording: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a provider told us, as it is kept before it is read.

    `id` is the provider's own, "" where it has none: the same id is taken once a channel. `lane` is the conversation: what
    is in one lane is read one after the other, by `order`. After something that `settles` (seconds) its lane waits so long
    for what belongs before it: the parts of an album arrive at the same moment, in any order."""

    raw: bytes
    id: str = ""
    lane: str = ""
    order: int = 0
    settles: float = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to a hook: header names in lower case, `path_secret` what stood behind the address, "" for nothing."""

    headers: Mapping[str, str]
    body: bytes
    path_secret: str = ""


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
    chat: str = ""  # the provider's own conversation: what comes in it goes on with the matter that runs there
    change: Change = ""  # this is not new: it changes the message of this `external_id`, or takes it away
    remote_files: tuple[RemoteFile, ...] = ()
    proven: tuple[Party, ...] = ()  # further addresses that the provider says are the sender's own
    also: tuple[Party, ...] = ()  # and those that are this very account: a new account of somebody known by one of them is theirs
    known_by: tuple[Party, ...] = ()  # addresses by which somebody may be known already: then this new one is theirs; nobody new gets them
    no_matter: bool = False  # it cannot say which matter it is about: it goes on with the one that runs with its customer, where it is the only one
    press: Press | None = None
    asked_for: int = 0  # whom of our people the writer chose to talk to, by number
    claimed: tuple[Party, ...] = ()  # how they say that they can be reached; nobody vouches for it
    receipts: tuple[Receipt, ...] = ()
    call: CallNews | None = None
    matter: str = ""  # what kind of case it opens, where the door knows (a cases.models.Kind)
    doubtful: bool = False  # it looks like spam: the case that it opens stands aside, for people to look at
    ask: str = ""  # the provider told only that there is something: what it is, is asked for by this (CommentAdapter)


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file that leaves with a message; `path` points into the content store."""

    name: str
    content_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; `data` (at most 64 bytes) comes back as Press.data."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Approved:
    """A text that the provider has looked over before, and takes also when a conversation is over: by its name there, with
    what stands in its places."""

    name: str
    language: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ApprovedText:
    """Such a text as the provider has it: `text` with its places as {{1}}, {{2}}; `places` is how many."""

    name: str
    language: str
    text: str
    places: int = 0


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
    bcc: tuple[Party, ...] = ()  # they get it too, and nobody who gets it learns of them: no header ever names them
    files: tuple[OutgoingFile, ...] = ()
    automatic: bool = False  # machine-written: marked Auto-Submitted and never sent to a machine
    markdown: str = ""  # the text as it was written, for kinds that have a markup of their own
    chat: str = ""  # as Incoming.chat, of what is answered
    buttons: tuple[Button, ...] = ()
    done: tuple[str, ...] = ()  # ids of the parts that left at an earlier try
    reference: str = ""  # digits of ours for this sending: the same at every try, others when a person sends it once more
    approved: Approved | None = None  # leaves instead of the text, which says the same
    privately: str = ""  # to its writer alone, about this public word of theirs: what the provider calls that


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it. `external_id` is its id, `final` False when a later report will say delivered.

    `detail` is a sentence for the writer when not everything went well (one of several recipients was refused). `parts` are
    the provider's ids of all that left, where a message leaves in parts or a report about it may come."""

    external_id: str = ""
    final: bool = False
    detail: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """What a provider says of a message whose fate is unclear: that it has it (`sent`), or that it shows none.

    `proven` says that none was taken: the provider knows messages by our reference, and none by this one. `done`: it has these
    parts, and the rest is still to leave."""

    sent: Sent | None = None
    proven: bool = False
    done: tuple[str, ...] = ()


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
    names: str = ""  # the kind of identity that writers are given where nothing can be sent to them by it
    by_hand: bool = False  # staff record what was said (counter, phone)
    mail: bool = False  # raw mail may be handed to it: by a mail server on this machine, from an archive
    handed: bool = False  # a program on this machine hands over what came (`sandali fax`), as mail servers do by `mail`
    mobile: bool = False  # of telephone numbers, only mobile ones are reached
    max_length: int = 0  # characters of an answer's text, 0 for no limit
    counts_parts: bool = False  # what leaves is counted in short messages while one writes
    chat: bool = False  # one conversation without subjects: no signature, and what comes goes on with the case that runs
    markdown: bool = False  # Outgoing.markdown is wanted
    buttons: bool = False
    window: bool = False  # read only while a window of the customer's is open: what stays unread goes by mail or short message where it can
    hook: bool = False  # a provider tells us of what happens at an address of ours (HookAdapter)
    hook_by_get: bool = False  # also by the query of a GET
    hook_by_hand: bool = False  # whoever sets it up gives the provider our address, so their page shows it
    records: tuple[str, ...] = ()  # systems (settings "receive") that are listened to, and bring records of what was missed at that address
    poll: bool = False  # or is asked for it
    poll_every: int = 0  # seconds between questions to a provider that does not wait for news itself
    handshake: bool = False  # the provider asks at the hook's address whether it is ours, before it tells (HandshakeAdapter)
    asks: bool = False  # what became of a message can be asked for (AskedAdapter)
    calls: bool = False  # a telephone system: it tells of calls, and may place them (CallAdapter)
    embeds: str = ""  # it stands on websites by a line of ours: the first part of its address (channels/embedding.py)
    tokens: bool = False  # programs come in with tokens that we make for them
    told: bool = False  # how far messages get is told by the hook, and never asked for
    answers_within: int = 0  # hours after the customer's last word in which the provider takes an answer, 0 for no limit
    approved: bool = False  # and after them it takes texts that it has looked over (ApprovedAdapter)
    public: bool = False  # what comes by it everybody can read
    comments: bool = False  # of some of it so: conversations that begin with IN_PUBLIC, in which answers stand too (CommentAdapter)
    looks_up_names: bool = False  # who an account is can be asked for (NamingAdapter)
    known_by: tuple[str, ...] = ()  # further kinds of address by which its customers are recognised and not written to


@dataclass(frozen=True, slots=True)
class Card:
    """How a kind of channel is shown and set up. `works` is the word for a channel that has no trouble.

    A kind that is connected to somebody else's server has a `form`: the dotted name of a Django form with its settings
    (see email.settings_form), `untried`, the word for a channel that was never reached yet, and `note`, what one needs for it."""

    label: Promise
    icon: str
    works: Promise
    untried: Promise | str = ""
    form: str = ""
    note: Promise | str = ""


class Adapter(Protocol):
    """One kind of channel. Modules satisfy this face; `channels.kinds` lists them."""

    kind: str
    can: Can
    card: Card

    def read(self, raw: bytes, *, settings: dict) -> list[Incoming]:
        """Turn raw bytes into facts. Pure: no network, no database, no clock. Raises Unreadable."""

    def send(self, channel: Any, outgoing: Outgoing) -> Sent:
        """Hand one message to the provider. Raises Refused or TryLater."""
