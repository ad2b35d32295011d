"""Which standard holds for a case: of those that fit and say something of a target, the one that says most of the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sandali.cases.models import Kind
from sandali.resolution.models import Target

# What a standard may ask of a case, the most telling first: each outweighs all that stand behind it.
CONDITIONS: Final = ("customer", "organisation", "kind", "priority", "channel", "department")
WEIGHTS: Final = {name: 2 ** (len(CONDITIONS) - at) for at, name in enumerate(CONDITIONS)}
# Whoever praises or suggests brings nothing that is to be settled.
UNSETTLED_KINDS: Final = frozenset([Kind.PRAISE.value, Kind.SUGGESTION.value])


@dataclass(frozen=True, slots=True)
class Traits:
    """What standards ask of a case; 0 and "" where it has none."""

    customer: int = 0
    organisation: int = 0
    kind: str = ""
    priority: int = 0
    channel: int = 0
    department: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A standard as it is asked: the conditions that it makes, and minutes by target."""

    number: int
    name: str
    asks: tuple[tuple[str, int | str], ...]
    minutes: tuple[tuple[str, int], ...]

    @property
    def weight(self) -> int:
        """How much it says of a case."""
        return sum(WEIGHTS[name] for name, _value in self.asks)

    def fits(self, traits: Traits) -> bool:
        """Whether everything that it asks is so."""
        return all(getattr(traits, name) == value for name, value in self.asks)

    def of(self, target: str) -> int | None:
        """Working minutes for a target, None where it says nothing."""
        return next((minutes for name, minutes in self.minutes if name == target), None)


def winner(rules: Iterable[Rule], traits: Traits, target: str) -> Rule | None:
    """The standard that holds for a target of a case; of two that say as much of it the older one."""
    if target == Target.CONFIRM and traits.kind in UNSETTLED_KINDS:
        return None
    fitting = (rule for rule in rules if rule.of(target) is not None and rule.fits(traits))
    return min(fitting, key=lambda rule: (-rule.weight, rule.number), default=None)
