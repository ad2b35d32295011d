"""Finds what we promise in a text, with the moment at which each promise is due."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sandali.kit.hours import WeekHours
from sandali.resolution.reading.phrases import english, english_times, persian, persian_times
from sandali.resolution.reading.phrases.moments import Deadline, Frame, Piece, deadline
from sandali.resolution.reading.phrases.plain import Sentence, plain

SATURDAY = 5
MOST_FOUND = 20
MOST_PIECES = 8  # more times side by side are a list
JUDGED = 400  # characters before and behind a time that decide about it, so that a text without full stops costs no more


@dataclass(frozen=True, slots=True)
class Found:
    """A promise in a text: the words from `start` to `end` name its time, `due` (UTC) is when it must be kept, `reason` how they
    were read, in a sentence of the reader's language."""

    start: int
    end: int
    text: str
    due: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Tongue:
    """How one language names times and promises."""

    quick: re.Pattern[str]
    atoms: re.Pattern[str]
    glue: re.Pattern[str]
    lead: re.Pattern[str]
    readings: dict[str, Callable[[re.Match[str], Frame], Piece | None]]
    parts: Callable[[str], list[tuple[int, int]]]
    promises: Callable[[str, int, int], bool]


PERSIAN = Tongue(
    persian_times.QUICK, persian_times.ATOMS, persian_times.GLUE, persian_times.LEAD, persian_times.READINGS, persian.sentences_in, persian.promises
)
ENGLISH = Tongue(
    english_times.QUICK, english_times.ATOMS, english_times.GLUE, english_times.LEAD, english_times.READINGS, english.sentences_in, english.promises
)
_ARABIC_LETTER, _LATIN_LETTER = re.compile("[\u0621-\u06cc]"), re.compile("[a-z]")


def find_promises(
    text: str, *, now: datetime, hours: WeekHours, calendar: str = "jalali", week_start: int = SATURDAY
) -> list[Found]:
    """The promises with a time in what we write, in order; days and hours are those of `hours` and its zone.

    `now` is aware. A day without an hour is due at our closing, a week or month at the closing of its last working day. What
    asks, doubts, sets a condition, quotes, tells of the past or of what the customer does is no promise, and in doubt nothing is.
    """
    if now.tzinfo is None:
        raise ValueError("promises are counted from a moment with a time zone")
    frame = Frame(now.astimezone(UTC), hours, calendar, week_start)
    read = plain(text)
    found: list[Found] = []
    for sentence in read.sentences():
        if sentence.asks:
            continue
        for start, end, due in _in_sentence(sentence, frame):
            first, last = read.place(sentence.start + start), read.place(sentence.start + end - 1) + 1
            found.append(Found(first, last, text[first:last], due.due, due.reason))
    return sorted(found, key=lambda one: one.start)[:MOST_FOUND]


def _in_sentence(sentence: Sentence, frame: Frame) -> Iterator[tuple[int, int, Deadline]]:
    for tongue, letter in ((PERSIAN, _ARABIC_LETTER), (ENGLISH, _LATIN_LETTER)):
        if not (tongue.quick.search(sentence.text) and letter.search(sentence.text)):
            continue
        for left, right in tongue.parts(sentence.text):
            part = sentence.text[left:right]
            for start, end, pieces in times_in(part, tongue, frame):
                # The sentence is cheaper to judge than the time is to reckon.
                due = deadline(pieces, frame) if _judged(part, start, end, tongue) else None
                if due is not None:
                    lead = tongue.lead.search(part, 0, start)
                    yield left + (lead.start() if lead else start), left + end, due


def _judged(part: str, start: int, end: int, tongue: Tongue) -> bool:
    first = max(0, start - JUDGED)
    return tongue.promises(part[first : end + JUDGED], start - first, end - first)


def times_in(text: str, tongue: Tongue, frame: Frame) -> Iterator[tuple[int, int, list[Piece]]]:
    """Each run of words that together name a time, with what they mean. A run with a word that means nothing is left out."""
    run: list[Piece | None] = []
    start = end = 0
    for atom in tongue.atoms.finditer(text):
        if run and not _joined(text[end : atom.start()], tongue):
            yield from _known(start, end, run)
            run = []
        if not run:
            start = atom.start()
        run.append(tongue.readings[str(atom.lastgroup)](atom, frame))
        end = atom.end()
    if run:
        yield from _known(start, end, run)


def _joined(between: str, tongue: Tongue) -> bool:
    return tongue.glue.fullmatch(between) is not None


def _known(start: int, end: int, run: list[Piece | None]) -> Iterator[tuple[int, int, list[Piece]]]:
    pieces = [piece for piece in run if piece is not None]
    if len(pieces) == len(run) <= MOST_PIECES:
        yield start, end, pieces
