"""A connection to an SMTP server (RFC 5321) over a Wire: opened and logged in to, and closed."""

from __future__ import annotations

import smtplib
from contextlib import suppress

from sandali.channels.email.servers import Server
from sandali.channels.email.troubles import MailTrouble, shown
from sandali.channels.email.wire import Wire
from sandali.kit.safe_http import ConnectionProblem


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
