"""A real SMTP server on loopback (aiosmtpd) whose answers are written by the test."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


@dataclass(frozen=True)
class Taken:
    """One mail as the server took it."""

    sender: str
    recipients: list[str]
    content: bytes


@dataclass
class ScriptedSmtp:
    """The server. An answer in `mail_answer`, `data_answer` or `recipient_answers` is given instead of 250."""

    taken: list[Taken] = field(default_factory=list)
    mail_answer: str = ""
    data_answer: str = ""
    recipient_answers: dict[str, str] = field(default_factory=dict)
    password: str = "right password"
    logins: list[str] = field(default_factory=list)
    sessions: int = 0
    port: int = 0
    connections: list[SMTP] = field(default_factory=list)
    goodbyes: int = 0
    # How often from now on the connection is cut: instead of an answer to MAIL, and to a mail that was taken.
    cuts_at_mail: int = 0
    cuts_after_data: int = 0

    def start(self) -> None:
        """Listen."""
        self._controller = _Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        self.port = self._controller.server.sockets[0].getsockname()[1]
        self.connections.clear()  # the controller's own, by which it looks whether it listens

    def stop(self) -> None:
        """Stop listening; `start` takes the same port again."""
        self._controller.stop()

    def hang_up(self) -> None:
        """End every connection, as a server does that has waited long enough."""
        for connection in self.connections:
            self._controller.loop.call_soon_threadsafe(connection.transport.abort)

    # --- aiosmtpd's hooks -------------------------------------------------------------------------------------------
    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        self.sessions += 1
        if self.cuts_at_mail:
            self.cuts_at_mail -= 1
            server.transport.abort()
        if self.mail_answer:
            return self.mail_answer
        envelope.mail_from = address
        return "250 2.1.0 ok"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = self.recipient_answers.get(address, "250 2.1.5 ok")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data_answer:
            return self.data_answer
        self.taken.append(Taken(envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        if self.cuts_after_data:
            self.cuts_after_data -= 1
            server.transport.abort()
        return f"250 2.0.0 queued as {len(self.taken)}"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:
        self.goodbyes += 1
        return "221 bye"

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        """Any user with the right password."""
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login.decode())
        return AuthResult(success=data.password.decode() == self.password, handled=False)


class _Controller(Controller):
    def __init__(self, script: ScriptedSmtp, **more: Any) -> None:
        self.script = script
        super().__init__(script, **more)

    def factory(self) -> SMTP:
        made = SMTP(
            self.script, authenticator=self.script.authenticate, auth_require_tls=False, decode_data=False, enable_SMTPUTF8=True,
            hostname="localhost",
        )  # fmt: skip
        self.script.connections.append(made)
        return made

    def _trigger_server(self) -> None:
        """The port is the system's choice, known once it listens."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
