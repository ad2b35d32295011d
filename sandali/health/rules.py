"""What the company calls a fault: which checks are made, and from when on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sandali.health.checks import CHECKS, Check
from sandali.health.models import CheckRules

LEAST_DAYS, MOST_DAYS = 1, 3650


@dataclass(frozen=True, slots=True)
class Rules:
    """As the company has them; what it never changed is as Sandali comes."""

    off: frozenset[str] = frozenset()
    days: dict[str, int] = field(default_factory=dict)
    version: int = 0

    def days_of(self, check: Check) -> int:
        """The limit of a check in days, 0 where it has none."""
        return self.days.get(check.code, check.days) if check.days else 0

    @property
    def made(self) -> list[Check]:
        """The checks that are made, in their order."""
        return [check for check in CHECKS.values() if check.code not in self.off]


USUAL: Final = Rules()


def check_rules() -> Rules:
    """The rules that hold now. One query."""
    row = CheckRules.objects.filter(pk=1).first()
    return Rules(frozenset(row.off), dict(row.days), row.version) if row is not None else USUAL
