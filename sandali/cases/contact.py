"""By which way a customer is reached in a case: the best one with its reason, and whether a job of ours may take it now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sandali.cases.in_public import PRIVATE, PUBLIC, public_word
from sandali.cases.models import Case, Direction, Message
from sandali.cases.queries import answer_way, answer_ways, reached, sends_to
from sandali.cases.windows import closed_among, is_closed
from sandali.channels.adapter import Outgoing
from sandali.channels.kinds import KINDS
from sandali.channels.models import Channel
from sandali.channels.queries import is_paused, paused_among
from sandali.company.queries import current_company
from sandali.customers.contact import (
    HOURS,
    NEVER,
    NO_ADDRESS,
    NOTHING,
    Known,
    Leave,
    Rules,
    against_wishes,
    contact_rules,
    has_hours,
    known_of,
    may_contact,
    why_never,
    wishes_of,
)
from sandali.customers.models import AgainstWish, Customer, Identity, Wishes
from sandali.customers.queries import identities_of
from sandali.customers.wishing import page_of
from sandali.kit.prepared import PreparedModels

# Why a way is proposed that is not where they wrote last; besides NEVER, WITHDRAWN and NOT_ASKED of customers.contact.
PREFERRED, BOUNCED, TOO_LATE = "preferred", "bounced", "too-late"


@dataclass(frozen=True, slots=True)
class Way:
    """A channel, the address that it reaches, and why it is this one: "" where the customer wrote last.

    Of a case that was said in public, `place` is where the answer stands (in_public.PUBLIC or PRIVATE), `chat` the public place, and
    `privately` what the provider calls the comment about which its writer can be written to once, until `until`."""

    channel: Channel
    identity: Identity
    why: str = ""
    place: str = ""
    chat: str = ""
    privately: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outward:
    """How a person wants their answer to leave: numbers of a channel and an address (0 is the best way), the reason against a wish, and
    where it is to stand of what was said in public."""

    channel: int = 0
    identity: int = 0
    reason: str = ""
    place: str = ""


BEST: Final = Outward()


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether we may write to a customer by ourselves now, and by which way; `way` is None where nothing reaches them."""

    leave: Leave
    way: Way | None


class GoneWay(LookupError):
    """A channel or an address that an answer was to take is not there any more."""


Channels = Callable[[], list[Channel]]
open_channels = PreparedModels(lambda: Channel.objects.filter(is_active=True, archived_at=None).order_by("pk"))
"""The channels in use, the oldest first."""


def ways_of(case: Case, identities: Iterable[Identity], channels: Iterable[Channel]) -> list[Way]:
    """Every way by which an answer may leave: for each kind of channel the one nearest to the case, to each address that it reaches.
    An address by which they are known goes before a claimed one, the main one of its kind before others."""
    addresses = sorted(identities, key=lambda one: (bool(one.claimed_by), not one.is_main, one.pk))
    near: dict[str, Channel] = {}
    for channel in sorted(channels, key=lambda one: (one.pk != case.channel_id, one.department_id != case.department_id, one.pk)):
        if sends_to(channel, addresses):
            near.setdefault(channel.kind, channel)
    return [Way(channel, one) for channel in near.values() for one in reached(channel, addresses)]


def reachable(identities: Iterable[Identity]) -> list[Identity]:
    """The addresses that some kind of channel sends to."""
    kinds = {adapter.can.reaches for adapter in KINDS.values() if adapter.can.send}  # a name besides an account is no further way
    return [identity for identity in identities if identity.kind in kinds]


def choose(usual: Way, ways: Callable[[], list[Way]], wishes: Wishes | None, against: Callable[[Way], str]) -> Way:
    """The best way: what they prefer, else where they wrote last, else another; never one that something speaks against, where there is one."""
    wanted = wishes.way if wishes is not None else ""
    why = against(usual)
    if not why and wanted in ("", usual.channel.kind) and (wishes is None or wishes.identity_id in (None, usual.identity.pk)):
        return usual
    best = next((way for way in in_order(usual, ways(), wishes) if not against(way)), None)
    if best is None or (best.channel.pk, best.identity.pk) == (usual.channel.pk, usual.identity.pk):
        return usual
    return Way(best.channel, best.identity, PREFERRED if best.channel.kind == wanted else why)


