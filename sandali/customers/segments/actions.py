"""Saving, sharing and removing segments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sandali.company.actions import Overtaken
from sandali.company.models import Department
from sandali.company.permissions import NotAllowed, Role, may
from sandali.company.queries import department_ids
from sandali.customers import events
from sandali.customers.models import Segment
from sandali.history.events import record
from sandali.kit.text import clean, isolate

LONGEST_NAME: Final = 60
MOST_SEGMENTS: Final = 100  # of one person


class TooMany(ValueError):
    """A person keeps only so many segments."""


def name_of_segment(text: str) -> str:
    """A name as it is stored. Raises ValueError when nothing is in it."""
    name = isolate(clean(text))[:LONGEST_NAME].strip()
    if not name:
        raise ValueError("a segment has a name")
    return name


def refuse_sharing(by: Any, department: Department | None, for_everybody: bool) -> None:
    """Raises NotAllowed for sharing with everybody without the right to, or with a department that is not one's own."""
    if for_everybody and not may(by, "share_views"):
        raise NotAllowed
    if department is not None and department.pk not in department_ids(by) and by.role != Role.ADMIN:
        raise NotAllowed


@transaction.atomic
def save_segment(name: str, asked: Mapping[str, Any], *, by: Any, department: Department | None = None, for_everybody: bool = False) -> Segment:
    """Keep a question (as `questions.read_question` gives it) under a name. Raises ValueError, TooMany, NotAllowed."""
    refuse_sharing(by, department, for_everybody)
    if Segment.objects.filter(owner=by, removed_at=None).count() >= MOST_SEGMENTS:
        raise TooMany
    segment = Segment.objects.create(
        name=name_of_segment(name), asked=dict(asked), owner=by, department=None if for_everybody else department, for_everybody=for_everybody
    )
    record(events.SEGMENT_SAVED, segment, by=by, name=segment.name)
    return segment


@transaction.atomic
def change_segment(
    segment: Segment, *, by: Any, name: str, asked: Mapping[str, Any], department: Department | None = None, for_everybody: bool = False,
    version: int | None = None,
) -> Segment:  # fmt: skip
    """Ask something else, rename it, share it with others. Raises ValueError, NotAllowed, Overtaken with the segment as it stands."""
    if for_everybody != segment.for_everybody or (department and department.pk) != segment.department_id:
        refuse_sharing(by, department, for_everybody)
    wanted: dict[str, Any] = {"name": name_of_segment(name), "asked": dict(asked), "for_everybody": for_everybody}
    wanted["department_id"] = department.pk if department is not None and not for_everybody else None
    if all(getattr(segment, column) == value for column, value in wanted.items()):
        return segment
    rows = Segment.objects.filter(pk=segment.pk, removed_at=None)
    done = (rows if version is None else rows.filter(version=version)).update(**wanted, version=F("version") + 1)
    current = Segment.objects.select_related("department", "owner").get(pk=segment.pk)
    if not done:
        raise Overtaken(current, str(current.version))
    record(events.SEGMENT_CHANGED, current, by=by, name=current.name)
    return current


@transaction.atomic
def remove_segment(segment: Segment, *, by: Any) -> None:
    """It stands in no list any more, and rules that ask for it fit nobody."""
    if Segment.objects.filter(pk=segment.pk, removed_at=None).update(removed_at=timezone.now(), version=F("version") + 1):
        record(events.SEGMENT_REMOVED, segment, by=by, name=segment.name)


@transaction.atomic
def restore_segment(segment: Segment, *, by: Any) -> None:
    """Bring a removed segment back as it was."""
    if Segment.objects.filter(pk=segment.pk, removed_at__isnull=False).update(removed_at=None, version=F("version") + 1):
        record(events.SEGMENT_RESTORED, segment, by=by, name=segment.name)
