"""What stands below an answer that leaves later: when, and the ways to change that."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.cases.models import Message
from sandali.desk.cases.timing.choices import day_words
from sandali.kit.components.buttons import post_button
from sandali.kit.components.markup import icon

A_FEW_SECONDS = timedelta(minutes=1)  # what leaves sooner says that it leaves in a few seconds


def leaves_later(message: Message, *, may_answer: bool, csrf_token: str) -> SafeString:
    """The moment in words; with the right to answer also: send now, change, do not send."""
    if message.leaves_at is None:
        return SafeString("")
    said = _("Will be sent %(moment)s") % {"moment": day_words(message.leaves_at)}
    if message.holds_for_reply:
        said = _("Will be sent %(moment)s, unless the customer writes first") % {"moment": day_words(message.leaves_at)}
    when = format_html('<span class="leaves-later">{}<span>{}</span></span>', icon("clock", small=True), said)
    if not may_answer:
        return when
    ways = (
        (_("Send now"), "message_departure", "send"),
        (_("Change"), "message_withdrawal", "pencil"),
        (_("Do not send"), "message_discarding", "x"),
    )
    where = [message.case_id, message.pk]
    buttons = [
        post_button(
            label, url=reverse(name, args=where), csrf_token=csrf_token, icon_name=icon_name, kind="ghost", small=True,
            hx_post=reverse(name, args=where), hx_swap="none",
        )
        for label, name, icon_name in ways
    ]  # fmt: skip
    return format_html('{}<span class="leaves-ways">{}{}{}</span>', when, *buttons)
