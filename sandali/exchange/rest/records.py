"""The health of records: what the page of the reports says, for programs that watch it."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy
from pydantic import Field

from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import Shape
from sandali.health.access import reader
from sandali.health.queries import Figure, counted_at, figures_of
from sandali.health.rules import Rules, check_rules

subject = Subject("records")


class DayShape(Shape):
    """How many were at fault on a day."""

    day: date
    faulty: int


class CheckShape(Shape):
    """One kind of fault."""

    code: str
    group: str = Field(description="unreachable, missing, stale or duplicate")
    about: str = Field(description="what kind of record it looks at")
    name: str
    limit_days: int | None = Field(description="from how many days on it is a fault, null where a check has no limit")
    faulty: int
    total: int | None = Field(description="of how many; null where they are somebody's own, which are counted up to 100")
    month_ago: int | None = Field(description="how many it was a month before under the same limit, null where nobody knows")
    days: list[DayShape] = Field(description="the last three months, as far as they were counted under this limit")


class HealthShape(Shape):
    """The health of the records that the token's person may see."""

    whole: bool = Field(description="whether these are the company's figures, counted at counted_at; else the person's own records, as they stand now")
    counted_at: datetime | None
    checks: list[CheckShape]


def shown(figure: Figure, rules: Rules) -> dict[str, Any]:
    """One figure."""
    check = figure.check
    return {
        "code": check.code, "group": check.group.value, "about": check.about.value, "name": str(check.name), "limit_days": rules.days_of(check) or None,
        "faulty": figure.faulty, "total": figure.total, "month_ago": figure.before,
        "days": [{"day": day, "faulty": faulty} for day, faulty in figure.trend],
    }  # fmt: skip


@subject.reads("/records/health", "see_measures", HealthShape, gettext_lazy("How healthy the records are"))
def get_records_health(request: HttpRequest) -> dict[str, Any]:
    """Figures alone: the records behind one are asked for by their own lists. Checks that the company does not make are left out."""
    looking, rules, now = reader(request.user), check_rules(), timezone.now()
    figures = figures_of(looking, rules, now=now)
    return {"whole": looking.whole, "counted_at": counted_at() if looking.whole else now, "checks": [shown(one, rules) for one in figures]}
