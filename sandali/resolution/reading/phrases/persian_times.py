"""Times as Persian names them. Half-spaces have become spaces, digits ASCII."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time, timedelta

from sandali.kit.calendar_names import GREGORIAN_MONTHS, JALALI_MONTHS
from sandali.resolution.reading.phrases.moments import DAY, Frame, Piece
from sandali.resolution.reading.phrases.plain import one_line

_ONES = "یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده".split()
_TENS = {20: "بیست", 30: "سی", 40: "چهل", 50: "پنجاه", 60: "شصت", 70: "هفتاد", 80: "هشتاد", 90: "نود"}
_ORDINALS = "اول دوم سوم چهارم پنجم ششم هفتم هشتم نهم دهم یازدهم دوازدهم سیزدهم چهاردهم پانزدهم شانزدهم هفدهم هجدهم نوزدهم".split()


def _numbers() -> dict[str, int]:
    found = {word: number for number, word in enumerate(_ONES, start=1)} | {"شیش": 6, "هیجده": 18, "یه": 1, "پونزده": 15, "شونزده": 16}
    for ten, word in _TENS.items():
        found[word] = ten
        found |= {f"{word} و {one}": ten + number for number, one in enumerate(_ONES[:9], start=1)}
    return found


def _ordinals() -> dict[str, int]:
    found = {word: number for number, word in enumerate(_ORDINALS, start=1)} | {"یکم": 1, "بیستم": 20, "سی ام": 30, "سی و یکم": 31}
    return found | {f"بیست و {one}": 20 + number for number, one in enumerate(["یکم", *_ORDINALS[1:9]], start=1)}


NUMBERS, ORDINALS = _numbers(), _ordinals()
_LONGEST_FIRST = "|".join(sorted(NUMBERS, key=len, reverse=True))
COUNT = rf"(?:\d{{1,3}}|{_LONGEST_FIRST})"
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
WEEKDAYS = {"شنبه": 5, "یک ?شنبه": 6, "دو ?شنبه": 0, "سه ?شنبه": 1, "چهار ?شنبه": 2, "پنج ?شنبه": 3, "جمعه": 4}
_WEEKDAY_NAMES = {re.sub(r"[ ?]", "", name): number for name, number in WEEKDAYS.items()}
_WEEKDAY = "(?:یک ?|دو ?|سه ?|چهار ?|پنج ?)?شنبه|جمعه"
_MONTHS = {name: (True, number) for number, name in enumerate(JALALI_MONTHS["fa"], start=1)} | {"امرداد": (True, 5)}
_MONTHS |= {name: (False, number) for number, name in enumerate(GREGORIAN_MONTHS["fa"], start=1)} | {"جولای": (False, 7)}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NEXT = r"(?: ?ی)? (?:آینده|اینده|بعد|بعدی|دیگر|دیگه|پیش رو)"
_NOT_PAST = r"(?! ?(?:ی )?(?:پیش|قبل|گذشته|اخیر))"
_SPAN_UNIT = r"(?P<unit>ساعت کاری|ساعت|دقیقه|روز کاری|روز|هفته کاری|هفته|ماه)"
_UP_TO = rf"(?:{COUNT} ?(?:تا|الی|یا|-|–|،) ?|{COUNT}[ ،](?=(?:{COUNT}) ))?"
_CLOCK = rf"(?P<hour>\d{{1,2}}|{'|'.join(_ONES[:12])})(?:[:.](?P<minute>\d\d)|(?P<half> و نیم)| و (?P<quarter>ربع))?"
_PART_AFTER = r"(?: ?ی)? ?(?P<half_of_day>صبح|قبل از ظهر|پیش از ظهر|ظهر|بعد ?از ?ظهر|عصر|غروب|شب)"
_PARTS = {"صبح": "morning", "ظهر": "noon", "عصر": "afternoon", "غروب": "afternoon", "شب": "evening", "نیمه شب": "night", "آخر شب": "night"}

ATOMS = one_line(
    rf"""(?<!\w)(?:
    (?P<span>(?P<opening>(?:(?:حداکثر|نهایتا|ماکزیمم) )?(?:ظرف|طی|در عرض|عرض|در طول|(?:در|تا) کمتر از|کمتر از|تا|در) (?:مدت )?(?:حداکثر )?|(?:حداکثر|نهایتا) )?
        {_UP_TO}(?P<count>{COUNT}|نیم|یک ربع|یه ربع|ربع) ?(?:تا )?{_SPAN_UNIT}(?P<closing>{_NEXT})?{_NOT_PAST})
    |(?P<weekday_of_week>(?:روز )?(?P<weekday1>{_WEEKDAY})(?: ?ی)? (?:(?P<this>این|همین) هفته|هفته{_NEXT}))
    |(?P<weekday_next>(?:روز )?(?:(?:همین|این) )?(?P<weekday2>{_WEEKDAY})(?: ?ی)?(?: (?:آینده|اینده|پیش رو|بعدی|بعد))?){_NOT_PAST}
    |(?P<day_after>پس ?فردا)
    |(?P<tomorrow>(?:همین )?فردا)
    |(?P<tonight>(?:همین )?امشب)
    |(?P<today>(?:همین )?امروز)
    |(?P<month_edge>(?P<edge>آخر|پایان|انتهای|سر|اول|ابتدای) (?:(?:این|همین) )?(?:ماه|برج)(?P<next_month>{_NEXT}| ?ی آینده)?{_NOT_PAST})
    |(?P<named_month>(?:آخر|پایان|انتهای) (?P<month1>{_MONTH})(?: ماه)?)
    |(?P<week_edge>(?P<week_side>اول|ابتدای|اوایل|آخر|پایان|انتهای|آخرهای) (?:(?P<this_week>این|همین) )?هفته(?P<next_week>{_NEXT})?{_NOT_PAST})
    |(?P<week>(?:(?:طی|در|ظرف) )?(?:(?P<this_week2>همین|این) هفته|هفته{_NEXT}))
    |(?P<month>ماه (?:آینده|بعد))
    |(?P<numeric>(?P<year1>1[34]\d\d|20\d\d)[/-](?P<month2>\d\d?)[/-](?P<day2>\d\d?))
    |(?P<dated>(?P<day1>\d\d?|{_ORDINAL}) ?(?:ام|م)?(?: ?ی)? (?P<month3>{_MONTH})(?: ماه)?(?: (?P<year3>1[34]\d\d|20\d\d))?)
    |(?P<month_day>(?P<day4>\d\d? ?(?:ام|م)|{_ORDINAL})(?: (?:همین|این))? (?:ماه|برج)(?! ?(?:ی )?(?:پیش|قبل|گذشته|آینده|بعد)))
    |(?P<closing_time>(?:آخر|پایان|انتهای) (?:وقت(?: (?:اداری|کاری))?|ساعات? (?:اداری|کاری)|روز(?: کاری)?))
    |(?P<opening_time>اول (?:وقت|صبح)(?: (?:اداری|کاری))?)
    |(?P<end_of>(?:آخر|پایان|انتهای)(?= (?:همین )?(?:امروز|فردا|پس ?فردا|(?:روز )?(?:{_WEEKDAY}))))
    |(?P<hour_named>(?:ساعت|ساعتای|ساعت های) {_CLOCK}(?:{_PART_AFTER})?(?!\w)(?! ?(?:%|درصد|تومان|تومن|ریال)))
    |(?P<hour_part>(?P<hour5>\d{{1,2}}|{'|'.join(_ONES[:12])})(?:[:.](?P<minute5>\d\d))? ?(?P<part5>صبح|بعد ?از ?ظهر|عصر|شب))
    |(?P<hour_colon>(?P<hour6>\d{{1,2}}):(?P<minute6>\d\d))
    |(?P<part>قبل از ظهر|پیش از ظهر|بعد ?از ?ظهر|نیمه شب|آخر شب|ظهر|صبح|عصر|غروب|شب)
    )(?!\w)"""
)
# What may stand between two times that belong together: «فردا، ساعت ۱۰», «ساعت ۱۰ روز شنبه», «آخر وقتِ امروز».
GLUE = re.compile(r"[ ،,]*(?:(?:در|روز|تاریخ|یعنی|مورخ|راس|حوالی|ی|همین|تا|تا قبل از|قبل از)[ ،,]+){0,2}")
# What belongs to the promise's words before the time itself. The pattern ends where the search does.
LEAD = re.compile(r"(?<!\w)(?:(?:حداکثر|نهایتا|دیرترین|حداکثرش) )?(?:تا )?(?:(?:قبل|پیش|زودتر) از )?(?:ساعت )?$(?<= )")
QUICK = re.compile(r"شنبه|جمعه|فردا|امروز|امشب|هفته|ماه|ساعت|روز|دقیقه|ظهر|صبح|عصر|شب|وقت|آخر|پایان|[0-9]|" + _MONTH)


def number(word: str) -> int:
    """A count in digits or words."""
    return int(word) if word.isdigit() else NUMBERS[word]


def _ordinal(word: str) -> int:
    bare = re.sub(r" ?(?:ام|م)$", "", word) if word[0].isdigit() else word
    return int(bare) if bare.isdigit() else ORDINALS[bare]


def _weekday(name: str) -> int:
    return _WEEKDAY_NAMES[name.replace(" ", "")]


def _hour(word: str, minute: str | None, part: str | None) -> Piece | None:
    hour = int(word) if word.isdigit() else NUMBERS[word]
    if hour > 24 or (minute and int(minute) > 59):
        return None
    if part and hour <= 12:
        morning = part in ("صبح", "قبل از ظهر", "پیش از ظهر") or (part == "ظهر" and hour >= 10) or (part == "شب" and hour < 5)
        hour = hour if morning or hour == 12 else hour + 12
        if hour == 12 and part == "شب":
            return Piece(part="night")
    if hour == 24:
        return Piece(part="night")
    return Piece(clock=time(hour, int(minute or 0)), half_known=bool(part) or word.startswith("0"))


def _span(found: re.Match[str], frame: Frame) -> Piece | None:
    if not (found["opening"] or found["closing"]):
        return None
    if (found["opening"] or "").strip() == "در" and not found["closing"]:
        return None  # «در یک روز» is as often a story as a deadline
    unit, word = found["unit"], found["count"]
    if word == "نیم" or "ربع" in word:
        return frame.after(timedelta(minutes=30 if word == "نیم" else 15)) if unit == "ساعت" else None
    count = number(word)
    if unit == "روز" and count == 0:
        return None
    readings: dict[str, Callable[[], Piece | None]] = {
        "دقیقه": lambda: frame.after(timedelta(minutes=count)),
        "ساعت": lambda: frame.after(timedelta(hours=count)),
        "ساعت کاری": lambda: frame.after(timedelta(hours=count), working=True),
        "روز": lambda: frame.after_days(count),
        "روز کاری": lambda: frame.after_workdays(count),
        "هفته": lambda: frame.after_days(7 * count),
        "هفته کاری": lambda: frame.after_days(7 * count),
        "ماه": lambda: frame.after_months(count),
    }
    return readings[unit]()


def _week_edge(found: re.Match[str], frame: Frame) -> Piece | None:
    side, ahead = found["week_side"], 1 if found["next_week"] else 0
    if side in ("اول", "ابتدای", "اوایل"):
        # The beginning of the week that is to come: of this one it is over, except on its first day, when nobody would say so.
        return frame.start_of_week(1, within=2 if side == "اوایل" else 1) if not found["this_week"] else None
    return frame.end_of_week(ahead)


def _month_edge(found: re.Match[str], frame: Frame) -> Piece | None:
    first, last = frame.month(1 if found["next_month"] else 0)
    if found["edge"] in ("اول", "ابتدای", "سر"):
        return frame.start_of_month(frame.month(1)[0])
    return frame.end_of_month(first, last)


def _dated(found: re.Match[str], frame: Frame) -> Piece | None:
    jalali, month = _MONTHS[found["month3"]]
    year = int(found["year3"]) if found["year3"] else None
    return frame.dated(_ordinal(found["day1"]), month, year, jalali=jalali)


def _numeric(found: re.Match[str], frame: Frame) -> Piece | None:
    year = int(found["year1"])
    return frame.dated(int(found["day2"]), int(found["month2"]), year, jalali=year < 1600)


def _named_month(found: re.Match[str], frame: Frame) -> Piece | None:
    jalali, month = _MONTHS[found["month1"]]
    span = frame.whole_month(month, jalali=jalali)
    return frame.end_of_month(*span) if span else None


def _part(found: re.Match[str], frame: Frame) -> Piece:
    word = " ".join(found["part"].split())
    if word in ("قبل از ظهر", "پیش از ظهر"):
        return Piece(part="noon")
    return Piece(part="afternoon" if word.startswith("بعد") else _PARTS[word])


def _hour_named(found: re.Match[str], frame: Frame) -> Piece | None:
    minute = "30" if found["half"] else "15" if found["quarter"] else found["minute"]
    return _hour(found["hour"], minute, found["half_of_day"])


READINGS: dict[str, Callable[[re.Match[str], Frame], Piece | None]] = {
    "span": _span,
    "weekday_of_week": lambda found, frame: Piece(day=frame.weekday_of_week(_weekday(found["weekday1"]), 0 if found["this"] else 1)),
    "weekday_next": lambda found, frame: frame.weekday(_weekday(found["weekday2"])),
    "day_after": lambda found, frame: Piece(day=frame.today + 2 * DAY),
    "tomorrow": lambda found, frame: Piece(day=frame.today + DAY),
    "tonight": lambda found, frame: Piece(day=frame.today, part="evening"),
    "today": lambda found, frame: Piece(day=frame.today),
    "month_edge": _month_edge,
    "named_month": _named_month,
    "week_edge": _week_edge,
    "week": lambda found, frame: frame.end_of_week(0 if found["this_week2"] else 1),
    "month": lambda found, frame: frame.end_of_month(*frame.month(1)),
    "numeric": _numeric,
    "dated": _dated,
    "month_day": lambda found, frame: frame.month_day(_ordinal(found["day4"])),
    "closing_time": lambda found, frame: Piece(part="closing"),
    "opening_time": lambda found, frame: Piece(part="first"),
    "end_of": lambda found, frame: Piece(part="closing"),
    "hour_named": _hour_named,
    "hour_part": lambda found, frame: _hour(found["hour5"], found["minute5"], found["part5"]),
    "hour_colon": lambda found, frame: _hour(found["hour6"], found["minute6"], None),
    "part": _part,
}
