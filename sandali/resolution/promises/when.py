"""When a promise is due, warned of and told of: always in opening hours, never at night."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from sandali.cases.actions.later import why_not_at
from sandali.kit.hours import WeekHours
from sandali.resolution.standards.clocks import moment_to_tell

# Whoever promised hears of it when a quarter of the time is left, and at least a day before where there is so much.
SHARE, AT_MOST = 4, timedelta(days=1)


def warn_moment(made_at: datetime, due_at: datetime, hours: WeekHours) -> datetime | None:
    """When its owner is reminded, in opening hours before it is due; None where there is no such moment after it was made."""
    at = moment_to_tell(due_at - min((due_at - made_at) / SHARE, AT_MOST), hours, early=True)
    return at if made_at < at < due_at else None


def first_look(made_at: datetime, due_at: datetime, hours: WeekHours) -> datetime:
    """When a new promise is looked at first: to remind its owner, or to see whether it was kept."""
    return warn_moment(made_at, due_at, hours) or due_at


def why_not_due(due_at: datetime, *, now: datetime | None = None) -> str:
    """Why nothing can be promised for this moment, as a sentence; "" when it can."""
    return why_not_at(due_at, now=now)


def may_tell(now: datetime, hours: WeekHours) -> bool:
    """Whether people are told of anything at this moment."""
    return moment_to_tell(now, hours) <= now


def no_words() -> str:
    """What is said when nothing was promised."""
    return _("Please say what is promised.")
