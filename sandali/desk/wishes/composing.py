"""What of a customer's wishes stands where an answer is written: one line, the ways to choose from, and what this answer would overrule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.contact import (
    Outward,
    Way,
    against_of,
    all_ways,
    best_of,
    best_way,
    open_channels,
    placed,
)
from sandali.cases.in_public import PRIVATE, PUBLIC
from sandali.cases.models import Case, Message
from sandali.channels.models import DeliveryState
from sandali.customers.contact import CALLS, HOURS, NEVER, has_hours, own_hours, wishes_of
from sandali.customers.models import Identity, Wishes
from sandali.desk.cases.beside import shown_address
from sandali.desk.cases.timing.choices import day_words
from sandali.desk.wishes.words import WHY_WAY, pieces_of
from sandali.portal.wish_words import way_name

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class WayChoice:
    """One way by which the answer may leave."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Wished:
    """The line above the text. `against` says what an answer now goes against, "" for nothing; `later` is (moment, words) of their own
    hours; `asks_reason`: something of theirs may be overruled at all. `names_caller`: a call of ours would be against a wish."""

    pieces: tuple[tuple[str, str, str], ...] = ()
    url: str = ""
    ways: tuple[WayChoice, ...] = ()
    why_way: str = ""
    against: str = ""
    later: tuple[str, str] = ("", "")
    reason: str = ""
    asks_reason: bool = False
    names_caller: bool = False

    def __bool__(self) -> bool:
        """Whether there is a line at all."""
        return bool(self.pieces or self.ways)


NOTHING = Wished()


def came_back(sent: Message | None) -> bool:
    """Whether our newest answer did not reach them: only then it is asked which addresses take nothing."""
    return sent is not None and bool(sent.bounced or (sent.delivery is not None and sent.delivery.state == DeliveryState.FAILED))


def leaving_by(
    case: Case, identities: list[Identity], last: Message | None, sent: Message | None, *, way: str = "", reason: str = ""
) -> tuple[Way | None, Wished]:
    """By which way an answer leaves, and the line that says what they wish. `way` and `reason` are as typed so far."""
    wishes = wishes_of(case.customer)
    channels = cache(open_channels)  # asked once, for the best way and for the others
    best = best_of(case, identities, last, wishes, bounced=came_back(sent), channels=channels)
    ways = all_ways(case, identities, channels) if best is not None else []
    if best is None:
        return None, wished(case, wishes) if wishes is not None else NOTHING
    ways = in_places(case, [placed(case, one) for one in ways] or [best])
    chosen = next((one for one in ways if value_of(one) == way), best)
    if wishes is None and len(ways) < 2:
        return chosen, NOTHING
    found = wished(case, wishes, chosen, reason=reason)
    shown = [chosen] if len(ways) < 2 else [best, *(one for one in ways if value_of(one) != value_of(best))]
    choices = tuple(WayChoice(value_of(one), way_words(one), value_of(one) == value_of(chosen)) for one in shown) if len(ways) > 1 else ()
    why = str(WHY_WAY.get(best.why, ""))
    return chosen, replace(found, ways=choices, why_way=why)


def in_places(case: Case, ways: list[Way]) -> list[Way]:
    """The ways, and for what was said in public both places in which an answer may stand."""
    other = {PUBLIC: PRIVATE, PRIVATE: PUBLIC}
    return [one for way in ways for one in (way, *([placed(case, way, other[way.place])] if way.place else []))]


def wished(case: Case, wishes: Wishes | None, way: Way | None = None, *, reason: str = "", now: datetime | None = None) -> Wished:
    """The line of somebody's wishes, and what an answer by this way would go against now."""
    if wishes is None:
        return NOTHING
    now = now or timezone.now()
    against = against_of(case, way, wishes, at=now) if way is not None else ()
    opens = own_hours(wishes).next_opening(now) if HOURS in against else None
    return Wished(
        pieces=tuple(pieces_of(wishes)),
        url=reverse("customer_wishes", args=[case.customer_id]),
        against=said_of(against),
        later=(opens.isoformat(), day_words(opens)) if opens is not None else ("", ""),
        reason=reason,
        asks_reason=bool(wishes.never) or has_hours(wishes),
        names_caller=CALLS in wishes.never or has_hours(wishes),
    )


def wished_now(case: Case, request: HttpRequest) -> Wished:
    """The line for a page besides the composer that answers a customer by the best way."""
    way = best_way(case) if case.customer.has_wishes else None
    found = wished(case, wishes_of(case.customer), way, reason=asked_outward(request).reason) if way is not None else NOTHING
    return replace(found, later=("", ""))  # these pages send now


def said_of(against: tuple[str, ...]) -> str:
    """What an answer goes against, as a sentence before it is sent."""
    if NEVER in against:
        return _("They asked us never to use this way.")
    return _("They asked to be reached at other hours than now.") if HOURS in against else ""


def value_of(way: Way) -> str:
    """A way as the form posts it."""
    return f"{way.channel.pk}.{way.identity.pk}{f'.{way.place}' if way.place else ''}"


def way_words(way: Way) -> str:
    """A way by its name and address; of what was said in public, by where the answer stands."""
    said = {"way": way_name(way.channel.kind), "address": shown_address(way.identity)}
    if way.place:
        return (_("%(way)s, publicly") if way.place == PUBLIC else _("%(way)s, privately: %(address)s")) % said
    return _("%(way)s: %(address)s") % said


def asked_outward(request: HttpRequest) -> Outward:
    """The way that a form chose, and the reason against a wish; what makes no sense is the best way.

    A form that lets nobody choose (an apology, a new date) never speaks where everybody reads."""
    channel, _dot, rest = request.POST.get("way", "").partition(".")
    identity, _dot, place = rest.partition(".")
    numbers = [int(one) if one.isascii() and one.isdigit() and len(one) < 18 else 0 for one in (channel, identity)]
    reason = request.POST.get("against_reason", "").strip()[:LONGEST_REASON]
    return Outward(*numbers, reason=reason, place=place) if all(numbers) else Outward(reason=reason, place="" if "way" in request.POST else PRIVATE)


def asked_caller(request: HttpRequest) -> dict[str, Any]:
    """Of a call that is written down: whether it was ours, and why against a wish."""
    return {"we_called": request.POST.get("caller") == "we", "reason": request.POST.get("against_reason", "").strip()[:LONGEST_REASON]}
