"""The settings of an e-mail channel as a form, without HTTP: which fields there are and what is right in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sandali.channels.email.providers import guess_servers
from sandali.channels.email.servers import secrets_of
from sandali.channels.email.testing import Step, test_connection
from sandali.channels.email.writing import address_of
from sandali.channels.models import Channel
from sandali.channels.queries import channel_stamp
from sandali.channels.setup import change_channel, create_channel
from sandali.company.models import Department
from sandali.kit.addresses import ConnectionProblem, clean_host
from sandali.kit.fields import PortField
from sandali.kit.headers import HeaderRefused
from sandali.kit.secrets import SecretUnreadable

__all__ = ["EmailSettings", "guess_servers"]

SECURITY = [("tls", _("TLS")), ("starttls", _("STARTTLS")), ("none", _("None (only for a server on this machine)"))]
AFTER = [
    ("leave", _("Leave it as it is")),
    ("seen", _("Mark it as read")),
    ("move", _("Move it to a folder")),
]
SECRETS = ("imap_password", "smtp_password")
OWN = ("name", "address", "department")
STAMP = "was"
DOTS = "••••••••"  # stands for a password that is there and not shown


class EmailSettings(forms.Form):
    """Fields of one e-mail channel. Passwords are write-only: an empty one keeps what is stored."""

    was = forms.CharField(required=False, empty_value=None, widget=forms.HiddenInput)  # queries.channel_stamp
    name = forms.CharField(label=_("Name"), max_length=80)
    address = forms.CharField(label=_("Address"), max_length=254, help_text=_("What customers write to."))
    department = forms.ModelChoiceField(Department.objects.none(), required=False, label=_("Department"), empty_label=_("No department"))
    imap_host = forms.CharField(label=_("IMAP server"), max_length=253, required=False)
    imap_port = PortField(label=_("IMAP port"), required=False)
    imap_security = forms.ChoiceField(label=_("IMAP encryption"), choices=SECURITY, required=False)
    imap_username = forms.CharField(label=_("IMAP user name"), max_length=254, required=False)
    imap_password = forms.CharField(label=_("IMAP password"), max_length=500, required=False, strip=False, widget=forms.PasswordInput)
    imap_folder = forms.CharField(label=_("Folder"), max_length=200, required=False)
    imap_after = forms.ChoiceField(label=_("After fetching a mail"), choices=AFTER, required=False)
    imap_move_to = forms.CharField(label=_("Folder for fetched mail"), max_length=200, required=False)
    fetch_existing = forms.BooleanField(
        label=_("Also fetch mail that is already there"),
        required=False,
        help_text=_("It comes in as old mail: nobody is notified and nobody is answered."),
    )
    smtp_host = forms.CharField(label=_("SMTP server"), max_length=253, required=False)
    smtp_port = PortField(label=_("SMTP port"), required=False)
    smtp_security = forms.ChoiceField(label=_("SMTP encryption"), choices=SECURITY, required=False)
    smtp_username = forms.CharField(label=_("SMTP user name"), max_length=254, required=False)
    smtp_password = forms.CharField(
        label=_("SMTP password"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput,
        help_text=_("Empty: the same as for receiving."),
    )
    plus_addressing = forms.BooleanField(
        label=_("Answers come back to an address with a plus"),
        required=False,
        help_text=_("Only if your mail server delivers name+anything@ to name@."),
    )
    acknowledge = forms.BooleanField(
        label=_("Tell customers that their message has arrived"),
        required=False,
        help_text=_("One short fixed text, at most once an hour per address, and never to machines."),
    )
    authserv_ids = forms.CharField(
        label=_("Name of your mail server in Authentication-Results"),
        max_length=300,
        required=False,
        help_text=_("Only what this server says about a sender is believed. Several names are parted by commas."),
    )

    def __init__(self, *args: Any, channel: Channel | None = None, departments: Iterable[Department] = (), **more: Any) -> None:
        if channel is not None:
            more["initial"] = initial_of(channel) | (more.get("initial") or {})
        super().__init__(*args, **more)
        self.channel = channel
        keys = [department.pk for department in departments]
        self.fields["department"].queryset = Department.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        for name in kept_secrets(channel):
            self.fields[name].help_text = _("A password is stored. Leave the field empty to keep it.")
            self.fields[name].widget.attrs["placeholder"] = DOTS

    def clean_address(self) -> str:
        """One plain address that no other channel has: two doors with one address would each take every mail."""
        try:
            address = address_of(self.cleaned_data["address"].strip().lower())
        except HeaderRefused as problem:
            raise ValidationError(_("This is not an e-mail address.")) from problem
        others = Channel.objects.filter(address=address, archived_at=None)
        if others.exclude(pk=self.channel.pk if self.channel else 0).exists():
            raise ValidationError(_("Another channel has this address already."))
        return address

    def clean_imap_host(self) -> str:
        """A host name, or nothing."""
        return _host(self.cleaned_data["imap_host"])

    def clean_smtp_host(self) -> str:
        """A host name, or nothing."""
        return _host(self.cleaned_data["smtp_host"])

    def clean_authserv_ids(self) -> list[str]:
        """The names as a list."""
        return [word.strip().lower() for word in self.cleaned_data["authserv_ids"].split(",") if word.strip()]

    def settings(self) -> dict[str, Any]:
        """What goes into Channel.settings: the fields that are neither the channel's own nor secret, empty ones left out."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in (*OWN, *SECRETS, STAMP) and value not in ("", None, False, [])
        }

    def secrets(self) -> dict[str, str]:
        """The passwords that were entered."""
        return {name: self.cleaned_data[name] for name in SECRETS if self.cleaned_data.get(name)}

    def trial(self, stored: dict[str, str]) -> list[Step]:
        """Try the connection as it is typed, with the `stored` passwords where none was; [] when there is no server to try."""
        return test_connection(self.settings(), stored | self.secrets(), self.cleaned_data["address"])

    def keep(self, *, by: Any) -> Channel:
        """Make the channel, or change it. Settings that the form does not know stay as they are. Raises Overtaken."""
        own = {name: self.cleaned_data[name] for name in OWN}
        if self.channel is None:
            return create_channel(kind="email", by=by, settings=self.settings(), secrets=self.secrets(), **own)
        foreign = {name: value for name, value in self.channel.settings.items() if name not in self.fields}
        return change_channel(self.channel, by=by, settings=foreign | self.settings(), secrets=self.secrets(), was=self.cleaned_data[STAMP], **own)


def kept_secrets(channel: Channel | None) -> list[str]:
    """The passwords that are stored for a channel; none where they cannot be read any more."""
    try:
        stored = secrets_of(channel) if channel is not None else {}
    except SecretUnreadable:
        return []
    return [name for name in SECRETS if stored.get(name)]


def initial_of(channel: Channel) -> dict[str, Any]:
    """A channel's settings as the form shows them, without its passwords."""
    shown = {**channel.settings, "authserv_ids": ", ".join(channel.settings.get("authserv_ids") or [])}
    return {**shown, STAMP: channel_stamp(channel), "name": channel.name, "address": channel.address, "department": channel.department_id}


def _host(value: str) -> str:
    if not value.strip():
        return ""
    try:
        return clean_host(value)
    except ConnectionProblem as problem:
        raise ValidationError(_("This is not the name of a server.")) from problem
