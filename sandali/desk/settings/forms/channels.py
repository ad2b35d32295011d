"""Forms about channels; a kind with a connection brings its own (channels/<kind>/settings_form.py)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from sandali.channels.kinds import KINDS, adapter_of
from sandali.channels.models import Channel
from sandali.channels.queries import channel_stamp
from sandali.channels.setup import change_channel
from sandali.company.models import Department
from sandali.company.queries import open_departments


class PlainSettings(forms.Form):
    """A channel without a connection: how it is called and whose it is."""

    was = forms.CharField(required=False, empty_value=None, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=80)
    department = forms.ModelChoiceField(Department.objects.none(), required=False, label=_("Department"), empty_label=_("No department"))

    def __init__(self, data: Any = None, *, channel: Channel, departments: Any) -> None:
        super().__init__(data, initial={"was": channel_stamp(channel), "name": channel.name, "department": channel.department_id})
        self.channel = channel
        self.fields["department"].queryset = departments

    def keep(self, *, by: Any) -> Channel:
        """Change the channel. Raises Overtaken."""
        return change_channel(self.channel, by=by, **self.cleaned_data)


class AddressForm(forms.Form):
    """The first question of a new e-mail channel; the servers are guessed from its answer."""

    address = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("The one your customers write to, such as info@ or support@.")
    )


def form_of_kind(kind: str) -> Any:
    """The form of a kind that is connected to somebody else's server."""
    return import_string(KINDS[kind].card.form)


def settings_form(channel: Channel, data: Any = None) -> forms.Form:
    """The form of a channel that stands."""
    own = adapter_of(channel).card.form
    form = import_string(own) if own else PlainSettings
    return form(data, channel=channel, departments=open_departments())
