"""Trying a channel's settings out before they are relied upon: step by step, each with a sentence for whoever set it up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sandali.channels.email.fetching import TROUBLES
from sandali.channels.email.imap import Mailbox
from sandali.channels.email.servers import Server, server_of
from sandali.channels.email.smtp import Answered, hang_up, log_in
from sandali.channels.email.troubles import told_by_server, trouble_of
from sandali.channels.email.wire import Wire
from sandali.kit.digits import format_number
from sandali.kit.safe_http import resolve_public


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried. `name`: "imap-name", "imap-connect", "imap-login", "imap-folder", "smtp-name",
    "smtp-connect", "smtp-login". `detail` is what the server said, for those who can read it."""

    name: str
    ok: bool
    sentence: str
    detail: str = ""


def test_connection(settings: dict[str, Any], secrets: dict[str, str], address: str) -> list[Step]:
    """Try receiving and sending, each up to its first failing step. Nothing is fetched, changed or sent.

    Takes up to a minute a side with servers that do not answer, so it is called from a job or with the user waiting."""
    imap, smtp = (server_of(side, address, settings, secrets) for side in ("imap", "smtp"))
    steps: list[Step] = []
    if imap is not None:
        steps += _until_failure(_imap_steps(imap, str(settings.get("imap_folder") or "INBOX")))
    if smtp is not None:
        steps += _until_failure(_smtp_steps(smtp, address.rpartition("@")[2]))
    return steps


Try = tuple[str, Callable[[], str]]


def _until_failure(tries: list[Try]) -> list[Step]:
    steps = []
    for name, attempt in tries:
        try:
            steps.append(Step(name, True, attempt()))
        except Answered as answer:
            steps.append(Step(name, False, _("The server takes no mail from us for now."), str(answer)))
            break
        except TROUBLES as problem:
            steps.append(Step(name, False, trouble_of(problem).sentence, told_by_server(problem)))
            break
    return steps


def _imap_steps(server: Server, folder: str) -> list[Try]:
    def login() -> str:
        mailbox = Mailbox(server)
        try:
            mailbox.enter()
        finally:
            mailbox.leave()
        return _("User name and password are right.")

    def look() -> str:
        mailbox = Mailbox(server)
        try:
            mailbox.enter()
            mailbox.open_folder(folder, read_only=True)
            mails = len(mailbox.search("ALL"))
            words = ngettext("The folder is there, with %(count)s mail.", "The folder is there, with %(count)s mails.", mails)
            return words % {"count": format_number(mails, get_language() or "en")}
        finally:
            mailbox.leave()

    return [*_connecting("imap", server), ("imap-login", login), ("imap-folder", look)]


def _smtp_steps(server: Server, domain: str) -> list[Try]:
    def login() -> str:
        hang_up(log_in(server, domain))
        return _("User name and password are right.") if server.password else _("The server takes our mail without a log-in.")

    return [*_connecting("smtp", server), ("smtp-login", login)]


def _connecting(side: str, server: Server) -> list[Try]:
    def name() -> str:
        resolve_public(server.host, server.port)
        return _("The server's name is known.")

    def connect() -> str:
        Wire.open(server.host, server.port, tls=server.security == "tls").close()
        return _("The certificate is valid.") if server.security == "tls" else _("The server answers.")

    return [(f"{side}-name", name), (f"{side}-connect", connect)]
