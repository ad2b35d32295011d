"""Forms for opening hours: one line of text a weekday, in any digits, and days with hours of their own."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sandali.company.actions.hours import BadHours, refuse_bad_ranges
from sandali.company.models import Company
from sandali.company.queries import week_ranges, week_stamp
from sandali.desk.people_forms import NameField
from sandali.kit.calendar_names import WEEKDAYS
from sandali.kit.digits import localize_digits, to_ascii
from sandali.kit.fields import JalaliDateField
from sandali.kit.hours import Range

BETWEEN_RANGES = re.compile(r"[,،;؛\n]|\s+(?:and|و)\s+")
MOMENT = r"(\d{1,2}(?:[:.٫]\d{1,2})?)"
RANGE = re.compile(rf"(?:از\s*|from\s*)?{MOMENT}\s*(?:-|–|—|تا|to|until)\s*{MOMENT}", re.IGNORECASE)
CLOSED = {"", "closed", "بسته", "تعطیل", "-", "—"}


def language() -> str:
    """The page's language."""
    return "fa" if (get_language() or "fa").startswith("fa") else "en"


def parse_time(text: str) -> time:
    """A time of day: "9", "9:30", "09.30"; 24 is the end of the day, as 0. Raises ValueError."""
    hours, _colon, minutes = re.sub("[.٫]", ":", text).partition(":")
    hour, minute = int(hours), int(minutes or 0)
    return time(0) if (hour, minute) == (24, 0) else time(hour, minute)


def parse_ranges(text: str) -> tuple[Range, ...]:
    """Ranges of one day: «۹ تا ۱۳، ۱۴ تا ۱۸», "9-13, 14-18"; () for a closed day. Raises ValidationError with a sentence."""
    plain = to_ascii(text).strip()
    if plain.lower() in CLOSED:
        return ()
    found = []
    for piece in BETWEEN_RANGES.split(plain):
        match = RANGE.fullmatch(piece.strip())
        try:
            found.append((parse_time(match[1]), parse_time(match[2])))  # type: ignore[index]
        except (TypeError, ValueError) as problem:
            example = localize_digits(_("9:00 to 13:00, 14:00 to 18:00"), language())
            words = _("Please write it like this: %(example)s. Leave it empty for a closed day.")
            raise ValidationError(words, params={"example": example}) from problem
    try:
        refuse_bad_ranges(found)
    except BadHours as overlap:
        raise ValidationError(str(overlap)) from overlap
    return tuple(sorted(found))


def show_ranges(ranges: tuple[Range, ...]) -> str:
    """The ranges as people write them, and as `parse_ranges` reads them."""
    comma = "، " if language() == "fa" else ", "
    return comma.join(
        localize_digits(_("%(opening)s to %(closing)s") % {"opening": f"{opening:%H:%M}", "closing": f"{closing:%H:%M}"}, language())
        for opening, closing in ranges
    )


class RangesField(forms.CharField):
    """The opening hours of one weekday; `cleaned_data` holds ranges."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=200, **options)

    def clean(self, value: Any) -> tuple[Range, ...]:
        """Raises ValidationError."""
        return parse_ranges(super().clean(value) or "")

    def prepare_value(self, value: Any) -> Any:
        """Ranges as text; what was typed as it is."""
        return show_ranges(value) if isinstance(value, tuple) else value


class WeekForm(forms.Form):
    """Seven lines, from the company's first day of the week."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, company: Company, data: Any = None) -> None:
        week = week_ranges()
        initial: dict[str, Any] = {f"day{day}": week.get(day, ()) for day in range(7)}
        super().__init__(data, initial={**initial, "was": week_stamp()})
        for step in range(7):
            day = (company.week_start + step) % 7
            self.fields[f"day{day}"] = RangesField(label=WEEKDAYS[language()][day])

    def week(self) -> dict[int, tuple[Range, ...]]:
        """Weekday → ranges, once the form is right."""
        return {day: self.cleaned_data[f"day{day}"] for day in range(7)}


class SpecialDayForm(forms.Form):
    """A date that is closed, or has hours of its own."""

    day = JalaliDateField(label=gettext_lazy("Date"))
    name = NameField(label=gettext_lazy("What is on that day"), max_length=120)
    hours = RangesField(
        label=gettext_lazy("Hours of that day"), help_text=gettext_lazy("Leave it empty for a closed day."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, today: date | None = None) -> None:
        super().__init__(data)
        if today is not None:
            self.fields["day"].earliest = today

    def clean_hours(self) -> tuple[Range, ...]:
        """One range at most: a special day has one."""
        ranges: tuple[Range, ...] = self.cleaned_data["hours"]
        if len(ranges) > 1:
            raise ValidationError(_("A special day has one period of hours."))
        return ranges
