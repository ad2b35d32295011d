"""One's own lists by time: answers that leave later, and reminders."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.cases import timing
from sandali.cases.access import cases_for
from sandali.cases.actions.adding import preview_of
from sandali.cases.models import Message
from sandali.desk.cases.paging import asked_after
from sandali.desk.cases.timing.choices import day_words
from sandali.desk.cases.timing.context import ReminderRow, reminder_row
from sandali.desk.entering import staff
from sandali.kit.components.pieces import chip
from sandali.kit.components.regions import list_row, show_more
from sandali.kit.htmx import asked_by_htmx, asked_part, page

PAGE = 30
LEAVING, REMINDERS = "desk/cases/timing/leaving_page.html", "desk/cases/timing/reminders_page.html"


@staff("answer_cases")
def leaving(request: HttpRequest) -> HttpResponse:
    """Answers of mine that are still to leave, the soonest first. `leaving-list` is the part that news renews."""
    found = timing.leaving(request.user, cases_for(request.user), after=asked_after(request.GET), most=PAGE + 1)
    rows = format_html_join("", "{}", ((line(message),) for message in found[:PAGE]))
    last = found[PAGE - 1] if len(found) > PAGE else None
    more = more_button("leaving", f"{last.leaves_at.isoformat()},{last.pk}") if last is not None and last.leaves_at else ""
    if asked_by_htmx(request) and asked_part(request) == "more":
        return HttpResponse(format_html("{}{}", rows, more))
    return page(request, LEAVING, {"rows": rows, "more": more}, part=["leaving-list"])


def line(message: Message) -> SafeString:
    """One answer: to whom, what, and when it leaves."""
    case = message.case
    held = "" if message.holds_for_reply else chip(_("even if the customer writes first"))
    return list_row(
        format_html("{}{}", chip(day_words(message.leaves_at or message.at), icon_name="clock"), held),
        url=f"{reverse('case', args=[case.pk])}#message-{message.pk}",
        title=str(case.customer),
        preview=preview_of(message.text) or case.subject,
        at=message.at,
        key=case.customer_id,
        id=f"leaves-{message.pk}",
    )


@staff("see_cases")
def reminders(request: HttpRequest) -> HttpResponse:
    """My reminders: those to come, the soonest first; those that are done are folded."""
    is_done = request.GET.get("state") == "done"
    if asked_by_htmx(request) and asked_part(request) == "more":
        rows, more = reminder_rows(request, is_done=is_done, after=asked_after(request.GET))
        return HttpResponse(render_to_string(f"{REMINDERS}#more-rows", {"rows": rows, "more": more}, request))
    rows, more = reminder_rows(request, is_done=False, after=None if is_done else asked_after(request.GET))
    done_rows, done_more = reminder_rows(request, is_done=True, after=asked_after(request.GET) if is_done else None)
    context = {"rows": rows, "more": more, "done_rows": done_rows, "done_more": done_more}
    return page(request, REMINDERS, context, part=["reminders-list"])


def reminder_rows(request: HttpRequest, *, is_done: bool, after: Any) -> tuple[list[ReminderRow], SafeString | str]:
    """A page of rows and the button for the next."""
    found = timing.reminder_page(request.user, cases_for(request.user), is_done=is_done, after=after, most=PAGE + 1)
    now = timezone.now()
    rows = [reminder_row(one, one.case, now=now, about=True) for one in found[:PAGE]]
    if len(found) <= PAGE:
        return rows, ""
    last = found[PAGE - 1]
    at = last.done_at if is_done and last.done_at else last.at
    return rows, more_button("reminders", f"{at.isoformat()},{last.pk}", **({"state": "done"} if is_done else {}))


def more_button(name: str, after: str, **more: str) -> SafeString:
    """The way on."""
    return show_more(url=f"{reverse(name)}?{urlencode({**more, 'after': after})}", target="more")
