"""Companies' hours for the tests of clocks: Iran's week, breaks, nights, zones that change their clocks, hours that changed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sandali.kit.hours import WeekHours
from sandali.kit.jalali import JalaliDate
from sandali.resolution.standards.clocks import Pause, Timetable

TEHRAN, BERLIN, NEW_YORK = ZoneInfo("Asia/Tehran"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
WEEK = (SAT, SUN, MON, TUE, WED)


def ranges(*pairs):
    return tuple((time.fromisoformat(one), time.fromisoformat(other)) for one, other in (pair.split("-") for pair in pairs))


def days(*pairs, on=range(7), **other):
    """The same ranges on each day of `on`; `thu` has its own."""
    return dict.fromkeys(on, ranges(*pairs)) | ({THU: ranges(*other["thu"])} if "thu" in other else {})


NAMES = {
    "2027-02-11": "پیروزی انقلاب", "2027-03-20": "ملی شدن صنعت نفت", "2027-03-21": "نوروز", "2027-03-22": "نوروز", "2027-03-23": "نوروز",
    "2027-03-24": "نوروز", "2027-04-01": "روز جمهوری اسلامی",
}  # fmt: skip
SPECIAL = {date(2026, 12, 21): ranges("09:00-14:00"), date(2026, 12, 18): ranges("10:00-12:00")}
NAMED = {date.fromisoformat(day): name for day, name in NAMES.items()}
IRAN_WEEK = WeekHours(days("09:00-17:00", on=WEEK, thu=["09:00-13:00"]), TEHRAN, frozenset(NAMED), SPECIAL)
WINTER = WeekHours(days("08:00-14:00", on=WEEK, thu=["09:00-13:00"]), TEHRAN)
LATE = WeekHours(days("13:00-21:00", on=WEEK), TEHRAN)


def tehran(text):
    return datetime.fromisoformat(text).replace(tzinfo=TEHRAN)


TIMETABLES = {
    # Saturday to Wednesday 9 to 17, Thursday 9 to 13, Friday closed; holidays; 21 December until 14, Friday 18 December 10 to 12.
    "iran": Timetable(IRAN_WEEK, names=NAMED | {date(2026, 12, 21): "شب یلدا"}),
    "lunch": Timetable(WeekHours(days("08:00-12:00", "13:00-17:00", on=WEEK, thu=["08:00-12:00"]), TEHRAN)),
    "three": Timetable(WeekHours(days("08:00-10:00", "11:00-13:00", "14:00-18:00"), TEHRAN)),
    "night": Timetable(WeekHours(days("20:00-02:00", on=(*WEEK, THU)), TEHRAN)),
    "deep night": Timetable(WeekHours(days("22:00-04:00"), TEHRAN)),
    "always": Timetable(WeekHours(days("00:00-00:00"), TEHRAN)),
    "never": Timetable(WeekHours({}, TEHRAN)),
    "berlin": Timetable(WeekHours(days("09:00-17:00", on=(MON, TUE, WED, THU, FRI)), BERLIN)),
    "berlin always": Timetable(WeekHours(days("00:00-00:00"), BERLIN)),
    "berlin night": Timetable(WeekHours(days("22:00-06:00"), BERLIN)),
    "new york": Timetable(WeekHours(days("09:00-17:00", on=(MON, TUE, WED, THU, FRI)), NEW_YORK)),
    # 8 to 14 since Tuesday, 1 December 2026.
    "winter": Timetable(WINTER, ((tehran("2026-12-01 00:00"), IRAN_WEEK),)),
    # On Saturday, 21 November 2026, at noon they became 13 to 21.
    "noon": Timetable(LATE, ((tehran("2026-11-21 12:00"), IRAN_WEEK),)),
    # 8 to 14 from Sunday, 22 November, and back to 9 to 17 from Tuesday, 24 November.
    "twice": Timetable(IRAN_WEEK, ((tehran("2026-11-22 00:00"), IRAN_WEEK), (tehran("2026-11-24 00:00"), WINTER))),
}  # fmt: skip


def moment(text, timetable):
    """A wall-clock moment of a company; a year below 1600 is Jalali."""
    day, _, clock = text.partition(" ")
    year, month, number = map(int, day.split("-"))
    on = JalaliDate(year, month, number).to_gregorian() if year < 1600 else date(year, month, number)
    return datetime.combine(on, time.fromisoformat(clock), TIMETABLES[timetable].zone).astimezone(UTC)


def pauses(text, timetable):
    """"2026-11-21 11:00 / 2026-11-21 14:00; …": from and until, the last perhaps without its end."""
    spans = [one.split("/") for one in text.split(";") if one.strip()]
    return [
        Pause(moment(begins.strip(), timetable), moment(ends.strip(), timetable) if ends.strip() else None) for begins, ends in spans
    ]
