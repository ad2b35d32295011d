"""The form that asks for a range of days."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sandali.desk.reports.asking import Question
from sandali.kit.fields import DateInput, JalaliDateField


class RangeForm(forms.Form):
    """From a day to a day, as `read_period` reads them. Only for showing: what comes back is read by the question."""

    def __init__(self, question: Question) -> None:
        super().__init__(initial={"from": question.period.first, "to": question.period.last}, auto_id="range-%s")
        # "from" is a word of Python, so the fields have no names of their own in the class.
        # The calendar counts weekdays from Sunday.
        week_start = (question.almanac.week_start + 1) % 7
        for name, label in (("from", _("From day")), ("to", _("To day"))):
            self.fields[name] = JalaliDateField(label=label, widget=DateInput(week_start=week_start))
