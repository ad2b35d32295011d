"""To which case a message belongs: an ordered list of rules. Never by a number in the subject (RELIABILITY finding 5)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from sandali.cases.models import Aside, Case, Direction, Message, Regrouping, State
from sandali.channels.adapter import Incoming
from sandali.channels.models import Delivery, DeliveryPart
from sandali.customers.models import Customer
from sandali.kit.prepared import PreparedModels
from sandali.kit.secrets import mac, mac_ok

# A mark of 26 base32 characters is 130 bits of HMAC-SHA256.
TOKEN = re.compile(r"^(\d{1,18})\.([a-z2-7]{26})$")
MOST_REFERENCES = 50
FOLLOWED = "unread:"  # what the key of an answer begins with that follows its reader out of a window
FORWARDED = ":forward"  # what is forwarded leaves in a line of its own: no answer waits for a supplier's slow server
MESSAGE_ID = re.compile(r"^t\.(\d{1,18})\.([a-z0-9]{10,20})\.([a-z2-7]{26})@")


@dataclass(frozen=True, slots=True)
class Found:
    """A case, and the rule that found it: "address", "reference", "same-customer", "chat", "running", or "forwarded": an answer to what we forwarded."""

    case: Case
    rule: str


def reply_token(case: Case, *, forwarded: bool = False) -> str:
    """The mark in our reply address: "support+12.mac@…" comes back to case 12 whatever the subject says.

    That of what is `forwarded` is another one, so that an answer to it is never taken for one to the customer's thread."""
    return f"{case.pk}.{mac('forward' if forwarded else 'thread', str(case.pk))}"


def case_of_token(token: str, *, forwarded: bool = False) -> int | None:
    """The case number in a reply token, or None when it is not ours."""
    match = TOKEN.match(token.lower())
    return int(match[1]) if match and mac_ok(match[2], "forward" if forwarded else "thread", match[1]) else None


def new_message_id(case: Case, domain: str, *, forwarded: bool = False) -> str:
    """A Message-ID (without angle brackets) that names its case and cannot be guessed."""
    random = secrets.token_hex(8)
    return f"t.{case.pk}.{random}.{mac('forward-id' if forwarded else 'message-id', str(case.pk), random)}@{domain}"


def case_of_message_id(message_id: str, *, forwarded: bool = False) -> int | None:
    """The case number in a Message-ID of ours, or None when its mark does not fit."""
    match = MESSAGE_ID.match(message_id.lower())
    return int(match[1]) if match and mac_ok(match[3], "forward-id" if forwarded else "message-id", match[1], match[2]) else None


def loop_mark(case: Case) -> str:
    """The mark in every mail of ours, by which we know it when somebody's forwarding brings it back."""
    return f"{case.pk}.{mac('loop', str(case.pk))}"


def is_our_mark(mark: str) -> bool:
    """Whether a mail carries a mark of ours, so that it is our own mail come back."""
    match = TOKEN.match(mark.lower())
    return bool(match and mac_ok(match[2], "loop", match[1]))


def plus_parts(addresses: Iterable[str]) -> list[str]:
    """What stands behind the first + in each address's local part."""
    return [address.partition("@")[0].partition("+")[2] for address in addresses if "+" in address]


def find_case(incoming: Incoming, customer: Customer | None, *, channel: int | None = None) -> Found | None:
    """The case that this message continues, or None for a new one. What comes in a provider's own conversation (on `channel`)
    has rules of its own, see `find_in_chat`. Rules for the rest, in order:

    1. our reply address, by its mark (that of what was forwarded has another one); 2. a reference to our own Message-ID, by its mark or by a delivery that we know;
    3. a reference to an earlier message of the same customer.

    What was split off is found where it is now, by the messages that are referred to; what was merged, where it lives on."""
    if incoming.chat:
        return find_in_chat(incoming, customer, channel) if customer is not None and channel is not None else None
    addresses = [*incoming.delivered_to, *(party.value for party in incoming.to), *(party.value for party in incoming.cc)]
    for token in plus_parts(addresses):
        if found := _case(case_of_token(token), incoming, customer):
            return Found(found, "address")
        if found := _case(case_of_token(token, forwarded=True), incoming, customer):
            return Found(found, "forwarded")
    for reference in incoming.references:
        if found := _case(case_of_message_id(reference), incoming, customer):
            return Found(found, "reference")
        if found := _case(case_of_message_id(reference, forwarded=True), incoming, customer):
            return Found(found, "forwarded")
    if not incoming.references:
        return None
    return _by_known_messages(incoming, customer)


_marked = PreparedModels(
    lambda number, customer, *references: Case.objects.filter(
        pk=Coalesce(Subquery(_split_off(customer, references).order_by("-id").values("case_id")[:1]), Value(number))
    ).select_related("customer")
)  # fmt: skip


def _split_off(customer: int, references: Iterable[str]) -> QuerySet[Message]:
    """Messages with these ids in a case that was split off: ours, whose ids nobody can guess, and the writer's own."""
    split = Regrouping.objects.filter(way=Regrouping.Way.SPLIT, target=OuterRef("case_id"), undone_at=None)
    whose = Q(direction__in=(Direction.OUT, Direction.FORWARD)) | Q(customer_id=customer)
    return Message.objects.filter(whose, Exists(split), external_id__in=references)


