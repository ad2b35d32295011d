"""The report of sales: what was won and lost in a period, month by month and told apart; each figure opens its deals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.company.models import Department, Person
from sandali.company.permissions import NotAllowed, may
from sandali.company.queries import open_departments
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.desk.reports.asking import Question, read_question
from sandali.desk.reports.exporting import handed_out
from sandali.desk.reports.forms import RangeForm
from sandali.desk.reports.places import places
from sandali.desk.reports.sales_tables import by_month, flow, groups_apart, key_figures, reasons_of
from sandali.history.events import record
from sandali.kit import periods
from sandali.kit.htmx import page
from sandali.kit.periods import Almanac, Period, name_of
from sandali.kit.sheets import csv_lines
from sandali.sales.board import pipelines
from sandali.sales.events import SALES_FIGURES_EXPORTED
from sandali.sales.exporting import day_cell, sum_cell
from sandali.sales.models import DealState, LostReason, Pipeline
from sandali.sales.report import BY, Asked, rows_apart, sees_owners, told

PERIODS: Final = {"month": gettext_lazy("Month"), "season": gettext_lazy("Season"), "year": gettext_lazy("Year")}
PERIOD_FIELDS: Final = ("period", "on", "from", "to")
BY_NAMES: Final = {"pipeline": gettext_lazy("Pipelines"), "person": gettext_lazy("People"), "department": gettext_lazy("Departments")}
BY_ONE: Final = {"pipeline": gettext_lazy("Pipeline"), "person": gettext_lazy("Owner"), "department": gettext_lazy("Department")}
MODELS: Final[dict[str, Any]] = {"pipeline": Pipeline, "person": Person, "department": Department, "reason": LostReason}
A_BEGINNING: Final = timedelta(days=45)  # so young a year says little: the one before is shown


@dataclass(frozen=True, slots=True)
class Asking:
    """The report's question: a period, whose deals, of which pipeline, and `by` what they are told apart."""

    question: Question
    pipeline: int | None = None
    by: str = "pipeline"

    @property
    def narrows(self) -> tuple[tuple[str, int], ...]:
        """What the deals are narrowed to, as sandali/sales/report.py reads it."""
        given = {"pipeline": self.pipeline, "person": self.question.person, "department": self.question.department}
        return tuple((name, number) for name, number in given.items() if number is not None)

    def months(self) -> list[Period]:
        """The months of the period, the outermost ones cut to it; what is still to come has nothing to show."""
        today = self.question.now.astimezone(self.question.display.zone).date()
        steps = months_of(self.question.period, self.question.almanac)
        return [step for step in steps if step.first <= today] or steps[:1]

    def asked(self) -> Asked:
        """As it is counted."""
        zone = self.question.display.zone
        moments = [step.moments(zone) for step in self.months()]
        return Asked((*(start for start, _end in moments), moments[-1][1]), self.narrows)

    def asked_before(self) -> Asked:
        """The period before; while this one runs, only as much of that one as has passed of this."""
        before = self.question.asked_before
        return Asked((before.start, before.end), self.narrows)

    def fields(self) -> dict[str, str]:
        """The fields of a query string, without what is usual."""
        said = {name: value for name, value in self.question.fields().items() if name in PERIOD_FIELDS}
        own = {**dict(self.narrows), "by": self.by if self.by != BY[0] else None}
        return said | {name: str(value) for name, value in own.items() if value is not None}

    def url(self, *, pipeline: int | None = None, by: str = "", **changed: Any) -> str:
        """The page with this question, or with something of it changed."""
        other = replace(self, question=replace(self.question, **changed), pipeline=pipeline if pipeline is not None else self.pipeline, by=by or self.by)
        return f"{reverse('report_sales')}?{urlencode(other.fields())}"


def months_of(period: Period, almanac: Almanac) -> list[Period]:
    """The months of a period in their order."""
    steps, day = [], period.first
    while day <= period.last:
        whole = periods.period_of("month", day, almanac)
        steps.append(Period("month", max(whole.first, period.first), min(whole.last, period.last)))
        day = whole.last + timedelta(days=1)
    return steps


def read_asking(asked: Mapping[str, str], person: Any) -> Asking:
    """The question of a query string; this year without any, in its first weeks the last one. Whose deals, only for who may see such figures."""
    question = read_question(asked, person)
    if asked.get("period") not in periods.KINDS:
        today = question.now.astimezone(question.display.zone).date()
        question = replace(question, period=periods.period_of("year", today - A_BEGINNING, question.almanac))
    elif question.period.kind == "week":
        question = replace(question, period=periods.period_of("month", question.period.first, question.almanac))
    whom = question.person if sees_owners(person) or question.person == person.pk else None
    by = asked.get("by", "")
    return Asking(replace(question, person=whom), read_number(asked.get("pipeline", "")), by if by in BY else BY[0])


