"""The report: is it better or worse than the period before, what happened step by step, and by whom."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.access import reach_key
from sandali.cases.figures import Figures, Report
from sandali.cases.measures import measure, waiting
from sandali.cases.models import Kind
from sandali.channels.models import Channel
from sandali.company.models import Person
from sandali.company.permissions import may
from sandali.company.queries import open_departments
from sandali.desk.entering import staff
from sandali.desk.reports import tables
from sandali.desk.reports.asking import WITHIN, Question, read_question, sees_people
from sandali.desk.reports.forms import RangeForm
from sandali.desk.reports.places import places
from sandali.desk.reports.words import Change, change, change_of_share, share, short_duration, verdict
from sandali.health.access import Reader, sees_whole
from sandali.health.queries import figures_of, together
from sandali.health.rules import check_rules
from sandali.kit import periods
from sandali.kit.components.pieces import number
from sandali.kit.htmx import page
from sandali.kit.kept import Kept
from sandali.kit.periods import name_of
from sandali.resolution.promises.measures import ENOUGH, Tally, tally

KEPT_FOR = 30.0  # seconds; who turns a page back and forth need not have it measured each time
_reports: Kept[tuple[float, Report]] = Kept(64)
PERIODS = {
    "week": gettext_lazy("Week"),
    "month": gettext_lazy("Month"),
    "season": gettext_lazy("Season"),
    "year": gettext_lazy("Year"),
}
PERIOD_FIELDS = ("period", "on", "from", "to")
BY_NAMES = {
    "person": gettext_lazy("People"),
    "department": gettext_lazy("Departments"),
    "channel": gettext_lazy("Channels"),
    "kind": gettext_lazy("Kinds"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """A key figure, as the `kpi` tag takes it."""

    label: str
    value: str
    unit: str
    note: str
    moved: Change
    trend: list[float]
    url: str


@staff("see_measures")
def reports(request: HttpRequest) -> HttpResponse:
    """The report of a period."""
    question = read_question(request.GET, request.user)
    steps = steps_until_today(question)
    bounds = tuple(step.moments(question.display.zone)[0] for step in steps[1:])
    report, before = measured(request.user, question, bounds), measured_before(request.user, question)
    tone, sentence = verdict(report.whole.first.median, before.first.median, days=not question.working)
    context = {
        "places": places(request.user, "reports"),
        "question": question,
        "tone": tone,
        "verdict": sentence,
        "keys": [*key_figures(question, report, before), *promises_kept(question, request.user), *records_at_fault(question, request.user)],
        "waiting": waiting(request.user, question.asked).count(),
        "waiting_url": question.url("report_cases", figure="waiting"),
        "flow": tables.flow(question, report, steps),
        "replies": tables.replies(question, report, steps),
        "spread": tables.spread(question, report),
        "outcome": tables.outcome(question, report),
        "apart": tables.apart(question, report, request.user),
        "by_tabs": [(str(name), question.url(by=by) + "#apart", by == question.by) for by, name in BY_NAMES.items()],
        "promises_url": question.url("report_promises"),
        "wishes_url": question.url("report_wishes"),
        "may_export": may(request.user, "export_cases"),
        "is_empty": report.whole == Figures(spread=report.whole.spread) and not sum(report.whole.spread),
        **choices(question, request.user),
    }
    return page(request, "desk/reports/report.html", context)


def steps_until_today(question: Question) -> list[periods.Period]:
    """What the charts show of the period: what is still to come has nothing to show."""
    today = question.now.astimezone(question.display.zone).date()
    steps = periods.steps_of(question.period, question.almanac)
    return [step for step in steps if step.first <= today] or steps


def measured(person: Any, question: Question, bounds: tuple[Any, ...]) -> Report:
    """The figures, as they were at most KEPT_FOR seconds ago."""
    key = (reach_key(person), question.asked, bounds, question.by)
    return kept(key, lambda: measure(person, question.asked, bounds=bounds, by=question.by))


def measured_before(person: Any, question: Question) -> Figures:
    """The figures of the period before. While a period runs, its end moves on: to the minute is near enough."""
    asked = question.asked_before
    key = (reach_key(person), asked.start, int(asked.end.timestamp()) // 60, tuple(asked.narrows.items()), asked.working, asked.within)
    return kept(key, lambda: measure(person, asked, per_case=False)).whole


def kept(key: Hashable, make: Any) -> Report:
    """A report from memory while it is fresh."""
    at, report = _reports.get(key, lambda: (monotonic(), make()))
    if monotonic() - at > KEPT_FOR:
        _reports.values.pop(key, None)
        _at, report = _reports.get(key, lambda: (monotonic(), make()))
    return report


def key_figures(question: Question, report: Report, before: Figures) -> list[Key]:
    """The row that answers "better or worse than the period before?"."""
    now, days = report.whole, not question.working
    late = now.first.count - now.in_time
    first = _("of %(number)s first replies") % {"number": number(now.first.count)}
    answers = _("before each of %(number)s answers") % {"number": number(now.answers.count)}
    within = _("within %(number)s h; %(late)s came later") % {"number": number(question.hours), "late": number(late)}
    was = _("before: %(value)s")
    return [
        Key(
            _("First reply"), *short_duration(now.first.median, days=days), first,
            change(now.first.median, before.first.median, more_is_good=False),
            [step.first.median or 0 for step in report.steps], question.url("report_cases", figure="first"),
        ),
        Key(
            _("In time"), share(now.in_time, now.first.count), "", within,
            change_of_share((now.in_time, now.first.count), (before.in_time, before.first.count)),
            [step.in_time / step.first.count if step.first.count else 0 for step in report.steps], question.url("report_cases", figure="late"),
        ),
        Key(
            _("Waiting for us"), *short_duration(now.answers.median, days=days), answers,
            change(now.answers.median, before.answers.median, more_is_good=False),
            [step.answers.median or 0 for step in report.steps], question.url("report_cases", figure="answered"),
        ),
        Key(
            _("Cases opened"), number(now.opened), "", was % {"value": number(before.opened)},
            change(now.opened, before.opened, more_is_good=None),
            [step.opened for step in report.steps], question.url("report_cases", figure="opened"),
        ),
        Key(
            _("Reopened"), number(now.reopened), "", was % {"value": number(before.reopened)},
            change(now.reopened, before.reopened, more_is_good=False),
            [step.reopened for step in report.steps], question.url("report_cases", figure="reopened"),
        ),
    ]  # fmt: skip


def promises_kept(question: Question, person: Any) -> list[Key]:
    """What was promised and kept in time, as a key figure that leads to its own report; nothing where no promise came due, and where the
    report is narrowed, as promises are told apart by person, department and cause alone."""
    now = tally(person, question.asked.start, question.asked.end) if not question.asked.narrows else Tally()
    if not now.judged:
        return []
    before = tally(person, question.asked_before.start, question.asked_before.end)
    enough = now.judged >= ENOUGH
    counts = {"kept": number(now.kept), "all": number(now.judged)}
    value, note = _("%(kept)s of %(all)s") % counts, _("of the promises that were due, kept in time")
    if enough:
        value, note = share(now.kept, now.judged), _("kept in time: %(kept)s of %(all)s that were due") % counts
    moved = change_of_share((now.kept, now.judged), (before.kept, before.judged)) if enough and before.judged >= ENOUGH else Change()
    return [Key(_("Promises kept"), value, "", note, moved, [], question.url("report_promises"))]


def records_at_fault(question: Question, person: Any) -> list[Key]:
    """What was counted as stale, missing, double or unreachable in the company's records, as a key figure that leads to their health; nothing
    before the first count, for whoever does not see all of them, and where the report is narrowed. It is of this day, whatever the period."""
    if question.asked.narrows or not sees_whole(person):
        return []
    figures = figures_of(Reader(person, whole=True), check_rules(), now=question.now)
    if not figures:
        return []
    known = [figure for figure in figures if figure.before is not None]
    moved = change(sum(figure.faulty for figure in known), sum(figure.before or 0 for figure in known), more_is_good=False)
    note = _("stale, missing, double or out of reach; compared with a month ago")
    return [Key(_("Faults in the records"), number(sum(figure.faulty for figure in figures)), "", note, moved, together(figures), reverse("report_records"))]


def choices(question: Question, person: Any) -> dict[str, Any]:
    """What the bar above the report offers, each with its address or whether it is chosen."""
    today, fields = question.now.astimezone(question.display.zone).date(), question.fields()
    kinds = []
    for kind, name in PERIODS.items():
        day = today if question.period.first <= today <= question.period.last else question.period.first
        kinds.append((str(name), question.url(period=periods.period_of(kind, day, question.almanac)), kind == question.period.kind))
    following = periods.after(question.period, question.almanac)
    people = Person.objects.filter(is_active=True) if sees_people(person) else Person.objects.filter(pk=person.pk)
    return {
        "period_name": name_of(question.period, question.display),
        "before_name": name_of(periods.before(question.period, question.almanac), question.display),
        "periods": kinds,
        "earlier_url": question.url(period=periods.before(question.period, question.almanac)),
        "later_url": question.url(period=following) if following.first <= today else "",
        "range_form": RangeForm(question),
        "period_fields": [(name, value) for name, value in fields.items() if name in PERIOD_FIELDS],
        "filter_fields": [(name, value) for name, value in fields.items() if name not in PERIOD_FIELDS],
        "clear_url": question.url(person=None, department=None, channel=None, kind=""),
        "people": list(people.values_list("pk", "name")),
        "departments": list(open_departments().values_list("pk", "name")),
        "channels": list(Channel.objects.filter(archived_at=None).order_by("name").values_list("pk", "name")),
        "kinds": [(kind.value, kind.label) for kind in Kind],
        "limits": [(hours, _("%(number)s h") % {"number": number(hours)}) for hours in WITHIN],
        "fields": fields | {"figure": "opened"},
    }
