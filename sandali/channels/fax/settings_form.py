"""The settings of a fax line as a form: its number, the fax server, and mails of a provider who sends faxes on."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sandali.channels.email.testing import Step
from sandali.channels.fax.reading import KIND, PLACE, lines
from sandali.channels.fax.testing import test_server
from sandali.channels.provider_form import ProviderSettings
from sandali.company.queries import home_region
from sandali.kit.addresses import ConnectionProblem, clean_host
from sandali.kit.digits import to_ascii
from sandali.kit.fields import PhoneInput
from sandali.kit.phones import parse_phone

DIALLED = "0123456789,*#"
MOST_LINES = 20


class FaxSettings(ProviderSettings):
    """Fields of a fax line. It has no secrets: HylaFAX knows who may send by the machine that asks."""

    kind = KIND
    secret_names: ClassVar[tuple[str, ...]] = ()
    groups: ClassVar[list[tuple[Promise, tuple[str, ...]]]] = [
        (_("Fax"), ("line", "name", "department")),
        (_("Fax server"), ("server", "before")),
        (_("A provider that forwards faxes by mail"), ("mail_from", "mail_patterns")),
    ]
    sides: ClassVar[dict[str, Promise]] = {"fax": _("Fax server")}
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

    def settings(self) -> dict[str, Any]:
        """With the country whose numbers come without one."""
        return super().settings() | {"region": home_region()}

    def known(self) -> set[str]:
        """Also what no field shows."""
        return {*super().known(), "region"}

    def address(self) -> str:
        """The number."""
        return str(self.cleaned_data["line"])

    def trial(self, stored: dict[str, str]) -> list[Step]:
        """Ask the fax server how it is. Nothing is sent."""
        return test_server(self.settings())
