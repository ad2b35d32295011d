"""Forms about channels; a kind with a connection brings its own (channels/<kind>/settings_form.py)."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from sandali.channels.email.settings_form import EmailSettings
from sandali.channels.models import Channel
from sandali.channels.setup import change_channel
from sandali.company.models import Department
from sandali.company.queries import open_departments, stamp

# Kinds that are connected somewhere, each with its form.
CONNECTED: Final = {"email": EmailSettings}


class PlainSettings(forms.Form):
    """A channel without a connection: how it is called and whose it is."""

    name = forms.CharField(label=_("Name"), max_length=80)
    department = forms.ModelChoiceField(Department.objects.none(), required=False, label=_("Department"))

    def __init__(self, data: Any = None, *, channel: Channel, departments: Any) -> None:
        super().__init__(data, initial={"name": channel.name, "department": channel.department_id})
        self.channel = channel
        self.fields["department"].queryset = departments

    def keep(self, *, by: Any) -> Channel:
        """Change the channel."""
        return change_channel(self.channel, by=by, name=self.cleaned_data["name"], department=self.cleaned_data["department"])


class AddressForm(forms.Form):
    """The first question of a new e-mail channel; the servers are guessed from its answer."""

    address = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("The one that your customers write to, such as info@ or support@.")
    )


def settings_form(channel: Channel, data: Any = None) -> forms.Form:
    """The form of a channel that stands."""
    form = CONNECTED.get(channel.kind, PlainSettings)
    return form(data, channel=channel, departments=open_departments())


def channel_stamp(channel: Channel) -> str:
    """How a channel's settings stand; what it carries and how it is doing are not part of it."""
    return stamp(channel.name, channel.address, channel.department_id, channel.settings, channel.secrets)
