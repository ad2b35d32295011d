"""May we reach this customer, by this kind of channel, at this moment, for this purpose? The one answer that every sender asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sandali.company.queries import company_zone
from sandali.customers.models import Begun, Consent, ContactRules, Customer, Purpose, Wishes
from sandali.kit.hours import WeekHours
from sandali.kit.prepared import PreparedModels

CALLS: Final = "phone"  # a way besides the kinds of channel that send: our own call
WHOLE_DAY: Final = ((time(0), time(0)),)
SPEAKING: Final = timedelta(hours=1)  # so long after a word of theirs we are talking with each other, whatever the hour is
# Why not now, or not at all.
NEVER, WITHDRAWN, NOT_ASKED, OFTEN, QUIET, HOURS, NO_ADDRESS = "never", "withdrawn", "not-asked", "often", "quiet", "hours", "no-address"
FOR_GOOD: Final = (NEVER, WITHDRAWN, NOT_ASKED, NO_ADDRESS)


@dataclass(frozen=True, slots=True)
class Rules:
    """The company's own: quiet hours (both ends or none), and at most `most` messages that we begin in `days`.

    `asks_first` are purposes for which nobody is written to who has not said yes; for others a word against it is enough."""

    quiet_from: time | None = time(21)
    quiet_until: time | None = time(8)
    most: int = 3
    days: int = 7
    asks_first: tuple[str, ...] = (Purpose.SURVEY.value,)


USUAL: Final = Rules()


@dataclass(frozen=True, slots=True)
class Known:
    """What a customer said: their wishes, and (purpose, way) → whether they agree, by their newest word; "" is every way."""

    wishes: Wishes | None = None
    words: dict[tuple[str, str], tuple[int, bool]] = field(default_factory=dict)  # → (number of the row, is given)

    def agrees(self, purpose: str, way: str) -> bool | None:
        """Whether they agree to be reached so; None where they never spoke of it. Of a word for this way and one for all the newer holds."""
        spoken = [word for word in (self.words.get((purpose, way)), self.words.get((purpose, ""))) if word is not None]
        return max(spoken)[1] if spoken else None


NOTHING: Final = Known()


@dataclass(frozen=True, slots=True)
class Leave:
    """Whether we may: yes where `why` is "". With `until` we may then, unless something else speaks against it by that time;
    without, not at all. `why` is a code."""

    why: str = ""
    until: datetime | None = None

    @property
    def is_given(self) -> bool:
        """Whether a message may leave now."""
        return not self.why


_wishes = PreparedModels(lambda customer: Wishes.objects.filter(customer_id=customer))
_rules = PreparedModels(lambda number: ContactRules.objects.filter(pk=number))


def contact_rules() -> Rules:
    """The rules as the company has them."""
    for row in _rules(1):
        return Rules(row.quiet_from, row.quiet_until, row.most, row.days, tuple(row.asks_first))
    return USUAL


def wishes_of(customer: Customer) -> Wishes | None:
    """A customer's wishes; nothing is asked of the database for somebody who has none."""
    return next(iter(_wishes(customer.pk)), None) if customer.has_wishes else None


def known_of(customers: Iterable[Customer]) -> dict[int, Known]:
    """What each of these customers said, by their number, in two questions for all who said anything."""
    spoke = {customer.pk for customer in customers if customer.has_wishes}
    if not spoke:
        return {}
    wishes = {one.customer_id: one for one in Wishes.objects.filter(customer__in=spoke)}
    words: dict[int, dict[tuple[str, str], tuple[int, bool]]] = {number: {} for number in spoke}
    for number, customer, purpose, way, is_given in (
        Consent.objects.filter(customer__in=spoke).order_by("pk").values_list("pk", "customer_id", "purpose", "way", "is_given")
    ):
        words[customer][purpose, way] = (number, is_given)
    return {number: Known(wishes.get(number), words[number]) for number in spoke}


