"""Where one writes in a case: what may be written, by which channel it leaves, and what was begun."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sandali.cases.actions.answering import signature_of, signed
from sandali.cases.actions.drafts import files_of
from sandali.cases.copies import MOST, besides, copied
from sandali.cases.holding import may_hold
from sandali.cases.models import Case, Direction, Draft, Message
from sandali.channels.kinds import adapter_of
from sandali.channels.models import Channel
from sandali.customers.models import Identity
from sandali.customers.queries import identities_of
from sandali.desk.cases.approved.closing import Closing, closing_of
from sandali.desk.cases.beside import shown_address
from sandali.desk.cases.boxes import CHANNEL_ICONS
from sandali.desk.cases.timing.choices import as_items, later_choices
from sandali.desk.cases.together.meanwhile import since_draft
from sandali.desk.cases.uploads import ReturnedFile, returned
from sandali.desk.wishes.composing import NOTHING, Wished, leaving_by
from sandali.kit import markdown
from sandali.kit.dates import current_display
from sandali.kit.digits import format_number
from sandali.kit.fields import DateInput
from sandali.kit.prepared import Prepared
from sandali.kit.sms_text import Count, count_parts

PARTS_WORDS = gettext_lazy("Messages: %(parts)s · characters left: %(left)s")
MANY_PARTS = 3
NO_WAY = gettext_lazy("This customer has no address that we can write to. Add one, or write down a call.")
# What the composer's kinds are in the thread.
DIRECTIONS = {"reply": Direction.OUT, "note": Direction.NOTE, "contact": Direction.CALL}
KINDS = {Direction.OUT: "reply", Direction.NOTE: "note", Direction.CALL: "contact", Direction.VISIT: "contact"}


@dataclass(frozen=True, slots=True)
class Contact:
    """A visit or a call as typed so far: a Direction, a day and a time of day, "" for just now."""

    direction: str = Direction.CALL
    day: str = ""
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """Somebody who may have a copy of an answer, to be ticked."""

    value: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What comes back from a form that could not be taken. `copies` are the ticked addresses; None leaves them to the last answer."""

    text: str
    kind: str
    key: str
    files: tuple[ReturnedFile, ...] = ()
    contact: Contact = Contact()
    seen: int = 0
    copies: tuple[str, ...] | None = None
    cc: str = ""
    bcc: str = ""
    way: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """What is written, in short messages: `signature` leaves below it, `count` is of what stands there now."""

    signature: str
    count: Count

    @property
    def words(self) -> str:
        """How many they are and how much room is left, as a sentence; s-parts.js fills the same one."""
        language = get_language() or "en"
        return PARTS_WORDS % {"parts": format_number(self.count.parts, language), "left": format_number(self.count.left, language)}

    @property
    def pattern(self) -> str:
        """The sentence with its places, for the page."""
        return str(PARTS_WORDS)

    @property
    def many(self) -> int:
        """Up to how many nobody needs to be told."""
        return MANY_PARTS

    @property
    def are_many(self) -> bool:
        """Whether it leaves as so many that its writer should know."""
        return self.count.parts > MANY_PARTS


@dataclass(frozen=True, slots=True)
class Composer:
    """`why_not` says why no answer can leave, "" when one can. `key` makes sending the same form twice one answer (D1)."""

    today: date

    kinds: tuple[str, ...]
    kind: str
    text: str
    key: str
    why_not: str = ""
    channel_icon: str = ""
    channel_name: str = ""
    address: str = ""
    takes_files: bool = True
    files: tuple[ReturnedFile, ...] = ()
    contact: Contact = Contact()
    seen: int = 0  # the last message that its writer saw; who comes back to a draft is told of what came meanwhile, and has seen it then
    since: str = ""  # what was said after the draft was begun, as a sentence
    laters: SafeString = SafeString("")  # when else an answer may leave, as choices of the menu
    takes_copies: bool = False
    copies: tuple[Copy, ...] = ()
    cc: str = ""
    bcc: str = ""
    wishes: Wished = NOTHING
    parts: Parts | None = None  # what the text is in short messages, on channels that count them
    closing: Closing | None = None  # until when an answer may leave, on channels where that ends

    @property
    def later_day(self) -> SafeString:
        """The day on which an answer leaves, with a calendar that begins today."""
        attributes = {"class": "input day-input", "id": "later-day", "placeholder": _("Day")}
        return DateInput(attrs=attributes, earliest=self.today).render("later_day", "")

    @property
    def leaves(self) -> str:
        """By which channel and to which address an answer leaves, as a sentence."""
        return _("Leaves by %(channel)s to %(address)s") % {"channel": self.channel_name, "address": self.address}

    @property
    def day_input(self) -> SafeString:
        """The day of a visit or a call, with a calendar that ends today."""
        attributes = {"class": "input day-input", "id": "contact-day", "placeholder": _("Today")}
        return DateInput(attrs=attributes, latest=self.today).render("day", self.contact.day)


