"""Trying an account out: does the provider know it, what is left of it, how will messages come, and does one arrive."""

from __future__ import annotations

import secrets as random
from collections.abc import Mapping
from typing import Any

from django.conf import settings as django_settings
from django.utils.translation import gettext as _

from sandali.channels.email.testing import Step
from sandali.channels.hooks import RECEIVE_BY_HOOK
from sandali.channels.sms.accounts import Account
from sandali.channels.sms.sending import account_of
from sandali.channels.sms.troubles import TROUBLES, code_of, meaning_for_sending, sentence_of


def test_account(settings: Mapping[str, Any], secrets: Mapping[str, str], *, own_number: str = "") -> list[Step]:
    """Ask for the account, and send one message to `own_number`, if there is one. [] when there is no key to try."""
    account = account_of(settings, secrets)
    if account is None:
        return []
    try:
        known = Step("sms-account", True, account.provider.credit(account))
    except TROUBLES as problem:
        return [Step("sms-account", False, sentence_of(problem), code_of(problem))]
    steps = [known, receiving(settings)]
    return [*steps, sent(account, own_number)] if own_number else steps


def receiving(settings: Mapping[str, Any]) -> Step:
    """How what customers write will come."""
    if settings.get("provider") == "smpp":
        return Step("sms-receives", True, _("Customers' messages arrive on the line, which stays open once the channel is saved."))
    if settings.get("receive") != RECEIVE_BY_HOOK and settings.get("provider") == "http":
        return Step("sms-receives", True, _("Nothing is received: this provider cannot be asked. With a hook it can tell us."))
    if settings.get("receive") != RECEIVE_BY_HOOK:
        return Step("sms-receives", True, _("The provider is asked for new messages about every twenty seconds."))
    if not django_settings.PUBLIC_URL.startswith("https://"):
        return Step("sms-receives", False, _("A hook needs an address of ours that begins with https. Have the messages fetched instead."))
    return Step("sms-receives", True, _("Give the provider the address that this page shows once it is saved."))


def sent(account: Account, own_number: str) -> Step:
    """One message to a number of one's own. Each trial is a message of its own."""
    text = _("This is a trial from Sandali. Your messages arrive.")
    try:
        number = account.provider.send(account, to=own_number, text=text, reference=str(random.randbits(60)))
    except TROUBLES as problem:
        return Step("sms-sent", False, meaning_for_sending(problem).reason, code_of(problem))
    return Step("sms-sent", True, _("The provider took the message. Look at your phone."), number)
