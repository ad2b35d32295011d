"""What people fill in about promises."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.company.queries import week_hours
from sandali.kit.dates import current_display
from sandali.kit.fields import ClockField, JalaliDateField
from sandali.resolution.promises.actions import LONGEST_REASON, LONGEST_WHAT
from sandali.resolution.promises.when import why_not_due


class DueForm(forms.Form):
    """By when: a day with or without a time; a day alone is over when we close. Adds `due`, or None where nothing was said."""

    day = JalaliDateField(label=gettext_lazy("Day"), required=False)
    clock = ClockField(label=gettext_lazy("Time"), required=False)

    def clean(self) -> dict[str, Any]:
        """Adds `due`: aware, to come, within a year. A time alone is today's."""
        values = super().clean() or self.cleaned_data
        day, clock = values.get("day"), values.get("clock")
        if self.errors or day is None and clock is None:
            return values | {"due": None}
        today = datetime.now(current_display().zone).date()
        due = datetime.combine(day or today, clock, current_display().zone).astimezone(UTC) if clock else day_is_over(day or today)
        if why_not := why_not_due(due):
            raise ValidationError(why_not)
        return values | {"due": due}


def day_is_over(day: date) -> datetime:
    """When we close on a day, in UTC; a closed day lasts until midnight."""
    hours = week_hours()
    ranges = hours.ranges_on(day)
    end = ranges[-1][1] if ranges and ranges[-1][1] > ranges[-1][0] else time(23, 59)
    return datetime.combine(day, end, hours.zone).astimezone(UTC)


class LineForm(DueForm):
    """The line of the composer: what is promised, and by when."""

    what = forms.CharField(max_length=LONGEST_WHAT, required=False)

    def clean(self) -> dict[str, Any]:
        """Words alone promise nothing: they need a time."""
        values = super().clean()
        if not self.errors and values.get("what") and values.get("due") is None:
            raise ValidationError(_("Please say by when you promise it."))
        return values


class NewDateForm(DueForm):
    """A new date: by when, why, and what the customer is told."""

    why = forms.CharField(label=gettext_lazy("Why it takes longer"), max_length=LONGEST_REASON, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}))
    text = forms.CharField(label=gettext_lazy("What the customer is told"), max_length=200_000, widget=forms.Textarea(attrs={"rows": 9, "dir": "auto"}))
    by_call = forms.BooleanField(label=gettext_lazy("I have told them on the telephone: write it down, send nothing"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["day"].required = True
