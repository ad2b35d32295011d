"""Reports → Causes: the tree with its cases of a period, what rises first, by counts; each figure opens its cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sandali.cases.models import Kind, State
from sandali.company.permissions import may
from sandali.desk.entering import staff
from sandali.desk.reports.asking import Question, read_question
from sandali.desk.reports.exporting import handed_out
from sandali.desk.reports.places import places
from sandali.history.events import record
from sandali.kit import periods
from sandali.kit.components.pieces import number
from sandali.kit.dates import current_display
from sandali.kit.htmx import page
from sandali.kit.periods import name_of
from sandali.kit.sheets import csv_lines
from sandali.resolution.recovery.counting import Counted, count_tree, rising, rows_for_export
from sandali.resolution.recovery.events import CAUSES_EXPORTED

PERIODS = {"week": gettext_lazy("Week"), "month": gettext_lazy("Month"), "season": gettext_lazy("Season"), "year": gettext_lazy("Year")}


@dataclass(frozen=True, slots=True)
class Row:
    """A cause of the report."""

    name: str
    path: str
    depth: int
    count: str
    counted: str
    before: str
    url: str
    before_url: str
    change: str
    rises: bool
    mended: bool
    share: int
    cause_url: str


def bounds(question: Question) -> tuple[datetime, datetime]:
    """The period's moments; of one that runs, until now."""
    start, end = question.period.moments(question.display.zone)
    return start, min(end, timezone.now()) if end > start else end


def row_of(one: Counted, start: datetime, end: datetime, most: int) -> Row:
    """A cause with the addresses of its figures."""
    address = reverse("cause", args=[one.branch.pk])
    said = ngettext("%(number)s more", "%(number)s more", one.change) if one.change > 0 else ngettext("%(number)s fewer", "%(number)s fewer", -one.change)
    return Row(
        name=one.branch.name,
        path=one.branch.path,
        depth=one.branch.depth,
        count=number(one.now),
        counted=ngettext("%(number)s case", "%(number)s cases", one.now) % {"number": number(one.now)},
        before=number(one.before),
        url=f"{address}?from={link(start)}&to={link(end)}" if one.now else "",
        before_url=f"{address}?from={link(start - (end - start))}&to={link(start)}" if one.before else "",
        change=said % {"number": number(abs(one.change))} if one.change else "",
        rises=one.change > 0,
        mended=one.branch.mended_at is not None,
        share=round(100 * one.now / most) if most else 0,
        cause_url=address,
    )


def link(moment: datetime) -> str:
    """A moment as a part of an address."""
    return moment.isoformat().replace("+", "%2B")


@staff("see_measures")
def report_causes(request: HttpRequest) -> HttpResponse:
    """The tree of a period."""
    question = read_question(request.GET, request.user)
    start, end = bounds(question)
    counted = count_tree(request.user, start, end)
    shown = [one for one in counted if not one.branch.retired or one.now or one.before]
    most = max((one.now for one in shown), default=0)
    following = periods.after(question.period, question.almanac)
    today = question.now.astimezone(question.display.zone).date()
    context = {
        "question": question,
        "period_name": name_of(question.period, question.display),
        "places": places(request.user, "report_causes"),
        "rows": [row_of(one, start, end, most) for one in shown],
        "rising": [row_of(one, start, end, most) for one in rising(counted)],
        "is_empty": not any(one.now or one.before for one in shown),
        "periods": [(name, url_of(question, kind), kind == question.period.kind) for kind, name in PERIODS.items()],
        "earlier_url": address_of(question, periods.before(question.period, question.almanac)),
        "later_url": address_of(question, following) if following.first <= today else "",
        "may_export": may(request.user, "export_cases"),
        "export_fields": [(name, value) for name, value in question.fields().items() if name in ("period", "on", "from", "to")],
        "may_manage": may(request.user, "manage_causes"),
    }
    return page(request, "desk/reports/causes.html", context)


def url_of(question: Question, kind: str) -> str:
    """The report of another length, around today or the period's first day."""
    today = question.now.astimezone(question.display.zone).date()
    day = today if question.period.first <= today <= question.period.last else question.period.first
    return address_of(question, periods.period_of(kind, day, question.almanac))


def address_of(question: Question, period: Any) -> str:
    """The report of another period."""
    return question.url("report_causes", period=period)


@staff("export_cases", methods=("POST",))
def report_cause_exports(request: HttpRequest) -> HttpResponse:
    """Row by row, each case with each of its causes; who took it is written down first."""
    question = read_question(request.POST, request.user)
    start, end = bounds(question)
    person: Any = request.user
    record(CAUSES_EXPORTED, person, by=person, start=start.isoformat(), end=end.isoformat())
    zone = current_display().zone

    def rows() -> Any:
        for case, cause, opened, subject, customer, kind, state, mended in rows_for_export(person, start, end):
            yield (
                case, cause, opened.astimezone(zone), subject, customer, str(Kind(kind).label) if kind else "", str(State(state).label),
                mended.astimezone(zone) if mended else None,
            )  # fmt: skip

    header = [_("Case"), _("Cause"), _("Opened"), _("Subject"), _("Customer"), _("Kind"), _("State"), _("Cause mended")]
    name = f"causes-{question.period.first.isoformat()}-{question.period.last.isoformat()}.csv"
    return handed_out(StreamingHttpResponse(csv_lines(header, rows())), name, "csv")
