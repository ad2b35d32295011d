"""Which deals a list shows, read from an address by an allow-list and written into one: what the report of sales counts is one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy

from sandali.company.models import Department, Person
from sandali.desk.customers.paging import read_number
from sandali.kit.dates import current_display
from sandali.kit.jalali import parse_date
from sandali.kit.periods import Almanac, Period, name_of, period_of
from sandali.sales.board import pipelines
from sandali.sales.exporting import Days
from sandali.sales.exporting_later import days_said
from sandali.sales.models import LostReason, Pipeline, PipelineStage
from sandali.sales.report import conditions

STATES: Final = {"open": gettext_lazy("Open deals"), "won": gettext_lazy("Won deals"), "lost": gettext_lazy("Lost deals")}
OF_WHOM: Final = ("person", "department", "reason")  # 0 in an address is for those that have none
NOBODY: Final = {"person": gettext_lazy("Nobody yet"), "department": gettext_lazy("No department"), "reason": gettext_lazy("No reason")}
NAMED: Final[dict[str, Any]] = {"person": Person, "department": Department, "reason": LostReason}
EARLIEST, LATEST = date(1900, 1, 1), date(9000, 1, 1)  # days that both calendars hold


@dataclass(frozen=True, slots=True)
class AskedDeals:
    """In which state, of which pipeline and stage; since and until which day they are in it, and whose (`narrows`: a word of OF_WHOM → a number)."""

    state: str
    pipeline: Pipeline | None = None
    stage: int | None = None
    days: Days = Days()
    narrows: tuple[tuple[str, int], ...] = ()

    def conditions(self) -> dict[str, Any]:
        """What narrows them besides pipeline and stage, as `deals_in` takes it."""
        return conditions(self.narrows) | self.days.moments("state_at")

    def said(self) -> dict[str, Any]:
        """The same as words that a job understands (sandali/sales/exporting_later.py)."""
        pipeline = self.pipeline.pk if self.pipeline else None
        return {"state": self.state, "pipeline": pipeline, "stage": self.stage, "narrows": list(self.narrows), **days_said(self.days, "from", "to")}

    def fields(self) -> list[tuple[str, str]]:
        """As the fields of an address or a form."""
        first, last = (day.isoformat() if day else "" for day in (self.days.first, self.days.last))
        said = [("state", self.state), ("pipeline", str(self.pipeline.pk) if self.pipeline else ""), ("stage", str(self.stage or "")), ("from", first), ("to", last)]
        return [(name, value) for name, value in said if value] + [(name, str(number)) for name, number in self.narrows]

    def url(self) -> str:
        """The list's address."""
        return f"{reverse('deal_list')}?{urlencode(self.fields())}"

    def words(self) -> list[str]:
        """What the list is narrowed to, so that nobody takes a part for the whole: the days, the pipeline, the stage, and whose."""
        said = [days_in_words(self.days), self.pipeline.name if self.pipeline else "", named(PipelineStage, self.stage) if self.stage else ""]
        said += [named(NAMED[name], number) if number else str(NOBODY[name]) for name, number in self.narrows]
        return [words for words in said if words]


def named(model: Any, number: int) -> str:
    """What a row is called; a number that is none says so."""
    row = model.objects.filter(pk=number).first()
    return str(row.name) if row is not None else "–"


def days_in_words(days: Days) -> str:
    """«آبان ۱۴۰۵», or from which to which day; "" for all."""
    if days.first is None or days.last is None:
        return ""
    display = current_display()
    almanac = Almanac(display.calendar)
    span = Period("days", days.first, days.last)
    whole = (period_of(kind, days.first, almanac) for kind in ("month", "season", "year"))
    return name_of(next((one for one in whole if (one.first, one.last) == (span.first, span.last)), span), display)


def asked_pipeline(asked: Any, known: list[Pipeline]) -> Pipeline | None:
    """The pipeline that an address or a form asks for, else None."""
    number = read_number(asked.get("pipeline", ""))
    return next((one for one in known if one.pk == number), None)


def asked_deals(asked: Any) -> AskedDeals:
    """What an address or a form asks for: open ones without it. What is not understood is as if it were not there."""
    state = asked.get("state", "")
    first, last = (read_day(asked.get(name, "")) for name in ("from", "to"))
    days = Days(first, last) if first and last and first <= last else Days()
    numbers = ((name, read_number(asked.get(name, ""))) for name in OF_WHOM)
    return AskedDeals(
        state if state in STATES else "open", asked_pipeline(asked, pipelines(archived=True)), read_number(asked.get("stage", "")), days,
        tuple((name, number) for name, number in numbers if number is not None),
    )  # fmt: skip


def read_day(text: str) -> date | None:
    """A day of an address; None when it is none that both calendars hold."""
    try:
        day = parse_date(text[:40], "en") if text else None
    except ValueError:
        return None
    return day if day is not None and EARLIEST <= day < LATEST else None
