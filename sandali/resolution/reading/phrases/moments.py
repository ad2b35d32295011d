"""What a named time means in the company's calendar and hours: a day is over when we close, a week on its last working day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _

from sandali.kit.dates import show_date, show_time
from sandali.kit.hours import NeverOpen, WeekHours
from sandali.kit.jalali import JalaliDate
from sandali.kit.periods import Almanac

DAY = timedelta(days=1)
FARTHEST = timedelta(days=400)
# A date without its year that lies farther ahead than this was meant for the past.
FARTHEST_WITHOUT_YEAR = timedelta(days=200)
LAST_MINUTE = time(23, 59)
# How a part of the day is read as a deadline: its end, as whoever waits would read it.
PARTS = {"morning": time(12), "noon": time(12), "afternoon": time(18), "evening": time(21), "night": LAST_MINUTE}
FIRST_THING = timedelta(hours=1)  # after opening


@dataclass(frozen=True, slots=True)
class Piece:
    """One word of time: a day, a weekday to agree with it, a part of the day, an hour, or a whole deadline (`due`).

    `loose`: an hour without a mark that it is one ("by 5"), which counts only beside a day."""

    day: date | None = None
    weekday: int | None = None
    part: str = ""
    clock: time | None = None
    half_known: bool = True
    loose: bool = False
    due: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When, and in a sentence how the words were read."""

    due: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Now, the company's hours, calendar ("jalali" or "gregorian") and the weekday (Monday 0) on which its week begins."""

    now: datetime
    hours: WeekHours
    calendar: str
    week_start: int

    @property
    def today(self) -> date:
        """The company's day."""
        return self.now.astimezone(self.hours.zone).date()

    def at(self, day: date, clock: time) -> datetime:
        """A wall-clock moment of the company, in UTC."""
        return datetime.combine(day, clock, self.hours.zone).astimezone(UTC)

    def opens(self, day: date) -> time | None:
        """When a day's work begins; None on a closed day."""
        ranges = self.hours.ranges_on(day)
        return ranges[0][0] if ranges else None

    def closes(self, day: date) -> datetime | None:
        """When a day's work is over, breaks left aside; None on a closed day. A shift past midnight ends on the next."""
        ends = [self.at(day if end > begin else day + DAY, end) for begin, end in self.hours.ranges_on(day)]
        return max(ends) if ends else None

    def weekday(self, number: int) -> Piece | None:
        """The coming day of that name. Said on that very weekday nobody knows which is meant, unless a date stands beside it."""
        ahead = (number - self.today.weekday()) % 7
        return Piece(weekday=number, day=self.today + ahead * DAY if ahead else None)

    def week(self, ahead: int) -> date:
        """The first day of the week `ahead` weeks from this one."""
        return self.today - ((self.today.weekday() - self.week_start) % 7) * DAY + 7 * ahead * DAY

    def weekday_of_week(self, number: int, ahead: int) -> date:
        """The day of that name in the week `ahead` weeks from this one."""
        first = self.week(ahead)
        return first + ((number - first.weekday()) % 7) * DAY

    def work_days(self, days: Iterable[date]) -> list[date]:
        """Those of `days` on which we are open."""
        return [day for day in days if self.hours.ranges_on(day)]

    def month(self, ahead: int) -> tuple[date, date]:
        """First and last day of the month `ahead` months from this one, in the company's calendar."""
        almanac = Almanac(self.calendar, self.week_start)
        year, number = almanac.month_of(self.today)
        return almanac.month_start(year, number + ahead), almanac.month_start(year, number + ahead + 1) - DAY

    # --- Whole deadlines ---------------------------------------------------------------------------------------------
    def end_of_week(self, ahead: int) -> Piece | None:
        """The closing of a week's last working day."""
        first = self.week(ahead)
        return self._closing(self.work_days(first + step * DAY for step in range(7))[-1:], _("The last working day of that week is %(day)s; we close at %(time)s."))

    def start_of_week(self, ahead: int, *, within: int = 1) -> Piece | None:
        """The closing of a week's first working day, or of its second where "early in the week" was said."""
        first = self.week(ahead)
        days = self.work_days(first + step * DAY for step in range(7))[within - 1 : within]
        return self._closing(days, _("Read as %(day)s, when that week begins; we close at %(time)s."))

    def end_of_month(self, first: date, last: date) -> Piece | None:
        """The closing of a month's last working day."""
        days = self.work_days(first + step * DAY for step in range((last - first).days + 1))
        return self._closing(days[-1:], _("The last working day of that month is %(day)s; we close at %(time)s."))

    def start_of_month(self, first: date) -> Piece | None:
        """The closing of a month's first working day."""
        days = self.work_days(first + step * DAY for step in range(31))
        return self._closing(days[:1], _("The first working day of that month is %(day)s; we close at %(time)s."))

    def after_workdays(self, count: int) -> Piece | None:
        """The closing of the `count`-th working day after today."""
        if not 0 < count <= 120:
            return None
        days = self.work_days(self.today + step * DAY for step in range(1, 3 * count + 60))
        return self._closing(days[count - 1 : count], _("Counted in working days: %(day)s; we close at %(time)s."))

    def after_days(self, count: int) -> Piece | None:
        """A day so many days ahead, which is over when we close."""
        return Piece(day=self.today + count * DAY) if 0 < count <= FARTHEST.days else None

    def after_months(self, count: int) -> Piece | None:
        """The same day of a later month, or that month's last."""
        if not 0 < count <= 12:
            return None
        first, (start, end) = self.month(0)[0], self.month(count)
        return Piece(day=min(start + (self.today - first), end))

    def after(self, span: timedelta, *, working: bool = False) -> Piece | None:
        """So long from now by the clock, or in open hours."""
        if not timedelta(0) < span <= FARTHEST:
            return None
        if not working:
            return self._read_as(self.now + span, _("Counted from now: %(day)s, %(time)s."))
        try:
            return self._read_as(self.hours.add(self.now, span), _("Counted in working hours: %(day)s, %(time)s."))
        except NeverOpen:
            return None

    def month_day(self, day: int) -> Piece | None:
        """The coming day of that number: of this month, or of the next."""
        for ahead in (0, 1):
            first, last = self.month(ahead)
            found = first + (day - 1) * DAY
            if day >= 1 and found <= last and found >= self.today:
                return Piece(day=found)
        return None

    def dated(self, day: int, month: int, year: int | None, *, jalali: bool) -> Piece | None:
        """A named date; without a year the coming one, when that is near."""
        for each in [year] if year else self._years(jalali):
            try:
                found = JalaliDate(each, month, day).to_gregorian() if jalali else date(each, month, day)
            except ValueError:
                continue
            ahead = found - self.today
            if timedelta(0) <= ahead <= (FARTHEST if year else FARTHEST_WITHOUT_YEAR):
                return Piece(day=found)
        return None

    def whole_month(self, month: int, *, jalali: bool) -> tuple[date, date] | None:
        """First and last day of the coming month of that name."""
        almanac = Almanac("jalali" if jalali else "gregorian", self.week_start)
        for year in self._years(jalali):
            last = almanac.month_start(year, month + 1) - DAY
            if timedelta(0) <= last - self.today <= FARTHEST_WITHOUT_YEAR:
                return almanac.month_start(year, month), last
        return None

    def _years(self, jalali: bool) -> list[int]:
        year = JalaliDate.from_gregorian(self.today).year if jalali else self.today.year
        return [year, year + 1]

    def _closing(self, days: list[date], sentence: str) -> Piece | None:
        due = self.closes(days[0]) if days else None
        return self._read_as(due, sentence, day=days[0]) if due else None

    def _read_as(self, due: datetime, sentence: str, *, day: date | None = None) -> Piece:
        return Piece(due=due.astimezone(UTC), reason=self.told(sentence, due, day))

    def told(self, sentence: str, due: datetime, day: date | None = None) -> str:
        """`sentence` with its day and time filled in, in the reader's language."""
        local = due.astimezone(self.hours.zone)
        shown = show_date(day or local.date(), "long", calendar=self.calendar)
        return sentence % {"day": shown, "time": show_time(local, zone=self.hours.zone)}


