"""A customer's own words to "is it solved for you?": yes, not yet, or unsure, when a person reads them. Only a sure yes is a yes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from sandali.cases.thanks import ASKS, FACES, KIND, MARKS, SKIN, unstretched
from sandali.kit.text import fold
from sandali.resolution.reading.answer_words import (
    BESIDE_YES,
    LONGEST_PHRASE,
    NOT_YET,
    SIGNATURES,
    SOLVED_SOMEWHERE,
    STARTS_WITH_NO,
    SURE,
)

YES, NOT_YET_SAID, UNSURE = "yes", "not yet", "unsure"
LONGEST_YES = 240  # characters; whoever writes more says more than yes
MOST_READ = 2_000
GLAD = KIND | frozenset("✅☑✔")
_QUESTION = re.compile(r"[?؟⸮]")
_SENTENCE = re.compile(r"[^.!?؟⸮\n]+[?؟⸮]?")
# Whoever hides the yes behind marks of this kind may mean the reverse.
_SIDELONG = re.compile(r"\.\.\.|…|!{2,}|[\"«“]|/s\b|:-?[(/|]|;-?\)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood: `verdict` is "yes", "not yet" or "unsure"; `words` are those it rests on (folded), or that were not
    understood; `why` is one of yes, not yet, both, question, more, sign, nothing."""

    verdict: str
    words: tuple[str, ...]
    why: str


def read_answer(text: str, *, names: tuple[str, ...] = ()) -> Answer:
    """What a reply without its quoted history says. `names` are words that say who signs: the customer's name.

    A yes is sure only when every word of the reply belongs to it, to thanks or to politeness. "Not yet" is enough anywhere,
    unless the reply also says that it is solved, or only asks.
    """
    text = SIGNATURES.sub("", text[:MOST_READ]).strip()
    if not text:
        return Answer(UNSURE, (), "nothing")
    if refused := _refusals(text):
        solved = SOLVED_SOMEWHERE.search(_folded(text))
        if solved:
            return Answer(UNSURE, (*refused, solved[0]), "both")
        return Answer(NOT_YET_SAID, refused, "not yet")
    if _QUESTION.search(text):
        return Answer(UNSURE, (), "question")
    return _yes(text, names)


def _folded(text: str) -> str:
    return unstretched(fold(FACES.sub(" ", SKIN.sub("", text))))


def _refusals(text: str) -> tuple[str, ...]:
    """The words that say "not yet", of sentences that do not ask."""
    found: list[str] = []
    for number, sentence in enumerate(_SENTENCE.findall(text)):
        folded = _folded(sentence)
        starts = STARTS_WITH_NO.match(folded) if number == 0 else None
        words = [match[0] for match in ([starts] if starts else []) + list(NOT_YET.finditer(folded))]
        if words and not _QUESTION.search(sentence):
            found.extend(words)
    return tuple(dict.fromkeys(found))


def _yes(text: str, names: tuple[str, ...]) -> Answer:
    plain = FACES.sub(" ", SKIN.sub("", text))
    if ASKS.search(plain) or _SIDELONG.search(text) or any(mark not in GLAD for mark in MARKS.findall(plain)):
        return Answer(UNSURE, (), "sign")
    words = tuple(unstretched(fold(MARKS.sub(" ", plain))).split())
    said, unknown = covered(words, frozenset(word for name in names for word in fold(name).split()))
    if unknown or len(text) > LONGEST_YES:
        return Answer(UNSURE, unknown, "more")
    return Answer(YES, said, "yes") if said else Answer(UNSURE, words[:6], "more")


@lru_cache(maxsize=256)
def covered(words: tuple[str, ...], names: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(the phrases of yes, the first words not known) when known phrases are laid over all words, the longest first."""
    at, said = 0, []
    while at < len(words):
        for size in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = words[at : at + size]
            if phrase in SURE or phrase in BESIDE_YES:
                said.extend([" ".join(phrase)] if phrase in SURE else [])
                at += size
                break
        else:
            # A name is a signature: at the end, or what follows the greeting.
            if words[at] not in names:
                return tuple(said), words[at : at + 6]
            at += 1
    return tuple(said), ()


def reason_of(answer: Answer) -> str:
    """Why it was understood so, in a sentence of the reader's language."""
    words = {"words": " ".join(_("“%(word)s”") % {"word": word} for word in answer.words)}
    return {
        "yes": _("The reply says yes and nothing besides: %(words)s."),
        "not yet": _("The reply says that it is not solved: %(words)s."),
        "both": _("The reply says both that it is solved and that it is not: %(words)s."),
        "question": _("The reply asks something."),
        "more": _("The reply says more than yes or no: %(words)s."),
        "sign": _("The reply carries a number, an address or a sign that may turn its sense."),
        "nothing": _("The reply has no words."),
    }[answer.why] % words
