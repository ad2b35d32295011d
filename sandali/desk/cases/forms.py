"""What people fill in about cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.models import Direction, Kind
from sandali.customers.models import Subject
from sandali.desk.customers.own_fields import WithOwnFields
from sandali.kit.dates import current_display
from sandali.kit.fields import ClockField, DigitsIntegerField, JalaliDateField

CONTACTS = [(Direction.CALL.value, gettext_lazy("Phone call")), (Direction.VISIT.value, gettext_lazy("Visit"))]


LONGEST_WAIT = 90 * 24 * 3600  # seconds that a browser keeps what waits for a connection (kept.js)


class ContactForm(forms.Form):
    """A visit or a call on a case. Without a time it was when it was written; `at` is the moment.

    `age` is how many seconds a form has waited for a connection: the clock of a device may be wrong, what it counted is not."""

    direction = forms.ChoiceField(label=gettext_lazy("How"), choices=CONTACTS, initial=Direction.CALL, widget=forms.RadioSelect)
    day = JalaliDateField(label=gettext_lazy("Day"), required=False)
    clock = ClockField(label=gettext_lazy("Time"), required=False)
    age = forms.IntegerField(required=False, min_value=0, max_value=LONGEST_WAIT, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Adds `written_at`, and `at`: aware, or None for now. A clock without a day is of the day when it was written."""
        values = super().clean() or self.cleaned_data
        day, clock, age = values.get("day"), values.get("clock"), values.get("age")
        now = datetime.now(current_display().zone)
        written = now - timedelta(seconds=age or 0)
        if day is None and clock is None:
            return values | {"written_at": written, "at": None if age is None else written}
        at = datetime.combine(day or written.date(), clock or written.time(), now.tzinfo)
        if at > now:
            raise ValidationError(_("This time is still to come."))
        return values | {"written_at": written, "at": at}


class NewCaseForm(ContactForm, WithOwnFields):
    """A case that somebody brought in person or by phone."""

    asks_own = True  # the company's own fields of cases
    customer = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=60, required=False, widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}))
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=254, required=False, widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "email"}))
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=250, widget=forms.TextInput(attrs={"dir": "auto"}))
    number = forms.TypedChoiceField(label=gettext_lazy("Which case"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("Not set yet")), *Kind.choices])
    text = forms.CharField(
        label=gettext_lazy("What was said"), max_length=200_000, widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"})
    )

    def __init__(self, *args: Any, running: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        """`running` are matters of the customer's that go on: (number, words)."""
        super().__init__(*args, **options)
        self.running = bool(running)
        if self.asks_own:
            self.add_own(Subject.CASE)
        number = self.fields["number"]
        if isinstance(number, forms.ChoiceField):
            number.choices = [("", _("A new case")), *running]
        if self.data.get("number"):
            for name in ("subject", *self.own_names()):
                self.fields[name].required = False  # the case has its own

    def clean(self) -> dict[str, Any]:
        """A new customer has at least a name, a phone or an address."""
        values = super().clean()
        if self.lacks_somebody(values):
            raise ValidationError(_("Choose a customer, or write a name, a phone number or an address."))
        return values

    def lacks_somebody(self, values: dict[str, Any]) -> bool:
        """Whether nothing says who it is."""
        return not values.get("customer") and not any(values.get(name, "").strip() for name in ("name", "phone", "email"))


class VisitForm(NewCaseForm):
    """A visit or a call that was written down without a connection: of somebody, or on a case whose number is known.

    `decided` is what its writer chose when something had changed meanwhile: "case:12", "customer:5"; "nobody:0" for nobody who is known."""

    number = DigitsIntegerField(label=gettext_lazy("Case number"), required=False, min_value=1, max_value=10**15)
    asks_own = False  # it was written without a connection, on a page that knows no fields
    decided = forms.RegexField(r"^(case|customer|nobody):\d{1,15}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["direction"].initial = Direction.VISIT
        self.fields["subject"].required = not self.is_bound  # what was posted may name a case, which has its own

    def lacks_somebody(self, values: dict[str, Any]) -> bool:
        """The number of a case says whose it is."""
        return not values.get("number") and super().lacks_somebody(values)

    def clean(self) -> dict[str, Any]:
        """A new case needs a subject; one that runs has its own."""
        values = super().clean()
        if not values.get("number") and not values.get("subject", "").strip() and not values.get("decided", "").startswith("case:"):
            raise ValidationError(_("Write in a few words what it is about."))
        return values
