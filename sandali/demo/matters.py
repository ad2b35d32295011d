"""What customers come with: conversations written by hand, with {slots} and [alternatives|of a wording], read from texts/.

A matter in a file:

    = name | kind | department | tag, tag | flags
    ? a subject | another subject
    > the customer writes          >! the customer says no to our answer
    < we answer                    - a note among us
    ~ a phone call                 ^ a visit

A long line goes on where the next begins with a space, and ¶ begins a paragraph. Flags: low, high, urgent (priority), bad (belongs to
the bad week), photo (the customer sends a picture), bill (we send the invoice), en (the writer's language)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

TEXTS = Path(__file__).with_name("texts")
ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{(\w+)\}")
MARKS = (">!", ">", "<", "-", "~", "^")


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said: its mark and its template."""

    mark: str
    text: str

    @property
    def by_customer(self) -> bool:
        """Whether the customer's word is in it: written, spoken on the phone, or at the counter."""
        return self.mark in (">", ">!", "~", "^")


@dataclass(frozen=True, slots=True)
class Matter:
    """One conversation as it may go."""

    name: str
    kind: str
    department: str
    tags: tuple[str, ...]
    flags: frozenset[str]
    subjects: tuple[str, ...]
    turns: tuple[Turn, ...]


class BadText(ValueError):
    """A text file cannot be read; says where."""


@cache
def matters(language: str) -> tuple[Matter, ...]:
    """Every matter of a language, in the order of the files and of their lines."""
    found: list[Matter] = []
    for path in sorted((TEXTS / language).glob("matters-*.txt")):
        blocks = re.split(r"^= ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
        found += [read_matter(block, path.name) for block in blocks]
    return tuple(found)


def read_matter(block: str, where: str) -> Matter:
    """One block of a file, without its "= ". Raises BadText."""
    lines: list[str] = []
    for line in block.rstrip().splitlines():
        if line.startswith(" ") and lines:
            lines[-1] += " " + line.strip()
        elif line.strip():
            lines.append(line)
    head = [part.strip() for part in lines[0].split("|")]
    if len(head) != 5 or not lines[1].startswith("? "):
        raise BadText(f"{where}: {lines[0]}")
    tags = tuple(tag.strip() for tag in head[3].replace("،", ",").split(",") if tag.strip())
    turns = tuple(read_turn(line, where) for line in lines[2:])
    subjects = tuple(subject.strip() for subject in lines[1][2:].split(" | "))
    return Matter(head[0], head[1], head[2], tags, frozenset(head[4].split()), subjects, turns)


def read_turn(line: str, where: str) -> Turn:
    """One line of a conversation. Raises BadText."""
    mark, _space, text = line.partition(" ")
    if mark not in MARKS or not text:
        raise BadText(f"{where}: {line}")
    return Turn(mark, text.strip())


def render(template: str, slots: Mapping[str, str], random: Random) -> str:
    """The text with one of each alternative and every slot filled. Raises KeyError for a slot that is not there."""
    text = template
    while ALTERNATIVES.search(text):
        text = ALTERNATIVES.sub(lambda found: random.choice(found[1].split("|")), text)
    text = SLOT.sub(lambda found: slots[found[1]], text)
    paragraphs = (re.sub(r" {2,}", " ", part).strip() for part in text.split("¶"))
    return re.sub(r" ([.،؛:,;؟?])", r"\1", "\n\n".join(paragraphs))


@cache
def lines_of(language: str, name: str) -> tuple[str, ...]:
    """The lines of a small list in texts/, without empty ones and comments."""
    text = (TEXTS / language / f"{name}.txt").read_text("utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def table_of(language: str, name: str) -> dict[str, tuple[str, ...]]:
    """A list in texts/ whose lines read "key: one | two | three". A key may stand on several lines."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lines_of(language, name):
        key, _colon, values = line.partition(": ")
        found[key] = (*found.get(key, ()), *(value.strip() for value in values.split(" | ")))
    return found
