"""What can be wrong with an account or a message, as a sentence for whoever set it up or wrote the answer."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sandali.channels.adapter import Refused, TryLater, Unclear
from sandali.channels.sms.accounts import No
from sandali.kit.digits import format_number
from sandali.kit.safe_http import ConnectionProblem
from sandali.kit.secrets import SecretUnreadable

Words = Promise | str
TROUBLES: Final = (No, ConnectionProblem, SecretUnreadable)
CONNECTIONS: Final[dict[str, Promise]] = {
    "bad-url": gettext_lazy("The address of the provider's server is not one that may be asked."),
    "bad-host": gettext_lazy("This is not the name of a server."),
    "refused-address": gettext_lazy("This server is on a private network. An operator can allow it by the setting SANDALI_PRIVATE_HOSTS."),
    "unknown-host": gettext_lazy("There is no server of this name, or it is not known here."),
    "timeout": gettext_lazy("The provider did not answer in time."),
    "connection": gettext_lazy("The provider refuses the connection, or it broke."),
    "tls": gettext_lazy("No secure connection came about: the certificate does not fit."),
    "proxy": gettext_lazy("The proxy did not let us through. Look at its address, user name and password."),
}
TAKEN: Final = "0x05"  # a line's one connection is open already
STRANGE: Final = gettext_lazy("The server does not answer as this provider's should.")
NO_ACCOUNT: Final = gettext_lazy("No key is given for this channel yet.")
KEY: Final = gettext_lazy("The provider does not accept the key.")
CREDIT: Final = gettext_lazy("The account with the provider has no credit left.")
LINE: Final = gettext_lazy("The provider does not know the line, or it is not this account's.")
NOT_ALLOWED: Final = gettext_lazy("The provider does not allow this account to do so from here. Look at its allowed addresses and services.")
NUMBER: Final = gettext_lazy("The provider does not take this number.")
LONG: Final = gettext_lazy("The text is too long for the provider.")
FILTERED: Final = gettext_lazy("The provider refused the message: %(said)s")
BUSY: Final = gettext_lazy("The provider asks us to try later.")
BLOCKED: Final = gettext_lazy("The customer's number takes no messages of this kind (blacklist).")
UNDELIVERED: Final = gettext_lazy("The message did not reach the phone.")
NOT_MOBILE: Final = gettext_lazy("This is not a number that short messages reach.")


def sentence_of(problem: Exception) -> str:
    """What went wrong at a provider, for whoever looks after the channel. Programming faults are raised again."""
    match problem:
        case No():
            return problem.said
        case ConnectionProblem():
            return str(CONNECTIONS.get(problem.code, STRANGE))
        case SecretUnreadable():
            return _("The stored key cannot be read with the key of this installation. Enter it again.")
    raise problem


def code_of(problem: Exception) -> str:
    """The provider's answer, or what kind of trouble there was on the way."""
    return problem.code if isinstance(problem, No | ConnectionProblem) else type(problem).__name__


def meaning_for_sending(problem: Exception) -> Refused | TryLater | Unclear:
    """What trouble while sending means for the message. Only what certainly did not leave may be sent again by itself."""
    said, code = sentence_of(problem), code_of(problem)
    if isinstance(problem, ConnectionProblem):
        return Unclear(said, code) if problem.left else TryLater(said, code, channel_fault=True)
    if isinstance(problem, No):
        if problem.meaning == "refused":
            return Refused(said, code)
        if problem.meaning == "unclear":
            return Unclear(said, code, done=problem.done)
        return TryLater(said, code, problem.after, channel_fault=problem.meaning == "account", done=problem.done)
    return TryLater(said, code, channel_fault=True)


def later(problem: Exception) -> TryLater:
    """A no to a question is never final: it is asked again."""
    return TryLater(sentence_of(problem), code_of(problem))


def credit_left(amount: int | float | None, unit: str) -> str:
    """What is left with a provider, in "rials" or "messages"."""
    if amount is None:
        return _("The provider knows this account.")
    shown = {"amount": format_number(int(amount), get_language() or "en")}
    if unit == "rials":
        return _("The provider knows this account. Credit: %(amount)s rials.") % shown
    return _("The provider knows this account. Messages left: %(amount)s.") % shown
