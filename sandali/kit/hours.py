"""Business-hour arithmetic: opening ranges by weekday, holidays and exceptions in one zone. Pure: no clock, no tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _

from sandali.kit.calendar_names import WEEKDAYS
from sandali.kit.digits import localize_digits

Range = tuple[time, time]
# Nobody waits longer than this for a door to open; it ends the search in hours that never open.
HORIZON = timedelta(days=800)
_DAY = timedelta(days=1)


class NeverOpen(ValueError):
    """These hours hold no opening within the horizon, so nothing can become due."""


def _span(start: time, end: time) -> timedelta:
    """Wall-clock length of a range; one that ends where it starts lasts a whole day, one that ends before passes midnight."""
    length = timedelta(hours=end.hour - start.hour, minutes=end.minute - start.minute, seconds=end.second - start.second)
    return length if length > timedelta(0) else length + _DAY


@dataclass(frozen=True)
class WeekHours:
    """When we are open.

    `days`: weekday (Monday 0 … Sunday 6) to its ranges (opening, closing) in wall-clock time of `zone`; a range whose closing is
    not after its opening passes midnight and belongs to the day on which it opens. `holidays` open nothing; `overrides` replace
    a date's ranges, also on a holiday (an empty tuple closes it). Overlapping ranges count once.
    """

    days: Mapping[int, tuple[Range, ...]]
    zone: tzinfo
    holidays: frozenset[date] = frozenset()
    overrides: Mapping[date, tuple[Range, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not set(self.days) <= set(range(7)):
            raise ValueError(_("A weekday is a number from 0 (Monday) to 6 (Sunday)."))
        if any(moment.tzinfo is not None for ranges in self._all_ranges() for pair in ranges for moment in pair):
            raise ValueError("opening hours are wall-clock times and carry no zone")

    def _all_ranges(self) -> Iterator[tuple[Range, ...]]:
        yield from self.days.values()
        yield from self.overrides.values()

    def ranges_on(self, day: date) -> tuple[Range, ...]:
        """The ranges that open on `day`, earliest first."""
        if day in self.overrides:
            return tuple(sorted(self.overrides[day]))
        if day in self.holidays:
            return ()
        return tuple(sorted(self.days.get(day.weekday(), ())))

    def openings(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open intervals in UTC that end after `start`, in order, not overlapping, up to the horizon.

        A wall-clock time that a zone change skips or repeats is read with the offset before the change (RFC 5545, 3.3.5).
        """
        _refuse_naive(start)
        day = start.astimezone(self.zone).date() - _DAY
        last_end = start.astimezone(UTC)
        limit = day + HORIZON
        while day <= limit:
            for opening, closing in self.ranges_on(day):
                begins = datetime.combine(day, opening)
                ends = begins + _span(opening, closing)
                utc_begin = max(begins.replace(tzinfo=self.zone).astimezone(UTC), last_end)
                utc_end = ends.replace(tzinfo=self.zone).astimezone(UTC)
                if utc_end > utc_begin:
                    yield utc_begin, utc_end
                    last_end = utc_end
            day += _DAY

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """The moment (UTC) at which `duration` of open time has passed since `start`; exactly at a closing, that closing.

        A zero duration gives `start`. Raises NeverOpen when the hours cannot give that much, ValueError on a negative duration.
        """
        _refuse_naive(start)
        if duration < timedelta(0):
            raise ValueError("a duration is not negative")
        moment, left = start.astimezone(UTC), duration
        while left > timedelta(0):
            before = left
            for begins, ends in self.openings(moment):
                if ends - begins >= left:
                    return begins + left
                left -= ends - begins
                moment = ends
            if left == before:
                raise NeverOpen(_("These opening hours have no opening in the next two years."))
        return moment

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Open time from `start` to `end`; negative when `end` is the earlier."""
        _refuse_naive(start)
        _refuse_naive(end)
        if end < start:
            return -self.between(end, start)
        # In UTC: two moments of one zone are subtracted by the wall, which is wrong by an hour over a change.
        moment, until, total = start.astimezone(UTC), end.astimezone(UTC), timedelta(0)
        while moment < until:
            found = False
            for begins, ends in self.openings(moment):
                if begins >= until:
                    return total
                total += min(ends, until) - begins
                moment, found = ends, True
                if ends >= until:
                    return total
            if not found:
                moment += HORIZON - 2 * _DAY
        return total

    def is_open(self, at: datetime) -> bool:
        """Whether `at` lies in an opening (its first moment does, its closing does not)."""
        opening = next(self.openings(at), None)
        return opening is not None and opening[0] == at

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself (in UTC) when open then, else the next moment at which we open. Raises NeverOpen."""
        opening = next(self.openings(at), None)
        if opening is None:
            raise NeverOpen(_("These opening hours have no opening in the next two years."))
        return opening[0]

    def describe(self, language: str, *, first_day: int = 5) -> list[tuple[str, str]]:
        """The week for reading: (weekday, its ranges) from `first_day` (Saturday is 5), a closed day with ""."""
        week = [(first_day + step) % 7 for step in range(7)]
        separator = "، " if language == "fa" else ", "
        return [
            (WEEKDAYS[language][day], separator.join(_show_range(pair, language) for pair in sorted(self.days.get(day, ()))))
            for day in week
        ]


def _show_range(pair: Range, language: str) -> str:
    opening, closing = (moment.strftime("%H:%M") for moment in pair)
    return localize_digits(f"{opening} تا {closing}" if language == "fa" else f"{opening}–{closing}", language)


def _refuse_naive(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError("business hours need a moment with a time zone")
