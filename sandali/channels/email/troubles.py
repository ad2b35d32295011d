"""What can be wrong with a mail server, as a sentence for whoever set it up."""

from __future__ import annotations

import re
import smtplib
import ssl
from imaplib import IMAP4

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from imap_tools.errors import ImapToolsError

from sandali.kit.files import NoRoom
from sandali.kit.safe_http import ConnectionProblem
from sandali.kit.secrets import SecretUnreadable

SENTENCES: dict[str, Promise] = {
    "bad-host": _("This is not the name of a server."),
    "refused-address": _("This server is on a private network. An operator can allow it by the setting SANDALI_PRIVATE_HOSTS."),
    "unknown-host": _("There is no server of this name. Look for a typing mistake."),
    "timeout": _("The server did not answer in time. Look at its name and its port."),
    "connection": _("The server refuses the connection, or it broke. Look at the port."),
    "tls": _("No secure connection came about: the certificate does not fit, or the kind of encryption is not the right one."),
    "login": _("The server did not accept this user name and password. Some providers want a password made for programs."),
    "no-login": _("The server offers no way to log in that we know."),
    "folder": _("The server has no folder of this name."),
    "fetch": _("The server would not hand out a message. We go on with it at the next try."),
    "protocol": _("The server does not answer as a mail server should. Look at the port."),
    "secret": _("The stored password cannot be read with the key of this installation. Enter it again."),
    "no-room": _("The disk is nearly full. Mail stays on its server until there is room."),
    "not-set": _("No server for sending is set up for this channel."),
    "unavailable": _("The server takes no mail from us for now."),
    "header": _("An address or an identifier in this message cannot stand in a mail."),
    "file": _("An attached file is missing from the store."),
}


class MailTrouble(Exception):
    """A mailbox that cannot be used just now. `code` is one of SENTENCES, `detail` what the server said."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code, self.detail = code, detail

    @property
    def sentence(self) -> str:
        """For whoever looks after the channel."""
        return str(SENTENCES[self.code])


def trouble_of(problem: Exception) -> MailTrouble:
    """What an exception from a connection means. Programming faults are raised again."""
    match problem:
        case MailTrouble():
            return problem
        case ConnectionProblem():
            return MailTrouble(problem.code if problem.code in SENTENCES else "connection", str(problem))
        case SecretUnreadable():
            return MailTrouble("secret", str(problem))
        case NoRoom():
            return MailTrouble("no-room", str(problem))
        case TimeoutError():
            return MailTrouble("timeout", str(problem))
        case smtplib.SMTPServerDisconnected() if isinstance(problem.__context__, TimeoutError):
            return MailTrouble("timeout", str(problem))
        case smtplib.SMTPServerDisconnected() | IMAP4.abort():
            return MailTrouble("connection", shown(str(problem)))
        case IMAP4.error() | ImapToolsError() | smtplib.SMTPException():
            return MailTrouble("protocol", shown(words_of(problem)))
        case OSError():
            return MailTrouble("connection", str(problem))
    raise problem


def words_of(problem: Exception) -> str | bytes:
    """What the server said in an exception of a library, without the library's own words around it."""
    result = getattr(problem, "command_result", None)  # imap-tools: (status, data)
    parts = result[1] if isinstance(result, tuple) and len(result) > 1 else problem.args[:1]
    heard = [part for part in parts if isinstance(part, bytes)] if isinstance(parts, list | tuple) else []
    return b" ".join(heard) if heard else str(problem)


def told_by_server(problem: Exception) -> str:
    """What the other side said, for those who can read it; "" where the words would be ours or the system's, which the sentence has."""
    match problem:
        case ConnectionProblem():
            cause = problem.__cause__
            return shown(cause.verify_message) if isinstance(cause, ssl.SSLCertVerificationError) else ""
        case smtplib.SMTPServerDisconnected() | IMAP4.abort() | SecretUnreadable() | NoRoom():
            return ""
        case smtplib.SMTPException():
            return trouble_of(problem).detail
        case OSError():
            return ""
    return trouble_of(problem).detail


def shown(said: str | bytes) -> str:
    """What a server said, as one short line of text."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text).strip()[:300]
