"""What a report is asked for: a period and what narrows it, read from an address by an allow-list and written into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from sandali.cases.figures import BY, Asked
from sandali.cases.models import Kind
from sandali.company.permissions import OWN, scope_of
from sandali.company.queries import current_company
from sandali.desk.customers.paging import read_number
from sandali.kit import periods
from sandali.kit.dates import Display, current_display
from sandali.kit.jalali import parse_date
from sandali.kit.periods import Almanac, Period

WITHIN = (1, 4, 8, 24)  # hours
USUAL_WITHIN = 4
LONGEST = timedelta(days=366 * 5)
SAYS_LITTLE = timedelta(days=6)  # so long a month that has begun says little
LAST_DAY = date(9000, 1, 1)  # the calendars end not far behind it


@dataclass(frozen=True, slots=True)
class Question:
    """A report's question. `hours` is the limit of a first reply in time, `by` a key of BY, `now` the moment of asking."""

    period: Period
    almanac: Almanac
    display: Display
    now: datetime
    person: int | None = None
    department: int | None = None
    channel: int | None = None
    kind: str = ""
    working: bool = True
    hours: int = USUAL_WITHIN
    by: str = "person"

    @property
    def asked(self) -> Asked:
        """As it is measured."""
        start, end = self.period.moments(self.display.zone)
        return Asked(
            start, end, person=self.person, department=self.department, channel=self.channel, kind=self.kind,
            working=self.working, within=self.hours * 3600,
        )  # fmt: skip

    @property
    def is_running(self) -> bool:
        """Whether the period is not over."""
        return self.now < self.asked.end

    @property
    def asked_before(self) -> Asked:
        """The period before; while this one runs, only as much of that one as has passed of this."""
        asked = self.asked
        start, end = periods.before(self.period, self.almanac).moments(self.display.zone)
        if asked.start < self.now < asked.end:
            end = min(end, start + (self.now - asked.start))
        return replace(asked, start=start, end=end)

    def url(self, page: str = "reports", **changed: Any) -> str:
        """A page's address with this question, or with something of it changed; further words are added as they are."""
        own = {name: changed.pop(name) for name in list(changed) if name in self.__dataclass_fields__}
        return f"{reverse(page)}?{urlencode({**replace(self, **own).fields(), **changed})}"

    def fields(self) -> dict[str, str]:
        """The fields of a query string, without what is usual."""
        spoken = {"period": self.period.kind, "on": self.period.first.isoformat()}
        if self.period.kind in ("days", "day"):
            spoken = {"period": "days", "from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        given = {
            "person": self.person, "department": self.department, "channel": self.channel, "kind": self.kind,
            "time": "" if self.working else "clock", "within": self.hours if self.hours != USUAL_WITHIN else "",
            "by": self.by if self.by != "person" else "",
        }  # fmt: skip
        return spoken | {name: str(value) for name, value in given.items() if value not in (None, "")}


def sees_people(person: Any) -> bool:
    """Whether the person sees figures of others one by one, and not only their own."""
    return scope_of(person, "see_measures") != OWN


def read_question(asked: Mapping[str, str], person: Any) -> Question:
    """The question of a query string. What is not understood is as if it were not there."""
    display, company, now = current_display(), current_company(), timezone.now()
    almanac = Almanac(display.calendar, company.week_start if company else 5)
    whom = read_number(asked.get("person", ""))
    kind = asked.get("kind", "")
    hours = read_number(asked.get("within", ""))
    by = asked.get("by", "")
    return Question(
        period=read_period(asked, almanac, display, now),
        almanac=almanac,
        display=display,
        now=now,
        person=whom if sees_people(person) or whom == person.pk else None,
        department=read_number(asked.get("department", "")),
        channel=read_number(asked.get("channel", "")),
        kind=kind if kind in Kind.values else "",
        working=asked.get("time") != "clock",
        hours=hours if hours in WITHIN else USUAL_WITHIN,
        by=by if by in BY else "person",
    )


def read_period(asked: Mapping[str, str], almanac: Almanac, display: Display, now: datetime) -> Period:
    """The period of a query string: a range of days, or the week, month, season or year of a day.

    Without any it is this month, in its first days the last one."""
    today = now.astimezone(display.zone).date()
    kind = asked.get("period", "")
    first, last = (read_day(asked.get(name, ""), display) for name in ("from", "to"))
    if kind == "days" and first and last:
        first, last = min(first, last), max(first, last)
        return Period("days", max(first, last - LONGEST), last)
    on = read_day(asked.get("on", ""), display)
    if kind not in periods.KINDS or kind == "days":
        kind = "month"
        on = on or today - SAYS_LITTLE
    return periods.period_of(kind, on or today, almanac)


def read_day(text: str, display: Display) -> date | None:
    """A day as a date field posts it or as a person types it; None when it is none that both calendars hold."""
    try:
        day = parse_date(text[:40], display.language) if text else None
    except ValueError:
        return None
    return day if day is not None and date(1900, 1, 1) <= day < LAST_DAY else None
