"""The table of rights with cells to choose, and people's places in a department."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.company.actions import READS, place_word
from sandali.company.models import Department
from sandali.company.permissions import (
    MATRIX,
    PLACE_ROLES,
    RIGHT_NAMES,
    ROLES,
    SCOPE_NAMES,
    Role,
    choices_of,
    is_fixed,
    scope,
    why_fixed,
)
from sandali.company.queries import changed_cells, places_of, places_stamp, rights_stamp

WHY_FIXED = {
    "admin": gettext_lazy("Administrators may do everything, so that nobody can lock the company out."),
    "people": gettext_lazy("Only administrators manage people: whoever can do that could give themselves every other right."),
    "executive": gettext_lazy("Executives read, listen and write notes. Customers are answered by those who look after them."),
}
PLACES = [
    ("", gettext_lazy("As their role says")),
    (READS, gettext_lazy("Reads and notes, answers nobody")),
    *((role.value, role.label) for role in PLACE_ROLES),
]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a field to choose, or what is fixed and why (a code of WHY_FIXED)."""

    role: str
    bound: forms.BoundField | None
    words: str
    why: str
    is_changed: bool
    usual: str


class RightsForm(forms.Form):
    """Every cell that a company may change, as a choice of its own."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        self.standing = {(role, right): found for role, right, found in changed_cells()}
        super().__init__(data, initial={"was": rights_stamp()})
        for right in MATRIX:
            for role in ROLES:
                if is_fixed(role, right):
                    continue
                label = _("%(right)s: %(role)s") % {"right": RIGHT_NAMES[right], "role": role.label}
                choices = [(found, SCOPE_NAMES[found]) for found in choices_of(right)]
                self.fields[name_of(role, right)] = forms.ChoiceField(
                    label=label, choices=choices, required=False, initial=scope(role, right, self.standing),
                    widget=forms.Select(attrs={"class": "input", "aria-label": label}),
                )  # fmt: skip

    def rows(self) -> list[tuple[str, list[Cell]]]:
        """Right by right, a cell for each role."""
        return [(str(RIGHT_NAMES[right]), [self.cell(role, right) for role in ROLES]) for right in MATRIX]

    def cell(self, role: Role, right: str) -> Cell:
        """One cell as the page shows it."""
        now, usual = scope(role, right, self.standing), scope(role, right)
        bound = None if is_fixed(role, right) else self[name_of(role, right)]
        return Cell(str(role.label), bound, str(SCOPE_NAMES[now]), why_fixed(role, right), now != usual, str(SCOPE_NAMES[usual]))

    def cells(self) -> dict[tuple[str, str], str]:
        """What was chosen. A cell that was not sent stays as it stands."""
        asked = [(role, right) for right in MATRIX for role in ROLES if name_of(role, right) in self.data]
        return {(role.value, right): self.cleaned_data[name_of(role, right)] for role, right in asked if name_of(role, right) in self.fields}


def name_of(role: Role, right: str) -> str:
    """The field of a cell."""
    return f"{role.value}-{right}"


class PlacesForm(forms.Form):
    """What each person of a department may do with its cases."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, department: Department, data: Any = None) -> None:
        self.members = places_of(department)
        super().__init__(data, initial={"was": places_stamp(department)})
        for member in self.members:
            self.fields[f"place-{member.person_id}"] = forms.ChoiceField(
                label=member.person.name, choices=PLACES, required=False, initial=place_word(member),
                widget=forms.Select(attrs={"class": "input", "aria-label": member.person.name}),
            )  # fmt: skip

    def rows(self) -> list[tuple[Any, str, forms.BoundField]]:
        """(person, their role's words, the field) of each."""
        return [(one.person, one.person.get_role_display(), self[f"place-{one.person_id}"]) for one in self.members]

    def places(self) -> dict[int, str]:
        """Person's number → their place, of those that were sent."""
        sent = [one.person_id for one in self.members if f"place-{one.person_id}" in self.data]
        return {person: self.cleaned_data[f"place-{person}"] for person in sent}
