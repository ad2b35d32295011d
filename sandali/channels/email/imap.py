"""A mailbox on its server (IMAP4rev1, RFC 3501; IDLE RFC 2177), as far as fetching needs it: by UID, and never changing a flag unasked.

imap-tools does the talking; where its own fetch would decide what is new or mark mail as read, the plain commands are used."""

from __future__ import annotations

import imaplib
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Event

from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError, MailboxMoveError
from imap_tools.mailbox import BaseMailBox

from sandali.channels.email.servers import Server
from sandali.channels.email.troubles import MailTrouble, shown, words_of
from sandali.channels.email.wire import ANSWER_SECONDS, Wire

BYTES_PER_SECOND = 64 * 1024  # a large mail over a slow line is waited for, a line that only drips is not
_CHUNK = 100
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_EMPTY_BODY = re.compile(rb"BODY\[(?:HEADER)?\] (?:\"\"|NIL)")
# Months as IMAP writes them, whatever the locale is.
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# RFC 5530: the server cannot now, which says nothing about the password.
_PASSING = re.compile(r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Folder:
    """An opened folder: UIDs mean something only together with `uidvalidity`; the next mail gets `uidnext` or more."""

    uidvalidity: int
    uidnext: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One mail as the server lists it. `at` is when the server received it, None when it does not say."""

    uid: int
    size: int
    at: datetime | None


class _Client(imaplib.IMAP4):
    """imaplib over a Wire."""

    def __init__(self, server: Server) -> None:
        self.wire = Wire.open(server.host, server.port, tls=server.security == "tls")
        super().__init__(server.host, server.port)

    def _create_socket(self, timeout: float | None) -> Wire:
        return self.wire

    def secure(self) -> None:
        """STARTTLS, or no log-in: a server that no longer offers it may be somebody in between."""
        if "STARTTLS" not in self.capabilities or self._simple_command("STARTTLS")[0] != "OK":
            raise MailTrouble("tls", "STARTTLS is not offered")
        self.wire.secure()
        self._tls_established = True
        self._get_capabilities()


class Mailbox(BaseMailBox):
    """A logged-in connection. Every method raises MailTrouble or what `troubles.trouble_of` knows."""

    client: _Client

    def __init__(self, server: Server) -> None:
        self.server, self.uidvalidity = server, 0
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = _Client(self.server)
        if self.server.security == "starttls":
            try:
                client.secure()
            except Exception:
                client.wire.close()
                raise
        return client

    def enter(self) -> None:
        """Log in."""
        server = self.server
        if _CONTROLS.search(server.username + server.password):
            raise MailTrouble("login", "control characters")
        self.client.wire.allow()
        try:
            if (server.username + server.password).isascii():
                self.login(server.username, server.password, initial_folder=None)
            else:
                self.login_utf8(server.username, server.password, initial_folder=None)
        except (MailboxLoginError, imaplib.IMAP4.error) as refusal:
            if isinstance(refusal, imaplib.IMAP4.abort):
                raise
            said = shown(words_of(refusal))
            raise MailTrouble("unavailable" if _PASSING.search(said) else "login", said) from refusal
        self.client._get_capabilities()  # they change with the log-in

    def open_folder(self, name: str, *, read_only: bool) -> Folder:
        """Select a folder; `read_only` by EXAMINE, so that not even \\Recent changes."""
        self.client.wire.allow()
        try:
            self.folder.set(name, readonly=read_only)
        except MailboxFolderSelectError as refusal:
            raise MailTrouble("folder", shown(words_of(refusal))) from refusal
        uidvalidity, uidnext = self._number("UIDVALIDITY"), self._number("UIDNEXT")
        if not uidvalidity:
            raise MailTrouble("protocol", "no UIDVALIDITY")
        self.uidvalidity = uidvalidity
        return Folder(uidvalidity, uidnext or max(self.search("ALL"), default=0) + 1)

    def _number(self, name: str) -> int:
        found = self.client.response(name)[1]
        return int(found[-1]) if found and found[-1] else 0

    def search(self, criteria: str) -> list[int]:
        """UIDs that fit, ascending."""
        self.client.wire.allow()
        kind, data = self.client.uid("SEARCH", criteria)
        if kind != "OK":
            raise MailTrouble("protocol", shown(b" ".join(part or b"" for part in data)))
        return sorted({int(word) for part in data if part for word in part.split()})

    def above(self, uid: int) -> list[int]:
        """UIDs greater than `uid`. (`n:*` always names the last mail too, even when it is lower.)"""
        return [found for found in self.search(f"UID {uid + 1}:*") if found > uid]

    def since(self, day: date) -> list[int]:
        """UIDs of mail that the server received on `day` or later."""
        return self.search(f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}")

    def listed(self, uids: Sequence[int]) -> Iterator[Listed]:
        """Size and time of those mails that are still there, asked for a hundred at a time."""
        for start in range(0, len(uids), _CHUNK):
            wanted = ",".join(map(str, uids[start : start + _CHUNK]))
            self.client.wire.allow()
            kind, data = self.client.uid("FETCH", wanted, "(UID RFC822.SIZE INTERNALDATE)")
            if kind != "OK":
                raise MailTrouble("fetch", shown(b" ".join(part for part in data if isinstance(part, bytes))))
            for line in data:
                uid, size = (_UID.search(line), _SIZE.search(line)) if isinstance(line, bytes) else (None, None)
                if uid and size:
                    yield Listed(int(uid[1]), int(size[1]), _received(line))

    def seconds_for(self, size: int) -> float:
        """How long a mail of so many bytes may take."""
        return ANSWER_SECONDS + size / BYTES_PER_SECOND

    def raw(self, uid: int, *, size: int = 0, header_only: bool = False) -> bytes | None:
        """A mail's bytes without marking it read, None when it has vanished. Raises MailTrouble "fetch" when the server says no."""
        self.client.wire.allow(self.seconds_for(size))
        kind, data = self.client.uid("FETCH", str(uid), f"(UID BODY.PEEK[{'HEADER' if header_only else ''}])")
        if kind != "OK":
            raise MailTrouble("fetch", shown(b" ".join(part for part in data if isinstance(part, bytes))))
        for part in data:
            if isinstance(part, tuple) and b"BODY[" in part[0]:
                return part[1]
        return b"" if any(isinstance(part, bytes) and _EMPTY_BODY.search(part) for part in data) else None

    def mark_seen(self, uid: int) -> None:
        """Set \\Seen, which for others means that somebody has it in hand."""
        self.client.wire.allow()
        self.client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def put_away(self, uid: int, folder: str) -> None:
        """Move a mail to another folder. Without MOVE (RFC 6851) it stays where it is: nothing is ever deleted.

        A folder that is not there yet is made when the server asks for that (TRYCREATE, RFC 3501 6.4.7)."""
        if "MOVE" not in self.client.capabilities:
            return
        self.client.wire.allow()
        try:
            self.move([str(uid)], folder)
        except MailboxMoveError as refusal:
            if "[TRYCREATE]" not in str(refusal).upper():
                raise
            self.client.wire.allow()
            self.folder.create(folder)
            self.folder.subscribe(folder, True)  # or people's own mail programs would not show it
            self.move([str(uid)], folder)

    def can_idle(self) -> bool:
        """Whether the server tells by itself of new mail."""
        return "IDLE" in self.client.capabilities

    def wait(self, seconds: float, stopping: Event) -> bool:
        """IDLE for at most `seconds`, ended early by news or by `stopping`; returns whether the server told of something."""
        self.client.wire.allow()
        tag = self.client._command("IDLE")
        while self.client._get_response() is not None:  # until the "+" that lets us wait
            if self.client.tagged_commands.get(tag):
                raise MailTrouble("protocol", "IDLE was refused")
        news = self._listen(time.monotonic() + seconds, stopping)
        self.client.wire.allow()
        self.client.send(b"DONE\r\n")
        self.consume_until_tagged_response(tag)
        return news

    def _listen(self, until: float, stopping: Event) -> bool:
        while not stopping.is_set() and (left := until - time.monotonic()) > 0:
            if not self.client.wire.is_readable(min(left, 1.0)):
                continue
            self.client.wire.allow()
            line = self.client._get_response()
            if line is None or re.match(rb"\* \d+ (?:EXISTS|RECENT)", line):
                return True
            if line.startswith(b"* BYE"):
                raise MailTrouble("connection", shown(line))
        return False

    def look(self) -> None:
        """NOOP: keeps the connection and lets the server tell of changes."""
        self.client.wire.allow()
        if self.client.noop()[0] != "OK":
            raise MailTrouble("connection", "NOOP")

    def leave(self) -> None:
        """Log out within 5 s; what a server says to that no longer matters."""
        self.client.wire.allow(5)
        try:
            self.client.logout()
        except (imaplib.IMAP4.error, OSError, ImapToolsError):
            self.client.wire.close()


@contextmanager
def open_mailbox(server: Server) -> Iterator[Mailbox]:
    """A logged-in mailbox for the length of the block."""
    mailbox = Mailbox(server)
    try:
        mailbox.enter()
        yield mailbox
    finally:
        mailbox.leave()


def _received(line: bytes) -> datetime | None:
    found = imaplib.Internaldate2tuple(line)
    return datetime.fromtimestamp(time.mktime(found), UTC) if found else None
