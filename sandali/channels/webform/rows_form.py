"""The fields of a form as rows of its settings: each a small form of its own, the last ones empty, so that it works without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sandali.channels.webform.layout import (
    CHOOSING,
    KINDS,
    KNOWN,
    LANGUAGES,
    MOST_CHOICES,
    MOST_FIELDS,
    OWN,
    Field,
    choices_of,
    new_id,
    typed_choices,
)
from sandali.kit.fields import DigitsIntegerField

EMPTY_ROWS: Final = 2
COUNT: Final = "rows"


class RowForm(forms.Form):
    """One field of the form."""

    id = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What it asks"), required=False,
        choices=[("", _("No field")), (_("Known to us"), list(KNOWN.items())), (_("Your own"), list(OWN.items()))],
    )  # fmt: skip
    place = DigitsIntegerField(label=_("Place"), required=False, min_value=1, max_value=99)
    required = forms.BooleanField(label=_("Must be filled in"), required=False)
    label_fa = forms.CharField(label=_("Label in Persian"), required=False, max_length=120, widget=forms.TextInput(attrs={"lang": "fa", "dir": "rtl"}))
    label_en = forms.CharField(label=_("Label in English"), required=False, max_length=120, widget=forms.TextInput(attrs={"lang": "en", "dir": "ltr"}))
    help_fa = forms.CharField(label=_("Help in Persian"), required=False, max_length=300, widget=forms.TextInput(attrs={"lang": "fa", "dir": "rtl"}))
    help_en = forms.CharField(label=_("Help in English"), required=False, max_length=300, widget=forms.TextInput(attrs={"lang": "en", "dir": "ltr"}))
    choices = forms.CharField(
        label=_("What can be chosen"), required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("One a line. The two languages are parted by a bar, Persian first."),
    )  # fmt: skip
    gone = forms.BooleanField(label=_("Take this field out"), required=False)

    def clean(self) -> dict[str, Any]:
        """A field of one's own has a label, and one that lets choose has something to choose from."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        kind = typed.get("kind")
        if typed.get("gone") or not kind:
            return typed
        if kind in OWN and not (typed.get("label_fa") or typed.get("label_en")):
            self.add_error("label_fa", _("Please say what it asks, in one language at least."))
        if kind in CHOOSING and not 2 <= len(choices_of(typed.get("choices", ""))) <= MOST_CHOICES:
            self.add_error("choices", _("Please give at least two choices, and at most fifty."))
        return typed

    @property
    def title(self) -> str:
        """What the row is called while it is folded."""
        field = self.initial.get("field")
        return "" if field is None else next((one for one in field.labels.values() if one), str(KINDS[field.kind]))

    @property
    def is_open(self) -> bool:
        """Whether something in it wants to be seen."""
        return bool(self.is_bound and self.errors)

    def as_field(self, taken: Sequence[str]) -> Field | None:
        """The field that was typed, None for none."""
        typed = self.cleaned_data
        if typed.get("gone") or not typed.get("kind"):
            return None
        kind, was = typed["kind"], typed["id"]
        keeps = was and was not in taken and (was in KNOWN) == (kind in KNOWN) and (kind not in KNOWN or was == kind)
        labels, helps = ({language: typed[f"{what}_{language}"].strip() for language in LANGUAGES} for what in ("label", "help"))
        choices = choices_of(typed["choices"]) if kind in CHOOSING else ()
        return Field(was if keeps else new_id(kind, taken), kind, labels, helps, typed["required"], choices)


def initial_row(field: Field, place: int) -> dict[str, Any]:
    """A field as its row shows it."""
    texts = {f"{what}_{language}": by.get(language, "") for what, by in (("label", field.labels), ("help", field.helps)) for language in LANGUAGES}
    return {"id": field.id, "kind": field.kind, "place": place, "required": field.required, **texts, "choices": typed_choices(field.choices), "field": field}


def rows_of(data: Mapping[str, Any] | None, fields: Sequence[Field]) -> list[RowForm]:
    """The rows: what was typed, else the fields that stand with empty rows behind them."""
    if data is None or COUNT not in data:
        rows = [RowForm(prefix=f"row{number}", initial=initial_row(field, number)) for number, field in enumerate(fields, 1)]
        return rows + [RowForm(prefix=f"row{number}") for number in range(len(rows) + 1, len(rows) + 1 + EMPTY_ROWS)]
    count = data.get(COUNT, "")
    many = min(int(count), MOST_FIELDS + EMPTY_ROWS) if count.isascii() and count.isdigit() and len(count) < 4 else 0
    by_id = {field.id: field for field in fields}
    return [
        RowForm(data, prefix=f"row{number}", initial={"field": by_id.get(data.get(f"row{number}-id", ""))}) for number in range(1, many + 1)
    ]


def fields_typed(rows: Sequence[RowForm]) -> list[Field]:
    """The fields in their order. All rows are valid. Raises ValidationError for what does not go together."""
    placed = sorted(enumerate(rows), key=lambda one: (one[1].cleaned_data.get("place") or 100, one[0]))
    found: list[Field] = []
    for _number, row in placed:
        field = row.as_field([one.id for one in found])
        if field is not None:
            found.append(field)
    if not found:
        raise ValidationError(_("A form needs at least one field."))
    if len(found) > MOST_FIELDS:
        raise ValidationError(_("These are too many fields for one form."))
    if len({one.id for one in found}) != len(found):
        raise ValidationError(_("Name, e-mail, telephone, subject, message and files stand in a form once each."))
    if not {one.kind for one in found} & {"message", "subject", *OWN}:
        raise ValidationError(_("There is no field in which somebody could write what it is about."))
    return found
