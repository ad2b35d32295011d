"""When: a ready-made moment, or a day with or without a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases import timing
from sandali.cases.actions.later import why_not_at
from sandali.cases.actions.timing import LONGEST_TEXT
from sandali.cases.waits import opening_hours
from sandali.desk.cases.timing.choices import REPLY
from sandali.kit.dates import current_display
from sandali.kit.fields import ClockField, DateInput, JalaliDateField


class WhenForm(forms.Form):
    """`until` is a moment with its zone; `day` and `clock` are the reader's. A day alone means its opening. Adds `moment`."""

    until = forms.CharField(required=False)
    day = JalaliDateField(label=gettext_lazy("Day"), required=False, widget=DateInput(attrs={"class": "input day-input", "placeholder": gettext_lazy("Day")}))
    clock = ClockField(label=gettext_lazy("Time"), required=False)

    def clean(self) -> dict[str, Any]:
        """Adds `moment`: aware, to come, within a year."""
        values = super().clean() or self.cleaned_data
        if self.errors:
            return values
        moment = self.chosen(values)
        why_not = why_not_at(moment)
        if why_not:
            raise ValidationError(why_not)
        return values | {"moment": moment}

    def chosen(self, values: dict[str, Any]) -> datetime:
        """The moment that is meant, wherever it lies. Raises ValidationError when nothing or nonsense is said."""
        until, day, clock = values.get("until"), values.get("day"), values.get("clock")
        if until:
            try:
                return datetime.fromisoformat(until).astimezone(UTC) if has_zone(until) else naive()
            except (ValueError, OverflowError) as problem:
                raise ValidationError(_("This is not a time that we understand.")) from problem
        today = datetime.now(current_display().zone).date()
        if day is None and clock is None:
            raise ValidationError(_("Please say until when."))
        if day is not None and not today <= day <= today + timing.FARTHEST + timedelta(days=1):
            raise ValidationError(why_not_at(datetime.max.replace(tzinfo=UTC) if day > today else datetime.min.replace(tzinfo=UTC)))
        if clock is None:
            return timing.on_day(opening_hours(), day)
        return datetime.combine(day or today, clock, current_display().zone).astimezone(UTC)


def has_zone(text: str) -> bool:
    """Whether an ISO moment says its zone; without one nobody knows when it is. Raises ValueError on what is no moment."""
    return datetime.fromisoformat(text).tzinfo is not None


def naive() -> datetime:
    """Refuse a moment without a zone."""
    raise ValueError("a moment without a zone")


class SnoozeForm(WhenForm):
    """Until when a case sleeps; `until_reply` says that the customer's word is waited for, `thanks` that mere thanks do not count."""

    thanks = forms.BooleanField(required=False)

    def chosen(self, values: dict[str, Any]) -> datetime:
        """Until the customer writes is, at most, thirty days."""
        if self.until_reply:
            return timing.until_reply(opening_hours(), datetime.now(UTC))
        return super().chosen(values)

    @property
    def until_reply(self) -> bool:
        """Whether "until they write" was chosen."""
        return bool(self.data.get("until") == REPLY)


class ReminderForm(WhenForm):
    """What to be reminded of, and when."""

    text = forms.CharField(
        label=gettext_lazy("What to remind you of"), max_length=LONGEST_TEXT, required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip


def sentences(form: forms.Form) -> str:
    """What is wrong with a form, in a row."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
