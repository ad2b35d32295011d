"""The company's hours as clocks need them: those of today, those that held before, and the names of holidays."""

from __future__ import annotations

from sandali.company.models import SpecialDay
from sandali.company.queries import past_hours, week_hours
from sandali.history.models import Event
from sandali.kit.kept import Kept
from sandali.kit.prepared import Prepared
from sandali.resolution.standards.clocks import Timetable

# Every change of the hours is an event of the company; while there is no newer one, what was read stands (as in cases/waits.py).
_newest_change = Prepared(lambda: Event.objects.filter(subject_type="company", subject_id=1).order_by("-id").values_list("pk", "at")[:1])
_kept: Kept[Timetable] = Kept(2)


def timetable() -> Timetable:
    """The timetable as it stands; one small query while nobody changed it."""
    return _kept.get(tuple(_newest_change()), read_timetable)


def read_timetable() -> Timetable:
    """The timetable, read anew."""
    names = dict(SpecialDay.objects.exclude(name="").values_list("day", "name"))
    return Timetable(week_hours(), past_hours(), names)
