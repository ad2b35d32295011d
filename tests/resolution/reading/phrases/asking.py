"""Companies to ask about promises, and how what was found is shown and measured."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sandali.kit.hours import WeekHours
from sandali.resolution.reading.phrases import Found, find_promises

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
FULL, HALF = ((time(9), time(17)),), ((time(9), time(13)),)


@dataclass(frozen=True)
class Company:
    """Its hours, calendar, first day of the week, and the moment at which everything is said."""

    hours: WeekHours
    now: datetime
    calendar: str = "gregorian"
    week_start: int = MON

    def find(self, text: str, now: datetime | None = None) -> list[Found]:
        return find_promises(text, now=now or self.now, hours=self.hours, calendar=self.calendar, week_start=self.week_start)


TEHRAN, LONDON = ZoneInfo("Asia/Tehran"), ZoneInfo("Europe/London")
IRAN = Company(
    WeekHours({**dict.fromkeys((SAT, SUN, MON, TUE, WED), FULL), THU: HALF}, TEHRAN),
    datetime(2026, 11, 22, 10, 30, tzinfo=TEHRAN), "jalali", SAT,
)  # fmt: skip
ENGLAND = Company(WeekHours(dict.fromkeys((MON, TUE, WED, THU, FRI), FULL), LONDON), datetime(2026, 11, 23, 10, 30, tzinfo=LONDON))


def due_of(text: str, company: Company, now: datetime | None = None) -> list[str]:
    """When each promise of a text is due, by the company's clock on the wall."""
    return [f"{one.due.astimezone(company.hours.zone):%Y-%m-%d %H:%M}" for one in company.find(text, now)]


def measured(table: list[tuple[str, list[str]]], company: Company) -> tuple[float, float]:
    """(precision, recall) over sentences with the moments that are promised in them."""
    found = right = wanted = 0
    for sentence, moments in table:
        got, asked = Counter(due_of(sentence, company)), Counter(moments)
        found, wanted, right = found + got.total(), wanted + asked.total(), right + (got & asked).total()
    return right / found, right / wanted
