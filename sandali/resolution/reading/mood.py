"""How a customer feels, from their own words alone, with the words it rests on. In doubt it finds no mood rather than a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sandali.resolution.reading.answer_words import SIGNATURES
from sandali.resolution.reading.mood_words import ENGLISH, NOT_SAID, PERSIAN, SOUR
from sandali.resolution.reading.phrases.plain import Plain, Sentence, plain

MOST_READ: Final = 1_600  # characters: who is upset says so before that
LONGEST_PHRASE: Final = 120
MOST_BARE: Final = 2  # words
NEGATIVE: Final = ("angry", "upset", "worried")
_PERSIAN_LETTERS, _LATIN_LETTERS = re.compile("[ا-ی]{2}"), re.compile("[a-z]{2}")
_BELOW_NAME = re.compile(r"^--\s*$.*", re.MULTILINE | re.DOTALL)
_CLAUSES = re.compile(r"[,،:()–—]| - |(?<!\w)(?:but|and|so|because|ولی|اما|چون|و)(?!\w)")


@dataclass(frozen=True, slots=True)
class MoodReading:
    """A mood ("calm", "glad", "worried", "upset" or "angry") and the customer's words that say it, as they wrote them."""

    mood: str
    phrase: str


def read_mood(text: str) -> MoodReading | None:
    """The mood of a message without its quoted history, or None where it does not say one clearly.

    The gravest of what is said holds. Who is glad and vexed in one message said last what holds; beside a complaint in the
    same sentence joy is sarcasm, and left out."""
    if not text or text.isspace():
        return None
    text = SIGNATURES.sub("", _BELOW_NAME.sub("", text[:MOST_READ]))
    read = plain(text)
    found: dict[str, tuple[int, int]] = {}
    for sentence in read.sentences():
        for mood, said in said_in(sentence):
            if is_meant(mood, sentence, said, read):
                found[mood] = (sentence.start + said.start(), sentence.start + said.end())
    mood = _weighed({mood: start for mood, (start, _end) in found.items()})
    return MoodReading(mood, _phrase(text, read, *found[mood])) if mood else None


def said_in(sentence: Sentence) -> Iterator[tuple[str, re.Match[str]]]:
    """Every feeling that a sentence names, with the words."""
    for letters, feelings in ((_PERSIAN_LETTERS, PERSIAN), (_LATIN_LETTERS, ENGLISH)):
        if letters.search(sentence.text):
            for mood, pattern in feelings.items():
                yield from ((mood, said) for said in pattern.finditer(sentence.text))


def is_meant(mood: str, sentence: Sentence, said: re.Match[str], read: Plain) -> bool:
    """Whether the words hold: no condition or denial stands before them, and joy has nothing sour beside it.

    "Great!" alone leans on what follows."""
    if NOT_SAID.search(sentence.text, 0, said.start()) and mood != "angry":
        return False
    if mood == "glad":
        beside = read.text[sentence.start :] if len(sentence.text.split()) <= MOST_BARE else sentence.text
        return not sentence.asks and not SOUR.search(beside)
    return not (mood == "calm" and sentence.asks)


def _weighed(starts: dict[str, int]) -> str:
    """Which of several moods holds; each with where it was said last."""
    vexed = next((mood for mood in NEGATIVE if mood in starts), "")
    if vexed and "glad" in starts:
        return "glad" if starts["glad"] > max(starts[mood] for mood in NEGATIVE if mood in starts) else vexed
    return vexed or ("glad" if "glad" in starts else "calm" if "calm" in starts else "")


def _phrase(text: str, read: Plain, start: int, end: int) -> str:
    """The clause around the words, as it was written."""
    before = [found.end() for found in _CLAUSES.finditer(read.text, max(0, start - LONGEST_PHRASE), start)]
    opened = max([max(0, start - LONGEST_PHRASE // 2), *before, *(at + 1 for mark in ".!?؟\n" if (at := read.text.rfind(mark, 0, start)) >= 0)])
    after = _CLAUSES.search(read.text, end)
    closed = min([end + LONGEST_PHRASE // 2, *([after.start()] if after else []), *(at for mark in ".!?؟\n" if (at := read.text.find(mark, end)) >= 0)])
    first, last = read.place(min(opened, start)), read.place(min(closed, len(read.text)))
    return " ".join(text[first:last].split())[:LONGEST_PHRASE]
