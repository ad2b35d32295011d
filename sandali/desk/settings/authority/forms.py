"""The form of authority: a table of roles and people with what they may give in a case and in a month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.company.models import Person
from sandali.company.permissions import Role
from sandali.desk.remedies.forms import amount_field, unit_words
from sandali.kit.fields import DigitsIntegerField
from sandali.resolution.remedies.allowances import Limits, allowance_rows, authority_rules
from sandali.resolution.remedies.authority import RULES, authority_stamp

CASE, MONTH = "case", "month"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `leave` is the box that lets a person follow their role again, None for a role."""

    name: str
    case: forms.BoundField
    month: forms.BoundField
    leave: forms.BoundField | None
    is_decided: bool


class AuthorityForm(forms.Form):
    """All limits at once; an empty field is no limit."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    person = forms.ModelChoiceField(Person.objects.none(), required=False, label=gettext_lazy("Somebody with their own limits"), empty_label=gettext_lazy("Nobody else"))
    answer_within = DigitsIntegerField(label=gettext_lazy("An answer is owed within, in working minutes"), min_value=5, max_value=6000)
    recurring = DigitsIntegerField(label=gettext_lazy("This many exceptions"), min_value=2, max_value=999)
    recurring_days = DigitsIntegerField(label=gettext_lazy("within this many days"), min_value=1, max_value=366)

    def __init__(self, data: Any = None) -> None:
        rules, self.rows = authority_rules(), allowance_rows()
        initial: dict[str, Any] = {name: getattr(rules, name) for name in RULES} | {"was": authority_stamp()}
        for role, one, limits, _decided in self.rows:
            initial |= {f"{key_of(role, one)}-{CASE}": limits.per_case, f"{key_of(role, one)}-{MONTH}": limits.per_month}
        super().__init__(data, initial=initial)
        self.fields["person"].queryset = Person.objects.filter(is_active=True).exclude(pk__in=[one.pk for _role, one, _limits, _decided in self.rows if one])
        self.fields["person"].widget.attrs["class"] = "input"
        for role, one, _limits, _decided in self.rows:
            name = one.name if one is not None else str(Role(role).label)
            self.add_amounts(key_of(role, one), name)
            if one is not None:
                self.fields[f"{key_of(role, one)}-leave"] = forms.BooleanField(required=False, label=_("As their role"))
        self.add_amounts("new", _("Somebody with their own limits"))

    def add_amounts(self, key: str, name: str) -> None:
        """Two amounts of a line; labels are for who cannot see the table."""
        for column, label in ((CASE, _("%(name)s, in a case")), (MONTH, _("%(name)s, in a month"))):
            self.fields[f"{key}-{column}"] = amount_field(label=label % {"name": name}, required=False, min_value=0)
            self.fields[f"{key}-{column}"].widget.attrs["class"] = "input"

    @property
    def unit(self) -> str:
        """In which unit the amounts are."""
        return unit_words()

    def lines(self) -> list[Line]:
        """The lines of the table."""
        found = []
        for role, one, _limits, decided in self.rows:
            key = key_of(role, one)
            leave = self[f"{key}-leave"] if one is not None else None
            found.append(Line(one.name if one is not None else str(Role(role).label), self[f"{key}-{CASE}"], self[f"{key}-{MONTH}"], leave, decided))
        return found

    def new_case(self) -> forms.BoundField:
        """The amount in a case of somebody who is added."""
        return self[f"new-{CASE}"]

    def new_month(self) -> forms.BoundField:
        """The amount in a month of somebody who is added."""
        return self[f"new-{MONTH}"]

    def limits(self, key: str) -> Limits:
        """What was posted in a line."""
        return Limits(self.cleaned_data[f"{key}-{CASE}"], self.cleaned_data[f"{key}-{MONTH}"])

    def values(self) -> dict[str, Any]:
        """What was posted, as the action takes it."""
        roles = {role: self.limits(key_of(role, None)) for role, one, _limits, _decided in self.rows if one is None}
        people = {
            one.pk: self.limits(key_of(role, one)) for role, one, _limits, _decided in self.rows
            if one is not None and not self.cleaned_data[f"{key_of(role, one)}-leave"]
        }  # fmt: skip
        if self.cleaned_data["person"] is not None:
            people[self.cleaned_data["person"].pk] = self.limits("new")
        return {"roles": roles, "people": people, "rules": {name: self.cleaned_data[name] for name in RULES}, "was": self.cleaned_data["was"]}


def key_of(role: str, person: Person | None) -> str:
    """How the fields of a line are called."""
    return f"person-{person.pk}" if person is not None else f"role-{role}"
