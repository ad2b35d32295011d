"""Until when an answer may leave where the customer is, for the composer. Costs nothing where nothing ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.actions.answering import too_late
from sandali.cases.contact import Way
from sandali.cases.in_public import PUBLIC
from sandali.cases.models import Case
from sandali.cases.windows import closes_at
from sandali.channels.kinds import APPROVED_KINDS
from sandali.kit.dates import show_moment


@dataclass(frozen=True, slots=True)
class Closing:
    """`words` say until when an answer may leave, or that it is too late; `approved_url` is where an approved text can be sent then."""

    words: str
    is_over: bool = False
    approved_url: str = ""


def closing_of(case: Case, way: Way | None, *, now: datetime | None = None) -> Closing | None:
    """How it stands with the way by which an answer would leave; None where nothing ends and nobody else reads it."""
    if way is not None and way.place == PUBLIC:
        return Closing(_("This was said in public. Choose above whether everyone sees your answer or only they do."))
    if way is not None and way.until is not None:
        if way.until <= (now or timezone.now()):
            return Closing(_("It is too late to write to them privately about this. Answer publicly."), True)
        return Closing(_("You can write to them privately about this once, until %(time)s; after that, once they reply.") % {"time": show_moment(way.until)})
    until = closes_at(way.channel, way.identity) if way is not None else None
    if way is None or until is None:
        return None
    if until > (now or timezone.now()):
        return Closing(_("They can be answered here until %(time)s.") % {"time": show_moment(until)})
    url = reverse("case_approved", args=[case.pk]) if way.channel.kind in APPROVED_KINDS else ""
    return Closing(too_late(way.channel), True, url)
