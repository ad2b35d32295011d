"""Until when an answer to a suggestion is owed: the closing of so many working days later. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sandali.kit.hours import WeekHours

# For a company that has said nothing of its hours: an answer is owed by day all the same.
DAYTIME = ((time(9), time(17)),)


def working(hours: WeekHours) -> WeekHours:
    """The hours, or every day's daytime where none were given."""
    return hours if any(hours.days.values()) else WeekHours(dict.fromkeys(range(7), DAYTIME), hours.zone, hours.holidays, hours.overrides)


def owed_until(start: datetime, days: int, hours: WeekHours) -> datetime:
    """The closing (UTC) of the `days`-th working day after the day of `start`: all of that day is still in time.

    A day counts on which we open at all; hours that pass midnight belong to the day on which they began. Without such a day
    within two years, so many days of the calendar."""
    open_hours, today = working(hours), start.astimezone(hours.zone).date()
    met: date | None = None
    counted, closing = 0, None
    for begins, ends in open_hours.openings(start):
        day = begins.astimezone(hours.zone).date()
        if day <= today:
            continue
        if day != met:
            if counted == days:
                break
            met, counted = day, counted + 1
        closing = ends
    if counted < days or closing is None:
        return start.astimezone(UTC) + timedelta(days=days)
    return closing


def warned_from(start: datetime, days: int, hours: WeekHours) -> datetime:
    """When whoever owes the answer is reminded: a working day before it is late, at once where there is only one."""
    return owed_until(start, days - 1, hours) if days > 1 else start.astimezone(UTC)
