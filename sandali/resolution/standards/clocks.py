"""A standard's clock: working minutes from a start, less what the customer owed us, in hours that may change. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _

from sandali.kit.hours import NeverOpen, WeekHours

Span = tuple[datetime, datetime]
ZERO, DAY = timedelta(0), timedelta(days=1)
# A warning comes when a quarter of the time is left, at most two working hours.
WARNED_SHARE, WARNED_AT_MOST = 4, timedelta(hours=2)
END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the customer owed us something; without `ends` they still do."""

    begins: datetime
    ends: datetime | None = None


@dataclass(frozen=True)
class Timetable:
    """The company's hours, also those it had before: `earlier` holds (until when, which hours), the oldest first.

    `names` gives holidays and special days their names."""

    hours: WeekHours
    earlier: tuple[tuple[datetime, WeekHours], ...] = ()
    names: Mapping[date, str] = field(default_factory=dict)

    @property
    def zone(self) -> tzinfo:
        """Where the company is today."""
        return self.hours.zone

    def hours_at(self, moment: datetime) -> WeekHours:
        """The hours that held at a moment."""
        return next((hours for until, hours in self.earlier if moment < until), self.hours)

    def changes(self) -> tuple[datetime, ...]:
        """The moments at which the hours changed."""
        return tuple(until for until, _hours in self.earlier)

    def openings(self, start: datetime) -> Iterator[Span]:
        """Open intervals in UTC that end after `start`, in order; each stretch of time by the hours that held in it."""
        since = start.astimezone(UTC)
        for until, hours in self.earlier:
            if until > since:
                yield from _cut(hours.openings(since), until.astimezone(UTC))
                since = until.astimezone(UTC)
        yield from self.hours.openings(since)


