"""Opening hours: the week, special days, holidays, and what that means right now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.company.access import access_special_day
from sandali.company.actions import (
    BadHours,
    add_official_holidays,
    confirm_special_day,
    remove_special_day,
    set_special_day,
    set_week,
)
from sandali.company.models import Company, SpecialDay
from sandali.company.queries import company_zone, holiday_years, special_days, week_hours
from sandali.desk.entering import staff
from sandali.desk.settings.forms.hours import SpecialDayForm, WeekForm, language, show_ranges
from sandali.desk.settings.saving import SAVED, save, settings_page
from sandali.kit.calendar_names import WEEKDAYS
from sandali.kit.dates import show_date, show_time
from sandali.kit.digits import localize_digits
from sandali.kit.holidays import supported_countries
from sandali.kit.hours import NeverOpen, WeekHours
from sandali.kit.htmx import cleaned, done

AHEAD = timedelta(days=800)  # special days are listed from today to the end of next year


@dataclass(frozen=True, slots=True)
class DayRow:
    """One special day of the list."""

    special: SpecialDay
    date: str
    hours: str


def now_line(hours: WeekHours, now: datetime) -> tuple[bool, str]:
    """(open now, a sentence about it)."""
    zone = hours.zone
    try:
        opening = hours.next_opening(now)
    except NeverOpen:
        return False, _("These hours never open.")
    if opening <= now:
        closes = next(hours.openings(now))[1].astimezone(zone)
        return True, _("Open now, until %(time)s.") % {"time": show_time(closes, zone=zone)}
    local = opening.astimezone(zone)
    when = show_time(local, zone=zone)
    if local.date() == now.astimezone(zone).date():
        return False, _("Closed now. Opens today at %(time)s.") % {"time": when}
    if local.date() - now.astimezone(zone).date() < timedelta(days=7):
        return False, _("Closed now. Opens on %(day)s at %(time)s.") % {"day": WEEKDAYS[language()][local.weekday()], "time": when}
    return False, _("Closed now. Opens on %(date)s at %(time)s.") % {"date": show_date(local.date(), "medium"), "time": when}


def day_row(special: SpecialDay) -> DayRow:
    """What the list says about a special day."""
    if not special.is_open:
        words = _("Closed")
    elif special.starts is not None and special.ends is not None:
        words = show_ranges(((special.starts, special.ends),))
    else:
        words = _("As usual")
    return DayRow(special, show_date(special.day, "long"), words)


def hours_page(
    request: HttpRequest, *, week: WeekForm | None = None, special: SpecialDayForm | None = None, status: int | None = None
) -> HttpResponse:
    """Everything about hours on one page."""
    company, now = request.company, timezone.now()
    today = now.astimezone(company_zone()).date()
    is_open, line = now_line(week_hours(), now)
    context = {
        "week": week or WeekForm(company),
        "special": special or SpecialDayForm(),
        "days": [day_row(one) for one in special_days(today, today + AHEAD)],
        "is_open": is_open,
        "line": line,
        "years": [localize_digits(str(year), language()) for year in holiday_years(company)],
        "has_holidays": company.country in supported_countries(),
    }
    return settings_page(request, "hours.html", context, status=status)


@staff("manage_company", methods=("GET", "POST"))
def hours(request: HttpRequest) -> HttpResponse:
    """The page; POST sets the week."""
    form = WeekForm(request.company, request.POST or None)
    status = save(request, form, lambda: set_week(form.week(), by=request.user, was=form.cleaned_data["was"]), {BadHours: None})
    if status == SAVED:
        return done(request, reverse("settings_hours"), _("The opening hours are saved."), leave=True)
    return hours_page(request, week=form, status=status)


@staff("manage_company", methods=("POST",))
def special_day(request: HttpRequest) -> HttpResponse:
    """A date with hours of its own; in place of what stood for it."""
    form = SpecialDayForm(request.POST)
    values = cleaned(form, request)
    if values is None:
        return hours_page(request, special=form)
    starts, ends = values["hours"][0] if values["hours"] else (None, None)
    set_special_day(
        values["day"], by=request.user, name=values["name"], is_open=bool(values["hours"]), starts=starts, ends=ends
    )
    return done(request, reverse("settings_hours") + "#special-days", _("The day is saved."), leave=True)


@staff("manage_company", methods=("POST",))
def special_day_removal(request: HttpRequest, number: int) -> HttpResponse:
    """The weekday's hours hold again."""
    remove_special_day(access_special_day(request.user, number), by=request.user)
    return done(request, reverse("settings_hours") + "#special-days", _("The day is as usual again."), leave=True)


@staff("manage_company", methods=("POST",))
def special_day_confirmation(request: HttpRequest, number: int) -> HttpResponse:
    """The date of a holiday is certain now."""
    confirm_special_day(access_special_day(request.user, number), by=request.user)
    return done(request, reverse("settings_hours") + "#special-days", _("The date is confirmed."), leave=True)


@staff("manage_company", methods=("POST",))
def holidays(request: HttpRequest) -> HttpResponse:
    """The country's official holidays of this and the next year."""
    company: Company = request.company
    new = add_official_holidays(holiday_years(company), by=request.user)
    words = ngettext("%(count)s holiday is added.", "%(count)s holidays are added.", new) % {
        "count": localize_digits(str(new), language())
    }
    return done(request, reverse("settings_hours") + "#special-days", words if new else _("All holidays are already there."), leave=True)
