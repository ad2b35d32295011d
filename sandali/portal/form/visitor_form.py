"""The form that visitors fill in, made from its fields as they are laid out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sandali.channels.parcels import LONGEST_NAME, LONGEST_TEXT
from sandali.channels.webform.layout import Field
from sandali.channels.webform.reading import LONGEST_ANSWER, LONGEST_SUBJECT
from sandali.customers.actions import NotAnAddress, normal_identity
from sandali.kit.dates import show_date
from sandali.kit.digits import format_number, parse_number
from sandali.kit.fields import DigitsIntegerField, JalaliDateField

AS_BUTTONS: Final = 6  # so many choices stand as buttons, more in a list
SAID: Final = {"name": "name", "email": "email", "phone": "phone", "subject": "subject", "message": "text"}


class ManyFiles(forms.FileInput):
    """A file input for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; `cleaned_data` holds a list. How many and how large they may be is asked elsewhere, with those that were kept."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files that were chosen. That there must be some is asked where those from before are known."""
        return [one for one in (data if isinstance(data, list | tuple) else [data]) if one]


class AddressField(forms.CharField):
    """An address that we understand as one; `cleaned_data` holds it as it was typed."""

    def __init__(self, kind: str, **options: Any) -> None:
        super().__init__(max_length=254, **options)
        self.address_kind = kind

    def clean(self, value: Any) -> str:
        """As typed. Raises ValidationError with the sentence that says what is wrong."""
        typed: str = super().clean(value)
        try:
            if typed:
                normal_identity(self.address_kind, typed)
        except NotAnAddress as why:
            raise ValidationError(str(why)) from why
        return typed


class NumberField(DigitsIntegerField):
    """A number in any digits, whole or not."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return parse_number(str(value))
        except ValueError as problem:
            raise ValidationError(str(problem), code="invalid") from problem


def line(most: int, **attrs: Any) -> Callable[..., forms.Field]:
    """A field of one line."""
    return lambda **options: forms.CharField(max_length=most, widget=forms.TextInput(attrs=attrs), **options)


def block(most: int, rows: int) -> Callable[..., forms.Field]:
    """A field of several lines."""
    return lambda **options: forms.CharField(max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **options)


def address(kind: str, widget: forms.Widget) -> Callable[..., forms.Field]:
    """A field for an address."""
    return lambda **options: AddressField(kind, widget=widget, **options)


MAKERS: Final[dict[str, Callable[..., forms.Field]]] = {
    "name": line(LONGEST_NAME, autocomplete="name"),
    "email": address("email", forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"})),
    "phone": address("phone", forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "dir": "ltr"})),
    "subject": line(LONGEST_SUBJECT),
    "message": block(LONGEST_TEXT, 6),
    "file": FilesField,
    "text": line(500),
    "long": block(LONGEST_ANSWER, 4),
    "date": JalaliDateField,
    "number": NumberField,
}


def chooser(field: Field, language: str) -> Callable[..., forms.Field]:
    """A field in which one or several are chosen."""
    found = field.options(language)
    if field.kind == "choices":
        return lambda **options: forms.MultipleChoiceField(choices=found, widget=forms.CheckboxSelectMultiple, **options)
    if len(found) <= AS_BUTTONS:
        return lambda **options: forms.ChoiceField(choices=found, widget=forms.RadioSelect, **options)
    return lambda **options: forms.ChoiceField(choices=[("", _("Please choose")), *found], **options)


class VisitorForm(forms.Form):
    """What somebody fills in. `language` is that of the page."""

    def __init__(self, layout: Sequence[Field], language: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **more)
        self.layout, self.language = list(layout), language
        for field in layout:
            make = MAKERS.get(field.kind) or chooser(field, language)
            made = make(label=field.label(language), help_text=field.help(language), required=field.required and field.kind != "file")
            if field.required:
                made.widget.attrs["aria-required"] = "true"
            if field.kind == "phone":
                made.widget.input_type = "tel"
            made.depends = field.required  # type: ignore[attr-defined]  # only what may be left out says so
            self.fields[field.id] = made

    def said(self) -> dict[str, Any]:
        """What was filled in, for saying.filled_event: known fields by their names, the others with what stands above them."""
        found: dict[str, Any] = {}
        answers: list[list[str]] = []
        for field in self.layout:
            value = self.cleaned_data.get(field.id)
            if field.kind == "file" or value in (None, "", []):
                continue
            if field.kind in SAID:
                found[SAID[field.kind]] = value
            else:
                answers.append([field.label(self.language), self.shown(field, value)])
        return {**found, "answers": answers}

    def shown(self, field: Field, value: Any) -> str:
        """A value as its writer reads it."""
        if isinstance(value, date):
            return show_date(value, "numeric")
        if isinstance(value, Decimal):
            return format_number(value, self.language)
        options = dict(field.options(self.language))
        if isinstance(value, list):
            return ("، " if self.language == "fa" else ", ").join(options.get(one, one) for one in value)
        return options.get(value, str(value)) if field.kind == "choice" else str(value)
