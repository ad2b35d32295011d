"""The company's own fields inside a form: one form field each, which takes what `customers.fields.values.parse` takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sandali.customers.fields.queries import fields_of, filled
from sandali.customers.fields.values import Money, NotAValue, Value, as_typed, parse, shown
from sandali.customers.models import Customer, CustomField, FieldKind, Organisation
from sandali.kit.dates import current_display
from sandali.kit.digits import currency_name, minor_digits
from sandali.kit.fields import DateInput, NumberInput, PhoneInput

PREFIX = "field-"


class SeveralBoxes(forms.CheckboxSelectMultiple):
    """Boxes for several answers. Its value is one text, an answer a line, so that forms carry it like any other."""

    def format_value(self, value: Any) -> list[str]:
        return [part for part in value.split("\n") if part] if isinstance(value, str) else super().format_value(value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return "\n".join([given] if isinstance(given, str) else given)


class OwnField(forms.Field):
    """One field of the company's own. `cleaned_data` holds its value, None for none."""

    def __init__(self, field: CustomField, *, value: Value | None = None) -> None:
        self.field, self.value = field, value
        super().__init__(label=label_of(field), required=field.is_required, help_text=field.hint, widget=widget_of(field, value))
        self.show_hidden_initial = True

    def clean(self, value: Any) -> Value | None:
        """The value that was typed, or a sentence."""
        try:
            found = parse(self.field, str(value or ""))
        except NotAValue as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        if found is None and self.required:
            raise forms.ValidationError(_("This field is required."))
        return found

    def to_python(self, value: Any) -> Any:
        """What a hidden first value says, for comparing."""
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares values, not how they are written."""
        try:
            return parse(self.field, str(initial or "")) != parse(self.field, str(data or ""))
        except NotAValue:
            return True


def label_of(field: CustomField) -> str:
    """The field's name, of money with the unit in which it is typed."""
    if field.kind != FieldKind.MONEY:
        return field.name
    display = current_display()
    return f"{field.name} ({currency_name(field.currency, display.language, toman=display.toman)})"


def widget_of(field: CustomField, value: Value | None) -> forms.Widget:
    """What the field is typed into. Answers that are out of use are offered only to whoever has them."""
    kind, words = FieldKind(field.kind), {"maxlength": None, "dir": "auto"}
    if kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        kept = {name for _number, name in value} if isinstance(value, tuple) else set()
        answers = [(one.name, one.name) for one in field.choices.all() if not one.is_out or one.name in kept]
        return SeveralBoxes(choices=answers) if kind == FieldKind.CHOICES else forms.Select(choices=[("", "–"), *answers])
    if kind == FieldKind.YES_NO:
        return forms.Select(choices=[("", "–"), ("yes", _("Yes")), ("no", _("No"))])
    plain: dict[FieldKind, forms.Widget] = {
        FieldKind.LONG: forms.Textarea(attrs={"rows": 4, **words}), FieldKind.NUMBER: NumberInput(), FieldKind.MONEY: NumberInput(), FieldKind.DATE: DateInput(),
        FieldKind.LINK: forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}), FieldKind.PHONE: PhoneInput(),
    }  # fmt: skip
    return plain.get(kind) or forms.TextInput(attrs=words)


def first_value(value: Value | None, kind: str = "") -> Any:
    """A value as a form begins with it: a date as a date, for the picker; money in the unit in which it is typed; a number of somebody's
    papers in the reader's digits; everything else as it is typed."""
    if isinstance(value, Money):
        display = current_display()
        shift = 1 if value.currency == "IRR" and display.toman else minor_digits(value.currency)
        amount = Decimal(value.amount).scaleb(-shift)
        return int(amount) if amount == amount.to_integral_value() else amount
    if kind == FieldKind.TEXT and value is not None:
        return shown(kind, value)
    return value if isinstance(value, date) else as_typed(value)


class WithOwnFields(forms.Form):
    """A form that asks for the company's own fields as well."""

    def add_own(self, subject: str, values: Mapping[int, Value] | None = None) -> None:
        """Put the fields in use of a subject at the end, with the values that stand now."""
        for field in fields_of(subject):
            name, value = f"{PREFIX}{field.pk}", (values or {}).get(field.pk)
            self.fields[name] = OwnField(field, value=value)
            self.initial[name] = first_value(value, field.kind)

    def own_names(self) -> list[str]:
        """The names of these fields in the form."""
        return [name for name in self.fields if name.startswith(PREFIX)]

    def own(self) -> list[forms.BoundField]:
        """These fields, for the page."""
        return [self[name] for name in self.own_names()]

    def plain_values(self) -> dict[str, Any]:
        """The cleaned values of all other fields."""
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith(PREFIX)}

    def own_values(self, *, changed: bool = False) -> dict[int, Value | None]:
        """Field's number → what was typed; with `changed` only where it is another than the form began with."""
        names = [name for name in self.own_names() if not changed or name in self.changed_data]
        return {int(name.removeprefix(PREFIX)): self.cleaned_data[name] for name in names}


def facts_of(subject: Customer | Organisation) -> list[dict[str, Any]]:
    """The company's own fields of somebody, as a page shows them."""
    return facts(filled(subject))


def facts(pairs: Iterable[tuple[CustomField, Value]]) -> list[dict[str, Any]]:
    """Fields with their values, as a page shows them."""
    return [
        {
            "name": field.name, "text": shown(field.kind, value),
            "href": value if field.kind == FieldKind.LINK else f"tel:{value}" if field.kind == FieldKind.PHONE else "",
            "is_long": field.kind == FieldKind.LONG, "is_ltr": field.kind in (FieldKind.LINK, FieldKind.PHONE),
        }
        for field, value in pairs
    ]  # fmt: skip
