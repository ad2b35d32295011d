"""A deadline explains itself: «یکشنبه ۱۱:۳۰: ۴ ساعت کاری پس از شنبه ۱۵:۳۰، زیرا …», with every closing, holiday and pause in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.kit.calendar_names import WEEKDAYS
from sandali.kit.dates import current_display, show_date, show_time
from sandali.kit.digits import localize_digits
from sandali.kit.hours import Range, WeekHours
from sandali.resolution.standards.clocks import DAY, Pause, Timetable, owed

A_WEEK = timedelta(days=6)
MOST_REASONS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """Why a deadline is not sooner. `kind`: late start, closing, break, closed, holiday, short, pause, change. `first` and `last`
    are moments or, of a holiday, its days; `name` is the holiday's."""

    kind: str
    first: datetime | date
    last: datetime | date
    name: str = ""


def parts_of(start: datetime, due: datetime, timetable: Timetable, pauses: Iterable[Pause] = ()) -> list[Part]:
    """What lies between a start and its deadline, in the order in which it came: each kind of closing once, holidays by name."""
    start, due = start.astimezone(UTC), due.astimezone(UTC)
    if due <= start:
        return []
    found = [*_late_start(start, timetable), *_days(start, due, timetable), *_pauses(start, due, timetable, pauses)]
    found += [Part("change", moment, moment) for moment in timetable.changes() if start < moment < due]
    return _once(sorted(found, key=lambda part: _moment(part.first, timetable)), timetable)


def _moment(value: datetime | date, timetable: Timetable) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, datetime.min.time(), timetable.zone).astimezone(UTC)


def _late_start(start: datetime, timetable: Timetable) -> Iterator[Part]:
    opening = next(timetable.openings(start), None)
    if opening is not None and opening[0] > start:
        yield Part("late start", start, opening[0])


def _days(start: datetime, due: datetime, timetable: Timetable) -> Iterator[Part]:
    begun, last = start.astimezone(timetable.zone).date(), due.astimezone(timetable.zone).date()
    began_open = next(timetable.openings(start), (due, due))[0] == start
    day = begun - DAY  # a shift of the evening before may reach past the start
    while day <= last:
        noon = datetime.combine(day, datetime.min.time().replace(hour=12), timetable.zone).astimezone(UTC)
        hours = timetable.hours_at(noon)
        ranges = hours.ranges_on(day)
        named = timetable.names.get(day, "")
        # A start on a day that is closed every week is told as a late start; a holiday is called by its name even then.
        if not ranges and day < last and (day > begun or (day == begun and (began_open or named))):
            yield Part("holiday" if named or day in hours.holidays or day in hours.overrides else "closed", day, day, named)
        yield from _closings(day, ranges, start, due, hours, timetable)
        day += DAY


def _closings(
    day: date, ranges: tuple[Range, ...], start: datetime, due: datetime, hours: WeekHours, timetable: Timetable
) -> Iterator[Part]:
    spans = [(datetime.combine(day, one, hours.zone).astimezone(UTC), _end(day, one, other, hours)) for one, other in ranges]
    for (_begins, ends), (begins, _ends) in zip(spans, spans[1:], strict=False):
        if start < ends < begins and ends < due:
            yield Part("break", ends, begins)
    if spans and start < spans[-1][1] < due:
        ends = spans[-1][1]
        opens = next(timetable.openings(ends), (ends, ends))[0]
        if opens > ends and _length(ranges) < _usual(hours):
            yield Part("short", ends, ends, timetable.names.get(day, ""))
        elif opens > ends:
            # Overnight it is a time on which we are closed; before a closed day the closing alone is said, the day by itself.
            yield Part("closing", ends, opens if opens - ends < DAY else ends)


def _end(day: date, begins: object, ends: object, hours: WeekHours) -> datetime:
    moment = datetime.combine(day, ends, hours.zone)  # type: ignore[arg-type]  # both are times of one range
    return (moment if ends > begins else moment + DAY).astimezone(UTC)  # type: ignore[operator]  # as above


def _length(ranges: tuple[Range, ...]) -> int:
    minutes = [(other.hour * 60 + other.minute) - (one.hour * 60 + one.minute) for one, other in ranges]
    return sum(each if each > 0 else each + 24 * 60 for each in minutes)


def _usual(hours: WeekHours) -> int:
    """The minutes of the longest day of the week: what is less is a short day."""
    return max((_length(ranges) for ranges in hours.days.values()), default=0)


def _pauses(start: datetime, due: datetime, timetable: Timetable, pauses: Iterable[Pause]) -> Iterator[Part]:
    for begins, ends in owed(pauses):
        first, last = max(begins, start), min(ends, due)
        opening = next(timetable.openings(first), None) if first < last else None
        if opening is not None and max(opening[0], first) < last:  # a pause while we are closed delays nothing
            yield Part("pause", first, last)


def _once(parts: list[Part], timetable: Timetable) -> list[Part]:
    """Weekly closings once for each hour or weekday; holidays of one name that follow each other are one."""
    kept: dict[tuple[object, ...], Part] = {}
    for part in parts:
        before = next(reversed(kept.values()), None)
        if part.kind == "holiday" and before is not None and before.kind == "holiday" and before.name == part.name and _next_day(before, part):
            kept[next(reversed(kept))] = Part("holiday", before.first, part.last, part.name)
            continue
        kept.setdefault(_key(part, timetable), part)
    return list(kept.values())


