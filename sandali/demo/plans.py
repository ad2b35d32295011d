"""One case from its first word to how it stands now, as steps in time. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sandali.cases.models import Case, Priority, State
from sandali.channels.models import Channel
from sandali.company.models import Person
from sandali.demo.askings import reminders_after
from sandali.demo.company import House
from sandali.demo.customers import Comer, who_comes
from sandali.demo.matters import Matter, Turn, matters
from sandali.demo.rhythm import Period, answered_after, opening_times, squeezed, writes_back_after
from sandali.demo.slots import make_slots

# How the newest cases stand, newest first; the rest are over.
NEWEST = (State.NEW,) * 10
RECENT = (State.OPEN,) * 16 + (State.WAITING,) * 9 + (State.SNOOZED,) * 5 + (State.ANSWERED,) * 9 + (State.CONFIRMED,) * 5
OVER = {State.CONFIRMED: 72, State.LAPSED: 28}
LAPSES_AFTER = timedelta(days=14)
PRIORITIES = {"low": Priority.LOW, "high": Priority.HIGH, "urgent": Priority.URGENT}


@dataclass(eq=False)
class Plan:
    """A case to be. `case` is its row once the first step is done."""

    comer: Comer
    matter: Matter
    opened: datetime
    fate: State
    slots: dict[str, str]
    channel: Channel
    owner: Person
    random: Random
    case: Case | None = None
    said: int = 0  # how many times the customer has written
    answered: int = 0
    trouble: str = ""  # with the last answer: "refused", "bounced", or "away"

    @property
    def row(self) -> Case:
        """The row of a case that has begun."""
        if self.case is None:
            raise LookupError("the case has not begun yet")
        return self.case


@dataclass(order=True)
class Step:
    """Something that happens in a case. `act` names a function of acts.py."""

    at: datetime
    number: int  # keeps what is planned for one moment in order
    act: str = field(compare=False)
    plan: Plan = field(compare=False)
    text: str = field(compare=False, default="")
    by: Person | None = field(compare=False, default=None)
    state: str = field(compare=False, default="")
    is_last: bool = field(compare=False, default=False)


def fates(count: int, random: Random) -> list[State]:
    """How each of `count` cases stands in the end, in order of time."""
    recent = list(RECENT)
    random.shuffle(recent)
    over = random.choices(list(OVER), list(OVER.values()), k=count - len(recent) - len(NEWEST))
    return [*over, *recent, *NEWEST]


def make_plans(house: House, period: Period, comers: list[Comer], count: int, random: Random) -> list[Plan]:
    """Every case, in order of time."""
    times, ends = opening_times(count, period, random), fates(count, random)
    decks: dict[str, list[Matter]] = {}
    return [
        make_plan(house, period, comer, at, fate, decks, random)
        for comer, at, fate in zip(who_comes(comers, count, random), times, ends, strict=True)
    ]


def make_plan(
    house: House, period: Period, comer: Comer, at: datetime, fate: State, decks: dict[str, list[Matter]], random: Random
) -> Plan:
    """One case: its matter, whose it is, and what fills its slots."""
    matter = draw_matter(house, comer, period.in_bad_week(at), fate, decks, random)
    if matter.kind == "praise" and fate in (State.CONFIRMED, State.LAPSED):
        fate = State.ANSWERED  # whoever thanks us has nothing to confirm
    slots = make_slots(at, period.start, zone=period.zone, language=comer.language, city=comer.city, random=random)
    owner = random.choice(house.team(matter.department))
    slots |= {"agent": house.first_name(owner), "called": comer.called, "name": comer.name}
    opens_by = "counter" if matter.turns[0].mark in "^~" else matter.department
    channel = house.channels.get(opens_by, house.channels["support"])
    return Plan(comer, matter, at, fate, slots, channel, owner, random)


def draw_matter(
    house: House, comer: Comer, is_bad: bool, fate: State, decks: dict[str, list[Matter]], random: Random
) -> Matter:
    """The next matter from a shuffled deck, so that none comes again before the others came."""
    foreign = comer.language != house.company.language
    bad = is_bad and not foreign and random.random() < 0.7
    name = "foreign" if foreign else "bad" if bad else "usual"
    for _round in range(2):
        for matter in decks.get(name, []):
            if fate != State.NEW or matter.turns[0].mark == ">":
                decks[name].remove(matter)
                return matter
        deck = [
            matter
            for matter in matters(house.company.language)
            if ("en" in matter.flags) == foreign and (foreign or ("bad" in matter.flags) == bad)
        ]
        random.shuffle(deck)
        decks[name] = [*decks.get(name, []), *deck]
    raise LookupError(f"there is no {name} matter")


# --- From a plan to steps ----------------------------------------------------------------------------------------------
def turns_until_now(plan: Plan) -> list[Turn]:
    """What of the conversation has been said by now, as the case's state wants it."""
    turns = list(plan.matter.turns)
    answers = [number for number, turn in enumerate(turns) if turn.mark == "<"]
    heard = [number for number, turn in enumerate(turns) if turn.by_customer and number < answers[-1]]
    match plan.fate:
        case State.NEW:
            return turns[:1]
        case State.OPEN | State.SNOOZED:
            return turns[: plan.random.choice(heard) + 1]
        case State.WAITING:
            return turns[: plan.random.choice(answers) + 1]
        case State.CONFIRMED:
            return turns if turns[-1].mark == ">" and len(turns) - 1 > answers[-1] else [*turns[: answers[-1] + 1], Turn(">", "")]
    return turns[: answers[-1] + 1]


