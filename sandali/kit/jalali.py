"""The Jalali (Solar Hijri) calendar: conversion, leap years, and dates as people type them.

Leap years follow the 33-year rule, year × 25 + 11 (mod 33) < 8, which gives exactly the official table of the Iranian calendar
authority for 1206–1498; the 2820-year rule does not (it makes 1404 leap instead of 1403).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from sandali.kit.calendar_names import GREGORIAN_MONTHS, JALALI_MONTHS
from sandali.kit.digits import to_ascii

# Up to where Python's own dates reach (9999-12-31).
FIRST_YEAR, LAST_YEAR = 1, 9378
# Proleptic Gregorian ordinal of the day before 1 Farvardin of the year 0, less the year's own days: fixed by 1405-01-01 = 2026-03-21.
_EPOCH = date(2026, 3, 21).toordinal() - (365 * 1405 + (8 * 1405 + 21) // 33)
_BEFORE_MONTH = (0, 31, 62, 93, 124, 155, 186, 216, 246, 276, 306, 336)


def _new_year(year: int) -> int:
    """The Gregorian ordinal of 1 Farvardin. (8y + 21) div 33 counts the leap years before y."""
    return _EPOCH + 365 * year + (8 * year + 21) // 33


def is_leap(year: int) -> bool:
    """Whether Esfand of the Jalali `year` has 30 days."""
    return (25 * year + 11) % 33 < 8


def days_in_month(year: int, month: int) -> int:
    """31, 30 or 29."""
    if not 1 <= month <= 12:
        raise ValueError(f"a month is 1 to 12, not {month}")
    return 31 if month <= 6 else 30 if month <= 11 or is_leap(year) else 29


@dataclass(frozen=True, slots=True, order=True)
class JalaliDate:
    """One day of the Jalali calendar; raises ValueError when there is no such day."""

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        if not (FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.month <= 12):
            raise ValueError(f"no such Jalali month: {self.year}-{self.month}")
        if not 1 <= self.day <= days_in_month(self.year, self.month):
            raise ValueError(f"no such Jalali day: {self.year}-{self.month}-{self.day}")

    @classmethod
    def from_gregorian(cls, value: date) -> "JalaliDate":
        """The Jalali day of a Gregorian date (a datetime counts by its own date; convert it to the reader's zone first)."""
        ordinal = value.toordinal()
        year = (ordinal - _EPOCH) * 33 // 12053
        while _new_year(year + 1) <= ordinal:
            year += 1
        while _new_year(year) > ordinal:
            year -= 1
        day = ordinal - _new_year(year)
        month = day // 31 if day < 186 else 6 + (day - 186) // 30
        return cls(year, month + 1, day - _BEFORE_MONTH[month] + 1)

    def to_gregorian(self) -> date:
        """The same day as a Gregorian date."""
        return date.fromordinal(_new_year(self.year) + _BEFORE_MONTH[self.month - 1] + self.day - 1)

    def weekday(self) -> int:
        """Monday is 0 and Sunday 6, as `date.weekday`."""
        return self.to_gregorian().weekday()

    def isoformat(self) -> str:
        """`1405-08-30`: Jalali, so never for storing."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


def month_range(year: int, month: int) -> tuple[date, date]:
    """First and last Gregorian date of a Jalali month."""
    first = JalaliDate(year, month, 1).to_gregorian()
    return first, first + timedelta(days=days_in_month(year, month) - 1)


def year_range(year: int) -> tuple[date, date]:
    """First and last Gregorian date of a Jalali year."""
    return date.fromordinal(_new_year(year)), date.fromordinal(_new_year(year + 1) - 1)


# --- Dates as people type them ---------------------------------------------------------------------------------------
_FOUR_FIGURES = re.compile(r"(\d{4})[/\-.\s](\d{1,2})[/\-.\s](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/\-.\s](\d{1,2})[/\-.\s](\d{4})")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|م|ام|اُم)?\s+([^\W\d_]+)\s*(?:ماه)?\s+(\d{4})")
_NAMED_ENGLISH = re.compile(r"([a-z]+)\s+(\d{1,2})(?:st|nd|rd|th)?\s+(\d{4})")
_WEEKDAY = re.compile(r"^(?:(?:یک|دو|سه|چهار|پنج)?[\s\u200c]*شنبه|جمعه|(?:sat|sun|mon|tue|wed|thu|fri)[a-z]*)[\s,]+")
_LAST_JALALI = 1600


def _month_numbers() -> dict[str, tuple[bool, int]]:
    """Every name of a month in both languages and calendars, with whether it is Jalali."""
    found: dict[str, tuple[bool, int]] = {}
    for jalali, names in ((True, JALALI_MONTHS), (False, GREGORIAN_MONTHS)):
        for language in ("fa", "en"):
            for number, name in enumerate(names[language], start=1):
                found[name.casefold()] = (jalali, number)
                if language == "en" and not jalali:
                    found[name[:3].casefold()] = (jalali, number)
    found |= {"امرداد": (True, 5), "اوت": (False, 8), "جولای": (False, 7), "sept": (False, 9), "می": (False, 5)}
    return found


_MONTHS = _month_numbers()


def _figures(text: str) -> tuple[bool, int, int, int]:
    """(is Jalali, year, month, day) of what was typed; LookupError when it has no known shape."""
    if match := _FOUR_FIGURES.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
        return year < _LAST_JALALI, year, month, day
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        return year < _LAST_JALALI, year, month, day
    if match := _NAMED.fullmatch(text):
        jalali, month = _MONTHS[match[2]]
        return jalali, int(match[3]), month, int(match[1])
    if match := _NAMED_ENGLISH.fullmatch(text):
        jalali, month = _MONTHS[match[1]]
        return jalali, int(match[3]), month, int(match[2])
    raise LookupError(text)


def parse_date(text: str, language: str) -> date:
    """The Gregorian date a person typed: «۱۴۰۵/۰۸/۳۰», "1405-8-30", «شنبه ۳۰ آبان ۱۴۰۵», "2026-11-21", "21 Nov 2026".

    Any digits. A year below 1600 is Jalali. Raises ValueError with a sentence, whose example is in the calendar of `language`.
    """
    example = "۱۴۰۵/۰۸/۳۰" if language == "fa" else "2026-11-21"
    plain = re.sub(r"[\u200c\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069،,]", " ", to_ascii(text)).replace("ي", "ی").replace("ك", "ک")
    plain = _WEEKDAY.sub("", " ".join(plain.casefold().split()))
    try:
        jalali, year, month, day = _figures(re.sub(r"\s*([/\-.])\s*", r"\1", plain))
    except LookupError as problem:
        raise ValueError(_("This date could not be read. Please write it like %(example)s.") % {"example": example}) from problem
    try:
        return JalaliDate(year, month, day).to_gregorian() if jalali else date(year, month, day)
    except ValueError as problem:
        raise ValueError(_("There is no such day in the calendar. Please check the date.")) from problem
