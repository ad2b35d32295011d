"""Reads about deals: the board, the list, the forecast. Deals are counted by stage and month; what became of them is in report.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from sandali.kit.money import half_up
from sandali.kit.periods import Almanac
from sandali.sales.access import deals_for
from sandali.sales.models import Deal, DealState, LostReason, Pipeline, PipelineStage

MOST_IN_COLUMN: Final = 30
MOST_OF_ONE: Final = 20
Mark = tuple[datetime, int]


@dataclass
class Column:
    """A stage on the board: its newest deals, and how many there are with which amount together."""

    stage: PipelineStage
    deals: list[Deal] = field(default_factory=list)
    count: int = 0
    amount: int = 0

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.deals)


def pipelines(*, archived: bool = False) -> list[Pipeline]:
    """The pipelines in their order; with `archived` also those that were put away."""
    return list(Pipeline.objects.all() if archived else Pipeline.objects.filter(archived_at=None))


def lost_reasons() -> list[LostReason]:
    """Why deals are lost, those that are offered."""
    return list(LostReason.objects.filter(archived_at=None))


def stages_offered() -> list[PipelineStage]:
    """The stages of all pipelines in use, in their order."""
    found = PipelineStage.objects.filter(pipeline__archived_at=None).select_related("pipeline")
    return list(found.order_by("pipeline__position", "pipeline", "position", "pk"))


def board(person: Any, pipeline: Pipeline, currency: str) -> list[Column]:
    """The open deals of a pipeline that the person sees, stage by stage, those first that came last into their stage.

    As many queries as there are stages, and two. Amounts are summed up in `currency`."""
    stages = {stage.pk: Column(stage) for stage in pipeline.stages.all()}
    seen = deals_for(person).filter(state=DealState.OPEN)
    sums = seen.filter(stage__in=list(stages)).order_by().values("stage").annotate(
        count=Count("pk"), together=Sum("amount", filter=Q(currency=currency))
    )  # fmt: skip
    for stage, count, amount in sums.values_list("stage", "count", "together"):
        stages[stage].count, stages[stage].amount = count, int(amount or 0)
    for number, column in stages.items():
        if column.count:
            found = seen.filter(stage=number).select_related("customer", "owner").order_by("-stage_at", "-pk")[:MOST_IN_COLUMN]
            column.deals = list(found)
            for deal in column.deals:
                deal.stage = column.stage
    return list(stages.values())


def deals_in(person: Any, state: str, pipeline: Pipeline | None = None, stage: int | None = None, **narrows: Any) -> QuerySet[Deal]:
    """Deals in a state that the person sees, the latest change of state first; `narrows` are further conditions on their columns."""
    found = deals_for(person).filter(state=state, **narrows)
    if pipeline is not None:
        found = found.filter(stage__pipeline=pipeline)
    if stage is not None:
        found = found.filter(stage=stage)
    return found.order_by("-state_at", "-pk")


def deal_page(found: QuerySet[Deal], *, after: Mark | None = None, most: int = 30) -> list[Deal]:
    """A page of deals with what a line shows; `after` is (state_at, id) of the last row seen."""
    if after is not None:
        found = found.filter(Q(state_at__lt=after[0]) | Q(state_at=after[0], pk__lt=after[1]))
    return list(found.select_related("customer", "owner", "stage__pipeline", "lost_reason")[:most])


def deals_of(person: Any, customer: int) -> list[Deal]:
    """A customer's deals that the person sees, the latest change of state first."""
    return deal_page(deals_for(person).filter(customer=customer).order_by("-state_at", "-pk"), most=MOST_OF_ONE)


def deals_from(person: Any, case: int) -> list[Deal]:
    """The deals that came out of a case, as far as the person sees them."""
    return deal_page(deals_for(person).filter(case=case).order_by("-state_at", "-pk"), most=MOST_OF_ONE)


# --- The forecast ----------------------------------------------------------------------------------------------------
@dataclass
class Month:
    """What is expected in a month (`key` is (year, month) of the reader's calendar): how many deals, their amount, and the part of it
    that their probabilities let expect."""

    key: tuple[int, int]
    first: date
    count: int = 0
    amount: int = 0
    hundredths: int = 0  # amount times percent, summed up before anything is rounded

    @property
    def weighted(self) -> int:
        """In minor units, rounded once."""
        return half_up(self.hundredths, 100)


@dataclass
class Forecast:
    """Month by month, what has no date, and what was expected before today and is still open."""

    months: list[Month]
    undated: Month
    overdue: Month
    other_currencies: int = 0


def forecast(person: Any, *, almanac: Almanac, today: date, currency: str, pipeline: Pipeline | None = None) -> Forecast:
    """What open deals let expect. One grouped query; a deal is due in the month of its day in the reader's calendar."""
    found = deals_for(person).filter(state=DealState.OPEN)
    if pipeline is not None:
        found = found.filter(stage__pipeline=pipeline)
    rows = (
        found.order_by().annotate(likely=Coalesce(F("probability"), F("stage__probability")))
        .values_list("expected_on", "likely", "currency").annotate(Count("pk"), Sum("amount"))
    )  # fmt: skip
    nowhere = date.min
    whole = Forecast([], Month((0, 0), nowhere), Month((0, 0), nowhere))
    months: dict[tuple[int, int], Month] = {}
    for day, chance, money, count, amount in rows:
        if money != currency:
            whole.other_currencies += count
            continue
        month = whole.undated if day is None else whole.overdue if day < today else month_at(months, almanac, day)
        month.count += count
        month.amount += int(amount)
        month.hundredths += int(amount) * chance
    whole.months = between(months, almanac, today)
    return whole


def month_at(months: dict[tuple[int, int], Month], almanac: Almanac, day: date) -> Month:
    """The month of a day, made when it is not there yet."""
    key = almanac.month_of(day)
    return months.setdefault(key, Month(key, almanac.month_start(*key)))


def between(months: dict[tuple[int, int], Month], almanac: Almanac, today: date) -> list[Month]:
    """This month and the two after it, and every later one in which something is expected, in order."""
    year, month = almanac.month_of(today)
    for ahead in range(3):
        month_at(months, almanac, almanac.month_start(year, month + ahead))
    return [months[key] for key in sorted(months)]


def whole_of(months: Iterable[Month]) -> Month:
    """Several months together."""
    found = list(months)
    return Month((0, 0), date.min, sum(one.count for one in found), sum(one.amount for one in found), sum(one.hundredths for one in found))
