"""What the settings of every channel have in common, without HTTP: its name, whose it is, secrets that are written and never shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sandali.channels.email.servers import secrets_of
from sandali.channels.email.testing import Step
from sandali.channels.kinds import KINDS
from sandali.channels.models import Channel
from sandali.channels.queries import channel_stamp
from sandali.channels.setup import change_channel, create_channel
from sandali.company.models import Department
from sandali.kit.secrets import SecretUnreadable

OWN = ("name", "department")
STAMP = "was"
DOTS = "••••••••"  # stands for a secret that is there and not shown


class ChannelSettings(forms.Form):
    """A channel's own fields. Secrets are write-only: an empty field keeps what is stored."""

    kind: ClassVar[str]  # of the channels that it makes
    secret_names: ClassVar[tuple[str, ...]] = ()
    not_kept: ClassVar[tuple[str, ...]] = ()  # fields that are no setting: for the trial alone, or a part of another one
    groups: ClassVar[list[tuple[Promise, tuple[str, ...]]]] = []
    sides: ClassVar[dict[str, Promise]] = {}

    was = forms.CharField(required=False, empty_value=None, widget=forms.HiddenInput)  # queries.channel_stamp
    name = forms.CharField(label=_("Name"), max_length=80)
    department = forms.ModelChoiceField(Department.objects.none(), required=False, label=_("Department"), empty_label=_("No department"))

    def __init__(self, *args: Any, channel: Channel | None = None, departments: Iterable[Department] = (), **more: Any) -> None:
        more["initial"] = (self.initial_of(channel) if channel is not None else self.first()) | (more.get("initial") or {})
        super().__init__(*args, **more)
        self.channel = channel
        keys = [department.pk for department in departments]
        self.fields["department"].queryset = Department.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        self.kept = self.kept_secrets()
        for name in self.kept:
            self.fields[name].help_text = _("It is stored and not shown. Leave the field empty to keep it.")
            self.fields[name].widget.attrs["placeholder"] = DOTS

    @property
    def kind_name(self) -> Promise | str:
        """What this kind is called."""
        return KINDS[self.kind].card.label

    def first(self) -> dict[str, Any]:
        """What stands in the form of a new channel."""
        return {"name": str(self.kind_name)}

    def initial_of(self, channel: Channel) -> dict[str, Any]:
        """A channel's settings as the form shows them, without its secrets."""
        return {**channel.settings, STAMP: channel_stamp(channel), "name": channel.name, "department": channel.department_id}

    def kept_secrets(self) -> list[str]:
        """The secrets that are stored for the channel; none where they cannot be read any more."""
        try:
            stored = secrets_of(self.channel) if self.channel is not None else {}
        except SecretUnreadable:
            return []
        return [name for name in self.secret_names if stored.get(name)]

    def settings(self) -> dict[str, Any]:
        """What goes into Channel.settings, empty ones left out."""
        apart = {*OWN, *self.secret_names, *self.not_kept, STAMP}
        return {name: value for name, value in self.cleaned_data.items() if name not in apart and value not in ("", None, False)}

    def secrets(self) -> dict[str, str]:
        """The secrets that were entered."""
        return {name: self.cleaned_data[name] for name in self.secret_names if self.cleaned_data.get(name)}

    def known(self) -> set[str]:
        """Settings that this form writes; others of the channel stay as they are."""
        return set(self.fields)

    def address(self) -> str:
        """How customers find us there, where the settings say so; "" leaves it as it is."""
        return ""

    def trial(self, stored: dict[str, str]) -> list[Step]:
        """Try what is typed, with the `stored` secrets where none was."""
        raise NotImplementedError

    def keep(self, *, by: Any) -> Channel:
        """Make the channel, or change it. Raises Overtaken."""
        own = {name: self.cleaned_data[name] for name in OWN}
        if self.channel is None:
            return create_channel(kind=self.kind, by=by, address=self.address(), settings=self.settings(), secrets=self.secrets(), **own)
        foreign = {name: value for name, value in self.channel.settings.items() if name not in self.known()}
        return change_channel(
            self.channel, by=by, address=self.address() or None, settings=foreign | self.settings(), secrets=self.secrets(), was=self.cleaned_data[STAMP], **own
        )
