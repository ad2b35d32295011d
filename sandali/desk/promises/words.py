"""When promises are due, and how they stand, in words."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.desk.cases.timing.choices import day_words
from sandali.desk.promises.signs import TOMORROW, end_of_today
from sandali.kit.dates import current_display, show_time, to_zone
from sandali.resolution.models import Promised
from sandali.resolution.promises.queries import Line


def due_words(due: datetime, now: datetime | None = None) -> str:
    """«فردا ۱۲:۰۰»: today and tomorrow by name, other days by weekday and date."""
    zone = current_display().zone
    ahead = to_zone(due, zone).date() - to_zone(now or timezone.now(), zone).date()
    if not ahead:
        return _("today %(time)s") % {"time": show_time(due)}
    return _("tomorrow %(time)s") % {"time": show_time(due)} if ahead == TOMORROW else day_words(due)


def state_of(line: Line, now: datetime) -> tuple[str, str, str]:
    """(words, icon, tone) of how a promise stands."""
    when = due_words(line.due_at, now)
    match line.state:
        case Promised.BROKEN:
            return _("broken: was due %(when)s") % {"when": when}, "alert-triangle", "bad"
        case Promised.KEPT if line.broken_at is not None and line.kept_at is not None:
            return _("kept late: %(kept)s, was due %(when)s") % {"kept": day_words(line.kept_at), "when": when}, "circle-check", "warn"
        case Promised.KEPT:
            return _("kept; was due %(when)s") % {"when": when}, "circle-check", "ok"
        case Promised.REPLACED if line.broken_at is not None:
            return _("broken, then given a new date; was due %(when)s") % {"when": when}, "calendar", "bad"
        case Promised.REPLACED:
            return _("given a new date; was due %(when)s") % {"when": when}, "calendar", ""
    soon = line.due_at < end_of_today(now)
    return _("due %(when)s") % {"when": when}, "clock", "warn" if soon else ""
