"""From what happened in a case to the spells of time that its standards count. Pure: decision 0018 has the rules and their reasons.

Everything rests on the waits of a case (sandali/cases/waits.py): while one runs it is our turn, between two it is the customer's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sandali.cases.models import State
from sandali.resolution.models import Target
from sandali.resolution.standards.clocks import Pause

# In these states a target has what it waited for.
OVER: Final[dict[str, tuple[str, ...]]] = {
    Target.ANSWER: (State.ANSWERED, State.CONFIRMED, State.LAPSED),
    Target.CONFIRM: (State.CONFIRMED, State.LAPSED),
}
REPLIED: Final = OVER[Target.ANSWER]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which it was our turn; `heard`: the customer had our word at its end. Without an end it is our turn still."""

    began: datetime
    ended: datetime | None
    heard: bool


@dataclass(frozen=True, slots=True)
class Course:
    """What is to be known of a case: how it stands, whose turn it was when, and when the customer wrote.

    `waits` are (began, ended, by an answer) by their beginnings. `lost` are the moments of answers that never arrived, and `returned`
    those at which that was known."""

    state: str
    state_at: datetime
    by_us: bool  # one of us set the state
    aside: bool  # merged, or spam
    waits: tuple[tuple[datetime, datetime | None, bool], ...] = ()
    words: tuple[datetime, ...] = ()
    lost: frozenset[datetime] = frozenset()
    returned: frozenset[datetime] = frozenset()


@dataclass(frozen=True, slots=True)
class Spell:
    """A time that a standard counts. `done` says of one that is over whether the customer had what they waited for."""

    target: str
    began: datetime
    ended: datetime | None = None
    done: bool = False
    pauses: tuple[Pause, ...] = ()


def stretches(course: Course) -> list[Stretch]:
    """When it was our turn. An answer that never arrived was none: the customer waited on."""
    found: list[Stretch] = []
    for began, ended, by_answer in course.waits:
        last = found[-1] if found else None
        if last is not None and (began in course.returned or (last.heard and last.ended in course.lost)):
            found[-1] = Stretch(last.began, ended, by_answer)
        else:
            found.append(Stretch(began, ended, by_answer))
    return found


def replies(course: Course) -> list[Spell]:
    """The first reply, and one spell for each time that the customer wrote while nothing was owed."""
    found: list[Spell] = []
    running: Spell | None = None
    since: datetime | None = None  # when the turn went to the customer without a word of ours
    for stretch in stretches(course):
        if running is None:
            running = _begun(stretch, course, first=not found)
            if running is None:
                continue
        elif since is not None:
            running = replace(running, pauses=(*running.pauses, Pause(since, stretch.began)))
        since = stretch.ended
        if stretch.ended is not None and stretch.heard:
            found.append(replace(running, ended=stretch.ended, done=True))
            running, since = None, None
    if running is not None:
        found.append(_unheard(running, since, course))
    return found


def _begun(stretch: Stretch, course: Course, *, first: bool) -> Spell | None:
    """The first reply is owed from the beginning; a further one from the customer's own word, if there was any."""
    if first:
        return Spell(Target.FIRST, stretch.began)
    words = (at for at in course.words if at >= stretch.began and (stretch.ended is None or at <= stretch.ended))
    began = min(words, default=None)
    return Spell(Target.NEXT, began) if began is not None else None


def _unheard(spell: Spell, since: datetime | None, course: Course) -> Spell:
    """The last spell where no answer ended it: it runs, stands still, or is over."""
    if course.aside:
        return replace(spell, ended=max(since or course.state_at, spell.began))
    if since is None:
        return spell
    if course.state in REPLIED:
        return replace(spell, ended=max(since, spell.began), done=True)
    return replace(spell, pauses=(*spell.pauses, Pause(since)))


def matter(course: Course, target: str, known: Sequence[Spell]) -> list[Spell]:
    """The spells of the answer or the confirmation, from those `known` so far and how the case stands now."""
    turns = stretches(course)
    if not turns:
        return list(known)
    ours = turns[-1].began if turns[-1].ended is None else None
    spells = list(known) or [Spell(target, turns[0].began, pauses=tuple(_gaps(turns)))]
    spells[-1] = _standing(spells[-1], course, turns, ours, over=course.state in OVER[target])
    last = spells[-1]
    if last.ended is not None and ours is not None and ours >= last.ended and not course.aside and course.state not in OVER[target]:
        spells.append(Spell(target, ours))
    return spells


def _gaps(turns: Sequence[Stretch]) -> Iterator[Pause]:
    for one, other in zip(turns, turns[1:], strict=False):
        if one.ended is not None and one.ended < other.began:
            yield Pause(one.ended, other.began)


def _standing(spell: Spell, course: Course, turns: Sequence[Stretch], ours: datetime | None, *, over: bool) -> Spell:
    """How the newest spell of a matter stands."""
    turned = turns[-1].ended or course.state_at
    if course.aside:
        return spell if spell.ended is not None else _over(spell, turned, done=False)
    if over:
        done = not (spell.target == Target.CONFIRM and course.state == State.LAPSED)
        at = course.state_at if spell.target == Target.CONFIRM else turned
        return spell if spell.ended is not None and spell.done == done else _over(spell, at, done=done)
    if spell.ended is not None and not _goes_on(spell, course, ours):
        return spell
    ended, spell = spell.ended, replace(spell, ended=None, done=False)
    if ours is not None:
        return replace(spell, pauses=cut(spell.pauses, ours))
    if course.state == State.ANSWERED:  # of a confirmation: it is we who want to know
        return replace(spell, pauses=cut(spell.pauses, course.state_at))
    if any(pause.ends is None for pause in spell.pauses):
        return spell
    return replace(spell, pauses=(*spell.pauses, Pause(max(ended or turned, spell.began))))


def _goes_on(spell: Spell, course: Course, ours: datetime | None) -> bool:
    """Whether what ended a spell was none: it was taken back, or one of us opened the case again without a word of the customer."""
    if spell.ended is None or ours is None or ours < spell.ended:
        return True
    return course.by_us and ours not in course.words


def _over(spell: Spell, at: datetime, *, done: bool) -> Spell:
    at = max(at, spell.began)
    return replace(spell, ended=at, done=done, pauses=cut(spell.pauses, at))


def cut(pauses: Sequence[Pause], at: datetime) -> tuple[Pause, ...]:
    """The pauses until a moment: what began later is none, what lasted longer ends then."""
    return tuple(Pause(one.begins, at if one.ends is None or one.ends > at else one.ends) for one in pauses if one.begins < at)
