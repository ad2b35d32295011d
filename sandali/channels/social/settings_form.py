"""The settings of a channel of mentions: whose it is, and the key with which a program signs what it tells."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sandali.channels.email.testing import Step
from sandali.channels.hooks import RECEIVE_BY_HOOK
from sandali.channels.provider_form import ProviderSettings
from sandali.channels.social.adapter import kind

SHORTEST: int = 32
NOT_HERE = ("receive", "acknowledge", "proxy_host", "proxy_port", "proxy_username", "proxy_password", "server")


class SocialSettings(ProviderSettings):
    """Fields of such a channel. Without a key nothing comes by the hook; tables and mentions by hand need none."""

    kind = kind
    secret_names: ClassVar[tuple[str, ...]] = ("signing_key",)
    groups: ClassVar[list[tuple[Promise, tuple[str, ...]]]] = [(_("Channel"), ("name", "department")), (_("Receiving"), ("signing_key",))]
    sides: ClassVar[dict[str, Promise]] = {"social-receives": _("Receiving")}

    signing_key = forms.CharField(
        label=_("Key for signatures"), max_length=200, required=False, widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("At least 32 characters known only to the listening program and Sandali. Without it, nothing is taken from the hook."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in NOT_HERE:
            del self.fields[name]

    def kept_secrets(self) -> list[str]:
        """Only what has a field here."""
        return [name for name in super().kept_secrets() if name in self.secret_names]

    def clean_signing_key(self) -> str:
        """Long enough that nobody guesses it."""
        key = self.cleaned_data["signing_key"].strip()
        if key and len(key) < SHORTEST:
            raise ValidationError(_("Please use at least 32 characters that nobody can guess."))
        return key

    def settings(self) -> dict[str, Any]:
        """What goes into Channel.settings."""
        return super().settings() | {"receive": RECEIVE_BY_HOOK}

    def known(self) -> set[str]:
        """Also what no field shows."""
        return {*super().known(), "receive"}

    def trial(self, stored: dict[str, str]) -> list[Step]:
        """Whether somebody could tell us: nobody else's server is needed for it."""
        if not (stored | self.secrets()).get("signing_key"):
            return [Step("social-receives", True, gettext("Without a key mentions come by tables and by hand."))]
        reached = django_settings.PUBLIC_URL.startswith("https://")
        words = gettext("Give the program the address that this page shows once it is saved, and let it sign each request with the key.")
        return [Step("social-receives", reached, words if reached else gettext("A hook needs an address of ours that begins with https."))]
