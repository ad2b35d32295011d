"""Forms about organisations and who belongs to them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from sandali.customers.organising import MOST_ROLE
from sandali.desk.customers.forms import MOST_NOTE
from sandali.desk.customers.own_fields import WithOwnFields

PLAIN = ("name", "website", "note")


class OrganisationForm(WithOwnFields):
    """An organisation's name, site and note, and the company's own fields."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    website = forms.URLField(label=gettext_lazy("Website"), max_length=200, required=False, assume_scheme="https", widget=forms.URLInput(attrs={"dir": "ltr"}))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=MOST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 5}))


class EditForm(OrganisationForm):
    """The same, with the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1, required=False)


def role_field() -> forms.CharField:
    """What somebody is in an organisation."""
    return forms.CharField(label=gettext_lazy("What they are there"), max_length=MOST_ROLE, required=False, widget=forms.TextInput(attrs={"dir": "auto"}))


class BelongingForm(forms.Form):
    """One more organisation of a customer, by its name."""

    organisation = forms.CharField(
        label=gettext_lazy("Organisation"), max_length=160, widget=forms.TextInput(attrs={"list": "known-organisations", "autocomplete": "off"})
    )
    role = role_field()


class PersonForm(forms.Form):
    """Somebody who belongs to this organisation besides: found by what they are known by."""

    person = forms.CharField(label=gettext_lazy("Name, phone or e-mail"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}))
    role = role_field()
