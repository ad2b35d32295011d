"""The small sign that a case carries in lists where a promise in it is broken, or due today."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.kit.components.pieces import chip
from sandali.kit.dates import current_display, to_zone

TOMORROW = timedelta(days=1)


def end_of_today(now: datetime | None = None) -> datetime:
    """Midnight where the reader is."""
    zone = current_display().zone
    return datetime.combine(to_zone(now or timezone.now(), zone).date() + TOMORROW, time(), zone)


def sign(kind: str) -> SafeString:
    """The small sign of a case in lists: "broken", or "due" today."""
    if kind == "broken":
        return chip(_("promise broken"), tone="bad", icon_name="alert-triangle")
    return chip(_("promise due today"), tone="warn", icon_name="clock")
