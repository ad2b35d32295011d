"""What people fill in about cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.models import Direction, Kind
from sandali.kit.dates import current_display
from sandali.kit.fields import ClockField, JalaliDateField

CONTACTS = [(Direction.CALL.value, gettext_lazy("Phone call")), (Direction.VISIT.value, gettext_lazy("Visit"))]


class ContactForm(forms.Form):
    """A visit or a call on a case. Without a time it was just now; `at` is the moment."""

    direction = forms.ChoiceField(label=gettext_lazy("How"), choices=CONTACTS, initial=Direction.CALL, widget=forms.RadioSelect)
    day = JalaliDateField(label=gettext_lazy("Day"), required=False)
    clock = ClockField(label=gettext_lazy("Time"), required=False)

    def clean(self) -> dict[str, Any]:
        """Adds `at`: aware, or None for now. A clock without a day is today's."""
        values = super().clean() or self.cleaned_data
        day, clock = values.get("day"), values.get("clock")
        now = datetime.now(current_display().zone)
        if day is None and clock is None:
            return values | {"at": None}
        at = datetime.combine(day or now.date(), clock or now.time(), now.tzinfo)
        if at > now:
            raise ValidationError(_("This time is still to come."))
        return values | {"at": at}


class NewCaseForm(ContactForm):
    """A case that somebody brought in person or by phone."""

    customer = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=60, required=False, widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}))
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=254, required=False, widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "email"}))
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=250, widget=forms.TextInput(attrs={"dir": "auto"}))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("Not said yet")), *Kind.choices])
    text = forms.CharField(
        label=gettext_lazy("What was said"), max_length=200_000, widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"})
    )

    def clean(self) -> dict[str, Any]:
        """A new customer has at least a name, a phone or an address."""
        values = super().clean()
        if not values.get("customer") and not any(values.get(name, "").strip() for name in ("name", "phone", "email")):
            raise ValidationError(_("Choose a customer, or write a name, a phone number or an address."))
        return values
