"""What the thread offers beside an event of the work: the answer of a task, for the answer to the customer."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.history.models import Event
from sandali.kit.components.buttons import button
from sandali.kit.components.markup import EMPTY


def beside_event(event: Event, *, may_answer: bool, csrf_token: str) -> SafeString:
    """The button "use this in the answer" beside an answered task; nothing beside anything else. Without a script it fills the draft."""
    if event.kind != "task_answered" or not may_answer or event.case_id is None:
        return EMPTY
    url = reverse("case_task_quotation", args=[event.case_id, event.subject_id])
    return format_html(
        # Below the line, not in it: a paragraph holds no form.
        '<s-quote class="event-act" url="{}"><form class="inline" method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">{}</form></s-quote>',
        url, url, csrf_token, button(_("Use this in the answer"), icon_name="quote", small=True, kind="ghost"),
    )  # fmt: skip
