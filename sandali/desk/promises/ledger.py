"""The ledger of promises: mine, my department's, all; open by when they are due, broken, kept; and those behind a figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.desk.cases.boxes import capped
from sandali.desk.cases.paging import asked_after
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.desk.promises.words import state_of
from sandali.desk.reports.asking import Question, read_question
from sandali.desk.sentences import isolated
from sandali.kit.components.pieces import chip
from sandali.kit.components.regions import list_row, show_more
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.htmx import asked_by_htmx, asked_part, page
from sandali.kit.markup_text import format_html, format_html_join
from sandali.kit.periods import name_of
from sandali.resolution.promises.queries import BOXES, FIGURES, SHOWS, Asked, Line, counts, ledger
from sandali.resolution.recovery.tree import paths

PAGE: Final = 40
BOX_NAMES: Final = {"mine": gettext_lazy("Mine"), "department": gettext_lazy("My department"), "all": gettext_lazy("All")}
SHOW_NAMES: Final = {"open": gettext_lazy("Open"), "broken": gettext_lazy("Broken"), "kept": gettext_lazy("Kept")}
FIGURE_NAMES: Final = {
    "due": gettext_lazy("Promises that were due"),
    "kept": gettext_lazy("Promises kept in time"),
    "late": gettext_lazy("Promises kept late"),
    "broken": gettext_lazy("Promises broken"),
    "moved": gettext_lazy("Promises given a new date before they were due"),
    "open": gettext_lazy("Promises still open"),
}


@staff("see_cases")
def promises(request: HttpRequest) -> HttpResponse:
    """The ledger, or the promises behind a figure. `promises-list` is the part that news renews, `more` the next rows."""
    asked, question = read_asked(request)
    found = ledger(request.user, asked, after=asked_after(request.GET), most=PAGE + 1)
    now, own = timezone.now(), asked.box == "mine" and not asked.figure
    rows = format_html_join("", "{}", ((line(one, now, own=own),) for one in found[:PAGE]))
    address = url_of(asked, question)
    last = found[PAGE - 1] if len(found) > PAGE else None
    more = show_more(url=f"{address}&{urlencode({'after': f'{last.due_at.isoformat()},{last.pk}'})}", target="more") if last else ""
    if asked_by_htmx(request) and asked_part(request) == "more":
        return HttpResponse(format_html("{}{}", rows, more))
    context = {"rows": rows, "more": more, "list_url": address, "show": asked.show, "figure": asked.figure}
    context |= behind_words(asked, question) if question is not None else tabs_of(request.user, asked)
    return page(request, "desk/promises/ledger.html", context, part=["promises-list"])


def read_asked(request: HttpRequest) -> tuple[Asked, Question | None]:
    """What a query string asks for. What is not understood is as if it were not there."""
    given = request.GET
    figure = given.get("figure", "")
    if figure in FIGURE_NAMES:
        question = read_question(given, request.user)
        start, end = question.asked.start, question.asked.end
        asked = Asked(box="all", figure=figure, start=start, end=end, owner=question.person, department=question.department)
        return replace(asked, cause=read_number(given.get("cause", ""))), question
    box, show = given.get("box", ""), given.get("show", "")
    return Asked(box=box if box in BOXES else "mine", show=show if show in SHOWS else "open"), None


def cause_name(number: int | None) -> str:
    """The name of the cause that is asked for, or what 0 stands for."""
    if number == 0:
        return _("No cause found yet")
    return paths([number]).get(number, "") if number is not None else ""


def url_of(asked: Asked, question: Question | None = None) -> str:
    """The ledger's address for this."""
    if question is not None:
        return question.url("promises", figure=asked.figure, **({"cause": asked.cause} if asked.cause is not None else {}))
    return f"{reverse('promises')}?{urlencode({'box': asked.box, 'show': asked.show})}"


def tabs_of(person: Any, asked: Asked) -> dict[str, Any]:
    """Boxes, and what of a box is shown, with counts."""
    found = counts(person, asked.box)
    return {
        "title": _("Promises"),
        "tabs": [{"label": name, "url": url_of(Asked(box=box, show=asked.show)), "current": box == asked.box} for box, name in BOX_NAMES.items()],
        "shows": [
            {"label": f"{name} {capped(found[show])}" if found.get(show) else str(name), "url": url_of(Asked(box=asked.box, show=show)), "current": show == asked.show}
            for show, name in SHOW_NAMES.items()
        ],
    }


def behind_words(asked: Asked, question: Question) -> dict[str, Any]:
    """What figure it is and of when, and the way back."""
    return {
        "title": str(FIGURE_NAMES[asked.figure]),
        "cause_name": cause_name(asked.cause),
        "period_name": name_of(question.period, question.display),
        "report_url": question.url("report_promises", person=None, department=None),
        "adds_up": asked.figure in FIGURES,
    }


def line(one: Line, now: datetime, *, own: bool = False) -> SafeString:
    """One promise: what, to whom, by when, whose it is, and whether the customer has heard of it."""
    number = _("Case %(number)s") % {"number": localize_digits(one.case, current_display().language)}
    words, icon_name, tone = state_of(one, now)
    chips = [chip(words, icon_name=icon_name, tone=tone)]
    if not own:
        chips.append(chip(one.owner_name, icon_name="user"))
    if one.told_at is None and one.state in ("open", "broken"):
        chips.append(chip(_("the customer has not heard of it yet"), icon_name="info-circle"))
    return list_row(
        format_html_join("", "{}", ((piece,) for piece in chips)),
        url=reverse("case", args=[one.case]),
        title=one.what,
        preview=" · ".join(isolated(part) for part in (one.customer_name or _("Unknown sender"), one.subject, number) if part),
        when=" ",
        key=one.customer,
        face=False,
        id=f"promise-{one.pk}",
    )
