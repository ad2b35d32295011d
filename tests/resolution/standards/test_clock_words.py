"""A deadline explains itself in a sentence: closings, breaks, holidays by name, short days, the customer's turn, changed hours."""

import pytest
from django.utils import translation

from sandali.kit.dates import displayed
from sandali.resolution.standards.clock_words import Part, explanation, parts_of
from sandali.resolution.standards.clocks import reckon
from tests.resolution.standards.timetables import TIMETABLES, moment, pauses

# Hours | start | working minutes | pauses | the sentence, in English with Gregorian days, in Persian with Jalali ones.
TOLD = """
iran | 2026-11-21 15:30 | 240 | | Sunday 11:30: 4 working hours after Saturday 15:30, because we are closed from 17:00 to 09:00. | یکشنبه ۱۱:۳۰: ۴ ساعت کاری پس از شنبه ۱۵:۳۰، زیرا از ساعت ۱۷:۰۰ تا ۰۹:۰۰ کار نمی‌کنیم.
iran | 2026-11-21 10:15 | 45 | | Saturday 11:00: 45 working minutes after Saturday 10:15. | شنبه ۱۱:۰۰: ۴۵ دقیقهٔ کاری پس از شنبه ۱۰:۱۵.
iran | 2026-11-21 08:00 | 60 | | Saturday 10:00: 1 working hour after Saturday 08:00, because we were closed then and the time counts from Saturday 09:00. | شنبه ۱۰:۰۰: ۱ ساعت کاری پس از شنبه ۰۸:۰۰، زیرا آن هنگام تعطیل بودیم و زمان از شنبه ساعت ۰۹:۰۰ شمرده می‌شود.
iran | 2026-11-26 12:00 | 120 | | Saturday 10:00: 2 working hours after Thursday 12:00, because on Thursday we close at 13:00 already and Friday is closed. | شنبه ۱۰:۰۰: ۲ ساعت کاری پس از پنجشنبه ۱۲:۰۰، زیرا پنجشنبه زودتر، ساعت ۱۳:۰۰، تعطیل می‌کنیم و جمعه تعطیل است.
iran | 1405-12-27 12:00 | 120 | | Thursday 25 Mar 10:00: 2 working hours after Thursday 12:00, because on Thursday we close at 13:00 already, Friday is closed, Saturday is a holiday (ملی شدن صنعت نفت) and Sunday to Wednesday are holidays (نوروز). | پنجشنبه ۵ فروردین ۱۰:۰۰: ۲ ساعت کاری پس از پنجشنبه ۱۲:۰۰، زیرا پنجشنبه زودتر، ساعت ۱۳:۰۰، تعطیل می‌کنیم، جمعه تعطیل است، شنبه تعطیل است (ملی شدن صنعت نفت) و یکشنبه تا چهارشنبه تعطیل است (نوروز).
iran | 1405-11-22 10:00 | 60 | | Saturday 10:00: 1 working hour after Thursday 10:00, because Thursday is a holiday (پیروزی انقلاب), we were closed then and the time counts from Saturday 09:00 and Friday is closed. | شنبه ۱۰:۰۰: ۱ ساعت کاری پس از پنجشنبه ۱۰:۰۰، زیرا پنجشنبه تعطیل است (پیروزی انقلاب)، آن هنگام تعطیل بودیم و زمان از شنبه ساعت ۰۹:۰۰ شمرده می‌شود و جمعه تعطیل است.
iran | 2026-12-21 13:00 | 120 | | Tuesday 10:00: 2 working hours after Monday 13:00, because on Monday (شب یلدا) we close at 14:00 already. | سه‌شنبه ۱۰:۰۰: ۲ ساعت کاری پس از دوشنبه ۱۳:۰۰، زیرا دوشنبه (شب یلدا) زودتر، ساعت ۱۴:۰۰، تعطیل می‌کنیم.
iran | 2026-11-21 10:00 | 240 | 2026-11-21 11:00/2026-11-23 10:00 | Monday 13:00: 4 working hours after Saturday 10:00, because from Saturday 11:00 to Monday 10:00 it was the customer's turn and we are closed from 17:00 to 09:00. | دوشنبه ۱۳:۰۰: ۴ ساعت کاری پس از شنبه ۱۰:۰۰، زیرا از شنبه ساعت ۱۱:۰۰ تا دوشنبه ساعت ۱۰:۰۰ نوبت مشتری بود و از ساعت ۱۷:۰۰ تا ۰۹:۰۰ کار نمی‌کنیم.
iran | 2026-11-21 15:30 | 240 | 2026-11-21 18:00/2026-11-22 08:00 | Sunday 11:30: 4 working hours after Saturday 15:30, because we are closed from 17:00 to 09:00. | یکشنبه ۱۱:۳۰: ۴ ساعت کاری پس از شنبه ۱۵:۳۰، زیرا از ساعت ۱۷:۰۰ تا ۰۹:۰۰ کار نمی‌کنیم.
lunch | 2026-11-21 11:30 | 90 | | Saturday 14:00: 1 h 30 min of working time after Saturday 11:30, because we are closed from 12:00 to 13:00. | شنبه ۱۴:۰۰: ۱ ساعت و ۳۰ دقیقهٔ کاری پس از شنبه ۱۱:۳۰، زیرا از ساعت ۱۲:۰۰ تا ۱۳:۰۰ کار نمی‌کنیم.
winter | 2026-11-30 16:00 | 120 | | Tuesday 09:00: 2 working hours after Monday 16:00, because we are closed from 17:00 to 08:00 and our hours changed on Tuesday. | سه‌شنبه ۰۹:۰۰: ۲ ساعت کاری پس از دوشنبه ۱۶:۰۰، زیرا از ساعت ۱۷:۰۰ تا ۰۸:۰۰ کار نمی‌کنیم و ساعت کار ما از سه‌شنبه تغییر کرد.
berlin | 2027-03-26 16:00 | 120 | | Monday 10:00: 2 working hours after Friday 16:00, because we close at 17:00, Saturday is closed and Sunday is closed. | دوشنبه ۱۰:۰۰: ۲ ساعت کاری پس از جمعه ۱۶:۰۰، زیرا ساعت ۱۷:۰۰ تعطیل می‌کنیم، شنبه تعطیل است و یکشنبه تعطیل است.
night | 2026-11-27 01:00 | 120 | | Saturday 21:00: 2 working hours after Friday 01:00, because Friday is closed and we close at 02:00. | شنبه ۲۱:۰۰: ۲ ساعت کاری پس از جمعه ۰۱:۰۰، زیرا جمعه تعطیل است و ساعت ۰۲:۰۰ تعطیل می‌کنیم.
always | 2026-11-21 23:00 | 120 | | Sunday 01:00: 2 working hours after Saturday 23:00. | یکشنبه ۰۱:۰۰: ۲ ساعت کاری پس از شنبه ۲۳:۰۰.
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TOLD.strip().splitlines()]


@pytest.mark.practice("P14")
@pytest.mark.parametrize("language, calendar, place", [("en", "gregorian", 4), ("fa", "jalali", 5)])
@pytest.mark.parametrize("row", ROWS, ids=[" ".join(row[:3]) for row in ROWS])
def test_a_deadline_says_why_it_is_then(row, language, calendar, place):
    hours, begins, minutes, stops = row[:4]
    start, timetable = moment(begins, hours), TIMETABLES[hours]
    due = reckon(start, int(minutes), timetable, pauses(stops, hours)).due
    with translation.override(language), displayed(language, timetable.zone, calendar):
        assert explanation(start, due, int(minutes), timetable, pauses(stops, hours)) == row[place]


def test_a_deadline_without_time_has_no_reasons():
    start = moment("2026-11-27 12:00", "iran")
    assert parts_of(start, start, TIMETABLES["iran"]) == []


def test_parts_stand_in_the_order_in_which_they_came():
    start, timetable = moment("2026-11-26 12:00", "iran"), TIMETABLES["iran"]
    stops = pauses("2026-11-28 09:30/2026-11-28 10:30", "iran")
    due = reckon(start, 120, timetable, stops).due
    closing = moment("2026-11-26 13:00", "iran")
    friday = closing.astimezone(timetable.zone).date().replace(day=27)
    assert parts_of(start, due, timetable, stops) == [
        Part("short", closing, closing), Part("closed", friday, friday), Part("pause", stops[0].begins, stops[0].ends),
    ]  # fmt: skip
