"""The fields in which a line to an operator is described."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sandali.channels.sms.http_fields import LTR, line
from sandali.channels.sms.smpp.letters import GSM, LATIN1
from sandali.channels.sms.smpp.session import USUAL_PORT
from sandali.kit.addresses import ConnectionProblem, clean_host, is_private_host

WAY: Final = ("smpp_host", "smpp_port", "smpp_security", "smpp_system_type")
WORDS: Final = ("smpp_long", "smpp_alphabet", "smpp_ton", "smpp_npi", "smpp_asks")
USUAL: Final = ("", _("Usual"))
TYPES: Final = [USUAL, *((str(number), str(number)) for number in range(7))]
PLANS: Final = [USUAL, *((str(number), str(number)) for number in (0, 1, 3, 4, 6, 8, 9, 10, 14, 18))]


class SmppFields(forms.Form):
    """Asked for when the provider is an operator's centre."""

    smpp_host = line(_("The centre's server"), _("As the operator gave it, such as smpp.example.com."), longest=253)
    smpp_port = forms.IntegerField(
        label=_("Port"), min_value=1, max_value=65535, required=False, widget=forms.NumberInput(attrs=LTR), help_text=_("2775 if left empty.")
    )
    smpp_security = forms.ChoiceField(label=_("Encryption"), required=False, choices=[("tls", "TLS"), ("none", _("None (a network of your own)"))])
    smpp_system_type = line(_("System type"), _("Only if the operator gave you one."), longest=12)
    smpp_long = forms.ChoiceField(
        label=_("Long texts are sent"), required=False, choices=[("udh", _("in parts (as every centre takes them)")), ("payload", _("whole (message_payload)"))]
    )
    smpp_alphabet = forms.ChoiceField(
        label=_("The centre's default alphabet"), required=False, choices=[(GSM, "GSM 7-bit"), (LATIN1, "Latin-1")],
        help_text=_("What the operator's documents say for data_coding 0. It does not affect Persian."),
    )
    smpp_ton = forms.ChoiceField(label=_("Type of the line's number (TON)"), required=False, choices=TYPES, help_text=_("Only if the operator gave you one."))
    smpp_npi = forms.ChoiceField(label=_("Plan of the line's number (NPI)"), required=False, choices=PLANS)
    smpp_asks = forms.BooleanField(
        label=_("The centre can be asked how far a message got (query_sm)"), required=False, help_text=_("In addition to the receipts it sends by itself.")
    )

    def clean_smpp_host(self) -> str:
        """A host name, or nothing."""
        typed = self.cleaned_data["smpp_host"].strip()
        try:
            return clean_host(typed) if typed else ""
        except ConnectionProblem as problem:
            raise ValidationError(_("This is not the name of a server.")) from problem

    def check_way(self, typed: dict[str, Any]) -> None:
        """Whether a way is known, and the password does not travel in the open but on one's own network."""
        host = typed.get("smpp_host", "")
        if not typed.get("username") and "username" not in self.errors:
            self.add_error("username", _("This provider needs it."))
        if host and typed.get("smpp_security") != "tls" and not is_private_host(host):
            self.add_error("smpp_security", _("The password would travel in the open. Please use TLS, or have an operator name the server in SANDALI_PRIVATE_HOSTS."))


def way_of(settings: dict[str, Any]) -> tuple[str, int, str]:
    """To whom a channel is bound as whom: two with the same would take each other's messages."""
    return str(settings.get("smpp_host") or ""), int(settings.get("smpp_port") or USUAL_PORT), str(settings.get("username") or "")
