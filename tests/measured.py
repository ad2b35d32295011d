"""A week whose waits were worked out by hand: Saturday to Wednesday nine to five, Thursday until one, a holiday on Monday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sandali.cases.models import Case
from sandali.cases.waits import begin_wait, end_wait
from sandali.company.actions import set_special_day
from sandali.customers.models import Customer
from tests.cast import Cast, make_case

TEHRAN = ZoneInfo("Asia/Tehran")
HOLIDAY = date(2026, 11, 16)  # a Monday


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Tehran; the 14th is a Saturday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=TEHRAN)


@dataclass(frozen=True)
class Row:
    """A first wait: from when to when, in minutes by the clock and in opening hours, and who ended it."""

    began: datetime
    ended: datetime
    clock: int
    working: int
    by: str = "sara"
    kind: str = "question"


TABLE = (
    Row(local(14, 10), local(14, 11, 30), 90, 90),  # within one day
    Row(local(14, 8), local(14, 9, 15), 75, 15),  # before we open
    Row(local(14, 16, 30), local(15, 9, 30), 17 * 60, 60, by="reza"),  # over a night
    Row(local(15, 16), local(17, 10), 42 * 60, 120, by="reza"),  # over the holiday
    Row(local(16, 12), local(17, 9, 45), 21 * 60 + 45, 45, kind="complaint"),  # begun on the holiday
    Row(local(18, 15), local(19, 10), 19 * 60, 180, by="reza"),  # into Thursday
    Row(local(17, 9), local(18, 17), 32 * 60, 960, kind="complaint"),  # two whole days
    Row(local(15, 20), local(15, 21), 60, 0),  # at night
    Row(local(18, 10), local(18, 10, 20), 20, 20, by="reza"),
    # These end in the week after.
    Row(local(19, 12), local(21, 10), 46 * 60, 120),  # over Thursday's early end and the Friday
    Row(local(19, 14), local(21, 9, 5), 43 * 60 + 5, 5, by="reza"),  # begun after Thursday's end
    Row(local(20, 11), local(21, 13), 26 * 60, 240),  # begun on the Friday
)
SECOND = Row(local(15, 9), local(15, 11), 120, 120)  # the first case waits once more


def measured_week(cast: Cast) -> list[Case]:
    """The cases of TABLE, in its order, each opened when its wait began; the first has SECOND too."""
    set_special_day(HOLIDAY, by=cast.admin, name="A holiday")
    cases = []
    for row in TABLE:
        case = make_case(
            cast, messages=0, opened_at=row.began, waiting_since=None, kind=row.kind, assignee=getattr(cast, row.by), state="waiting"
        )
        wait(case, row, cast)
        cases.append(case)
    wait(cases[0], SECOND, cast)
    return cases


def wait(case: Case, row: Row, cast: Cast) -> None:
    """One wait, begun and ended as actions do it."""
    begin_wait(case, at=row.began)
    case.waiting_since = row.began
    end_wait(case, at=row.ended, by=getattr(cast, row.by), by_answer=True)
    case.waiting_since = None


def somebody(cast: Cast, name: str = "نگار") -> Customer:
    """Another customer."""
    return Customer.objects.create(name=name, language="fa")
