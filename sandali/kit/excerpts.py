"""The piece of a text that a search found, with the words that matched, however either was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sandali.kit.joining import groups_in, telephone
from sandali.kit.text import fold, query_terms, search_form

MOST_READ = 6_000  # characters of a text that are looked through
BEFORE, LENGTH = 60, 240
_PIECE = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an excerpt. `found` says that it is what was searched for."""

    text: str
    found: bool = False


@lru_cache(maxsize=2_048)
def _forms(word: str) -> frozenset[str]:
    return frozenset(search_form(word).split())


def _matches(word: str, wanted: frozenset[str], beginning: str) -> bool:
    forms = _forms(word)
    return not forms.isdisjoint(wanted) or bool(beginning) and any(form.startswith(beginning) for form in forms)


@lru_cache(maxsize=2_048)
def _folded(word: str) -> str:
    return fold(word)


def _find_together(text: str, words: list[tuple[int, int]], hits: list[bool], wanted: frozenset[str]) -> None:
    """Mark what the query writes differently apart or together: a noun of two words, a number in groups."""
    folded = [_folded(text[start:end]) for start, end in words]
    for at, word in enumerate(folded):
        if word in wanted:
            hits[at] = True
        elif at and folded[at - 1] + word in wanted:
            hits[at - 1] = hits[at] = True
    for number, begins, ends in groups_in(text):
        if number in wanted or telephone(number) in wanted:
            for at, (start, end) in enumerate(words):
                hits[at] = hits[at] or (start < ends and end > begins)


def excerpt(text: str, query: str, *, length: int = LENGTH, before: int = BEFORE) -> list[Piece]:
    """About `length` characters of `text` from `before` characters before the first word that matches `query`, in runs.

    Words match as they do in the index: folded, by their lemma, the query's last word by its beginning. Without a match
    it is the text's beginning. Line breaks become spaces; an ellipsis stands where something was left out."""
    terms = query_terms(query)
    wanted = frozenset(search_form(query).split())
    beginning = terms[-1] if terms and len(terms[-1]) > 1 else ""
    sample = text[:MOST_READ]
    words = [(piece.start(), piece.end()) for piece in _PIECE.finditer(sample)]
    hits = [_matches(sample[start:end], wanted, beginning) for start, end in words]
    _find_together(sample, words, hits, wanted | {"".join(pair) for pair in pairwise(terms)})
    first = hits.index(True) if True in hits else 0
    if not words:
        return []
    begin = first
    while begin > 0 and words[first][0] - words[begin - 1][0] <= before:
        begin -= 1
    end = begin
    while end < len(words) and words[end][1] - words[begin][0] <= max(length, words[first][1] - words[begin][0]):
        end += 1
    end = max(end, begin + 1)
    return _runs(sample, words[begin:end], hits[begin:end], cut_before=begin > 0, cut_after=words[end - 1][1] < len(text.rstrip()))


def _runs(text: str, words: list[tuple[int, int]], hits: list[bool], *, cut_before: bool, cut_after: bool) -> list[Piece]:
    """Neighbouring words that are alike in one piece, with the spaces between them."""
    pieces: list[Piece] = [Piece("… ")] if cut_before else []
    waiting: list[str] = []
    state = False
    for (start, end), hit in zip(words, hits, strict=True):
        if hit != state and waiting:
            pieces.append(Piece(" ".join(waiting), state))
            pieces.append(Piece(" "))
            waiting = []
        state = hit
        waiting.append(text[start:end])
    pieces.append(Piece(" ".join(waiting), state))
    if cut_after:
        pieces.append(Piece(" …"))
    return pieces


def matches(text: str, query: str) -> bool:
    """Whether every word of the query is, or begins, a word of a short text such as the name of a page."""
    words = fold(text).split()
    terms = query_terms(query)
    return bool(terms) and all(any(word.startswith(term) for word in words) for term in terms)
