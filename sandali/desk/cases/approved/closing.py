"""Until when an answer may leave where the customer is, for the composer. Costs nothing where nothing ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.actions.answering import too_late
from sandali.cases.contact import Way
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
    """How it stands with the way by which an answer would leave; None where nothing ends."""
    until = closes_at(way.channel, way.identity) if way is not None else None
    if way is None or until is None:
        return None
    if until > (now or timezone.now()):
        return Closing(_("Here they can be answered until %(time)s.") % {"time": show_moment(until)})
    url = reverse("case_approved", args=[case.pk]) if way.channel.kind in APPROVED_KINDS else ""
    return Closing(too_late(way.channel), True, url)
