"""The settings of a channel for one's own program: whose it is, how answers come to it, and the secret that both have."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sandali.channels.adapter import Refused, TryLater
from sandali.channels.api.adapter import kind
from sandali.channels.api.callers import SHORTEST_SECRET, SIGNING
from sandali.channels.api.telling import BY_HOOK, tell
from sandali.channels.channel_form import ChannelSettings
from sandali.channels.email.testing import Step
from sandali.channels.models import Channel
from sandali.kit.addresses import ConnectionProblem, clean_host, is_private_host

DELIVER = [("cursor", _("The program asks for them")), (BY_HOOK, _("They are told to an address of the program's, signed"))]


class ApiSettings(ChannelSettings):
    """Fields of a channel for one's own program. Its token is made on its page."""

    kind = kind
    secret_names: ClassVar[tuple[str, ...]] = (SIGNING,)
    groups: ClassVar[list[tuple[Promise, tuple[str, ...]]]] = [
        (_("Program"), ("name", "department")),
        (_("Answers"), ("deliver", "deliver_url")),
        (_("Signatures"), (SIGNING,)),
    ]
    sides: ClassVar[dict[str, Promise]] = {"api-address": _("Our address"), "api-told": _("Answers")}

    deliver = forms.ChoiceField(label=_("How the program gets our answers"), choices=DELIVER)
    deliver_url = forms.CharField(
        label=_("Address of the program"), required=False, max_length=500, widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Where answers are sent, if the program does not ask for them. Redirects are not followed."),
    )  # fmt: skip
    signing_secret = forms.CharField(
        label=_("Secret for signatures"), max_length=200, required=False, widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("At least 32 characters known only to your program and Sandali. We sign what we tell it; your program vouches with it for customers who call by themselves."),
    )  # fmt: skip

    def first(self) -> dict[str, Any]:
        """A new one asks for its answers."""
        return {**super().first(), "deliver": "cursor"}

    def clean_deliver_url(self) -> str:
        """An https address; plain http only for a server on a network that the operator named, as answers travel there."""
        typed = str(self.cleaned_data["deliver_url"]).strip()
        if not typed:
            return ""
        try:
            parts = urlsplit(typed)
            host, _port = clean_host(parts.hostname or ""), parts.port
        except (ConnectionProblem, ValueError) as problem:
            raise ValidationError(_("This is not a web address.")) from problem
        if parts.scheme not in ("https", "http") or "@" in parts.netloc or any(ord(letter) < 33 for letter in typed):
            raise ValidationError(_("This is not a web address."))
        if parts.scheme == "http" and not is_private_host(host):
            raise ValidationError(_("What customers write would travel in the open. Please give an address that begins with https."))
        return typed

    def clean_signing_secret(self) -> str:
        """Long enough that nobody guesses it."""
        secret = str(self.cleaned_data[SIGNING])
        if secret and len(secret) < SHORTEST_SECRET:
            raise ValidationError(_("Please use at least 32 characters that nobody can guess."))
        return secret

    def clean(self) -> dict[str, Any]:
        """What is told needs an address, and a secret to sign it with."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("deliver") == BY_HOOK:
            if not typed.get("deliver_url") and "deliver_url" not in self.errors:
                self.add_error("deliver_url", _("Please say where answers are told."))
            if not typed.get(SIGNING) and SIGNING not in self.kept and SIGNING not in self.errors:
                self.add_error(SIGNING, _("Answers that are told are signed; please give a secret."))
        return typed

    def trial(self, stored: dict[str, str]) -> list[Step]:
        """Whether programs reach us with https, and whether theirs takes what we tell."""
        address = django_settings.PUBLIC_URL
        safe = urlsplit(address).scheme == "https"
        at = gettext("Programs reach us at %(address)s.") % {"address": address}
        steps = [Step("api-address", safe, at if safe else gettext("Our own address does not begin with https, so tokens would travel in the open."))]
        if self.cleaned_data["deliver"] != BY_HOOK:
            return steps
        try:
            secret = self.secrets().get(SIGNING) or stored.get(SIGNING, "")
            tell(self.channel or Channel(), {"event": "test"}, "test", settings=self.settings(), secret=secret)
        except (Refused, TryLater) as problem:
            return [*steps, Step("api-told", False, problem.reason, problem.code)]
        return [*steps, Step("api-told", True, gettext("The program took what we told it."))]
