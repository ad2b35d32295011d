"""What the settings of all channels with a provider have in common, without HTTP: whose it is, kept secrets, the way to the server."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sandali.channels.email.servers import secrets_of
from sandali.channels.email.testing import Step
from sandali.channels.models import Channel
from sandali.channels.queries import channel_stamp
from sandali.channels.setup import change_channel, create_channel
from sandali.company.models import Department
from sandali.company.queries import current_company
from sandali.kit.addresses import ConnectionProblem, clean_host, is_private_host
from sandali.kit.secrets import SecretUnreadable

RECEIVE = [
    ("hook", _("The provider tells us at once (our address must be reachable with https)")),
    ("poll", _("We ask the provider (works everywhere)")),
]
OWN = ("name", "department")
STAMP = "was"
DOTS = "••••••••"  # stands for a secret that is there and not shown


def home_region() -> str:
    """The company's country, whose numbers are written without one."""
    company = current_company()
    return company.country if company else "IR"


class ProviderSettings(forms.Form):
    """Fields that every provider's channel has. Secrets are write-only: an empty field keeps what is stored."""

    secret_names: ClassVar[tuple[str, ...]] = ("proxy_password",)
    not_kept: ClassVar[tuple[str, ...]] = ()  # fields that are for the trial alone
    groups: ClassVar[list[tuple[Promise, tuple[str, ...]]]] = []
    sides: ClassVar[dict[str, Promise]] = {}

    was = forms.CharField(required=False, empty_value=None, widget=forms.HiddenInput)  # queries.channel_stamp
    name = forms.CharField(label=_("Name"), max_length=80)
    department = forms.ModelChoiceField(Department.objects.none(), required=False, label=_("Department"), empty_label=_("No department"))
    receive = forms.ChoiceField(label=_("How messages come"), choices=RECEIVE)
    acknowledge = forms.BooleanField(
        label=_("Tell customers that their message has arrived"), required=False,
        help_text=_("One short fixed text, at most once an hour to a customer."),
    )
    proxy_host = forms.CharField(label=_("HTTP proxy"), max_length=253, required=False, widget=forms.TextInput(attrs={"dir": "ltr"}))
    proxy_port = forms.IntegerField(label=_("Port of the proxy"), min_value=1, max_value=65535, required=False)
    proxy_username = forms.CharField(label=_("User name at the proxy"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "ltr"}))
    proxy_password = forms.CharField(label=_("Password at the proxy"), max_length=200, required=False, strip=False, widget=forms.PasswordInput)
    server = forms.CharField(label=_("Server"), max_length=253, required=False, widget=forms.TextInput(attrs={"dir": "ltr"}))

    def __init__(self, *args: Any, channel: Channel | None = None, departments: Iterable[Department] = (), **more: Any) -> None:
        more["initial"] = (self.initial_of(channel) if channel is not None else self.first()) | (more.get("initial") or {})
        super().__init__(*args, **more)
        self.channel = channel
        keys = [department.pk for department in departments]
        self.fields["department"].queryset = Department.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        self.kept = self.kept_secrets()
        for name in self.kept:
            self.fields[name].help_text = _("It is kept and not shown. Leave the field empty to keep it.")
            self.fields[name].widget.attrs["placeholder"] = DOTS

    @property
    def kind(self) -> str:
        """The kind of channel that it makes."""
        raise NotImplementedError

    @property
    def kind_name(self) -> Promise:
        """What this kind is called."""
        raise NotImplementedError

    @staticmethod
    def usual_way() -> str:
        """A hook where we have an address for it."""
        return "hook" if django_settings.PUBLIC_URL.startswith("https://") else "poll"

    def first(self) -> dict[str, Any]:
        """What stands in the form of a new channel."""
        return {"receive": self.usual_way(), "name": str(self.kind_name)}

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

    def clean_receive(self) -> str:
        """A hook needs https: providers refuse anything else."""
        if self.cleaned_data["receive"] == "hook" and not django_settings.PUBLIC_URL.startswith("https://"):
            raise ValidationError(_("A hook needs an address of ours that begins with https. Have the messages fetched instead."))
        return str(self.cleaned_data["receive"])

    def clean_proxy_host(self) -> str:
        """A host name, or nothing."""
        typed = self.cleaned_data["proxy_host"].strip().removeprefix("http://").rstrip("/")
        try:
            return clean_host(typed) if typed else ""
        except ConnectionProblem as problem:
            raise ValidationError(_("This is not the name of a server.")) from problem

    def clean_server(self) -> str:
        """An https address; plain http only for a server on a network that the operator named, as the secret travels with it."""
        typed = self.cleaned_data["server"].strip().rstrip("/")
        if not typed:
            return ""
        try:
            parts = urlsplit(typed)
            host = clean_host(parts.hostname or "")
            _port = parts.port
        except (ConnectionProblem, ValueError) as problem:
            raise ValidationError(_("This is not a web address.")) from problem
        if parts.scheme not in ("https", "http") or parts.path or parts.query or "@" in parts.netloc:
            raise ValidationError(_("This is not a web address."))
        if parts.scheme == "http" and not is_private_host(host):
            raise ValidationError(_("The key would travel in the open. Please give an address that begins with https."))
        return typed

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
