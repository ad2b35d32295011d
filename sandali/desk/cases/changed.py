"""That a customer changed or deleted a message, and how it was worded before."""

from __future__ import annotations

from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.cases.models import Message
from sandali.kit.components.markup import icon
from sandali.kit.dates import show_moment
from sandali.kit.markup_text import format_html, format_html_join

NOTHING = SafeString("")


def changes_of(message: Message) -> SafeString:
    """A line below the text, with the earlier wordings behind it; nothing for most."""
    if message.retracted_at is not None:
        words = _("The customer deleted this %(when)s.") % {"when": show_moment(message.retracted_at)}
        return format_html('<p class="changed soft">{}<span>{}</span></p>', icon("trash", small=True), words)
    if message.edited_at is None:
        return NOTHING
    words = _("Changed by the customer %(when)s") % {"when": show_moment(message.edited_at)}
    if not message.wordings:
        return format_html('<p class="changed soft">{}<span>{}</span></p>', icon("pencil", small=True), words)
    earlier = format_html_join(
        "", '<blockquote dir="auto" class="lines">{}<small class="soft below">{}</small></blockquote>',
        ((one["text"], _("until %(when)s") % {"when": show_moment(datetime.fromisoformat(one["until"]))}) for one in message.wordings),
    )  # fmt: skip
    return format_html('<details class="changed soft"><summary>{}<span>{}</span></summary>{}</details>', icon("pencil", small=True), words, earlier)
