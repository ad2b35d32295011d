"""The clocks of cases brought in line with what happened: every write of a `Clock`'s course, and of `Case.due_at`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Q

from sandali.cases.events import ANSWER_UNDELIVERED
from sandali.cases.models import NO_DEADLINE, Case, Direction, Message, Wait
from sandali.channels.models import DeliveryState
from sandali.history.models import Event
from sandali.kit.hours import NeverOpen
from sandali.kit.prepared import Prepared, PreparedModels
from sandali.resolution.models import Clock, Outcome, Standard, Target
from sandali.resolution.standards.clocks import ZERO, Pause, Reckoning, Timetable, moment_to_tell, reckon
from sandali.resolution.standards.course import Course, Spell, cut, matter, replies
from sandali.resolution.standards.fitting import CONDITIONS, Rule, Traits, winner
from sandali.resolution.standards.timetable import timetable

WRITTEN: Final = (
    "standard", "department", "minutes", "began_at", "pauses", "due_at", "warn_at", "left", "ended_at", "outcome", "told", "next_at",
)  # fmt: skip
KEEP_DUE: Final = "UPDATE cases_case SET due_at = %s, warn_at = %s WHERE id = %s"
STOOD: Final = tuple(f"{name}_id" if name in ("standard", "department") else name for name in WRITTEN)
NOTHING_TOLD, WARNED, LATE = 0, 1, 2
_FACTS = (
    "pk", "state", "state_at", "state_by_id", "aside", "due_at", "warn_at", "customer_id", "customer__organisation_id", "kind", "priority",
    "channel_id", "department_id",
)  # fmt: skip
_cases = Prepared(lambda *cases: Case.objects.filter(pk__in=cases).order_by("pk").values_list(*_FACTS))
_waits = Prepared(
    lambda *cases: Wait.objects.filter(case__in=cases).order_by("began_at", "pk").values_list("case_id", "began_at", "ended_at", "by_answer")
)
# What the customer wrote, and what of ours never reached them.
_said = Prepared(
    lambda *cases: Message.objects.filter(
        Q(direction=Direction.IN) | Q(direction=Direction.OUT, delivery__state=DeliveryState.FAILED) | (Q(direction=Direction.OUT) & ~Q(bounced="")),
        case__in=cases, automatic="", withdrawn_at=None,
    ).order_by("pk").values_list("case_id", "direction", "at")
)  # fmt: skip
_returned = Prepared(lambda *cases: Event.objects.filter(case_id__in=cases, kind=ANSWER_UNDELIVERED.name).values_list("case_id", "at"))
_clocks = PreparedModels(lambda *cases: Clock.objects.filter(case__in=cases).order_by("began_at", "pk"))
_standards = PreparedModels(lambda: Standard.objects.filter(is_active=True, removed_at=None).order_by("pk"))


@dataclass(frozen=True, slots=True)
class Known:
    """A case as settling needs it."""

    number: int
    course: Course
    traits: Traits
    due_at: datetime
    warn_at: datetime | None


def rules() -> tuple[Rule, ...]:
    """The standards that hold, as they are asked."""
    return tuple(rule_of(one) for one in _standards())


def rule_of(standard: Standard) -> Rule:
    """A standard as it is asked."""
    asks = tuple((name, value) for name in CONDITIONS if (value := getattr(standard, name if name in ("kind", "priority") else f"{name}_id")))
    minutes = tuple((target.value, value) for target in Target if (value := getattr(standard, target.value)) is not None)
    return Rule(standard.pk, standard.name, asks, minutes)


def settle(numbers: Sequence[int], *, anew: bool = False, past: bool = False) -> int:
    """Begin, pause, end and take up again the clocks of these cases; returns how many clocks were written.

    `anew` reckons also where nothing happened (hours or standards changed); `past` writes down spells that are over and were never
    counted (a history that is made or taken over at once)."""
    standing: dict[int, list[Clock]] = defaultdict(list)
    for clock in _clocks(*numbers) if numbers else ():
        standing[clock.case_id].append(clock)
    known = read_cases(numbers, standing.keys())
    if not known:
        return 0
    table, holding = timetable(), rules()
    made: list[Clock] = []
    changed: list[Clock] = []
    gone: list[int] = []
    due: list[tuple[datetime, datetime | None, int]] = []
    for case in known:
        work = Settling(case, standing[case.number], holding, table, anew=anew, past=past)
        work.run()
        made += work.made
        changed += work.changed
        gone += work.gone
        due.extend(due_of(case, work.running()))
    keep_due(due)
    if gone:
        Clock.objects.filter(pk__in=gone).delete()
    Clock.objects.bulk_create(made)
    if len(changed) == 1:
        changed[0].save(update_fields=WRITTEN)
    elif changed:
        # Django's own way for many rows (CASE … WHEN) costs thirty times as much.
        Clock.objects.bulk_create(changed, update_conflicts=True, unique_fields=["pk"], update_fields=WRITTEN)
    return len(made) + len(changed)


def due_of(case: Known, running: Iterable[Clock]) -> Iterator[tuple[datetime, datetime | None, int]]:
    """By when a case wants a word, where that is another moment than before: (due, warning, number)."""
    soonest = min((clock for clock in running if clock.due_at is not None), key=lambda clock: clock.due_at or NO_DEADLINE, default=None)
    due, warn = (soonest.due_at or NO_DEADLINE, soonest.warn_at) if soonest is not None else (NO_DEADLINE, None)
    if (due, warn) != (case.due_at, case.warn_at):
        yield due, warn, case.number


def keep_due(rows: Sequence[tuple[datetime, datetime | None, int]]) -> None:
    """Write it on the cases, with one statement for all."""
    adapt = connection.ops.adapt_datetimefield_value
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(KEEP_DUE, [(adapt(due), adapt(warn) if warn else None, number) for due, warn, number in rows])


def read_cases(asked: Sequence[int], counted: Container[int]) -> list[Known]:
    """What happened in these cases, in three or four queries. Those in which nobody ever waited, and no clock is `counted`, are left
    out: an old mail that was taken over, say."""
    waits: dict[int, list[tuple[datetime, datetime | None, bool]]] = defaultdict(list)
    for case, began, ended, by_answer in _waits(*asked) if asked else ():
        waits[case].append((began, ended, by_answer))
    numbers = [number for number in asked if number in waits or number in counted]
    if not numbers:
        return []
    said: dict[tuple[int, str], list[datetime]] = defaultdict(list)
    for case, direction, at in _said(*numbers):
        said[case, direction].append(at)
    returned: dict[int, set[datetime]] = defaultdict(set)
    if any(_unprompted(found, said[case, Direction.IN]) for case, found in waits.items()):
        for case, at in _returned(*numbers):
            returned[case].add(at)
    known = []
    for number, state, state_at, state_by, aside, due_at, warn_at, *traits in _cases(*numbers):
        words, lost = said[number, Direction.IN], said[number, Direction.OUT]
        course = Course(state, state_at, state_by is not None, bool(aside), tuple(waits[number]), tuple(words), frozenset(lost), frozenset(returned[number]))
        customer, organisation, kind, priority, channel, department = traits
        known.append(Known(number, course, Traits(customer, organisation or 0, kind, priority, channel or 0, department or 0), due_at, warn_at))
    return known


def _unprompted(waits: Sequence[tuple[datetime, datetime | None, bool]], words: Sequence[datetime]) -> bool:
    """Whether a wait after the first began without a word of the customer: an answer may have come back."""
    return any(began not in words for began, _ended, _by_answer in waits[1:])


class Settling:
    """One case: its spells as they should be, beside its clocks as they stand."""

    def __init__(self, case: Known, standing: list[Clock], holding: Sequence[Rule], table: Timetable, *, anew: bool, past: bool) -> None:
        self.case, self.standing, self.holding, self.table, self.anew, self.past = case, standing, holding, table, anew, past
        self.made: list[Clock] = []
        self.changed: list[Clock] = []
        self.gone: list[int] = []

    def run(self) -> None:
        """Fill `made`, `changed` and `gone`."""
        course = self.case.course
        spoken = [clock for clock in self.standing if clock.target in (Target.FIRST, Target.NEXT)]
        for clock, spell in paired(spoken, replies(course)):
            self.bring(clock, spell)
        for target in (Target.ANSWER, Target.CONFIRM):
            known = [clock for clock in self.standing if clock.target == target]
            spells = matter(course, target, [spell_of(clock) for clock in known])
            for at, spell in enumerate(spells):
                self.bring(known[at] if at < len(known) else None, spell)

    def running(self) -> list[Clock]:
        """The clocks that run once this is written."""
        kept = [clock for clock in self.standing if clock.pk not in self.gone]
        return [clock for clock in (*kept, *self.made) if clock.ended_at is None]

    def bring(self, clock: Clock | None, spell: Spell | None) -> None:
        """One clock in line with one spell; either may be missing."""
        if spell is None:
            if clock is not None:
                self.gone.append(clock.pk)
            return
        rule = winner(self.holding, self.case.traits, spell.target)
        if clock is None:
            if rule is not None and (spell.ended is None or self.past):
                self.made.append(self.set(Clock(case_id=self.case.number, standard_id=rule.number, minutes=rule.of(spell.target) or 0), spell))
            return
        if clock.ended_at is not None and (clock.ended_at == spell.ended or (clock.outcome == Outcome.ENDED and rule is None)):
            return
        if spell.ended is None and rule is None:
            spell = Spell(spell.target, spell.began, max(self.case.course.state_at, spell.began), done=False, pauses=spell.pauses)
        self.adopt(clock, spell, rule)

    def adopt(self, clock: Clock, spell: Spell, rule: Rule | None) -> None:
        """A clock that stands, with what holds for it now; nothing is written where nothing is different."""
        before, stood = (clock.standard_id, clock.minutes, clock.department_id, spell_of(clock)), [getattr(clock, name) for name in STOOD]
        if rule is not None and spell.ended is None:
            clock.standard_id, clock.minutes = rule.number, rule.of(spell.target) or 0
        department = self.case.traits.department or None
        if not self.anew and before == (clock.standard_id, clock.minutes, department, spell):
            return
        self.set(clock, spell)
        if [getattr(clock, name) for name in STOOD] != stood:
            self.changed.append(clock)

    def set(self, clock: Clock, spell: Spell) -> Clock:
        """Reckon a clock for a spell."""
        due_before = clock.due_at
        pauses = spell.pauses if spell.ended is None else cut(spell.pauses, spell.ended)
        found = self.reckoned(spell.began, clock.minutes, pauses)
        clock.target, clock.began_at, clock.department_id = spell.target, spell.began, self.case.traits.department or None
        clock.pauses = [[one.begins.isoformat(), one.ends.isoformat() if one.ends else None] for one in pauses]
        clock.due_at, clock.warn_at, clock.left = found.due, found.warn_at, found.left
        clock.ended_at = spell.ended
        if spell.ended is not None:
            kept = found.due is None or spell.ended <= found.due
            clock.outcome = (Outcome.MET if spell.done else Outcome.ENDED) if kept else Outcome.MISSED
            clock.next_at = None
            return clock
        clock.outcome = ""
        if due_before is None or clock.due_at is None or clock.due_at > due_before:
            clock.told = NOTHING_TOLD
        if clock.told < LATE:
            clock.next_at = self.next_look(clock)
        return clock

    def next_look(self, clock: Clock) -> datetime | None:
        """When a clock that runs is looked at next: for the warning, and without one for the deadline."""
        if clock.due_at is None:
            return None
        if clock.warn_at is None or clock.told == WARNED or clock.warn_at >= clock.due_at:
            return clock.due_at
        return moment_to_tell(clock.warn_at, self.table.hours, early=True)

    def reckoned(self, began: datetime, minutes: int, pauses: Sequence[Pause]) -> Reckoning:
        """The deadline; hours that never open have none."""
        try:
            return reckon(began, minutes, self.table, pauses)
        except NeverOpen:
            return Reckoning(None, None, ZERO)


def spell_of(clock: Clock) -> Spell:
    """What a clock counts."""
    return Spell(
        clock.target, clock.began_at, clock.ended_at, clock.ended_at is not None and clock.outcome != Outcome.ENDED, pauses_of(clock)
    )


def pauses_of(clock: Any) -> tuple[Pause, ...]:
    """The pauses of a clock's row."""
    return tuple(Pause(datetime.fromisoformat(one), datetime.fromisoformat(other) if other else None) for one, other in clock.pauses)


def paired(clocks: Sequence[Clock], spells: Sequence[Spell]) -> list[tuple[Clock | None, Spell | None]]:
    """Each clock with its spell, by when they began; what began at another moment than before is the newest of both."""
    near = {clock.began_at: clock for clock in clocks}
    found: list[tuple[Clock | None, Spell | None]] = [(near.pop(spell.began), spell) for spell in spells if spell.began in near]
    placed = {spell.began for _clock, spell in found if spell is not None}
    alone = [spell for spell in spells if spell.began not in placed]
    for spell in reversed(alone):
        moved = max((at for at, clock in near.items() if clock.target == spell.target and (clock.ended_at is None or spell.ended is None)), default=None)
        found.append((near.pop(moved) if moved is not None else None, spell))
    return found + [(clock, None) for clock in near.values()]
