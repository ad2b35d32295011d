"""Every check there is, in the order in which they are shown. A further one is a line in one of these files."""

from typing import Final

from sandali.health.checks import missing, reaching, stale, twice
from sandali.health.checks.kinds import About, Asked, Check, Group

__all__ = ["CHECKS", "About", "Asked", "Check", "Group"]

CHECKS: Final[dict[str, Check]] = {check.code: check for check in (*reaching.CHECKS, *missing.CHECKS, *stale.CHECKS, *twice.CHECKS)}
