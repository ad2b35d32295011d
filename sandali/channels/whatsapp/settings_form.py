"""The settings of a WhatsApp number as a form: which number of which account, the app that speaks for it, and a trial."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sandali.channels.email.testing import Step
from sandali.channels.metaapi.settings_form import MetaSettings, number_field
from sandali.channels.whatsapp.adapter import kind
from sandali.channels.whatsapp.sending import OWN, SERVER
from sandali.channels.whatsapp.testing import test_number


class WhatsAppSettings(MetaSettings):
    """Fields of a number of the Cloud API."""

    kind = kind
    own = OWN
    usual_server = SERVER
    groups: ClassVar[list[tuple[Promise, tuple[str, ...]]]] = [
        (_("Number"), ("name", "phone_number_id", "account_id", "department")),
        (_("Your app at Meta"), ("token", "app_secret")),
        (_("Receiving"), ("acknowledge",)),
    ]
    sides: ClassVar[dict[str, Promise]] = {"wa-known": _("Number"), "wa-receives": _("Receiving"), "wa-texts": _("Approved texts")}

    phone_number_id = number_field(_("Phone number ID"), _("Meta's own ID for your number, in the app under “API setup”. It is not the phone number itself."))
    account_id = number_field(
        _("WhatsApp Business account ID"), _("You find it next to the phone number ID. With it, messages reach us on their own and we know which texts Meta has approved."),
        required=False,
    )  # fmt: skip

    def clean_phone_number_id(self) -> str:
        """Digits."""
        return self.clean_number("phone_number_id")

    def clean_account_id(self) -> str:
        """Digits, or nothing."""
        return self.clean_number("account_id")

    def trial(self, stored: dict[str, str]) -> list[Step]:
        """Try the number as it is typed."""
        return test_number(self.settings(), stored | self.secrets())


