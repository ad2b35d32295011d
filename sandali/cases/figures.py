"""Figures: what is asked of them, what they say, and the sheet on which they are added up."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

# What figures may be told apart by → (column of a wait, column of a case).
BY: Final = {
    "person": ("person", "assignee"),
    "department": ("department", "department"),
    "channel": ("channel", "channel"),
    "kind": ("case__kind", "kind"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is measured: from `start` until before `end`, of one person, department, channel (by number) or kind where given.

    `working` counts seconds in opening hours, else by the clock; `within` is the seconds in which a first reply is in time."""

    start: datetime
    end: datetime
    person: int | None = None
    department: int | None = None
    channel: int | None = None
    kind: str = ""
    working: bool = True
    within: int = 4 * 3600

    @property
    def seconds(self) -> str:
        """The column of a wait that is measured."""
        return "working_seconds" if self.working else "seconds"

    @property
    def narrows(self) -> dict[str, Any]:
        """What it is narrowed to: a key of BY → its value."""
        wanted = {"person": self.person, "department": self.department, "channel": self.channel, "kind": self.kind}
        return {name: value for name, value in wanted.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class Times:
    """A number of lengths in seconds, with their median and 90th percentile; None where there are none."""

    count: int = 0
    median: int | None = None
    ninetieth: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one period, or of a part of it."""

    opened: int = 0
    repeats: int = 0  # how often customers had to tell it again
    repeated: int = 0  # cases in which they had to
    answers: Times = Times()  # how long people waited for each answer
    first: Times = Times()
    in_time: int = 0  # of the first replies
    spread: tuple[int, ...] = ()  # first replies by how soon they came: below each of SPREAD, and above all
    per_case: Times = Times()  # how long each case waited for us in all
    reopened: int = 0
    confirmed: int = 0
    lapsed: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """A period's figures: whole, step by step in order of time, and told apart (by number or kind; None where there is none)."""

    whole: Figures
    steps: list[Figures] = field(default_factory=list)
    groups: dict[Any, Figures] = field(default_factory=dict)


# Seconds; the steps in which the spread of first replies is told.
SPREAD: Final = (3600, 4 * 3600, 8 * 3600, 24 * 3600)


def times_of(values: Iterable[int]) -> Times:
    """Count, median and 90th percentile of lengths in seconds."""
    ordered = sorted(values)
    count = len(ordered)
    if not count:
        return Times()
    median = (ordered[(count - 1) // 2] + ordered[count // 2] + 1) // 2
    return Times(count, median, ordered[-(-count * 9 // 10) - 1])


@dataclass(slots=True)
class Sheet:
    """What adds up to Figures."""

    answers: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    cases: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def figures(self, within: int) -> Figures:
        """The figures."""
        first = sorted(self.first)
        places = [bisect_right(first, limit) for limit in SPREAD]
        spread = tuple(later - earlier for earlier, later in zip([0, *places], [*places, len(first)], strict=True))
        return Figures(
            answers=times_of(self.answers + first), first=times_of(first), in_time=bisect_right(first, within), spread=spread,
            per_case=times_of(self.cases.values()), **self.counts,
        )  # fmt: skip


Cells = dict[tuple[int, Any], Sheet]
"""(step, group) → what is added up there."""
PerCase = dict[int, int] | None
"""Case → the seconds that all its waits come to; None where nobody asks."""