def half_of_day(frame: Frame, day: date, clock: time) -> time:
    """«ساعت ۵» or "by 5" on the half of the day on which we are open; where that does not decide, from 8 on it is the morning."""
    if clock.hour > 12 or clock.hour == 0:
        return clock
    if clock.hour == 12:
        return clock
    evening = clock.replace(hour=clock.hour + 12)
    opens, closes = frame.opens(day), frame.closes(day)
    if opens is not None and closes is not None:
        fits = [each for each in (clock, evening) if frame.at(day, opens) < frame.at(day, each) <= closes]
        if len(fits) == 1:
            return fits[0]
    return clock if clock.hour >= 8 else evening


def deadline(pieces: list[Piece], frame: Frame) -> Deadline | None:
    """What pieces side by side mean together; None when they disagree, mean nothing, or lie in the past."""
    if any(piece.due for piece in pieces):
        found = Deadline(pieces[0].due, pieces[0].reason) if len(pieces) == 1 and pieces[0].due else None
    else:
        found = _of_day(pieces, frame)
    return found if found is not None and frame.now < found.due <= frame.now + FARTHEST + DAY else None


def _of_day(pieces: list[Piece], frame: Frame) -> Deadline | None:
    days = {piece.day for piece in pieces if piece.day and piece.weekday is None}
    weekdays = {piece.weekday for piece in pieces if piece.weekday is not None}
    parts = [piece for piece in pieces if piece.part or piece.clock]
    named = {piece.day for piece in pieces if piece.day and piece.weekday is not None}
    if len(days) > 1 or len(weekdays) > 1 or (len(parts) > 1 and len({(one.part, one.clock) for one in parts}) > 1):
        return None
    if not days and weekdays and not named:
        return None
    day = next(iter(days or named), None)
    if days and weekdays and day is not None and day.weekday() not in weekdays:
        return None
    if day is None and (not parts or parts[0].loose):
        return None
    return _at_part(frame, day or frame.today, parts[0] if parts else Piece())


def _at_part(frame: Frame, day: date, piece: Piece) -> Deadline | None:
    closes, opens = frame.closes(day), frame.opens(day)
    if piece.clock is not None:
        clock = piece.clock if piece.half_known else half_of_day(frame, day, piece.clock)
        due = frame.at(day, clock)
        return Deadline(due, frame.told(_("%(day)s, %(time)s, as it is written."), due))
    if piece.part == "first":
        if opens is None:
            return None
        due = frame.at(day, opens) + FIRST_THING
        return Deadline(due, frame.told(_("Read as an hour after we open: %(day)s, %(time)s."), due))
    if piece.part in PARTS:
        due = frame.at(day, PARTS[piece.part])
        return Deadline(due, frame.told(_("That part of the day is read as %(day)s, %(time)s."), due))
    if closes is not None and closes > frame.now:
        return Deadline(closes, frame.told(_("No hour is named: by our closing on %(day)s, %(time)s."), closes, day))
    due = frame.at(day, LAST_MINUTE)
    return Deadline(due, frame.told(_("We are closed then: by the end of %(day)s, %(time)s."), due))
