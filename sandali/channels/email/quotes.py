"""What the writer wrote now, apart from the earlier mail below or around it: line by line, in linear time."""

from __future__ import annotations

import re

from sandali.channels.email.quote_words import (
    BEGINNING,
    DATED_NAME,
    ENDING,
    EVIDENCE,
    FROM_FIELD,
    MARK,
    OTHER_FIELD,
    RULE,
    VERB,
)
from sandali.channels.email.signatures import signature_start, tail

MAX_LINE = 600  # characters: a longer line is never an attribution
MAX_WRAPPED = 6  # lines over which an attribution may be broken
# An attribution that a program tore apart with blank lines has its time above them and does not end like a sentence.
UNFINISHED = re.compile(r"(?:\d{1,2}[:٫.]\d{2}|\b\d{4}\b).{0,200}[^\s.!?؟:…)»\"]$", re.DOTALL)
QUOTED = re.compile(r"\s{0,3}(?:>|\|\s?>|›)")


def cut(text: str, *, signatures: bool = True) -> tuple[str, str]:
    """(kept, quoted): the writer's own words, and the earlier mail and signature that were cut.

    Never cuts everything: if nothing would remain, `kept` is the whole text and `quoted` is ""."""
    lines = text.splitlines()
    dropped = quoted_lines(lines)
    kept = [line for index, line in enumerate(lines) if index not in dropped]
    if signatures:
        end = signature_start(kept)
        if end < len(kept) and any(line.strip() for line in kept[:end]):
            numbers = [index for index in range(len(lines)) if index not in dropped]
            dropped |= {index for index in numbers[end:]}
            kept = kept[:end]
    own = "\n".join(kept).strip("\n").rstrip()
    own = own.lstrip() if not own.startswith(" ") else own.lstrip("\n")
    if not own.strip():
        return text.strip("\n").rstrip(), ""
    quoted = "\n".join(lines[index] for index in sorted(dropped)).strip("\n").rstrip()
    return own, quoted if quoted.strip() else ""


def quoted_lines(lines: list[str]) -> set[int]:
    """Indexes of the lines that are earlier mail."""
    start, after = first_mark(lines)
    if start < 0:
        return trailing_quote(lines, len(lines))
    block_end = quote_block_end(lines, after)
    if block_end == after:  # what follows is not marked with ">": all of it is earlier mail
        return set(range(above(lines, start), len(lines)))
    rest = range(block_end, len(lines))
    own_below = [index for index in rest if lines[index].strip() and not QUOTED.match(lines[index])]
    if not has_own_words(lines, own_below):
        return set(range(above(lines, start), len(lines)))
    if any(QUOTED.match(lines[index]) for index in rest if index < own_below[-1]):
        return set()  # answers between the quotes: cutting would take their sense away
    return set(range(start, block_end)) | trailing_quote(lines, len(lines))


def has_own_words(lines: list[str], indexes: list[int]) -> bool:
    """True when the unquoted lines below a quote are more than a signature or a wrapped rest of the quote."""
    if not indexes:
        return False
    below = [lines[index] for index in range(indexes[0], indexes[-1] + 1)]
    return any(line.strip() for line in below[: signature_start(below)])


def trailing_quote(lines: list[str], end: int) -> set[int]:
    """The block of ">" lines at the very end, its attribution included; nothing when the text is all quote."""
    signature = signature_start(lines[:end][-60:]) + max(0, end - 60)
    last = tail(lines, min(end, max(signature, 0)) if signature else end)
    if not last or not QUOTED.match(lines[last - 1]):
        last = tail(lines, end)
    first = last
    while first and (QUOTED.match(lines[first - 1]) or not lines[first - 1].strip()):
        first -= 1
    if first == last or not any(line.strip() for line in lines[:first]):
        return set()
    return set(range(first, len(lines)))


def quote_block_end(lines: list[str], start: int) -> int:
    """Where the ">" block that begins at `start` (blank lines skipped) ends; `start` when there is none. A short line
    between two quoted ones is a wrapped piece of the quote."""
    index = start
    while index < len(lines) and not lines[index].strip():
        index += 1
    if index == len(lines) or not QUOTED.match(lines[index]):
        return start
    end = index
    while index < len(lines):
        if QUOTED.match(lines[index]):
            end = index + 1
        elif lines[index].strip():
            wrapped = index == end and index + 1 < len(lines) and QUOTED.match(lines[index + 1]) and len(lines[index - 1]) > 60
            if not wrapped:
                break
        index += 1
    return end


def above(lines: list[str], start: int) -> int:
    """`start` moved up over blank lines and a drawn rule."""
    index = start
    while index and (not lines[index - 1].strip() or RULE.match(lines[index - 1][:220])):
        index -= 1
    return index


def first_mark(lines: list[str]) -> tuple[int, int]:
    """(first line of the first mark of earlier mail, first line after the mark); (-1, -1) when there is none."""
    for index, line in enumerate(lines):
        if not line or len(line) > MAX_LINE or QUOTED.match(line):
            continue
        if MARK.match(line):
            return index, len(lines) if not any(QUOTED.match(below) for below in lines[index + 1 : index + 4]) else index + 1
        after = attribution_end(lines, index)
        if after:
            return index, after
        if FROM_FIELD.match(line) and is_header_block(lines, index):
            return index, len(lines)
    return -1, -1


def is_header_block(lines: list[str], start: int) -> bool:
    """True when at least two more mail fields follow closely below a From line."""
    found = set()
    for line in lines[start + 1 : start + 12]:
        match = OTHER_FIELD.match(line[:200])
        if match:
            found.add(match.group().strip(" \t>*_").lower())
    return len(found) >= 2


def attribution_end(lines: list[str], start: int) -> int:
    """Index after the attribution that begins at `start`, broken over some lines or not; 0 when there is none."""
    line = lines[start]
    if DATED_NAME.match(line.strip()):
        return start + 1
    begins = BEGINNING.match(line) is not None
    if not begins and not VERB.search(line) and "@" not in line:
        return 0
    joined = ""
    for index in range(start, min(start + MAX_WRAPPED, len(lines))):
        inside_address = joined.count("<") > joined.count(">")  # a break before "> wrote:" is no quote
        if index > start and not lines[index].strip() and not UNFINISHED.search(joined):
            return 0  # a blank line ends a paragraph: the one above may be the writer's own
        if len(lines[index]) > MAX_LINE or (index > start and QUOTED.match(lines[index]) and not inside_address):
            return 0
        joined = f"{joined} {lines[index].strip()}".strip()
        if len(joined) > MAX_LINE:
            return 0
        if ENDING.search(joined[-12:]) and VERB.search(joined) and EVIDENCE.search(joined):
            return index + 1 if begins or address_and_verb(line, joined) else 0
        if not begins and index - start >= 2:
            return 0
    return 0


def address_and_verb(first: str, joined: str) -> bool:
    """True for "Max <max@example.com> schrieb am …:" and the like, which begin with a name."""
    return ("@" in joined and "<" in joined) and (VERB.search(first) is not None or "<" in first)
