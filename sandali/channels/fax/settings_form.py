"""The settings of a fax line as a form: its number, the fax server, mails of a provider who sends faxes on, and of one who takes them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sandali.channels.email.settings_form import SECURITY
from sandali.channels.email.testing import Step, test_connection
from sandali.channels.email.writing import address_of
from sandali.channels.fax.mailing import PLACES, filled
from sandali.channels.fax.reading import KIND, PLACE, lines
from sandali.channels.fax.testing import test_server
from sandali.channels.provider_form import ProviderSettings
from sandali.company.queries import home_region
from sandali.kit.addresses import ConnectionProblem, clean_host
from sandali.kit.digits import to_ascii
from sandali.kit.fields import PhoneInput, PortField
from sandali.kit.headers import HeaderRefused
from sandali.kit.phones import parse_phone

NUMBERS = [("home", _("As at home (021…, abroad 00…)")), ("international", _("With the country, without a plus (9821…)")), ("plus", _("With the country and a plus (+9821…)"))]
FILES = [("pdf", "PDF"), ("tiff", "TIFF")]
BY_MAIL = (
    "mail_to", "mail_number", "mail_subject", "mail_pin", "mail_file", "mail_address", "smtp_host", "smtp_port", "smtp_security", "smtp_username", "smtp_password",
)  # fmt: skip
DIALLED = "0123456789,*#"
MOST_LINES = 20


class FaxSettings(ProviderSettings):
    """Fields of a fax line. HylaFAX knows who may send by the machine that asks; a provider by an address, a PIN, a mail server's password."""

    kind = KIND
    secret_names: ClassVar[tuple[str, ...]] = ("mail_pin", "smtp_password")
    groups: ClassVar[list[tuple[Promise, tuple[str, ...]]]] = [
        (_("Fax"), ("line", "name", "department")),
        (_("Fax server"), ("server", "before")),
        (_("A provider that forwards faxes by mail"), ("mail_from", "mail_patterns")),
        (_("A provider that sends faxes for us by mail"), BY_MAIL),
    ]
    sides: ClassVar[dict[str, Promise]] = {"fax": _("Fax server"), "smtp": _("Sending")}
    # What a provider's account has and a fax line has not.
    receive = acknowledge = proxy_host = proxy_port = proxy_username = proxy_password = None  # type: ignore[assignment]

    line = forms.CharField(
        label=_("Fax number"), max_length=30, widget=PhoneInput(attrs={"autocomplete": "off"}),
        help_text=_("The number customers send their faxes to."),
    )
    before = forms.CharField(
        label=_("Prefix for each number"), max_length=10, required=False, widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("What your telephone system needs to get a line, such as 9, (a comma is a short pause)."),
    )
    mail_from = forms.CharField(
        label=_("Where its mails come from"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
        help_text=_("One address per line, or @example.com for a whole domain. Others are set aside."),
    )
    mail_patterns = forms.CharField(
        label=_("Where the number stands"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
        help_text=_("One pattern a line, such as “fax from {number}” or “{number}@fax.example.com”: it is looked for in subject, addresses and text."),
    )

    mail_to = forms.CharField(
        label=_("Its address for faxes"), max_length=254, required=False, widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("Such as {number}@fax.example.com. If it is given, answers leave by mail and not by HylaFAX."),
    )
    mail_number = forms.ChoiceField(label=_("How the number stands there"), choices=NUMBERS, required=False)
    mail_subject = forms.CharField(
        label=_("Subject"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("As the provider wants it, with {pin} and {number} in their places. Empty: a word of ours, by which its reports are known."),
    )
    mail_pin = forms.CharField(
        label=_("PIN"), max_length=60, required=False, widget=forms.PasswordInput, help_text=_("If the provider gave you one. It stands where {pin} is written.")
    )
    mail_file = forms.ChoiceField(label=_("Pages as"), choices=FILES, required=False)
    mail_address = forms.CharField(
        label=_("Your address there"), max_length=254, required=False, widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("The address the provider takes faxes from. Its reports come back to it: hand them to this channel as well."),
    )
    smtp_host = forms.CharField(label=_("SMTP server"), max_length=253, required=False, widget=forms.TextInput(attrs={"dir": "ltr"}))
    smtp_port = PortField(label=_("SMTP port"), required=False)
    smtp_security = forms.ChoiceField(label=_("SMTP encryption"), choices=SECURITY, required=False)
    smtp_username = forms.CharField(
        label=_("SMTP user name"), max_length=254, required=False, widget=forms.TextInput(attrs={"dir": "ltr"}), help_text=_("Empty: your address there.")
    )
    smtp_password = forms.CharField(label=_("SMTP password"), max_length=500, required=False, strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["server"].label = _("HylaFAX server")
        self.fields["server"].help_text = _("The name of the machine. Leave it empty for this one.")

    def first(self) -> dict[str, Any]:
        """What stands in the form of a new channel."""
        return {"name": str(self.kind_name)}

    def clean_line(self) -> str:
        """A telephone number, however typed."""
        phone = parse_phone(self.cleaned_data["line"], home_region())
        if phone is None:
            raise ValidationError(_("This is not a complete telephone number. Please write it with its area code."))
        return phone.e164

    def clean_server(self) -> str:
        """A machine's name or address: it becomes a word of a command, so nothing else may stand there."""
        typed = self.cleaned_data["server"].strip()
        try:
            return clean_host(typed) if typed else ""
        except ConnectionProblem as problem:
            raise ValidationError(_("This is not the name of a server.")) from problem

    def clean_before(self) -> str:
        """Digits and pauses."""
        typed = "".join(to_ascii(self.cleaned_data["before"]).replace("،", ",").split())
        if typed.strip(DIALLED):
            raise ValidationError(_("Digits, commas, * and # can be dialled, and nothing else."))
        return typed

    def clean_mail_from(self) -> str:
        """Addresses, a line each."""
        found = lines(to_ascii(self.cleaned_data["mail_from"]))
        if len(found) > MOST_LINES or any("@" not in one or " " in one or one.endswith("@") for one in found):
            raise ValidationError(_("Please give one address a line, such as fax@example.com or @example.com."))
        return "\n".join(found)

    def clean_mail_patterns(self) -> str:
        """Patterns with one place for the number."""
        found = lines(self.cleaned_data["mail_patterns"])
        if len(found) > MOST_LINES or any(one.count(PLACE) != 1 for one in found):
            raise ValidationError(_("Each line needs {number} once, where the number stands."))
        return "\n".join(found)

    def clean_mail_to(self) -> str:
        """An address with one place for the number."""
        typed = to_ascii(self.cleaned_data["mail_to"].strip())
        if typed and not is_pattern(typed):
            raise ValidationError(_("This needs to be a mail address with {number} in it once."))
        return typed

    def clean_mail_address(self) -> str:
        """One mail address, or nothing."""
        typed = self.cleaned_data["mail_address"].strip()
        try:
            return address_of(typed) if typed else ""
        except HeaderRefused as problem:
            raise ValidationError(_("This is not an e-mail address.")) from problem

    def clean_smtp_host(self) -> str:
        """A host name, or nothing."""
        typed = self.cleaned_data["smtp_host"].strip()
        try:
            return clean_host(typed) if typed else ""
        except ConnectionProblem as problem:
            raise ValidationError(_("This is not the name of a server.")) from problem

    def clean(self) -> dict[str, Any]:
        """What sending by mail needs together."""
        typed = super().clean() or {}
        if not typed.get("mail_to"):
            if "mail_to" not in self.errors and (typed.get("mail_address") or typed.get("smtp_host")):
                self.add_error("mail_to", _("Please give the address at which the provider takes faxes."))
            return typed
        for name, sentence in (("mail_address", _("Please give the address that the provider knows you by.")), ("smtp_host", _("Please name the server by which mail leaves."))):
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        wants_pin = any("{pin}" in typed.get(name, "") for name in ("mail_to", "mail_subject"))
        if wants_pin and not typed.get("mail_pin") and "mail_pin" not in self.kept:
            self.add_error("mail_pin", _("{pin} is written, and there is no PIN."))
        return typed

    def settings(self) -> dict[str, Any]:
        """With the country whose numbers come without one; nothing of mail where nothing leaves by it."""
        found = super().settings()
        by_mail = set() if found.get("mail_to") else set(BY_MAIL)
        return {name: value for name, value in found.items() if name not in by_mail} | {"region": home_region()}

    def known(self) -> set[str]:
        """Also what no field shows."""
        return {*super().known(), "region"}

    def address(self) -> str:
        """The number."""
        return str(self.cleaned_data["line"])

    def trial(self, stored: dict[str, str]) -> list[Step]:
        """Ask the fax server how it is, or log in at the mail server. Nothing is sent."""
        settings = self.settings()
        if settings.get("mail_to"):
            return test_connection(settings, stored | self.secrets(), str(settings["mail_address"]))
        return test_server(settings)


def is_pattern(typed: str) -> bool:
    """Whether an address comes of it once the number and the PIN stand in their places."""
    bare = typed
    for place in PLACES:
        bare = bare.replace(place, "")
    try:
        address_of(filled(typed, number="02112345678", pin="1234"))
    except HeaderRefused:
        return False
    return typed.count(PLACE) == 1 and not {"{", "}"} & set(bare)