def times_of(turns: list[Turn], plan: Plan, period: Period) -> list[datetime]:
    """When each turn is said: we speak in opening hours, customers when they like, nobody in the future."""
    at = plan.opened
    if turns[0].mark in "^~":
        opening = period.hours.next_opening(at) + timedelta(minutes=plan.random.randrange(5, 200))
        at = opening if opening < period.now - timedelta(minutes=20) else at
    times = [at]
    for turn in turns[1:]:
        writes_back = turn.mark in (">", ">!")
        at = writes_back_after(at, period, plan.random) if writes_back else answered_after(at, period, plan.random)
        times.append(at)
    return squeezed(times, period.now - timedelta(minutes=plan.random.randrange(4, 50)))


def steps_of(plan: Plan, house: House, period: Period) -> list[Step]:
    """Everything that happens in a case, in order."""
    turns = turns_until_now(plan)
    times = times_of(turns, plan, period)
    last_answer = max((number for number, turn in enumerate(turns) if turn.mark == "<"), default=-1)
    steps: list[Step] = []
    for number, (turn, at) in enumerate(zip(turns, times, strict=True)):
        state = State.WAITING
        told_no = number + 1 < len(turns) and turns[number + 1].mark == ">!"
        if told_no or (number == last_answer and plan.fate in (State.ANSWERED, State.CONFIRMED, State.LAPSED)):
            state = State.ANSWERED
        act = "open" if number == 0 else ACT_OF[turn.mark]
        steps.append(Step(at, number * 10, act, plan, turn.text, plan.owner, state, number == last_answer))
    steps += handling(plan, house, times, period)
    steps += ending(plan, times[-1], period)
    return sorted(steps)


ACT_OF = {">": "write", ">!": "write", "<": "answer", "-": "note", "~": "call", "^": "visit"}


def handling(plan: Plan, house: House, times: list[datetime], period: Period) -> list[Step]:
    """What colleagues do around the words: whose the case is, what it is."""
    if plan.fate == State.NEW:
        return []
    first = times[0]
    until = times[1] if len(times) > 1 else min(answered_after(first, period, plan.random), period.now - timedelta(minutes=2))
    begins = min(period.hours.next_opening(first), until)
    moments = [begins + (until - begins) * share / 8 for share in range(1, 8)]
    lead, random = house.team("support")[0], plan.random
    front = random.choice(house.team("support"))
    steps: list[Step] = []
    if plan.matter.department in ("accounting", "warehouse"):
        steps.append(Step(moments[0], 1, "move", plan, by=front))
    # A case that waits on our desk has somebody's name on it; others are taken by whoever answers first.
    if random.random() < 0.45 or len(times) == 1 or plan.matter.department == "accounting":
        steps.append(Step(moments[1], 2, "assign", plan, by=lead if random.random() < 0.6 else plan.owner))
    if random.random() < 0.88 or plan.matter.kind == "praise":  # what nobody calls praise would be asked about for ever
        steps.append(Step(moments[2], 3, "classify", plan, by=plan.owner))
    if random.random() < 0.7 and plan.matter.tags:
        steps.append(Step(moments[3], 4, "tag", plan, by=plan.owner))
    if plan.fate == State.OPEN and len(times) == 1:
        steps.append(Step(moments[4], 5, "take", plan, by=plan.owner))
    return steps


def ending(plan: Plan, last: datetime, period: Period) -> list[Step]:
    """How a case comes to where it stands when words alone do not bring it there."""
    soon = min(last + timedelta(minutes=plan.random.randrange(5, 60)), period.now - timedelta(minutes=1))
    if plan.fate == State.CONFIRMED:
        return [Step(last, 900, "confirm", plan)]
    if plan.fate in (State.LAPSED, State.ANSWERED):
        ends = min(last + LAPSES_AFTER, period.now - timedelta(hours=1))
        silent = [Step(at, 800, "remind", plan) for at in reminders_after(last, until=ends)]
        return [*silent, Step(ends, 900, "lapse", plan)] if plan.fate == State.LAPSED else silent
    if plan.fate == State.SNOOZED:
        return [Step(soon, 900, "snooze", plan, by=plan.owner)]
    return []
