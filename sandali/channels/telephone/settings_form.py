"""The settings of a telephone system as a form: which system, who signs or how it is reached, how numbers are written, and a trial."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sandali.channels.email.testing import Step
from sandali.channels.provider_form import ProviderSettings
from sandali.channels.telephone.numbers import digits_of
from sandali.channels.telephone.signatures import SECRET, SHORTEST_SECRET
from sandali.channels.telephone.systems import AMI, ARI, ASTERISK, HOOK, SYSTEM
from sandali.channels.telephone.testing import test_system
from sandali.company.queries import home_region
from sandali.kit.addresses import ConnectionProblem, clean_host, is_private_host
from sandali.kit.fields import DigitsIntegerField, PortField

LTR: Final = {"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}
USUAL_MINUTES: Final = 120
FOR_ASTERISK: Final = ("host", "port", "security", "username", "password", "ari_app", "dials", "context", "dial_prefix")
TO_ASTERISK: Final = ("host", "username", "password")
NEEDED: Final = {HOOK: (SECRET,), AMI: TO_ASTERISK, ARI: TO_ASTERISK}


class PhoneSettings(ProviderSettings):
    """Fields of a telephone system."""

    kind = "telephone"
    secret_names: ClassVar[tuple[str, ...]] = (SECRET, "password", "recordings_key")
    groups: ClassVar[list[tuple[Promise, tuple[str, ...]]]] = [
        (_("Telephone system"), (SYSTEM, "name", "department")),
        (_("Signed requests"), (SECRET,)),
        (_("The way to Asterisk"), FOR_ASTERISK),
        (_("Numbers and missed calls"), ("area", "call_back_minutes")),
        (_("Recordings"), ("recordings", "recordings_key")),
    ]
    only_for: ClassVar[dict[str, tuple[str, ...]]] = {SECRET: (HOOK,), **dict.fromkeys(FOR_ASTERISK, ASTERISK), "ari_app": (ARI,)}
    sides: ClassVar[dict[str, Promise]] = {"phone": _("Telephone system"), "people": _("Colleagues")}
    # A telephone system is told of nothing by a proxy, sends no messages and confirms none.
    receive = acknowledge = proxy_host = proxy_port = proxy_username = proxy_password = server = None  # type: ignore[assignment]

    system = forms.ChoiceField(
        label=_("How it reaches us"),
        choices=[(HOOK, _("Any telephone system, by signed requests")), (AMI, _("Asterisk, Issabel or FreePBX, by AMI")), (ARI, _("Asterisk, by ARI"))],
    )
    signing_secret = forms.CharField(
        label=_("Secret for signatures"), max_length=200, required=False, widget=forms.PasswordInput(attrs=LTR),
        help_text=_("At least 32 characters known only to the telephone system and Sandali. Each request is signed with it."),
    )
    host = forms.CharField(label=_("Server"), max_length=253, required=False, widget=forms.TextInput(attrs=LTR))
    port = PortField(label=_("Port"), required=False, help_text=_("If left empty: 5038 for AMI, 8088 for ARI, 8089 for ARI with TLS."))
    security = forms.ChoiceField(label=_("Encryption"), required=False, choices=[("none", _("None (a network of your own)")), ("tls", "TLS")])
    username = forms.CharField(label=_("User name"), max_length=80, required=False, widget=forms.TextInput(attrs=LTR), help_text=_("As in manager.conf, or for ARI in ari.conf."))
    password = forms.CharField(label=_("Password"), max_length=200, required=False, strip=False, widget=forms.PasswordInput(attrs=LTR))
    ari_app = forms.CharField(
        label=_("Name for its events"), max_length=40, required=False, widget=forms.TextInput(attrs=LTR),
        help_text=_("We listen under this name; sandali if left empty. No other program may use it."),
    )
    dials = forms.CharField(
        label=_("How a colleague's telephone is called"), max_length=80, required=False, widget=forms.TextInput(attrs=LTR),
        help_text=_("As Asterisk writes it, with {extension}: PJSIP/{extension}, on Issabel mostly SIP/{extension}."),
    )
    context = forms.CharField(
        label=_("Context for calls"), max_length=80, required=False, widget=forms.TextInput(attrs=LTR),
        help_text=_("In which context of the dialplan a customer's number is dialled, mostly from-internal."),
    )
    dial_prefix = forms.CharField(
        label=_("Prefix for an outside line"), max_length=6, required=False, widget=forms.TextInput(attrs={**LTR, "inputmode": "numeric"}),
        help_text=_("What is dialled before a number outside, such as 9; mostly nothing."),
    )
    area = forms.CharField(
        label=_("Area code"), max_length=6, required=False, widget=forms.TextInput(attrs={**LTR, "inputmode": "numeric"}),
        help_text=_("Such as 021. Local calls often come without it."),
    )
    call_back_minutes = DigitsIntegerField(
        label=_("Call back missed calls within (minutes)"), min_value=5, max_value=6000,
        help_text=_("Minutes of opening time. A missed call becomes a promise to call back by then."),
    )
    recordings = forms.CharField(
        label=_("Address of recordings"), max_length=200, required=False, widget=forms.TextInput(attrs=LTR),
        help_text=_("Where the telephone system hands out recordings. They are then fetched and kept with the call; without it a recording is a link."),
    )
    recordings_key = forms.CharField(
        label=_("Key for recordings"), max_length=300, required=False, widget=forms.PasswordInput(attrs=LTR), help_text=_("Sent as “Authorization: Bearer …”."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        chosen = self.data.get(self.add_prefix(SYSTEM)) if self.is_bound else ""
        every = {name for names in NEEDED.values() for name in names}
        for name in every:
            self.fields[name].required = name in NEEDED.get(str(chosen), every) and name not in self.kept

    def first(self) -> dict[str, Any]:
        """What stands in the form of a new channel."""
        return {
            SYSTEM: HOOK, "name": str(self.kind_name), "dials": "PJSIP/{extension}", "context": "from-internal",
            "call_back_minutes": USUAL_MINUTES,
        }  # fmt: skip

    def clean_signing_secret(self) -> str:
        """Long enough that nobody guesses it."""
        secret = str(self.cleaned_data[SECRET]).strip()
        if secret and len(secret) < SHORTEST_SECRET:
            raise ValidationError(_("Please use at least 32 characters that nobody can guess."))
        return secret

    def clean_host(self) -> str:
        """A host name, or nothing."""
        typed = self.cleaned_data["host"].strip()
        try:
            return clean_host(typed) if typed else ""
        except ConnectionProblem as problem:
            raise ValidationError(_("This is not the name of a server.")) from problem

    def clean_dials(self) -> str:
        """A channel's name with a place for the extension, and nothing that would end the line."""
        typed = self.cleaned_data["dials"].strip()
        if typed and (typed.count("{extension}") != 1 or not all(letter.isalnum() or letter in "/@._-{}" for letter in typed)):
            raise ValidationError(_("Please write it with {extension}, as in PJSIP/{extension}."))
        return typed

    def clean_ari_app(self) -> str:
        """A name without anything that an address or a list of names would read."""
        typed = self.cleaned_data["ari_app"].strip()
        if typed and not all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in typed):
            raise ValidationError(_("A name for events has letters, digits, - and _."))
        return typed

    def clean_context(self) -> str:
        """A name of the dialplan."""
        typed = self.cleaned_data["context"].strip()
        if typed and not all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in typed):
            raise ValidationError(_("A context has letters, digits, - and _."))
        return typed

    def clean_area(self) -> str:
        """Digits, however typed."""
        return digits_of(self.cleaned_data["area"])

    def clean_dial_prefix(self) -> str:
        """Digits, however typed."""
        return digits_of(self.cleaned_data["dial_prefix"])

    def clean_recordings(self) -> str:
        """An https address; plain http only on a network that the operator named, as a key may travel with it."""
        typed = self.cleaned_data["recordings"].strip().rstrip("/")
        scheme, _sign, rest = typed.partition("://")
        host = rest.partition("/")[0].partition(":")[0]
        if typed and (scheme not in ("https", "http") or not host or "@" in typed or "?" in typed):
            raise ValidationError(_("This is not a web address."))
        if scheme == "http" and not is_private_host(host):
            raise ValidationError(_("The key would travel in the open. Please give an address that begins with https."))
        return typed

    def clean(self) -> dict[str, Any]:
        """A password does not travel in the open, but on one's own network."""
        typed = super().clean() or self.cleaned_data
        host = typed.get("host", "")
        if typed.get(SYSTEM) in ASTERISK and host and typed.get("security") != "tls" and not is_private_host(host):
            self.add_error("security", _("The password would travel in the open. Please use TLS, or have an operator name the server in SANDALI_PRIVATE_HOSTS."))
        return typed

    def settings(self) -> dict[str, Any]:
        """What goes into Channel.settings. What another system is asked is left out."""
        system = self.cleaned_data.get(SYSTEM, HOOK)
        typed = {name: value for name, value in super().settings().items() if system in self.only_for.get(name, (system,))}
        return typed | {"region": home_region(), "receive": system}

    def known(self) -> set[str]:
        """Also what no field shows."""
        return {*super().known(), "region", "receive"}

    def trial(self, stored: dict[str, str]) -> list[Step]:
        """Try the system as it is typed."""
        return test_system(self.settings(), stored | self.secrets())
