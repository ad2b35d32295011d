"""What the settings of all channels with a provider have in common, without HTTP: how messages come, the way to the server."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sandali.channels.channel_form import ChannelSettings
from sandali.kit.addresses import ConnectionProblem, clean_host, is_private_host
from sandali.kit.fields import PortField

RECEIVE = [
    ("hook", _("The provider tells us at once (our address must be reachable with https)")),
    ("poll", _("We ask the provider (works everywhere)")),
]


class ProviderSettings(ChannelSettings):
    """Fields that every provider's channel has."""

    secret_names: ClassVar[tuple[str, ...]] = ("proxy_password",)
    proxied: ClassVar[str] = ""  # the marks of the providers that may be behind a proxy, where not all may

    receive = forms.ChoiceField(label=_("How messages arrive"), choices=RECEIVE)
    acknowledge = forms.BooleanField(
        label=_("Tell customers that their message has arrived"), required=False,
        help_text=_("One short fixed text, at most once an hour per customer."),
    )
    proxy_host = forms.CharField(label=_("HTTP proxy"), max_length=253, required=False, widget=forms.TextInput(attrs={"dir": "ltr"}))
    proxy_port = PortField(label=_("Port of the proxy"), required=False)
    proxy_username = forms.CharField(label=_("User name at the proxy"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "ltr"}))
    proxy_password = forms.CharField(label=_("Password at the proxy"), max_length=200, required=False, strip=False, widget=forms.PasswordInput)
    server = forms.CharField(label=_("Server"), max_length=253, required=False, widget=forms.TextInput(attrs={"dir": "ltr"}))

    @staticmethod
    def usual_way() -> str:
        """A hook where we have an address for it."""
        return "hook" if django_settings.PUBLIC_URL.startswith("https://") else "poll"

    def first(self) -> dict[str, Any]:
        """What stands in the form of a new channel."""
        return {"receive": self.usual_way(), **super().first()}

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
