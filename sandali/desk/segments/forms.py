"""The builder's form: a row a condition, `c0-kind`, `c0-times`…, each row asked with the parts of its condition."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.customers.segments.conditions import Condition
from sandali.customers.segments.parts import Amount, Choice, Day, Fraction, Number, Part, TagPart, Wrong
from sandali.customers.segments.questions import MOST
from sandali.kit.digits import parse_number
from sandali.kit.fields import DateInput, NumberInput

ROW: Final = re.compile(r"c([0-9]{1,2})-([a-z_]{1,20})")
MOST_TYPED: Final = 500


def rows_in(posted: QueryDict) -> list[dict[str, str]]:
    """The conditions of a form in their order, as `read_question` takes them."""
    found: dict[int, dict[str, str]] = {}
    for name in posted:
        match = ROW.fullmatch(name)
        if match:
            found.setdefault(int(match[1]), {})[match[2]] = posted[name][:MOST_TYPED].strip()
    return [found[place] for place in sorted(found) if found[place].get("kind")][:MOST]


class PartField(forms.Field):
    """One part as a field; what is typed is read by the part itself, so that a form and a program are held to the same."""

    def __init__(self, part: Part, beside: Mapping[str, str]) -> None:
        self.part, self.beside = part, beside
        super().__init__(label=part.label, required=part.is_required, widget=widget_of(part))

    def clean(self, value: Any) -> Any:
        """The value to keep, or a sentence."""
        try:
            found = self.part.read(str(value or ""), self.beside)
        except Wrong as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        if found is None and self.required:
            raise forms.ValidationError(_("Please fill this in."))
        return found


def widget_of(part: Part) -> forms.Widget:
    """What a part is filled in with."""
    if isinstance(part, Choice):
        return forms.Select(choices=[*([] if part.is_required else [("", _("Any"))]), *part.choices()])
    if isinstance(part, Day):
        return DateInput()
    if isinstance(part, Number | Fraction | Amount):
        return NumberInput(grouped=isinstance(part, Amount))
    given = {"autocomplete": "off", "dir": "auto"}
    return forms.TextInput(given | ({"list": "known-tags"} if isinstance(part, TagPart) else {}))


class ConditionForm(forms.Form):
    """One condition. `kind` travels hidden."""

    def __init__(self, condition: Condition, typed: Mapping[str, str], place: int, *, is_checked: bool) -> None:
        given = QueryDict(mutable=True)
        given.update({f"c{place}-{name}": text for name, text in typed.items() if name != "not" or text})
        super().__init__(given if is_checked else None, prefix=f"c{place}", initial=shown(condition, typed))
        self.condition, self.place = condition, place
        self.fields["kind"] = forms.CharField(widget=forms.HiddenInput, initial=typed["kind"])
        for part in condition.parts:
            self.fields[part.name] = PartField(part, typed)
        self.fields["not"] = forms.BooleanField(label=_("The opposite of this"), required=False)

    def clean(self) -> dict[str, Any]:
        """What several parts have to say together."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("kind", "not") and value is not None}
        if not self.errors:
            try:
                self.condition.check(values)
            except Wrong as wrong:
                self.add_error(wrong.part if wrong.part in self.fields else None, str(wrong))
        return self.cleaned_data

    @property
    def parts(self) -> list[forms.BoundField]:
        """The fields that are seen."""
        return [self[part.name] for part in self.condition.parts]


def shown(condition: Condition, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed as a form's first values: a day and a number that are one, as their reader writes them."""
    read = {part.name: as_day if isinstance(part, Day) else as_number for part in condition.parts if isinstance(part, Day | Number | Fraction | Amount)}
    return {name: read[name](text) if name in read else text for name, text in typed.items()}


def as_day(text: str) -> Any:
    """A day of ISO 8601 as a date; anything else as it is."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def as_number(text: str) -> Any:
    """A plain number as one; anything else as it is."""
    try:
        return parse_number(text)
    except ValueError:
        return text


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions that stand together in the list of those to add."""

    label: str
    conditions: list[tuple[str, str]]


def groups(offered: Mapping[str, Condition]) -> list[Group]:
    """What may be added, by what it is about."""
    found: dict[str, Group] = {}
    for name, one in offered.items():
        found.setdefault(str(one.group), Group(str(one.group), [])).conditions.append((name, str(one.label)))
    return list(found.values())


def forms_of(rows: Sequence[Mapping[str, str]], offered: Mapping[str, Condition], *, is_checked: bool) -> list[ConditionForm]:
    """A form a condition; one that is not offered is left out."""
    known = [row for row in rows if row.get("kind") in offered]
    return [ConditionForm(offered[row["kind"]], row, place, is_checked=is_checked) for place, row in enumerate(known)]


JOINED: Final = [("all", gettext_lazy("All of them hold")), ("any", gettext_lazy("Any of them holds"))]
