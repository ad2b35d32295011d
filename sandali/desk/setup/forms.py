"""The form of the first run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sandali.company.models import Person, Weekend
from sandali.desk.people_forms import NameField, PasswordMixin
from sandali.kit.countries import country_choices
from sandali.kit.long_select import LongSelect
from sandali.kit.zones import zone_choices


def first_person(typed: dict[str, Any]) -> Person:
    """The person whom the password must not resemble."""
    return Person(name=typed.get("person_name", ""), email=typed.get("email", ""))


class SetUpForm(PasswordMixin):
    """The company and the first account."""

    company = NameField(label=_("Name of the company"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"}))
    country = forms.ChoiceField(label=_("Country"), widget=LongSelect)
    zone = forms.ChoiceField(label=_("Time zone"), widget=LongSelect)
    weekend = forms.ChoiceField(label=_("Weekend"), choices=Weekend.choices, widget=forms.RadioSelect)
    person_name = NameField(label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "dir": "ltr"}),
        help_text=_("You sign in with this address. Customers do not see it."),
    )
    field_order = ("company", "country", "zone", "weekend", "person_name", "email", "password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, person_so_far=first_person, **kwargs)
        persian = (get_language() or "fa").startswith("fa")
        unchosen = [] if persian else [("", _("Please choose"))]
        language = "fa" if persian else "en"
        self.fields["country"].choices = [*unchosen, *country_choices(language)]
        self.fields["zone"].choices = [*unchosen, *zone_choices(language)]
        if persian:
            self.initial = {"country": "IR", "zone": "Asia/Tehran", "weekend": Weekend.FRIDAY, **self.initial}
        else:
            self.initial = {"weekend": Weekend.SATURDAY_SUNDAY, **self.initial}
