"""What the thread shows of merges, splits and second copies: the way to the other case, and a copy as one folded line."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.cases.models import Message
from sandali.history.models import Event
from sandali.kit.components.markup import EMPTY, icon
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits

LEADS = frozenset(["case_merged", "case_took_in", "merge_undone", "case_split", "case_split_off", "split_undone"])


def to_other_case(event: Event) -> SafeString:
    """The link below an event that names another case; nothing below any other. A merged case is opened itself, not where it lives."""
    other: Any = event.data.get("other")
    if event.kind not in LEADS or not isinstance(other, int):
        return EMPTY
    words = _("Case %(number)s") % {"number": localize_digits(str(other), current_display().language)}
    return format_html('<p class="event-act"><a class="link small-text" href="{}?stay=1">{}</a></p>', reverse("case", args=[other]), words)


def folded(message: Message, bubble: SafeString) -> SafeString:
    """A second copy: one line that opens."""
    words = _("Also came to %(address)s") % {"address": message.channel.address if message.channel else ""}
    return format_html('<details class="second-copy"><summary>{}<span>{}</span></summary>{}</details>', icon("copy", small=True), words, bubble)
