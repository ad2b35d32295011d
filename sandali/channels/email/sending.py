"""Handing one mail to the channel's SMTP server (RFC 5321), and what its answers mean."""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress

from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.channels.adapter import Outgoing, Refused, Sent, TryLater
from sandali.channels.email.bounce_reasons import reason_of
from sandali.channels.email.servers import Server, smtp_server
from sandali.channels.email.texts import REASONS
from sandali.channels.email.troubles import MailTrouble, shown, trouble_of
from sandali.channels.email.wire import ANSWER_SECONDS, Wire
from sandali.channels.email.writing import address_of, recipients_of, reply_address, write_mail
from sandali.channels.models import Channel
from sandali.kit.headers import HeaderRefused
from sandali.kit.safe_http import ConnectionProblem
from sandali.kit.secrets import SecretUnreadable

# A slow server may take its time over a large mail, but not for ever: a line of 128 kB/s is waited for.
_BYTES_PER_SECOND = 128 * 1024
_MOST_SECONDS = 150.0  # below channels.actions.SEND_LEASE
_STATUS = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\b")
# Codes by which a server says that we, not the message, are the trouble: 421 closing, 530 and 535 log in first (RFC 4954).
_OURS = {421, 454, 530, 534, 535, 538}


class Answered(Exception):
    """The server said no to a command."""

    def __init__(self, command: str, code: int, said: bytes) -> None:
        super().__init__(f"{code} {shown(said)}")
        self.command, self.code, self.said = command, code, shown(said)


class Client(smtplib.SMTP):
    """smtplib over a Wire."""

    def __init__(self, server: Server, domain: str) -> None:
        self.wire = Wire.open(server.host, server.port, tls=server.security == "tls")
        super().__init__(local_hostname=domain)
        code, said = self.connect(server.host, server.port)
        if code != 220:
            raise Answered("CONNECT", code, said)

    def _get_socket(self, host: str, port: int, timeout: float) -> Wire:
        return self.wire

    def authenticate(self, server: Server) -> None:
        """Log in by one way only: smtplib's own `login` tries each in turn, and every failure counts towards a lock."""
        offered = self.esmtp_features.get("auth", "").upper().split()
        way = next((name for name in ("PLAIN", "LOGIN", "CRAM-MD5") if name in offered), "")
        if not way:
            raise MailTrouble("no-login")
        self.user, self.password = server.username, server.password
        self.auth(way, getattr(self, f"auth_{way.lower().replace('-', '_')}"))

    def secure(self) -> None:
        """STARTTLS, or nothing is sent: a server that no longer offers it may be somebody in between."""
        self.ehlo_or_helo_if_needed()
        if not self.has_extn("starttls") or self.docmd("STARTTLS")[0] != 220:
            raise MailTrouble("tls", "STARTTLS is not offered")
        self.wire.secure()
        self.ehlo_resp = self.helo_resp = None
        self.esmtp_features, self.does_esmtp = {}, False


def log_in(server: Server, domain: str) -> Client:
    """A connection that mail can be given to. Raises MailTrouble or what `trouble_of` knows."""
    client = Client(server, domain)
    try:
        if server.security == "starttls":
            client.secure()
        client.ehlo_or_helo_if_needed()
        if server.password:
            client.authenticate(server)
    except smtplib.SMTPAuthenticationError as refusal:
        client.close()
        raise MailTrouble("login", f"{refusal.smtp_code} {shown(refusal.smtp_error)}") from refusal
    except UnicodeEncodeError as problem:  # smtplib logs in with ASCII only
        client.close()
        raise MailTrouble("login", "not ASCII") from problem
    except (MailTrouble, ConnectionProblem, OSError):
        client.close()
        raise
    return client


