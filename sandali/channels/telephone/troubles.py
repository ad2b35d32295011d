"""What can be wrong with a telephone system, as a sentence for whoever set it up or wanted to call."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.channels.telephone.ami import AsteriskTrouble
from sandali.kit.safe_http import ConnectionProblem
from sandali.kit.secrets import SecretUnreadable

TROUBLES: Final = (AsteriskTrouble, ConnectionProblem, SecretUnreadable, OSError)
SENTENCES: Final[dict[str, Promise]] = {
    "bad-host": gettext_lazy("This is not the name of a server."),
    "refused-address": gettext_lazy("This server is on a private network. An operator can allow it by the setting SANDALI_PRIVATE_HOSTS."),
    "unknown-host": gettext_lazy("There is no server of this name, or it is not known here."),
    "timeout": gettext_lazy("The telephone system did not answer in time."),
    "connection": gettext_lazy("The telephone system refuses the connection, or it broke."),
    "tls": gettext_lazy("No secure connection came about: the certificate does not fit."),
    "greeting": gettext_lazy("This is not Asterisk's manager interface. Look at the port."),
    "login": gettext_lazy("Asterisk does not accept this user name and password, or not from here. Look at manager.conf."),
    "ari-greeting": gettext_lazy("This is not Asterisk's REST interface. Look at the port, and whether ari.conf and http.conf turn it on."),
    "ari-login": gettext_lazy("Asterisk does not accept this user name and password. Look at ari.conf; the user must not be read-only."),
    "replaced": gettext_lazy("Another program listens to Asterisk by the same name. Give this channel another name for its events."),
    "refused": gettext_lazy("Asterisk does not do that: %(said)s"),
    "protocol": gettext_lazy("The telephone system does not answer as Asterisk should."),
}


def code_of(problem: Exception) -> str:
    """What kind of trouble it is. Programming faults are raised again."""
    match problem:
        case AsteriskTrouble():
            return problem.code
        case ConnectionProblem():
            return problem.code if problem.code in SENTENCES else "connection"
        case TimeoutError():
            return "timeout"
        case OSError():
            return "connection"
    raise problem


def sentence_of(problem: Exception) -> str:
    """What went wrong, for whoever looks after the channel."""
    if isinstance(problem, SecretUnreadable):
        return _("The stored password cannot be read with the key of this installation. Enter it again.")
    return str(SENTENCES[code_of(problem)]) % {"said": getattr(problem, "said", "")} if code_of(problem) == "refused" else str(SENTENCES[code_of(problem)])
