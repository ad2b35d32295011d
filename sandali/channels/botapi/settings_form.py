"""The settings of a bot as a form, without HTTP: its token, how its messages come, and the way to its server."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sandali.channels.botapi.flavour import Flavour
from sandali.channels.botapi.testing import test_bot
from sandali.channels.email.servers import secrets_of
from sandali.channels.email.testing import Step
from sandali.channels.models import Channel
from sandali.channels.queries import channel_stamp
from sandali.channels.setup import change_channel, create_channel
from sandali.company.models import Department
from sandali.kit.addresses import ConnectionProblem, clean_host, is_private_host
from sandali.kit.secrets import SecretUnreadable

TOKEN = re.compile(r"(\d{3,20}):[A-Za-z0-9_-]{20,100}")
RECEIVE = [
    ("hook", _("The provider tells us at once (our address must be reachable with https)")),
    ("poll", _("We ask the provider (works everywhere)")),
]
SECRETS = ("token", "proxy_password")
OWN = ("name", "department")
STAMP = "was"
DOTS = "••••••••"  # stands for a secret that is there and not shown


class BotSettings(forms.Form):
    """Fields of a bot's channel. The token is write-only: an empty one keeps what is stored."""

    flavour: ClassVar[Flavour]
    groups: ClassVar[list[tuple[Promise, tuple[str, ...]]]] = [
        (_("Bot"), ("name", "token", "department")),
        (_("Receiving"), ("receive", "in_groups", "acknowledge")),
    ]
    folded: ClassVar[tuple[str, ...]] = ("proxy_host", "proxy_port", "proxy_username", "proxy_password", "server")
    sides: ClassVar[dict[str, Promise]] = {"bot-known": _("Bot"), "bot-receives": _("Receiving")}

    was = forms.CharField(required=False, empty_value=None, widget=forms.HiddenInput)  # queries.channel_stamp
    name = forms.CharField(label=_("Name"), max_length=80)
    token = forms.CharField(
        label=_("Token of the bot"), max_length=200, required=False, widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("@BotFather shows it when the bot is made. Whoever has it can speak for you."),
    )
    department = forms.ModelChoiceField(Department.objects.none(), required=False, label=_("Department"), empty_label=_("No department"))
    receive = forms.ChoiceField(label=_("How messages come"), choices=RECEIVE)
    in_groups = forms.BooleanField(
        label=_("Also take what is said in groups"), required=False,
        help_text=_("Everybody who writes in a group where the bot is becomes a customer with a case of their own."),
    )
    acknowledge = forms.BooleanField(
        label=_("Tell customers that their message has arrived"), required=False,
        help_text=_("One short fixed text, at most once an hour to a customer."),
    )
    proxy_host = forms.CharField(label=_("HTTP proxy"), max_length=253, required=False, widget=forms.TextInput(attrs={"dir": "ltr"}))
    proxy_port = forms.IntegerField(label=_("Port of the proxy"), min_value=1, max_value=65535, required=False)
    proxy_username = forms.CharField(label=_("User name at the proxy"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "ltr"}))
    proxy_password = forms.CharField(label=_("Password at the proxy"), max_length=200, required=False, strip=False, widget=forms.PasswordInput)
    server = forms.CharField(
        label=_("Bot server"), max_length=253, required=False, widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Only when you run a bot server of your own."),
    )

    def __init__(self, *args: Any, channel: Channel | None = None, departments: Iterable[Department] = (), **more: Any) -> None:
        first = initial_of(channel) if channel is not None else {"receive": self.usual_way(), "name": str(self.flavour.name)}
        more["initial"] = first | (more.get("initial") or {})
        super().__init__(*args, **more)
        self.channel = channel
        keys = [department.pk for department in departments]
        self.fields["department"].queryset = Department.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        self.fields["server"].widget.attrs["placeholder"] = self.flavour.server
        self.kept = kept_secrets(channel)
        self.fields["token"].required = "token" not in self.kept
        for name in self.kept:
            self.fields[name].help_text = _("It is kept and not shown. Leave the field empty to keep it.")
            self.fields[name].widget.attrs["placeholder"] = DOTS

    @staticmethod
    def usual_way() -> str:
        """A hook where we have an address for it."""
        return "hook" if django_settings.PUBLIC_URL.startswith("https://") else "poll"

    def clean_token(self) -> str:
        """A token as providers make them, of a bot that no other channel has: each would take the other's messages."""
        token = self.cleaned_data["token"].strip()
        if not token:
            return ""  # the field is only asked for where none is kept
        found = TOKEN.fullmatch(token)
        if found is None:
            raise ValidationError(_("This is not a bot's token. It is a number, a colon and many letters, without spaces."))
        others = Channel.objects.filter(kind=self.flavour.kind, settings__bot=found[1], archived_at=None)
        if others.exclude(pk=self.channel.pk if self.channel else 0).exists():
            raise ValidationError(_("Another channel has this bot already."))
        return token

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
        """An https address; plain http only for a server on a network that the operator named, as the token travels with it."""
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
            raise ValidationError(_("The token would travel in the open. Please give an address that begins with https."))
        return typed

    def settings(self) -> dict[str, Any]:
        """What goes into Channel.settings, empty ones left out. `bot` is the number in the token, which is no secret."""
        kept = {"bot": self.channel.settings["bot"]} if self.channel is not None and "bot" in self.channel.settings else {}
        token = TOKEN.fullmatch(self.cleaned_data.get("token") or "")
        typed = {name: value for name, value in self.cleaned_data.items() if name not in (*OWN, *SECRETS, STAMP) and value not in ("", None, False)}
        if "in_groups" in typed:
            typed["groups"] = typed.pop("in_groups")
        return kept | ({"bot": token[1]} if token else {}) | typed

    def secrets(self) -> dict[str, str]:
        """The secrets that were entered."""
        return {name: self.cleaned_data[name] for name in SECRETS if self.cleaned_data.get(name)}

    def trial(self, stored: dict[str, str]) -> list[Step]:
        """Try the bot as it is typed, with the `stored` secrets where none was."""
        return test_bot(self.flavour, self.settings(), stored | self.secrets())

    def keep(self, *, by: Any) -> Channel:
        """Make the channel, or change it. Settings that the form does not know stay as they are. Raises Overtaken."""
        own = {name: self.cleaned_data[name] for name in OWN}
        if self.channel is None:
            return create_channel(kind=self.flavour.kind, by=by, settings=self.settings(), secrets=self.secrets(), **own)
        known = {*self.fields, "groups"}
        foreign = {name: value for name, value in self.channel.settings.items() if name not in known}
        return change_channel(self.channel, by=by, settings=foreign | self.settings(), secrets=self.secrets(), was=self.cleaned_data[STAMP], **own)


def kept_secrets(channel: Channel | None) -> list[str]:
    """The secrets that are stored for a channel; none where they cannot be read any more."""
    try:
        stored = secrets_of(channel) if channel is not None else {}
    except SecretUnreadable:
        return []
    return [name for name in SECRETS if stored.get(name)]


def initial_of(channel: Channel) -> dict[str, Any]:
    """A channel's settings as the form shows them, without its secrets."""
    shown = {**channel.settings, "in_groups": channel.settings.get("groups", False)}
    return {**shown, STAMP: channel_stamp(channel), "name": channel.name, "department": channel.department_id}