def _next_day(before: Part, part: Part) -> bool:
    return before.last + DAY == part.first


def _key(part: Part, timetable: Timetable) -> tuple[object, ...]:
    if part.kind == "closed":
        return part.kind, part.first.weekday()
    if part.kind == "closing" and isinstance(part.first, datetime):
        return part.kind, part.first.astimezone(timetable.zone).time()
    if part.kind == "break" and isinstance(part.first, datetime) and isinstance(part.last, datetime):
        return part.kind, part.first.astimezone(timetable.zone).time(), part.last.astimezone(timetable.zone).time()
    if part.kind == "short" and not part.name and isinstance(part.first, datetime):
        local = part.first.astimezone(timetable.zone)
        return part.kind, local.weekday(), local.time()
    return part.kind, part.first


# --- In words ----------------------------------------------------------------------------------------------------------
def explanation(
    start: datetime, due: datetime, minutes: int, timetable: Timetable, pauses: Iterable[Pause] = (), *, calendar: str | None = None
) -> str:
    """The sentence of a deadline in the reader's language and calendar, in the company's zone."""
    teller = _Teller(start, timetable, calendar)
    reasons = [teller.reason(part) for part in parts_of(start, due, timetable, pauses)]
    words = {"due": teller.moment(due), "span": working_time(minutes), "start": teller.moment(start)}
    if not reasons:
        return _("%(due)s: %(span)s after %(start)s.") % words
    return _("%(due)s: %(span)s after %(start)s, because %(reasons)s.") % (words | {"reasons": listed(reasons[:MOST_REASONS])})


def working_time(minutes: int) -> str:
    """«۴ ساعت کاری», "90 working minutes"."""
    language = current_display().language
    hours, rest = divmod(minutes, 60)
    shown = {"hours": localize_digits(hours, language), "minutes": localize_digits(rest if hours else minutes, language)}
    if not hours:
        return ngettext("%(minutes)s working minute", "%(minutes)s working minutes", minutes) % shown
    if not rest:
        return ngettext("%(hours)s working hour", "%(hours)s working hours", hours) % shown
    return _("%(hours)s h %(minutes)s min of working time") % shown


def listed(clauses: list[str]) -> str:
    """Clauses as a list is written in the reader's language."""
    if len(clauses) == 1:
        return clauses[0]
    shown = clauses[0]
    for clause in clauses[1:-1]:
        shown = _("%(these)s, %(next)s") % {"these": shown, "next": clause}
    return _("%(these)s and %(last)s") % {"these": shown, "last": clauses[-1]}


@dataclass(frozen=True, slots=True)
class _Teller:
    """How days and moments around a start are told: by weekday within the week, else with the date."""

    start: datetime
    timetable: Timetable
    calendar: str | None

    def day(self, value: datetime | date) -> str:
        local = value.astimezone(self.timetable.zone).date() if isinstance(value, datetime) else value
        weekday = WEEKDAYS[current_display().language][local.weekday()]
        begun = self.start.astimezone(self.timetable.zone).date()
        if abs(local - begun) <= A_WEEK:
            return weekday
        return f"{weekday} {show_date(local, 'short', zone=self.timetable.zone, calendar=self.calendar or current_display().calendar)}"

    def time(self, value: datetime | date) -> str:
        return show_time(value, zone=self.timetable.zone) if isinstance(value, datetime) else ""

    def moment(self, value: datetime) -> str:
        return f"{self.day(value)} {self.time(value)}"

    def reason(self, part: Part) -> str:
        words = {
            "day": self.day(part.first), "last_day": self.day(part.last), "time": self.time(part.first), "until": self.time(part.last),
            "name": part.name, "weekday": WEEKDAYS[current_display().language][_weekday(part, self.timetable)],
        }  # fmt: skip
        return self._clause(part) % words

    def _clause(self, part: Part) -> str:
        if part.kind == "holiday" and part.first != part.last:
            return _("%(day)s to %(last_day)s are holidays (%(name)s)") if part.name else _("%(day)s to %(last_day)s are holidays")
        if part.kind == "holiday":
            return _("%(day)s is a holiday (%(name)s)") if part.name else _("%(day)s is a holiday")
        if part.kind == "short":
            return (
                _("on %(day)s (%(name)s) we close at %(time)s already") if part.name else _("on %(weekday)s we close at %(time)s already")
            )
        if part.kind == "closing" and part.first != part.last:
            return _("we are closed from %(time)s to %(until)s")
        return {
            "late start": _("we were closed then and the time counts from %(last_day)s %(until)s"),
            "closing": _("we close at %(time)s"),
            "break": _("we are closed from %(time)s to %(until)s"),
            "closed": _("%(weekday)s is closed"),
            "pause": _("from %(day)s %(time)s to %(last_day)s %(until)s it was the customer's turn"),
            "change": _("our hours changed on %(day)s"),
        }[part.kind]


def _weekday(part: Part, timetable: Timetable) -> int:
    return (part.first.astimezone(timetable.zone) if isinstance(part.first, datetime) else part.first).weekday()
