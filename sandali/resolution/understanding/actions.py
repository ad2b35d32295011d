"""Writing down what a matter means to the customer."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.actions.holding import hold_case
from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.history.events import record
from sandali.kit.text import clean
from sandali.resolution.models import Understanding
from sandali.resolution.understanding import events

LONGEST: Final = 2_000


class CannotWrite(Exception):
    """An understanding cannot be written down; the text says why."""


@transaction.atomic
def write_understanding(case: Case, text: str, *, by: Any, version: int) -> Understanding:
    """What the case means to its customer, in the writer's own words. `version` is the one they saw, 0 where nothing stood.

    Raises CannotWrite with a sentence, and Overtaken with the row that stands when somebody else wrote meanwhile."""
    text = clean(text).strip()
    if not text:
        raise CannotWrite(_("Write in a sentence what it means to the customer."))
    if len(text) > LONGEST:
        raise CannotWrite(_("This is too long to be understood at a glance. Please shorten it."))
    hold_case(case)
    row = Understanding.objects.filter(case=case).select_related("by").first()
    if (row.version if row else 0) != version:
        raise Overtaken(row)
    if row is not None and row.text == text:
        return row
    row = row or Understanding(case=case, version=0)
    row.text, row.by, row.at, row.version = text, by, timezone.now(), row.version + 1
    row.save()
    record(events.UNDERSTANDING_WRITTEN, row, by=by, at=row.at, text=text, version=row.version)
    return row