def parts_of(channel: Channel | None, text: str) -> Parts | None:
    """What a text is in short messages, by a channel that counts them."""
    if channel is None or not adapter_of(channel).can.counts_parts:
        return None
    signature = signature_of(channel)
    return Parts(signature, count_parts(signed(markdown.to_text(text), signature, in_talk=True) if text.strip() else ""))


def composer_of(
    case: Case, person: Any, rights: frozenset[str], *, typed: Typed | None = None, last: Message | None = None,
    identities: list[Identity] | None = None, sent: Message | None = None,
) -> Composer:  # fmt: skip
    """The composer of a person on a case: as it was typed, or with what the person began to write there last.

    Where they are known: `last` is the newest message by a channel, `sent` our newest answer, `identities` the customer's addresses."""
    kinds = tuple(name for name, right in (("reply", "answer"), ("note", "note"), ("contact", "answer")) if right in rights)
    known = identities_of(case.customer_id) if identities is None else identities
    said = typed or Typed("", "", "")
    way, wishes = leaving_by(case, known, last, sent, way=said.way, reason=said.reason) if "answer" in rights else (None, NOTHING)
    why_not = NO_WAY if way is None and "answer" in rights else ""
    kinds = tuple(name for name in kinds if not why_not or name != "reply")
    channel = way.channel if way is not None else None
    draft = begun(case, person) if kinds and typed is None else None
    since = since_draft(case, person, draft.seen) if draft is not None and draft.kind == "reply" else ""
    typed = typed or draft or Typed("", "", "")
    return Composer(
        today=datetime.now(current_display().zone).date(),
        kinds=kinds,
        kind=typed.kind if typed.kind in kinds else (kinds[0] if kinds else ""),
        text=typed.text,
        key=typed.key or uuid.uuid4().hex,
        why_not=str(why_not),
        channel_icon=CHANNEL_ICONS.get(channel.kind, "message-circle") if channel is not None else "",
        channel_name=channel.name if channel is not None else "",
        address=shown_address(way.identity) if way is not None else "",
        takes_files=takes_files(channel),
        files=typed.files,
        contact=typed.contact,
        seen=typed.seen if draft is None and typed.seen else case.last_message_id,
        since=since,
        laters=as_items(later_choices(), "later") if "reply" in kinds else SafeString(""),
        takes_copies="reply" in kinds and channel is not None and adapter_of(channel).can.cc,
        copies=copies_of(typed, last, sent),
        cc=typed.cc, bcc=typed.bcc,
        parts=parts_of(channel, typed.text),
        closing=closing_of(case, way),
        wishes=wishes,
    )


def copies_of(typed: Typed, last: Message | None, sent: Message | None) -> tuple[Copy, ...]:
    """Whom one may tick: who had a copy of the last answer (they have one again), and who else was in the last letter."""
    chosen = list(typed.copies) if typed.copies is not None else copied(sent.others) if sent is not None else []
    offered = besides(last) if last is not None else []
    return tuple(Copy(value, value in chosen) for value in dict.fromkeys([*chosen, *offered][:MOST]))


_drafts = Prepared(
    lambda case, person: Draft.objects.filter(case=case, person=person).order_by("-saved_at")
    .values_list("text", "direction", "seen_message_id", "copies", "files")[:1]
)  # fmt: skip


def begun(case: Case, person: Any) -> Typed | None:
    """What the person began to write last, with the copies and files that go along."""
    found = next(iter(_drafts(case.pk, person.pk)), None) if may_hold(case, "drafts") else None  # type: ignore[arg-type]
    if found is None:
        return None
    text, direction, seen, copies, files = found
    typed = Typed(text, KINDS[Direction(direction)], "", returned(files_of(files), case, person), seen=seen)
    return typed if copies is None else replace(typed, copies=tuple(copies["ticked"]), cc=copies["cc"], bcc=copies["bcc"])


def takes_files(channel: Channel | None) -> bool:
    """Whether answers by this channel may carry files."""
    return channel is None or adapter_of(channel).can.files
