"""The tree of causes: read whole, as it is small, and kept in order by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Q

from sandali.kit.text import fold
from sandali.resolution.models import Cause

MOST_DEPTH: Final = 4  # a first cause is of depth 1
MOST_CAUSES: Final = 1_000
BETWEEN: Final = " › "


@dataclass(slots=True)
class Branch:
    """A cause with its place: its depth from 1, the names above it, and the ids of all below it."""

    pk: int
    name: str
    parent: int | None
    depth: int = 1
    above: tuple[str, ...] = ()
    retired: bool = False
    mended_at: datetime | None = None
    children: list[Branch] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Its name with those above it."""
        return BETWEEN.join((*self.above, self.name))

    def below(self) -> Iterator[Branch]:
        """Itself and everything under it, in order."""
        yield self
        for child in self.children:
            yield from child.below()

    @property
    def height(self) -> int:
        """How many levels it takes, itself counted."""
        return 1 + max((child.height for child in self.children), default=0)


def read_tree() -> list[Branch]:
    """The first causes with all below them, by name; retired ones too, merged ones not."""
    rows = Cause.objects.filter(merged_into=None).order_by("folded", "pk")[:MOST_CAUSES]
    found = {row.pk: Branch(row.pk, row.name, row.parent_id, retired=row.retired_at is not None, mended_at=row.mended_at) for row in rows}
    first: list[Branch] = []
    for branch in found.values():
        (found[branch.parent].children if branch.parent in found else first).append(branch)
    place(first, 1, ())
    return first


def place(branches: list[Branch], depth: int, above: tuple[str, ...]) -> None:
    """Say of each how deep it stands and what is above it."""
    for branch in branches:
        branch.depth, branch.above = depth, above
        place(branch.children, depth + 1, (*above, branch.name))


def walk(branches: Iterable[Branch]) -> Iterator[Branch]:
    """All of the tree, each before what is below it."""
    for branch in branches:
        yield from branch.below()


def branch_of(number: int) -> Branch:
    """One cause in its place. Raises Cause.DoesNotExist, also for one that was merged."""
    found = next((one for one in walk(read_tree()) if one.pk == number), None)
    if found is None:
        raise Cause.DoesNotExist
    return found


def with_below(number: int) -> list[int]:
    """The cause and all below it, as ids."""
    return [one.pk for one in branch_of(number).below()]


def search(words: str, *, without: Iterable[int] = (), most: int = 12) -> list[Branch]:
    """Causes in use whose name, or a name above it, holds every word; where the own name does so first. Without words, all in order."""
    asked, taken = fold(words).split(), set(without)
    open_ones = [one for one in walk(read_tree()) if not one.retired and one.pk not in taken]
    if not asked:
        return open_ones[:most]
    fits = [one for one in open_ones if all(word in fold(one.path) for word in asked)]
    return sorted(fits, key=lambda one: (not all(word in fold(one.name) for word in asked), one.depth))[:most]


def paths(numbers: Iterable[int]) -> dict[int, str]:
    """Cause → its whole name, for those that stand in the tree."""
    wanted = set(numbers)
    return {one.pk: one.path for one in walk(read_tree()) if one.pk in wanted} if wanted else {}


def mended_of(numbers: Iterable[int]) -> dict[int, Branch]:
    """Cause → the nearest that is mended of itself and those above it; others are left out."""
    wanted = set(numbers)
    found = {one.pk: one for one in walk(read_tree())} if wanted else {}
    mended: dict[int, Branch] = {}
    for number in wanted & found.keys():
        branch: Branch | None = found[number]
        while branch is not None and branch.mended_at is None:
            branch = found.get(branch.parent) if branch.parent is not None else None
        if branch is not None:
            mended[number] = branch
    return mended


def children_named(parent: int | None, folded: str) -> Q:
    """The condition on causes that would be taken for each other."""
    return Q(parent=parent, folded=folded, merged_into=None)
