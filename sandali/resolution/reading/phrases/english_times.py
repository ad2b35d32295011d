"""Times as English names them, in lower case."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time, timedelta

from sandali.kit.calendar_names import GREGORIAN_MONTHS, JALALI_MONTHS
from sandali.resolution.reading.phrases.moments import DAY, Frame, Piece
from sandali.resolution.reading.phrases.plain import one_line

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 90: "ninety"}
NUMBERS = {word: number for number, word in enumerate(_ONES, start=1)} | {word: ten for ten, word in _TENS.items()} | {"a": 1, "an": 1}
NUMBERS |= {f"{word}-{one}": ten + number for ten, word in _TENS.items() for number, one in enumerate(_ONES[:9], start=1)}
_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True)).replace("-", "[- ]")
COUNT = rf"(?:\d{{1,3}}|{_WORDS})"
_WEEKDAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|tues|wed|thu|thur|thurs|fri)(?=\b[.,]? |\b[.,]?$)"
_MONTHS = {name.lower(): (False, number) for number, name in enumerate(GREGORIAN_MONTHS["en"], start=1)}
_MONTHS |= {name.lower()[:3]: (False, number) for number, name in enumerate(GREGORIAN_MONTHS["en"], start=1)} | {"sept": (False, 9)}
_MONTHS |= {name.lower(): (True, number) for number, name in enumerate(JALALI_MONTHS["en"], start=1)}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_UNIT = r"(?P<unit>(?:working|business|office)[ -](?:hour|day|week)s?|weekdays?|hours?|hrs?|minutes?|mins?|days?|weeks?|months?)"

ATOMS = one_line(
    rf"""(?<![\w'-])(?:
    (?P<day_after>(?:the )?day after tomorrow)
    |(?P<span>(?P<opening>(?:at most |at the latest )?(?:with)?in (?:(?:less|no more) than |under |at most |about |around |the next |the coming |the following |a maximum of |up to |max(?:imum)? )?)?
        (?:between )?(?:{COUNT} ?(?:-|–|to|or|and) ?)?(?P<count>half an|half a|{COUNT}|the) (?:full )?{_UNIT}(?:'| of)?(?: time)?(?P<closing> from (?:now|today)| or (?:less|sooner))?)(?! (?:ago|before|earlier|old|late|later))
    |(?P<weekday_of_week>(?:(?P<weekday1>{_WEEKDAY})(?: of)? (?P<which>next|this) week)|next week(?: on)? (?P<weekday1b>{_WEEKDAY}))
    |(?P<weekday_next>(?P<next>next|this coming|this|coming)? ?(?P<weekday2>{_WEEKDAY})\.?)
    |(?P<tomorrow>tomorrow(?!'s))
    |(?P<tonight>tonight)
    |(?P<today>(?:later )?today(?!'s))
    |(?P<this_part>(?:later )?this (?P<part1>morning|afternoon|evening))
    |(?P<week_edge>(?:(?P<edge>(?:the )?(?:end|close) of|early|the (?:start|beginning) of|later) )?(?:in )?(?P<week_which>this|next|the) (?:working |business )?week(?!\s?end|day))
    |(?P<month_edge>(?P<edge2>(?:the )?(?:end|start|beginning) of )?(?P<month_which>this|next|the) month)
    |(?P<named_month>(?:the )?end of (?P<month1>{_MONTH}))
    |(?P<numeric>(?P<year1>20\d\d|1[34]\d\d)[/-](?P<month2>\d\d?)[/-](?P<day2>\d\d?))
    |(?P<dated>(?:the )?(?P<day1>\d\d?)(?:st|nd|rd|th)? (?:of )?(?P<month3>{_MONTH})\b\.?(?:,? (?P<year3>20\d\d|1[34]\d\d))?)
    |(?P<dated_american>(?P<month4>{_MONTH})\.? (?:the )?(?P<day4>\d\d?)(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<year4>20\d\d|1[34]\d\d))?)
    |(?P<month_day>the (?P<day5>\d\d?)(?:st|nd|rd|th)(?: of (?:this|the) month)?(?= *(?:$|[,;:)]|\.|at\b|and\b|we\b|you\b|i\b|with\b|latest\b|noon|morning|by\b)))
    |(?P<closing_time>(?:the )?(?:end|close) of (?:the )?(?:business|work|play|working day|business day|office hours|day|office)(?: day| hours)?|eod|eob|cob)
    |(?P<end_of>(?:the )?end of(?= (?:today|tomorrow|{_WEEKDAY})))
    |(?P<first>first thing(?: in the morning)?)
    |(?P<hour>(?P<hour6>\d{{1,2}})(?:[:.](?P<minute6>\d\d))? ?(?P<half>a\.?m\b\.?|p\.?m\b\.?|o'clock))
    |(?P<hour_colon>(?P<hour7>\d{{1,2}}):(?P<minute7>\d\d))
    |(?P<hour_words>(?P<past>half past|quarter past|quarter to) (?P<hour9>\d{{1,2}}|{'|'.join(_ONES[:12])})(?: in the (?P<half9>morning|afternoon|evening))?)
    |(?P<hour_bare>(?:(?<=by )|(?<=at )|(?<=before ))(?P<hour8>\d{{1,2}})(?!\d|[.,:/%-]\d))
    |(?P<part>(?:in the )?(?P<part2>morning|afternoon|evening)|noon|midday|lunch ?time|lunch|midnight)
    )(?![\w-])"""
)
GLUE = re.compile(r"[ ,]*(?:\(?(?:at the latest,? |no later than |by |at |on |of |the |in the |before |until |i\.e\. )){0,2}\(?")
# What belongs to the promise's words before the time itself. The pattern ends where the search does.
LEAD = re.compile(r"(?<!\w)(?:(?:no|not) later than|at the latest by|latest by|by|before|on|at) (?:the )?$")
QUICK = re.compile(
    r"day|tomorrow|tonight|noon|morning|evening|week|month|hour|min|eod|eob|cob|\d|end of|close of|lunch|night|first thing|\b(?:mon|tue|wed|thu|fri)\b"
)


def number(word: str) -> int:
    """A count in digits or words."""
    return int(word) if word.isdigit() else NUMBERS[re.sub(r"(?<=y) ", "-", word)]


def _hour(word: str, minute: str | None, half: str) -> Piece | None:
    hour = int(word)
    if hour > 24 or (minute and int(minute) > 59) or (half[:1] in ("a", "p") and not 1 <= hour <= 12):
        return None
    if half[:1] == "p" and hour < 12:
        hour += 12
    if half[:1] == "a" and hour == 12:
        hour = 0
    if hour == 24:
        return Piece(part="night")
    return Piece(clock=time(hour, int(minute or 0)), half_known=half[:1] in ("a", "p") or word.startswith("0"))


def _span(found: re.Match[str], frame: Frame) -> Piece | None:
    if not (found["opening"] or found["closing"]):
        return None
    unit, word = found["unit"].rstrip("s").replace("-", " "), found["count"]
    if word.startswith("half"):
        return frame.after(timedelta(minutes=30)) if unit in ("hour", "hr") else None
    if word == "the":
        if not (found["opening"] or "").startswith("within") or unit not in ("hour", "week", "month", "day"):
            return None
        count = 1
    else:
        count = number(word)
    readings: dict[str, Callable[[], Piece | None]] = {
        "minute": lambda: frame.after(timedelta(minutes=count)),
        "min": lambda: frame.after(timedelta(minutes=count)),
        "hour": lambda: frame.after(timedelta(hours=count)),
        "hr": lambda: frame.after(timedelta(hours=count)),
        "day": lambda: frame.after_days(count),
        "weekday": lambda: frame.after_workdays(count),
        "week": lambda: frame.after_days(7 * count),
        "month": lambda: frame.after_months(count),
    }
    if " " in unit:
        kind = unit.split()[1]
        if kind == "hour":
            return frame.after(timedelta(hours=count), working=True)
        return frame.after_workdays(count) if kind == "day" else frame.after_days(7 * count)
    return readings[unit]()


def _weekday(name: str) -> int:
    return _WEEKDAYS[name[:3]]


def _weekday_next(found: re.Match[str], frame: Frame) -> Piece | None:
    day = _weekday(found["weekday2"])
    piece = frame.weekday(day)
    if found["next"] == "next" and piece is not None:
        # To some "next Friday" is the coming one, to others that of next week. Where both are one day, it is sure.
        later = frame.weekday_of_week(day, 1)
        return piece if piece.day == later else None
    return piece


def _weekday_of_week(found: re.Match[str], frame: Frame) -> Piece:
    name = found["weekday1"] or found["weekday1b"]
    return Piece(day=frame.weekday_of_week(_weekday(name), 0 if found["which"] == "this" else 1))


def _week_edge(found: re.Match[str], frame: Frame) -> Piece | None:
    edge, which = found["edge"] or "", found["week_which"]
    if which == "the" and "of" not in edge:
        return None
    if "early" in edge or "start" in edge or "beginning" in edge:
        return frame.start_of_week(1, within=2 if "early" in edge else 1) if which == "next" else None
    return frame.end_of_week(1 if which == "next" else 0)


def _month_edge(found: re.Match[str], frame: Frame) -> Piece | None:
    edge, which = found["edge2"] or "", found["month_which"]
    if which == "the" and "end" not in edge:
        return None
    first, last = frame.month(1 if which == "next" else 0)
    if edge and "end" not in edge:
        return frame.start_of_month(first) if which == "next" else None
    return frame.end_of_month(first, last)


def _dated(found: re.Match[str], frame: Frame, day: str, month: str, year: str) -> Piece | None:
    jalali, number_of_month = _MONTHS[found[month]]
    return frame.dated(int(found[day]), number_of_month, int(found[year]) if found[year] else None, jalali=jalali)


def _numeric(found: re.Match[str], frame: Frame) -> Piece | None:
    year = int(found["year1"])
    return frame.dated(int(found["day2"]), int(found["month2"]), year, jalali=year < 1600)


def _named_month(found: re.Match[str], frame: Frame) -> Piece | None:
    jalali, month = _MONTHS[found["month1"]]
    span = frame.whole_month(month, jalali=jalali)
    return frame.end_of_month(*span) if span else None


def _part(found: re.Match[str], frame: Frame) -> Piece:
    word = found["part2"] or found["part"]
    return Piece(part={"midnight": "night"}.get(word, word if found["part2"] else "noon"))


def _bare(found: re.Match[str], frame: Frame) -> Piece | None:
    hour = int(found["hour8"])
    return Piece(clock=time(hour), half_known=False, loose=True) if 1 <= hour <= 23 else None


def _hour_words(found: re.Match[str], frame: Frame) -> Piece | None:
    hour, past = number(found["hour9"]), found["past"]
    if past == "quarter to":
        hour -= 1
    minute = {"half past": "30", "quarter past": "15", "quarter to": "45"}[past]
    half = {"morning": "am", "afternoon": "pm", "evening": "pm", None: ""}[found["half9"]]
    return _hour(str(hour), minute, half)


READINGS: dict[str, Callable[[re.Match[str], Frame], Piece | None]] = {
    "span": _span,
    "weekday_of_week": _weekday_of_week,
    "weekday_next": _weekday_next,
    "day_after": lambda found, frame: Piece(day=frame.today + 2 * DAY),
    "tomorrow": lambda found, frame: Piece(day=frame.today + DAY),
    "tonight": lambda found, frame: Piece(day=frame.today, part="evening"),
    "today": lambda found, frame: Piece(day=frame.today),
    "this_part": lambda found, frame: Piece(day=frame.today, part=found["part1"]),
    "week_edge": _week_edge,
    "month_edge": _month_edge,
    "named_month": _named_month,
    "numeric": _numeric,
    "dated": lambda found, frame: _dated(found, frame, "day1", "month3", "year3"),
    "dated_american": lambda found, frame: _dated(found, frame, "day4", "month4", "year4"),
    "month_day": lambda found, frame: frame.month_day(int(found["day5"])),
    "closing_time": lambda found, frame: Piece(part="closing"),
    "end_of": lambda found, frame: Piece(part="closing"),
    "first": lambda found, frame: Piece(part="first"),
    "hour": lambda found, frame: _hour(found["hour6"], found["minute6"], found["half"]),
    "hour_colon": lambda found, frame: _hour(found["hour7"], found["minute7"], ""),
    "hour_words": _hour_words,
    "hour_bare": _bare,
    "part": _part,
}
