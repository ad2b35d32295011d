"""What people fill in about reach."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sandali.kit.fields import DigitsIntegerField
from sandali.resolution.models import Audience, ReachAssumptions
from sandali.resolution.reach.actions import MOST_PEOPLE
from sandali.resolution.reach.estimate import SOURCES
from sandali.resolution.reach.queries import ASSUMED


class AudienceForm(forms.Form):
    """How many follow a customer; empty takes the number back."""

    followers = DigitsIntegerField(label=gettext_lazy("Followers"), required=False, min_value=0, max_value=MOST_PEOPLE)
    where = forms.CharField(label=gettext_lazy("Where you saw it"), required=False, max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)


def standing_of(found: Audience | None) -> dict[str, Any]:
    """What is written down, for AudienceForm."""
    return {"followers": found.followers, "where": found.where, "version": found.version} if found is not None else {}


def people(label: Any, name: str = "") -> DigitsIntegerField:
    """A number of people, with where the assumption comes from."""
    return DigitsIntegerField(label=label, min_value=0, max_value=MOST_PEOPLE, help_text=SOURCES.get(name, ""))


class AssumptionsForm(forms.Form):
    """What is assumed, each with its source."""

    happy = people(gettext_lazy("People told by a happy customer"), "happy")
    unhappy = people(gettext_lazy("People told by an unhappy customer"), "unhappy")
    networks = people(gettext_lazy("People reached through networks"), "networks")
    web = people(gettext_lazy("Readers on the web"), "web")
    threshold = people(gettext_lazy("Raise the priority from this many people"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    def values(self) -> dict[str, int]:
        """The assumptions by name."""
        return {name: self.cleaned_data[name] for name in ASSUMED}


def standing_assumptions() -> dict[str, Any]:
    """What is assumed now, for AssumptionsForm."""
    row = ReachAssumptions.objects.filter(pk=1).first() or ReachAssumptions()
    return {name: getattr(row, name) for name in (*ASSUMED, "version")}