def _cut(spans: Iterator[Span], until: datetime) -> Iterator[Span]:
    for begins, ends in spans:
        if begins >= until:
            return
        yield begins, min(ends, until)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Where a clock stands. While the customer owes us (a pause without an end reached), `due` is None and `left` is the
    working time that will be left when it goes on. `warn_at` is None where the clock stops before the warning."""

    due: datetime | None
    warn_at: datetime | None
    left: timedelta


def reckon(
    start: datetime, minutes: int, timetable: Timetable, pauses: Iterable[Pause] = (), *, warn_before: timedelta | None = None
) -> Reckoning:
    """When `minutes` of working time since `start` are over (UTC; exactly at a closing, that closing), pauses not counted.

    `warn_before` is working time before the end; without it a quarter of the whole, at most two hours. Raises NeverOpen when the
    hours cannot give that much, ValueError on a negative target or a moment without a zone.
    """
    _refuse_naive(start)
    if minutes < 0:
        raise ValueError("a target is not negative")
    target = timedelta(minutes=minutes)
    before = min(target / WARNED_SHARE, WARNED_AT_MOST) if warn_before is None else min(warn_before, target)
    if not minutes:
        return Reckoning(start.astimezone(UTC), start.astimezone(UTC), ZERO)
    warned_after, passed, warn_at = target - before, ZERO, None
    stops = list(owed(pauses))
    for begins, ends in counted(start, timetable, stops):
        if warn_at is None and passed + (ends - begins) >= warned_after:
            warn_at = begins + (warned_after - passed)
        if passed + (ends - begins) >= target:
            return Reckoning(begins + (target - passed), warn_at, ZERO)
        passed += ends - begins
    if stops and stops[-1][1] == END_OF_TIME:
        return Reckoning(None, warn_at, target - passed)
    raise NeverOpen(_("These opening hours have no opening in the next two years."))


def worked(start: datetime, until: datetime, timetable: Timetable, pauses: Iterable[Pause] = ()) -> timedelta:
    """Working time from `start` to `until` that counts against us; nothing when `until` is the earlier."""
    _refuse_naive(start)
    _refuse_naive(until)
    total = ZERO
    for begins, ends in counted(start, timetable, list(owed(pauses))):
        if begins >= until:
            break
        total += min(ends, until) - begins
    return total


def owed(pauses: Iterable[Pause]) -> Iterator[Span]:
    """The pauses in UTC, in order, those that touch or overlap made one; an open one lasts to the end of time."""
    current: Span | None = None
    for pause in sorted(pauses, key=lambda one: one.begins):
        begins, ends = pause.begins.astimezone(UTC), END_OF_TIME if pause.ends is None else pause.ends.astimezone(UTC)
        if ends <= begins:
            continue
        if current is not None and begins <= current[1]:
            current = current[0], max(current[1], ends)
            continue
        if current is not None:
            yield current
        current = begins, ends
    if current is not None:
        yield current


def counted(start: datetime, timetable: Timetable, stops: list[Span]) -> Iterator[Span]:
    """Open time since `start` outside of the pauses, piece by piece. Ends where the customer owes us without an end, or after so
    long without an opening (two years) that nothing can become due."""
    moment, found = start.astimezone(UTC), True
    while found:
        found = False
        for begins, ends in timetable.openings(moment):
            found = True
            yield from _without(begins, ends, stops)
            moment = ends
            if stops and stops[-1][1] == END_OF_TIME and stops[-1][0] <= moment:
                return


def _without(begins: datetime, ends: datetime, stops: list[Span]) -> Iterator[Span]:
    for stop_begins, stop_ends in stops:
        if stop_ends <= begins:
            continue
        if stop_begins >= ends:
            break
        if stop_begins > begins:
            yield begins, stop_begins
        begins = max(begins, stop_ends)
        if begins >= ends:
            return
    if begins < ends:
        yield begins, ends


# --- When to say so ----------------------------------------------------------------------------------------------------
Quiet = tuple[time, time]
NIGHT: Quiet = (time(21), time(7))
SEARCHED = 60  # days


def moment_to_tell(moment: datetime, hours: WeekHours, quiet: Quiet = NIGHT, *, early: bool = False) -> datetime:
    """When somebody is told of what falls on `moment` (UTC): then, if we are open (the closing included) and it is not quiet.

    Otherwise the next such moment, or with `early` (a warning is of no use afterwards) the last before it. `quiet` is from and
    until on the wall of the hours' zone; a company that works in quiet hours alone is told at their end, or before they begin.
    """
    _refuse_naive(moment)
    at = moment.astimezone(UTC)
    if _at_work(at, hours) and not is_quiet(at, hours.zone, quiet):
        return at
    spans = list(_waking(at, hours, quiet))
    if any(begins <= at <= ends for begins, ends in spans):
        return at
    if early:
        return max((ends for begins, ends in spans if ends <= at), default=_edge(at, hours.zone, quiet, early=True))
    return min((begins for begins, ends in spans if begins >= at), default=_edge(at, hours.zone, quiet, early=False))


def is_quiet(at: datetime, zone: tzinfo, quiet: Quiet = NIGHT) -> bool:
    """Whether a moment lies inside the quiet hours, their first and last moment left out."""
    clock, (begins, ends) = at.astimezone(zone).time(), quiet
    return begins < clock < ends if begins <= ends else clock > begins or clock < ends


def _at_work(at: datetime, hours: WeekHours) -> bool:
    """Whether we are open, the closing itself included."""
    opening = next(hours.openings(at - timedelta(microseconds=1)), None)
    return opening is not None and opening[0] <= at <= opening[1]


def _waking(at: datetime, hours: WeekHours, quiet: Quiet) -> Iterator[Span]:
    """Open time around `at` outside of the quiet hours: some days back, and ahead to the first that is later."""
    since = at - 14 * DAY
    first = since.astimezone(hours.zone).date() - DAY
    nights = list(_nights(first, SEARCHED + 20, hours.zone, quiet))
    for begins, ends in hours.openings(since):
        if begins > at + SEARCHED * DAY:
            return
        for piece in _without(begins, ends, nights):
            yield piece
            if piece[0] >= at:
                return


def _nights(first: date, days: int, zone: tzinfo, quiet: Quiet) -> Iterator[Span]:
    if quiet[0] == quiet[1]:
        return
    over_midnight = quiet[1] <= quiet[0]
    for step in range(days):
        day = first + step * DAY
        begins = datetime.combine(day, quiet[0], zone).astimezone(UTC)
        yield begins, datetime.combine(day + DAY if over_midnight else day, quiet[1], zone).astimezone(UTC)


def _edge(at: datetime, zone: tzinfo, quiet: Quiet, *, early: bool) -> datetime:
    first = at.astimezone(zone).date() - DAY
    night = next(((begins, ends) for begins, ends in _nights(first, 3, zone, quiet) if begins < at < ends), None)
    return at if night is None else night[0] if early else night[1]


def _refuse_naive(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError("a clock needs moments with a time zone")
