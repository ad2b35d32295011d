"""The settings of a channel of short messages as a form: the provider, its key and line, how messages come, and a trial."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sandali.channels.email.testing import Step
from sandali.channels.models import Channel
from sandali.channels.provider_form import ProviderSettings
from sandali.channels.sms.http_fields import SENDING, TOLD, HttpFields
from sandali.channels.sms.providers import PROVIDERS
from sandali.channels.sms.smpp.fields import WAY, WORDS, SmppFields, way_of
from sandali.channels.sms.testing import test_account
from sandali.company.queries import home_region
from sandali.kit.digits import to_ascii
from sandali.kit.phones import is_mobile, parse_phone

SMPP: Final = "smpp"
BY_HTTP: Final = tuple(name for name in PROVIDERS if name != SMPP)


class SmsSettings(HttpFields, SmppFields, ProviderSettings):
    """Fields of an account with a provider of short messages."""

    kind = "sms"
    secret_names: ClassVar[tuple[str, ...]] = ("key", "proxy_password")
    not_kept: ClassVar[tuple[str, ...]] = ("own_number",)
    groups: ClassVar[list[tuple[Promise, tuple[str, ...]]]] = [
        (_("Provider"), ("provider", "username", "key", "line", "name", "department")),
        (_("The line to the operator"), WAY),
        (_("How messages are written"), WORDS),
        (_("The provider's requests"), SENDING),
        (_("What the provider tells"), TOLD),
        (_("Receiving"), ("receive", "acknowledge")),
        (_("Sending"), ("signature", "own_number")),
    ]
    # Which fields only some providers ask for: the page shows them when one of these is chosen.
    only_for: ClassVar[dict[str, tuple[str, ...]]] = {
        "username": ("melipayamak", SMPP, "http"), **dict.fromkeys(("receive", "proxy_host", "proxy_port", "proxy_username", "server"), BY_HTTP),
        **dict.fromkeys((*SENDING, *TOLD), ("http",)), **dict.fromkeys((*WAY, *WORDS), (SMPP,)),
    }  # fmt: skip
    proxied = " ".join(("for-provider", *(f"for-{name}" for name in BY_HTTP)))
    sides: ClassVar[dict[str, Promise]] = {"sms-account": _("Provider"), "sms-receives": _("Receiving"), "sms-sent": _("Sending")}

    provider = forms.ChoiceField(label=_("Provider"), choices=[(name, provider.label) for name, provider in PROVIDERS.items()])
    key = forms.CharField(
        label=_("Key"), max_length=300, required=False, widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("The provider's panel shows it, often as “API key”; with SMPP it is the password. Whoever has it can send at your expense."),
    )
    username = forms.CharField(
        label=_("User name"), max_length=100, required=False, widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("The name with which you sign in at the provider; the key is its password, or the API key that stands for it."),
    )
    line = forms.CharField(
        label=_("Line"), max_length=20, widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
        help_text=_("The number your messages come from, such as 10004346."),
    )
    signature = forms.CharField(
        label=_("Short signature"), max_length=40, required=False, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("A word below each answer, such as your name. It counts as a part of the message."),
    )
    own_number = forms.CharField(
        label=_("Try it with a number of yours"), max_length=30, required=False, widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}),
        help_text=_("“Test the connection” then sends one message there. It costs what a message costs."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["key"].required = "key" not in self.kept
        self.fields["smpp_host"].required = not self.is_bound or self.data.get(self.add_prefix("provider")) == SMPP
        self.fields["server"].help_text = _("Only if the provider gave you a different address from its usual one.")

    def clean_key(self) -> str:
        """A key, without what a copied line brings along."""
        key = self.cleaned_data["key"].strip()
        if any(letter.isspace() for letter in key):
            raise ValidationError(_("A key has no spaces in it."))
        return key

    def clean_line(self) -> str:
        """Digits, however typed; no other channel has them at this provider, as each would take the other's messages."""
        line = "".join(letter for letter in to_ascii(self.cleaned_data["line"]) if letter not in " -+\u200c")
        if not line.isdigit():
            raise ValidationError(_("A line is a number. Please give its digits."))
        provider = self.cleaned_data.get("provider", "")
        others = Channel.objects.filter(kind=self.kind, settings__provider=provider, settings__line=line, archived_at=None)
        if others.exclude(pk=self.channel.pk if self.channel else 0).exists():
            raise ValidationError(_("Another channel has this line already."))
        return line

    def clean(self) -> dict[str, Any]:
        """Messages come in one of the ways that the provider has."""
        typed = super().clean() or self.cleaned_data
        provider = PROVIDERS.get(typed.get("provider", ""))
        if provider is not None and provider.name == SMPP:
            self.clean_line_to_operator(typed)
            return typed
        if provider is not None and typed.get("receive") not in (None, *provider.ways):
            self.add_error("receive", _("This provider cannot do that. Please choose the other way."))
        needed = {"melipayamak": "username", "http": "send_url"}.get(typed.get("provider", ""))
        if needed and not typed.get(needed) and needed not in self.errors:
            self.add_error(needed, _("This provider needs it."))
        return typed

    def clean_line_to_operator(self, typed: dict[str, Any]) -> None:
        """A way that no other channel takes: a centre divides what comes among all who are bound by one name."""
        self.errors.pop("receive", None)  # there is one way, whatever the hidden field says
        self.check_way(typed)
        others = Channel.objects.filter(kind=self.kind, settings__provider=SMPP, archived_at=None).exclude(pk=self.channel.pk if self.channel else 0)
        if typed.get("smpp_host") and any(way_of(one.settings) == way_of(typed) for one in others):
            self.add_error("username", _("Another channel already connects with this name."))

    def clean_own_number(self) -> str:
        """A number that short messages reach, as E.164."""
        typed = self.cleaned_data["own_number"].strip()
        if not typed:
            return ""
        phone = parse_phone(typed, home_region())
        if phone is None or not is_mobile(phone.e164):
            raise ValidationError(_("This is not a number that short messages reach."))
        return phone.e164

    def settings(self) -> dict[str, Any]:
        """What goes into Channel.settings, with the country whose numbers come without one. What another provider is asked is left out."""
        provider = self.cleaned_data.get("provider", "")
        typed = {name: value for name, value in super().settings().items() if provider in self.only_for.get(name, (provider,))}
        return typed | {"region": home_region(), **({"receive": SMPP} if provider == SMPP else {})}

    def known(self) -> set[str]:
        """Also what no field shows."""
        return {*super().known(), "region"}

    def address(self) -> str:
        """The line."""
        return str(self.cleaned_data["line"])

    def trial(self, stored: dict[str, str]) -> list[Step]:
        """Try the account as it is typed."""
        return test_account(self.settings(), stored | self.secrets(), own_number=self.cleaned_data["own_number"])