def in_order(usual: Way, ways: list[Way], wishes: Wishes | None) -> Iterator[Way]:
    """The ways to be tried: what they prefer, with the address they named first; where they wrote last; the others."""
    if wishes is not None and wishes.way:
        wanted = [way for way in ways if way.channel.kind == wishes.way]
        wanted = wanted if wishes.way != usual.channel.kind else [usual, *wanted]
        yield from sorted(wanted, key=lambda way: way.identity.pk != wishes.identity_id)
    yield usual
    yield from ways


def best_way(case: Case) -> Way | None:
    """The best way for a person's answer; None where nothing reaches the customer."""
    return best_of(case, identities_of(case.customer_id), None, wishes_of(case.customer))


def best_of(
    case: Case, identities: list[Identity], last: Message | None, wishes: Wishes | None, *, bounced: bool = True, channels: Channels = open_channels
) -> Way | None:
    """The same for whoever knows these already: their addresses, their newest message by a channel (None: it is asked), their wishes,
    and with `bounced` false that nothing of ours came back lately; `channels` gives those in use."""
    channel, identity = answer_way(case, identities, last)
    if channel is None or identity is None:
        return None
    never = wishes.never if wishes is not None else []

    def against(way: Way) -> str:
        if way.channel.kind in never:
            return NEVER
        if is_late(placed(case, way), at=timezone.now()):
            return TOO_LATE
        return BOUNCED if bounced and is_paused(way.identity.kind, way.identity.value) else ""

    return placed(case, choose(Way(channel, identity), lambda: ways_of(case, identities, channels()), wishes, against))


def placed(case: Case, way: Way, place: str = "") -> Way:
    """The way with where the answer stands: as chosen, else where the customer spoke last. Only what was said in public has a place."""
    word = public_word(case.pk, way.channel)
    if word is None:
        return way
    chosen = place if place in (PUBLIC, PRIVATE) else word.usual
    if chosen == PUBLIC:
        return replace(way, place=PUBLIC, chat=word.chat)
    once = word.privately if is_closed(way.channel, way.identity, at=timezone.now()) else ""
    return replace(way, place=PRIVATE, privately=once, until=word.private_until if once else None)


def put_in_place(outgoing: Outgoing, way: Way) -> Outgoing:
    """An answer to what was said in public, as it leaves by this way: there, or to its writer alone."""
    if way.place == PUBLIC:
        return replace(outgoing, chat=way.chat, buttons=())
    return replace(outgoing, privately=way.privately, buttons=()) if way.privately else outgoing


def is_late(way: Way, *, at: datetime) -> bool:
    """Whether the provider takes an answer by this way no more at a moment. What stands in public can always be answered there."""
    if way.place == PUBLIC:
        return False
    if way.until is not None:
        return way.until <= at
    return is_closed(way.channel, way.identity, at=at)


def all_ways(case: Case, identities: list[Identity], channels: Channels = open_channels) -> list[Way]:
    """The ways among which a person may choose; nothing is asked of the database for somebody with one address."""
    return ways_of(case, identities, channels()) if len(reachable(identities)) > 1 else []


def way_asked(case: Case, outward: Outward) -> Way | None:
    """The way that a person chose, else the best one; None where nothing reaches them. Raises GoneWay."""
    if not outward.channel:
        best = best_way(case)
        return placed(case, best, outward.place) if best is not None and outward.place else best
    ways = ways_of(case, identities_of(case.customer_id), [one for one in open_channels() if one.pk == outward.channel])
    for way in ways:
        if way.identity.pk == outward.identity:
            return placed(case, way, outward.place)
    raise GoneWay


def against_of(case: Case, way: Way, wishes: Wishes | None, *, at: datetime) -> tuple[str, ...]:
    """What a person's answer by this way, leaving at `at`, would go against, as codes of customers.contact."""
    heard = last_heard(case) if has_hours(wishes) else None
    return against_wishes(wishes, way.channel.kind, at=at, heard=heard)