def why_never(known: Known, way: str, purpose: str, rules: Rules) -> str:
    """What speaks for good against reaching somebody so, as a code, or ""."""
    if known.wishes is not None and way in known.wishes.never:
        return NEVER
    agrees = known.agrees(purpose, way)
    if agrees is False:
        return WITHDRAWN
    return NOT_ASKED if agrees is None and purpose in rules.asks_first else ""


def may_contact(
    customer: Customer, way: str, *, purpose: str, now: datetime, answers: bool = False, known: Known | None = None
) -> Leave:
    """Whether a message that nobody of us writes by hand may go to a customer by a kind of channel.

    `answers`: it says no more than that their own message of a moment ago has come, so neither the hour nor the ceiling holds it."""
    rules = contact_rules()
    known = known if known is not None else known_of([customer]).get(customer.pk, NOTHING)
    against = why_never(known, way, purpose, rules)
    if against or answers:
        return Leave(against)
    free = free_again(customer, rules, now)
    opens = next_open(hours_for(known.wishes, rules), free)
    if opens <= now:
        return Leave()
    if free > now:
        return Leave(OFTEN, opens)
    return Leave(HOURS if has_hours(known.wishes) else QUIET, opens)


def free_again(customer: Customer, rules: Rules, now: datetime) -> datetime:
    """When the ceiling allows one more; `now` where it does."""
    span = timedelta(days=rules.days)
    begun = Begun.objects.filter(customer=customer, at__gt=now - span).order_by("-at").values_list("at", flat=True)
    latest = list(begun[rules.most - 1 : rules.most])
    return latest[0] + span if latest else now


def has_hours(wishes: Wishes | None) -> bool:
    """Whether they said when they want to be reached."""
    return wishes is not None and (wishes.hours_from is not None or bool(wishes.days))


def hours_for(wishes: Wishes | None, rules: Rules) -> WeekHours | None:
    """When somebody may be reached: in their own hours where they said some, else whenever it is not quiet. None is always.

    Their hours stand in the place of the company's: who works at night and asks for the evening is reached in the evening."""
    usual = None
    if rules.quiet_from is not None and rules.quiet_until is not None and rules.quiet_from != rules.quiet_until:
        usual = ((rules.quiet_until, rules.quiet_from),)
    if wishes is None or not has_hours(wishes):
        return WeekHours(dict.fromkeys(range(7), usual), zone_of(wishes)) if usual is not None else None
    return own_hours(wishes, usual or WHOLE_DAY)


def own_hours(wishes: Wishes, usual: tuple[tuple[time, time], ...] = WHOLE_DAY) -> WeekHours:
    """The hours that a customer asked for; on their days without hours the `usual` ones."""
    if wishes.hours_from is not None and wishes.hours_until is not None:
        usual = ((wishes.hours_from, wishes.hours_until),)
    return WeekHours(dict.fromkeys(wishes.days or range(7), usual), zone_of(wishes))


def zone_of(wishes: Wishes | None) -> ZoneInfo:
    """By which zone a customer's day goes: theirs where they named one."""
    return ZoneInfo(wishes.zone) if wishes is not None and wishes.zone else company_zone()


def next_open(hours: WeekHours | None, at: datetime) -> datetime:
    """The moment from `at` on at which they may be reached."""
    return hours.next_opening(at) if hours is not None else at


def against_wishes(wishes: Wishes | None, way: str, *, at: datetime, heard: datetime | None = None) -> tuple[str, ...]:
    """What in a customer's wishes an answer by a person would go against, as codes. It may leave all the same, with a reason.

    The quiet hours of the company hold nobody's answer; their own do, unless they spoke (`heard`) a moment ago."""
    if wishes is None:
        return ()
    found = [NEVER] if way in wishes.never else []
    if has_hours(wishes) and not own_hours(wishes).is_open(at) and (heard is None or at - heard > SPEAKING):
        found.append(HOURS)
    return tuple(found)


def note_begun(customer: Customer, way: str, *, purpose: str, case: int, at: datetime) -> Begun:
    """Write down that we began a message, in the transaction that sends it."""
    return Begun.objects.create(customer=customer, purpose=purpose, way=way, case=case, at=at)