@staff("see_sales")
def report_sales(request: HttpRequest) -> HttpResponse:
    """The report of a period."""
    asking, person = read_asking(request.GET, request.user), request.user
    asked, months = asking.asked(), asking.months()
    found, before = told(person, asked, by=asking.by), told(person, asking.asked_before()).whole
    groups = found.groups if asking.by != "person" or sees_owners(person) else {key: one for key, one in found.groups.items() if key == person.pk}
    context = {
        "places": places(person, "report_sales"),
        "asking": asking,
        "question": asking.question,
        "keys": key_figures(asking, found, before),
        "flow": flow(asking, found, months),
        "months": by_month(asking, found, months),
        "reasons": reasons_of(asking, found, names_of("reason", found.reasons)),
        "apart": groups_apart(asking, groups, names_of(asking.by, groups)),
        "by_name": BY_ONE[asking.by],
        "by_tabs": [(str(name), asking.url(by=by) + "#apart", by == asking.by) for by, name in BY_NAMES.items()],
        "is_empty": not found.whole.ended,
        "may_export": may(person, "export_cases"),
        **choices(asking, person),
    }
    return page(request, "desk/reports/sales.html", context)


def names_of(what: str, keys: Mapping[int | None, Any]) -> dict[int | None, str]:
    """What the groups are called, in the order in which they are shown: pipelines and reasons by their place, people and departments by name."""
    rows = MODELS[what].objects.filter(pk__in=[key for key in keys if key is not None])
    names = dict(rows.order_by("position", "pk").values_list("pk", "name")) if what in ("pipeline", "reason") else dict(rows.order_by("name", "pk").values_list("pk", "name"))
    return {**names, **{key: "" for key in keys if key not in names}}


def choices(asking: Asking, person: Any) -> dict[str, Any]:
    """What the bar above the report offers, each with its address or whether it is chosen."""
    question = asking.question
    today, fields = question.now.astimezone(question.display.zone).date(), asking.fields()
    day = today if question.period.first <= today <= question.period.last else question.period.first
    earlier, following = periods.before(question.period, question.almanac), periods.after(question.period, question.almanac)
    people = Person.objects.filter(is_active=True).order_by("name") if sees_owners(person) else Person.objects.none()
    return {
        "period_name": name_of(question.period, question.display),
        "before_name": name_of(earlier, question.display),
        "periods": [(str(name), asking.url(period=periods.period_of(kind, day, question.almanac)), kind == question.period.kind) for kind, name in PERIODS.items()],
        "earlier_url": asking.url(period=earlier),
        "later_url": asking.url(period=following) if following.first <= today else "",
        "range_form": RangeForm(question),
        "period_fields": [(name, value) for name, value in fields.items() if name in PERIOD_FIELDS],
        "filter_fields": [(name, value) for name, value in fields.items() if name not in PERIOD_FIELDS],
        "clear_url": f"{reverse('report_sales')}?{urlencode({name: value for name, value in fields.items() if name in PERIOD_FIELDS})}",
        "fields": fields.items(),
        "pipelines": [(one.pk, one.name) for one in pipelines(archived=True)],
        "people": list(people.values_list("pk", "name")),
        "departments": list(open_departments().values_list("pk", "name")),
    }


@staff("export_cases", methods=("POST",))
def report_sale_exports(request: HttpRequest) -> HttpResponse:
    """The figures row by row, so that they add up in another program; who took them is written down first."""
    person: Any = request.user
    if not may(person, "see_sales"):
        raise NotAllowed
    asking = read_asking(request.POST, person)
    asked, months, owners = asking.asked(), asking.months(), sees_owners(person)
    record(SALES_FIGURES_EXPORTED, person, by=person, asked=asking.fields())
    rows = list(rows_apart(person, asked))
    names = {what: dict(model.objects.values_list("pk", "name")) for what, model in MODELS.items()}

    def lines() -> Any:
        for step, state, pipeline, department, owner, reason, currency, count, amount in rows:
            whose = [names["person"].get(owner, "")] if owners else []
            yield [
                day_cell(months[step].first), names["pipeline"].get(pipeline, ""), names["department"].get(department, ""), *whose,
                str(DealState(state).label), names["reason"].get(reason, ""), count, sum_cell(amount, currency), currency,
            ]  # fmt: skip

    header = [_("Month from"), _("Pipeline"), _("Department"), *([_("Owner")] if owners else []), _("State"), _("Lost because"), _("Deals"), _("Amount"), _("Currency")]
    name = f"sales-{asking.question.period.first.isoformat()}-{asking.question.period.last.isoformat()}.csv"
    return handed_out(StreamingHttpResponse(csv_lines(header, lines())), name, "csv")
