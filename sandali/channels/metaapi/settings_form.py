"""The settings that channels at Meta share, without HTTP: the access token, the app's secret, the proxy on the way."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sandali.channels.hooks import RECEIVE_BY_HOOK
from sandali.channels.models import Channel
from sandali.channels.provider_form import ProviderSettings
from sandali.kit.digits import to_ascii

SECRET = re.compile(r"[0-9a-f]{32}")


def secret_field(label: Any, help_text: Any, longest: int = 600) -> forms.CharField:
    """A field whose value is kept and not shown again."""
    return forms.CharField(
        label=label, max_length=longest, required=False, help_text=help_text, widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "off"})
    )


def number_field(label: Any, help_text: Any, *, required: bool = True) -> forms.CharField:
    """A number of Meta's: digits, however typed."""
    return forms.CharField(
        label=label, max_length=30, required=required, help_text=help_text, widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"})
    )


class MetaSettings(ProviderSettings):
    """Fields of a channel at Meta; `own` names the field with the number of the account."""

    own: ClassVar[str]
    usual_server: ClassVar[str]
    secret_names: ClassVar[tuple[str, ...]] = ("token", "app_secret", "proxy_password")

    token = secret_field(_("Access token"), _("A permanent one, from a system user in Meta's business settings. Whoever has it can speak for you."))
    app_secret = secret_field(_("App secret"), _("In Meta's dashboard, under the app's basic settings. Meta signs what it tells us with it."), 64)
    server = forms.CharField(
        label=_("Server"), max_length=253, required=False, widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Only if you use your own server."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["receive"]  # Meta tells by a hook, and can be asked for nothing
        self.fields["server"].widget.attrs["placeholder"] = self.usual_server
        for name in ("token", "app_secret"):
            self.fields[name].required = name not in self.kept

    def clean_token(self) -> str:
        """A token, without what a copied line brings along."""
        token = "".join(self.cleaned_data["token"].split())
        if token and (not token.isascii() or len(token) < 20):
            raise ValidationError(_("This is not an access token. It is one long word of Latin letters and digits."))
        return token

    def clean_app_secret(self) -> str:
        """32 signs of 0-9 and a-f."""
        secret = self.cleaned_data["app_secret"].strip().lower()
        if secret and not SECRET.fullmatch(secret):
            raise ValidationError(_("This is not an app secret. It has 32 signs, digits and the letters a to f."))
        return secret

    def clean_number(self, name: str) -> str:
        """Digits in a field, "" for an empty one."""
        number = to_ascii(self.cleaned_data[name]).strip()
        if number and not (number.isascii() and number.isdigit()):
            raise ValidationError(_("Please give the number that Meta shows, in digits alone."))
        return number

    def clean(self) -> dict[str, Any]:
        """Meta reaches us by https alone; and no other channel has this account, as each would take the other's messages."""
        typed = super().clean() or self.cleaned_data
        if not django_settings.PUBLIC_URL.startswith("https://"):
            self.add_error(None, _("Meta tells us of messages at an address of ours that begins with https. This installation has none yet (SANDALI_PUBLIC_URL)."))
        number = typed.get(self.own)
        others = Channel.objects.filter(kind=self.kind, archived_at=None, **{f"settings__{self.own}": number})
        if number and others.exclude(pk=self.channel.pk if self.channel else 0).exists():
            self.add_error(self.own, _("Another channel has this account already."))
        return typed

    def settings(self) -> dict[str, Any]:
        """What goes into Channel.settings."""
        return super().settings() | {"receive": RECEIVE_BY_HOOK}

    def known(self) -> set[str]:
        """Also what no field shows."""
        return {*super().known(), "receive"}
