"""When the company is open: the usual week, special days, the country's holidays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.company.actions.overtaken import refuse_overtaken
from sandali.company.events import HOURS_CHANGED
from sandali.company.models import Company, OpeningRange, PastWeek, Person, SpecialDay, Weekend
from sandali.company.queries import current_company, week_ranges, week_stamp
from sandali.history.events import record
from sandali.kit.holidays import Holiday, official_holidays, supported_countries
from sandali.kit.hours import Range

WEEKENDS = {Weekend.FRIDAY: {4}, Weekend.THURSDAY_FRIDAY: {3, 4}, Weekend.SATURDAY_SUNDAY: {5, 6}}


class BadHours(ValueError):
    """Opening hours that cannot be; the text says why."""


def set_usual_hours(weekend: str) -> None:
    """Nine to five on working days; a Thursday that is worked ends at one o'clock, as is usual in Iran."""
    half_days = {3} if weekend == Weekend.FRIDAY else set()
    write_week(
        {
            day: [(time(9), time(13) if day in half_days else time(17))]
            for day in range(7)
            if day not in WEEKENDS[Weekend(weekend)]
        }
    )


def write_week(week: Mapping[int, Sequence[Range]]) -> None:
    """The week's ranges in place of those that stand."""
    OpeningRange.objects.all().delete()
    OpeningRange.objects.bulk_create(
        OpeningRange(weekday=day, starts=opening, ends=closing) for day, ranges in week.items() for opening, closing in ranges
    )


def keep_past_week(zone: str) -> None:
    """The week as it stands held until now, in this zone: call it before the hours or the company's zone change."""
    week = {str(day): [[one.strftime("%H:%M"), other.strftime("%H:%M")] for one, other in ranges] for day, ranges in week_ranges().items()}
    PastWeek.objects.create(until=timezone.now(), week=week, zone=zone)


@transaction.atomic
def set_week(week: Mapping[int, Sequence[Range]], *, by: Person, was: str | None = None) -> None:
    """Set the opening ranges of each weekday (Monday 0 … Sunday 6). Raises BadHours with a sentence, Overtaken."""
    for ranges in week.values():
        refuse_bad_ranges(ranges)
    company = Company.objects.select_for_update().get(pk=1)
    refuse_overtaken(was, week_stamp(), company)
    asked = {day: tuple(sorted(ranges)) for day, ranges in week.items() if ranges}
    if asked == week_ranges():
        return
    keep_past_week(company.zone)
    write_week(asked)
    record(HOURS_CHANGED, company, by=by)


def refuse_bad_ranges(ranges: Sequence[Range]) -> None:
    """Raises BadHours when ranges of one day meet. One that ends at or before its start passes midnight, so it must be the last."""
    ordered = sorted(ranges)
    for (_opening, closing), (following, _closing) in zip(ordered, ordered[1:], strict=False):
        if closing <= _opening or closing > following:
            raise BadHours(_("Two of these hours overlap."))


@transaction.atomic
def set_special_day(
    day: date, *, by: Person, name: str, is_open: bool = False, starts: time | None = None, ends: time | None = None
) -> SpecialDay:
    """A date with hours of its own, in place of what stood for it. Without times an open one has its weekday's hours.

    Raises BadHours when only one of the two times is given."""
    if (starts is None) != (ends is None):
        raise BadHours(_("Give both times, or neither."))
    times = (starts, ends) if is_open else (None, None)
    special, _made = SpecialDay.objects.update_or_create(
        day=day,
        defaults={
            "name": name.strip()[:120],
            "is_open": is_open,
            "starts": times[0],
            "ends": times[1],
            "is_official": False,
            "is_estimated": False,
        },
    )
    record(HOURS_CHANGED, Company.objects.get(pk=1), by=by, day=day.isoformat())
    return special


@transaction.atomic
def remove_special_day(special: SpecialDay, *, by: Person) -> None:
    """Forget a date's own hours: its weekday's hold again."""
    day = special.day
    special.delete()
    record(HOURS_CHANGED, Company.objects.get(pk=1), by=by, day=day.isoformat())


@transaction.atomic
def add_official_holidays(years: Sequence[int], *, by: Person | None) -> int:
    """Write the country's holidays of these years (Jalali ones where the company's calendar is) as closed days; returns how
    many days are new. A day that stands already stays as somebody left it, but for the mark that its date was an estimate."""
    company = current_company()
    if company is None or company.country not in supported_countries():
        return 0
    calendar = "jalali" if company.calendar == "jalali" else "gregorian"
    found: dict[date, list[Holiday]] = defaultdict(list)
    for holiday in official_holidays(company.country, min(years), max(years), calendar=calendar, language=company.language):
        found[holiday.day].append(holiday)
    forget_moved_estimates(found)
    standing = set(SpecialDay.objects.filter(day__in=found).values_list("day", flat=True))
    comma = "، " if company.language == "fa" else ", "
    SpecialDay.objects.bulk_create(
        SpecialDay(
            day=day,
            name=comma.join(holiday.name for holiday in holidays)[:120],
            is_official=True,
            is_estimated=any(holiday.estimated for holiday in holidays),
        )
        for day, holidays in found.items()
        if day not in standing
    )
    if new := len(found.keys() - standing):
        record(HOURS_CHANGED, company, by=by, holidays=new)
    return new


def forget_moved_estimates(found: Mapping[date, Sequence[Holiday]]) -> None:
    """A newer table may have moved a holiday that hangs on the moon: its old, estimated date goes, untouched days only."""
    estimated = SpecialDay.objects.filter(is_official=True, is_estimated=True, day__range=(min(found), max(found)))
    estimated.exclude(day__in=found).delete()


@transaction.atomic
def confirm_special_day(special: SpecialDay, *, by: Person) -> None:
    """The date is certain now."""
    if SpecialDay.objects.filter(pk=special.pk, is_estimated=True).update(is_estimated=False):
        record(HOURS_CHANGED, Company.objects.get(pk=1), by=by, day=special.day.isoformat())