def last_heard(case: Case) -> datetime | None:
    """When the customer's last word in the case came."""
    said = Message.objects.filter(case=case, direction=Direction.IN, automatic="")
    return said.order_by("-id").values_list("at", flat=True).first()


def against_words(what: Sequence[str]) -> str:
    """Why an answer has not left that goes against a wish."""
    if NEVER in what:
        return _("They asked us never to use this way. Choose another one, or write down why it must be this one.")
    if HOURS in what:
        return _("They asked to be reached at other hours. Let it leave then, or write down why it must be now.")
    return ""


def language_of(case: Case) -> str:
    """What the customer reads, "fa" or "en"."""
    company = current_company()
    language = case.customer.language or (company.language if company else "fa")
    return language if language in ("fa", "en") else "en"


def own_page_below(customer: Customer, language: str) -> str:
    """The last line of what we begin, in Markdown: where the customer decides for themselves how and whether we write to them."""
    with translation.override(language):
        said = _("Whether, when and how we write to you is up to you:")
    return f"{said}\n<{page_of(customer)}>"


# --- What leaves by itself --------------------------------------------------------------------------------------------
def may_we(case: Case, *, purpose: str, now: datetime) -> Permission:
    """Whether a message for this purpose, which nobody asked us for, may leave in a case now: the way, and yes, later or no.

    Whoever sends then writes it down by customers.contact.note_begun, in the same transaction."""
    found = permissions([case], purpose=purpose)[case.pk]
    if found.way is None or not found.leave.is_given:
        return found
    known = known_of([case.customer]).get(case.customer_id, NOTHING)
    leave = may_contact(case.customer, found.way.channel.kind, purpose=purpose, now=now, known=known)
    return Permission(leave, found.way)


def permissions(cases: Sequence[Case], *, purpose: str) -> dict[int, Permission]:
    """What speaks for good against each of these cases (their customers loaded), and the best way, in as many questions for a thousand
    as for one. The hour and the ceiling are not asked: they pass. BOUNCED stands where all their addresses send mail back."""
    rules, known = contact_rules(), known_of([case.customer for case in cases])
    usual = {case: Way(channel, identity) for case, (channel, identity) in answer_ways(cases).items() if channel and identity}
    theirs: dict[int, list[Identity]] = {}
    for identity in Identity.objects.filter(customer__in={case.customer_id for case in cases}).order_by("kind", "pk"):
        theirs.setdefault(identity.customer_id, []).append(identity)
    paused = paused_among({(one.kind, one.value) for some in theirs.values() for one in some})
    channels, found = open_channels(), {}
    closed = closed_among(channels, (one for some in theirs.values() for one in some), at=timezone.now())
    for case in cases:
        if case.pk not in usual:
            found[case.pk] = Permission(Leave(NO_ADDRESS), None)
            continue
        said = known.get(case.customer_id, NOTHING)
        against = against_job(said, paused, closed, purpose, rules)
        way = choose(usual[case.pk], partial(ways_of, case, theirs.get(case.customer_id, []), channels), said.wishes, against)
        found[case.pk] = Permission(Leave(against(way)), way)
    return found


def against_job(
    known: Known, paused: set[tuple[str, str]], closed: set[tuple[int, str]], purpose: str, rules: Rules
) -> Callable[[Way], str]:
    """What speaks for good against a way of theirs for a purpose."""

    def against(way: Way) -> str:
        why = why_never(known, way.channel.kind, purpose, rules)
        if not why and (way.channel.pk, way.identity.value) in closed:
            return TOO_LATE
        return why or (BOUNCED if (way.identity.kind, way.identity.value) in paused else "")

    return against


def overruled(cases: QuerySet[Case], start: datetime, end: datetime) -> QuerySet[AgainstWish]:
    """Answers against a wish between two moments, in these cases. What was taken back before it left went against nothing."""
    taken_back = Exists(Message.objects.filter(pk=OuterRef("message"), withdrawn_at__isnull=False))
    return AgainstWish.objects.filter(~taken_back, at__gte=start, at__lt=end, case__in=cases.values("pk"))
