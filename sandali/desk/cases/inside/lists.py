"""The page of tasks: mine, my departments', and those that I asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.models import Task, TaskState
from sandali.cases.work import TASK_BOXES, task_counts, task_page
from sandali.desk.cases.boxes import capped
from sandali.desk.cases.inside.rows import state_chip, task_row
from sandali.desk.entering import staff
from sandali.desk.sentences import isolated
from sandali.kit.components.pieces import chip
from sandali.kit.components.regions import list_row, show_more
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.htmx import asked_by_htmx, asked_part, page

PAGE: Final = 30
BOX_NAMES: Final = {
    "mine": gettext_lazy("Mine"),
    "department": gettext_lazy("My department"),
    "asked": gettext_lazy("I asked for"),
}


@staff("see_cases")
def tasks(request: HttpRequest) -> HttpResponse:
    """Tasks of a box, open or answered. `tasks-list` is the part that news renews, `more` the next rows."""
    box = request.GET.get("box", "")
    box = box if box in TASK_BOXES else "mine"
    is_done = request.GET.get("state") == "done"
    found = task_page(request.user, box, done=is_done, after=asked_after(request.GET, is_done=is_done), most=PAGE + 1)
    rows = format_html_join("", "{}", ((line(task, box, timezone.now()),) for task in found[:PAGE]))
    more_url = f"{url_of(box, is_done)}&{urlencode({'after': after_of(found[PAGE - 1], is_done=is_done)})}" if len(found) > PAGE else ""
    more = show_more(url=more_url, target="more") if more_url else ""
    if asked_by_htmx(request) and asked_part(request) == "more":
        return HttpResponse(format_html("{}{}", rows, more))
    return page(request, "desk/cases/inside/tasks.html", {"rows": rows, "more": more, **frame_of(request.user, box, is_done)}, part=["tasks-list"])


def frame_of(person: Any, box: str, is_done: bool) -> dict[str, Any]:
    """Tabs with their counts, and which of open and answered is shown."""
    counts = task_counts(person)
    return {
        "box": box,
        "is_done": is_done,
        "list_url": url_of(box, is_done),
        "tabs": [
            {"label": label, "url": url_of(name, is_done), "current": name == box, "count": capped(counts[name])}
            for name, label in BOX_NAMES.items()
        ],
        "states": [
            {"label": _("Open"), "url": url_of(box, False), "current": not is_done},
            {"label": _("Answered"), "url": url_of(box, True), "current": is_done},
        ],
    }


def url_of(box: str, is_done: bool) -> str:
    """The page with a box and a state."""
    return f"{reverse('tasks')}?{urlencode({'box': box, **({'state': 'done'} if is_done else {})})}"


def asked_after(asked: Mapping[str, str], *, is_done: bool) -> tuple[datetime | None, int] | None:
    """Where the next page begins: "2026-11-21T08:00:00+00:00,12", and ",12" among open tasks without a time; None when it is wrong."""
    moment, _comma, row = asked.get("after", "").partition(",")
    if not (row.isascii() and row.isdigit() and len(row) < 18):
        return None
    try:
        at = datetime.fromisoformat(moment) if moment else None
    except ValueError:
        return None
    return None if (at is None and is_done) or (at is not None and at.tzinfo is None) else (at, int(row))


def after_of(last: Task, *, is_done: bool) -> str:
    """The mark of the last row of a page."""
    at = last.answered_at if is_done else last.due_at
    return f"{at.isoformat() if at else ''},{last.pk}"


def line(task: Task, box: str, now: datetime) -> SafeString:
    """One task: what is to be done, in which case, by when, whose."""
    row = task_row(task, now)
    case = task.case
    about = [_("Case %(number)s") % {"number": localize_digits(case.pk, current_display().language)}, case.subject, str(case.customer)]
    chips = [row.due if task.state == TaskState.OPEN else state_chip(task)]
    if box != "mine":
        chips.append(chip(row.who, icon_name=row.icon))
    if box != "asked" and task.by is not None:
        chips.append(chip(_("asked by %(name)s") % {"name": isolated(task.by.name)}))
    return list_row(
        format_html_join("", "{}", ((one,) for one in chips if one)),
        url=row.url,
        title=row.title,
        preview=row.begins or " · ".join(isolated(part) for part in about if part),
        at=task.answered_at if row.done else task.at,
        face=False,
        id=f"task-row-{task.pk}",
    )
