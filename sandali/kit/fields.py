"""Form fields that take what people type: Jalali or Gregorian dates, telephone numbers, numbers and amounts in any digits."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from sandali.kit.dates import current_display, show_date
from sandali.kit.digits import (
    format_number,
    localize_digits,
    minor_digits,
    parse_money,
    parse_number,
    to_ascii,
)
from sandali.kit.jalali import parse_date
from sandali.kit.phones import Phone, parse_phone, show_phone

# How JavaScript's picker counts: 0 is Sunday. Persian weeks start on Saturday, English ones on Monday.
_WEEK_START = {"fa": 6, "en": 1}

# What Django itself says below its fields, named here so that our catalogue has it: ours goes before Django's own Persian.
DJANGO_SAYS = (gettext_noop("This field is required."), gettext_noop("Enter a valid email address."), gettext_noop("Enter a valid time."))


class DateInput(forms.TextInput):
    """A plain text input inside `<s-date>`: typed in any way without JavaScript, picked from a calendar with it."""

    template_name = "kit/widgets/date.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        week_start: int | None = None,
        earliest: date | None = None,
        latest: date | None = None,
    ) -> None:
        # Digits alone have no direction of their own: the page's is kept, or the calendar's sign would lie over a Persian date.
        super().__init__({"autocomplete": "off", "dir": False, **(attrs or {})})
        self.week_start, self.earliest, self.latest = week_start, earliest, latest

    def format_value(self, value: Any) -> str | None:
        """A date in the reader's calendar and digits; what was typed and could not be read stays as typed."""
        if isinstance(value, date | datetime):
            return show_date(value, "numeric")
        return super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        display = current_display()
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "calendar": display.calendar,
            "language": display.language,
            "week_start": _WEEK_START[display.language] if self.week_start is None else self.week_start,
            "min_iso": self.earliest.isoformat() if self.earliest else "",
            "max_iso": self.latest.isoformat() if self.latest else "",
        }
        return context


class JalaliDateField(forms.DateField):
    """A date typed or picked as Jalali or Gregorian in any digits; `cleaned_data` holds a Gregorian `date`.

    `earliest` and `latest` bound it, both included.
    """

    widget = DateInput

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.earliest, self.latest = earliest, latest
        if isinstance(self.widget, DateInput):
            self.widget.earliest, self.widget.latest = earliest, latest

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value), current_display().language)
        except ValueError as problem:
            raise ValidationError(str(problem), code="invalid") from problem

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise ValidationError(
                _("Please choose %(date)s or a later day."), code="too_early", params={"date": show_date(self.earliest)}
            )
        if value and self.latest and value > self.latest:
            raise ValidationError(
                _("Please choose %(date)s or an earlier day."), code="too_late", params={"date": show_date(self.latest)}
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares days, so that one date in another calendar is no change; what cannot be read is one."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class PhoneInput(forms.TextInput):
    """A telephone input: shown in local groups and the reader's digits, direction left to right."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "tel", "dir": "ltr", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Phone):
            value = value.e164
        if isinstance(value, str) and value.startswith("+") and value[1:].isdigit():
            return show_phone(value, current_display().language)
        return super().format_value(value)


class PhoneField(forms.CharField):
    """A telephone number typed in any usual way; `cleaned_data` holds a `Phone`, or None when left empty."""

    widget = PhoneInput
    default_error_messages = {"invalid": _("This is not a complete telephone number. Please write it with its area code.")}

    def __init__(self, *, region: str = "IR", **options: Any) -> None:
        super().__init__(max_length=60, **options)
        self.region = region

    def clean(self, value: Any) -> Phone | None:
        """The Phone. Raises ValidationError for what is not one."""
        if isinstance(value, Phone):
            return value
        text = super().clean(value)
        if not text:
            return None
        phone = parse_phone(text, self.region)
        if phone is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return phone

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares the numbers, not how they are written."""

        def number(value: Any) -> str:
            phone = value if isinstance(value, Phone) else parse_phone(str(value or ""), self.region)
            return phone.e164 if phone else str(value or "")

        return number(initial) != number(data)


class NumberInput(forms.TextInput):
    """A text input with a number keyboard: the browser's own number input refuses Persian digits."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, grouped: bool = True) -> None:
        super().__init__({"inputmode": "decimal" if grouped else "numeric", "autocomplete": "off", "dir": "ltr", **(attrs or {})})
        self.grouped = grouped

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return format_number(value, current_display().language) if self.grouped else localize_digits(str(value), current_display().language)
        if isinstance(value, str):
            return localize_digits(value, current_display().language)
        return super().format_value(value)


class DigitsIntegerField(forms.Field):
    """A whole number in any digits, with or without separators; `cleaned_data` holds an int."""

    widget = NumberInput
    default_error_messages = {"whole": _("Please write a whole number.")}

    def __init__(self, *, min_value: int | None = None, max_value: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        if min_value is not None:
            self.validators.append(MinValueValidator(min_value))
        if max_value is not None:
            self.validators.append(MaxValueValidator(max_value))

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            number = parse_number(str(value))
        except ValueError as problem:
            raise ValidationError(str(problem), code="invalid") from problem
        if number != number.to_integral_value():
            raise ValidationError(self.error_messages["whole"], code="whole")
        return int(number)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares the numbers, not how they are written."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class PortField(DigitsIntegerField):
    """A port of a server in any digits; a name made of digits, so it is shown without groups."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=65535, widget=NumberInput(grouped=False), **options)


class MoneyField(DigitsIntegerField):
    """An amount in any digits; `cleaned_data` holds integer minor units of `currency`. Rials are typed as toman by default.

    `initial` and instance values are minor units too.
    """

    def __init__(self, *, currency: str = "IRR", toman: bool = True, **options: Any) -> None:
        super().__init__(**options)
        self.currency, self.toman = currency, toman

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            return parse_money(str(value), self.currency, toman=self.toman)
        except ValueError as problem:
            raise ValidationError(str(problem), code="invalid") from problem

    def prepare_value(self, value: Any) -> Any:
        """Minor units as the amount that people write."""
        if not isinstance(value, int):
            return value
        shift = 1 if self.currency == "IRR" and self.toman else minor_digits(self.currency)
        amount = Decimal(value).scaleb(-shift)
        return int(amount) if amount == amount.to_integral_value() else amount


BARE_CLOCK = re.compile(r"^(\d{1,2})(\d{2})$")


class ClockField(forms.TimeField):
    """A time of day in any digits: «۱۴:۳۰», "14.30", and "1430", as the number keys of a phone have no colon."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%H:%M"], **options)
        self.widget.attrs |= {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        typed = to_ascii(value).strip()
        return super().to_python(BARE_CLOCK.sub(r"\1:\2", re.sub(r"[.,،]", ":", typed)))