def _case(number: int | None, incoming: Incoming, customer: Customer | None) -> Case | None:
    """The case that a mark names, as it lives now; None without one."""
    if number is None:
        return None
    references = incoming.references[:MOST_REFERENCES] or ("-",)  # an id that no message has
    found = _marked(number, customer.pk if customer else 0, *references)
    case = living(found[0]) if found else None
    return case if case is not None and case.customer.erased_at is None else None  # whoever was erased begins anew


def living(case: Case) -> Case:
    """The case itself, or the one in which it lives on after it was merged, however often."""
    passed = {case.pk}
    while case.aside == Aside.MERGED and case.merged_into_id is not None and case.merged_into_id not in passed:
        case = Case.objects.select_related("customer").get(pk=case.merged_into_id)
        passed.add(case.pk)
    return case


_known = PreparedModels(
    lambda customer, *references: Message.objects.filter(
        Q(case__customer_id=customer) | Q(customer_id=customer), external_id__in=references
    ).select_related("case__customer").order_by("-id")[:1]
)  # fmt: skip


def _by_known_messages(incoming: Incoming, customer: Customer | None) -> Found | None:
    """Ids without a mark prove nothing, so they count only for somebody who already takes part in the case."""
    if customer is None:
        return None
    known = _known(customer.pk, *incoming.references[:MOST_REFERENCES])
    return Found(known[0].case, "same-customer") if known else None


def delivery_of_bounce(incoming: Incoming) -> Delivery | None:
    """Our own mail that a bounce is about, by the id in the returned mail or by its references. Not all are messages:
    an acknowledgement is a delivery alone."""
    ids = [value for value in (incoming.failed_message_id, *incoming.references) if value]
    return Delivery.objects.filter(message_id__in=ids).select_related("message__case").first() if ids else None


# --- Conversations that the provider keeps together ------------------------------------------------------------------
SETTLED = (State.CONFIRMED, State.LAPSED)
# So long after the last word a settled matter goes on when its customer writes again; later it is a new one.
GOES_ON_FOR = timedelta(hours=24)
_latest_in_chat = PreparedModels(
    lambda channel, chat, customer: Message.objects.filter(
        Q(customer_id=customer) | Q(direction=Direction.OUT, case__customer_id=customer), channel_id=channel, chat=chat, withdrawn_at=None
    ).select_related("case__customer").order_by("-id")[:1]
)  # fmt: skip


def find_in_chat(incoming: Incoming, customer: Customer, channel: int) -> Found | None:
    """The case that goes on in a conversation: that of the message which is answered, else the latest one of the same customer, or the
    one in which we wrote to them there last, also when an answer followed them there out of a window.

    A conversation has no subjects and never ends, so a matter that is settled ends it: a day later a new one begins."""
    for reference in incoming.references[:1]:
        said = Message.objects.filter(channel_id=channel, chat=incoming.chat, external_id=reference, customer=customer)
        found = said.select_related("case__customer").order_by("-id").first()
        case = found.case if found is not None else case_of_part(channel, reference)
        if case is not None and case.customer_id == customer.pk:
            return Found(living(case), "reference")
    latest = _latest_in_chat(channel, incoming.chat, customer.pk)
    followed = case_followed(channel, incoming.chat, since=latest[0].at if latest else None) if incoming.chat.startswith("+") else None
    if not latest and (followed is None or followed.customer_id != customer.pk):
        return None
    case = followed if followed is not None and followed.customer_id == customer.pk else living(latest[0].case)
    if case.state in SETTLED and case.last_message_at < timezone.now() - GOES_ON_FOR:
        return None
    return Found(case, "chat")


def case_followed(channel: int, value: str, *, since: datetime | None = None) -> Case | None:
    """The case whose answer followed its reader to this number last (after a moment), as it was not read in the window where it was given
    (actions.unread)."""
    sent = Delivery.objects.filter(channel_id=channel, to_value=value, dedupe_key__startswith=FOLLOWED).order_by("-pk")
    sent = sent.filter(created_at__gt=since) if since is not None else sent
    key = sent.values_list("dedupe_key", flat=True).first()
    said = Message.objects.filter(delivery=int(key.removeprefix(FOLLOWED))).select_related("case__customer").first() if key else None
    return living(said.case) if said is not None else None


def only_running(customer: Customer) -> Found | None:
    """The matter that runs with a customer on whatever channel, where there is one alone: for what cannot say what it is about."""
    going_on = Case.objects.filter(customer=customer, aside="").exclude(state__in=SETTLED).select_related("customer")[:2]
    return Found(going_on[0], "running") if len(going_on) == 1 else None


def case_of_part(channel: int, external_id: str) -> Case | None:
    """The case of a message of ours, by what its provider calls it."""
    part = DeliveryPart.objects.filter(channel_id=channel, external_id=external_id).select_related("delivery__message__case__customer").first()
    said: Message | None = getattr(part.delivery, "message", None) if part is not None and part.delivery is not None else None
    return said.case if said is not None else None