def send(channel: Channel, outgoing: Outgoing) -> Sent:
    """Hand the mail over. Raises Refused for a final no, TryLater for everything that may pass."""
    try:
        address = address_of(channel.address)
        recipients = recipients_of(outgoing)
        reply_to = reply_address(address, outgoing.reply_token) if channel.settings.get("plus_addressing") else ""
        mail = b"".join(write_mail(outgoing, address=address, reply_to=reply_to, at=timezone.now()))
    except HeaderRefused as problem:
        raise Refused(MailTrouble("header").sentence, "header") from problem
    except FileNotFoundError as problem:
        raise Refused(MailTrouble("file").sentence, "file") from problem
    try:
        server = smtp_server(channel)
        if server is None:
            raise MailTrouble("not-set")
        client = log_in(server, address.rpartition("@")[2])
        try:
            return hand_over(client, address, recipients, mail)
        finally:
            hang_up(client)
    except Answered as answer:
        raise meaning_of(answer) from answer
    except smtplib.SMTPDataError as answer:
        raise meaning_of(Answered("DATA", answer.smtp_code, as_bytes(answer.smtp_error))) from answer
    except (MailTrouble, ConnectionProblem, SecretUnreadable, OSError) as problem:  # smtplib's exceptions are OSErrors
        trouble = trouble_of(problem)
        raise TryLater(trouble.sentence, trouble.detail, channel_fault=True) from problem


def hand_over(client: Client, address: str, recipients: list[str], mail: bytes) -> Sent:
    """One mail transaction. The first recipient decides; a refused copy is told of and does not stop the rest."""
    client.wire.allow(min(ANSWER_SECONDS + len(mail) / _BYTES_PER_SECOND, _MOST_SECONDS))
    options = [f"size={len(mail)}"] if client.has_extn("size") else []
    if not all(value.isascii() for value in [address, *recipients]):
        if not client.has_extn("smtputf8"):
            raise Refused(_("The mail server cannot send to an address with letters that are not Latin."), "smtputf8")
        options += ["SMTPUTF8", "BODY=8BITMIME"]
    accept("MAIL", client.mail(address, options))
    refused = []
    for position, recipient in enumerate(recipients):
        code, said = client.rcpt(recipient)
        if code in (250, 251, 252):
            continue
        if not position or code == 421:
            raise Answered("RCPT", code, said)
        refused.append(recipient)
    code, said = client.data(mail)
    accept("DATA", (code, said))
    detail = _("Not accepted for %(addresses)s.") % {"addresses": ", ".join(refused)} if refused else ""
    return Sent(external_id=shown(said)[:200], detail=detail)


def as_bytes(said: str | bytes) -> bytes:
    """What a server said, whichever way smtplib keeps it."""
    return said if isinstance(said, bytes) else said.encode("utf-8", "replace")


def accept(command: str, answer: tuple[int, bytes]) -> None:
    """Go on after 250. Raises Answered."""
    if answer[0] != 250:
        raise Answered(command, *answer)


def hang_up(client: Client) -> None:
    """Say goodbye within 5 s; the mail is settled, so whatever happens here no longer matters."""
    client.wire.allow(5)
    with suppress(OSError, smtplib.SMTPException):
        client.quit()
    client.close()


def meaning_of(answer: Answered) -> Refused | TryLater:
    """A server's no as what to do: 5xx to a mail command is final, the rest passes (RFC 5321 4.2.1)."""
    found = _STATUS.match(answer.said)
    status = found[1] if found else ""
    code = f"{answer.code} {answer.said}"[:60]
    if answer.code in _OURS or answer.command == "CONNECT":
        return TryLater(MailTrouble("login" if answer.code in (530, 534, 535, 538) else "unavailable").sentence, code, channel_fault=True)
    reason = str(REASONS.get(reason_of(answer.said, status, answer.command), REASONS["undefined"]))
    if answer.code < 500 or status.startswith("4"):
        return TryLater(reason, code)
    return Refused(reason if reason != str(REASONS["undefined"]) else shown(answer.said) or reason, code)
