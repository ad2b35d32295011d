"""How much of a text stands in other texts, and prints of texts by which near-copies are found among many.

A text is the set of its runs of words ("shingles"); two are alike as the sets overlap, and a print of 64 smallest hashes keeps
that overlap (Broder 1997, "On the resemblance and containment of documents"). Prints are cut into bands, one number each, for a
table: near-copies share at least one band (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", 3.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b
from random import Random

from sandali.kit.text import fold

PRINT_SIZE, BANDS = 64, 16
ROWS = PRINT_SIZE // BANDS
RUN, RUN_OF_PRINTS = 3, 2  # words
FEWEST_WORDS = 12  # below that a text is no letter: everybody writes "thank you for your message"
ALIKE = 0.5  # from here on two prints are near-copies, see the figures in the test
MOST_WORDS = 2_000
_DIGITS = re.compile(r"\d+")
# Two multipliers for each place of a print. The seed is part of the format: stored prints are compared with new ones.
_SEED = Random(1405)
_MASK = (1 << 64) - 1
_MIXERS = tuple((_SEED.getrandbits(64) | 1, _SEED.getrandbits(64)) for _place in range(PRINT_SIZE))


def words_of(text: str) -> list[str]:
    """Folded words, every figure being one and the same: an order number does not make a letter another."""
    return _DIGITS.sub("0", fold(text)).split()[:MOST_WORDS]


def _hash(run: tuple[str, ...]) -> int:
    return int.from_bytes(blake2b(" ".join(run).encode(), digest_size=8).digest(), "big")


def _runs(words: list[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]


def shared(text: str, earlier: Iterable[str]) -> float:
    """The share of `text`'s words that stand in earlier texts, in runs of at least three: 0 for new words, 1 for a copy."""
    words = words_of(text)
    if len(words) < RUN:
        return 0.0
    known = {run for other in earlier for run in _runs(words_of(other), RUN)}
    covered = {at + step for at, run in enumerate(_runs(words, RUN)) if run in known for step in range(RUN)}
    return len(covered) / len(words)


def fingerprint(text: str) -> tuple[int, ...]:
    """The print of a text: 64 numbers below 2³². Empty for a text too short to be a letter; it is like nothing."""
    words = words_of(text)
    if len(words) < FEWEST_WORDS:
        return ()
    hashes = [_hash(run) for run in set(_runs(words, RUN_OF_PRINTS))]
    return tuple(min([(each * one + other & _MASK) >> 32 for each in hashes]) for one, other in _MIXERS)


def alike(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """How alike two texts are by their prints, 0 to 1; give or take 0.06."""
    if not one or not other:
        return 0.0
    return sum(mine == theirs for mine, theirs in zip(one, other, strict=True)) / PRINT_SIZE


def bands(print_: tuple[int, ...]) -> tuple[int, ...]:
    """Sixteen numbers (each fits a signed 64-bit column) of which near-copies share at least one; () for an empty print.

    Two texts that are alike by 0.5 share one in 64 of 100 cases, by 0.7 in 99, by 0.1 in 1 of 600."""
    cut = (print_[at : at + ROWS] for at in range(0, len(print_), ROWS))
    return tuple(_hash((str(number), *map(str, rows))) >> 1 for number, rows in enumerate(cut))
