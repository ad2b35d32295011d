"""A mailbox on loopback: as much of IMAP4rev1 (RFC 3501) and IDLE (RFC 2177) as fetching by UID needs, and quick."""

from __future__ import annotations

import re
import secrets
import socketserver
import threading
from collections.abc import Iterable
from datetime import UTC, datetime

SINCE = re.compile(r"SINCE (\S+)")
ABOVE = re.compile(r"UID (\d+):\*")


class ImapBox:
    """The server; `add` lets mail come in. It runs in threads of this process, so that its CPU is nobody else's."""

    def __init__(self) -> None:
        self.username, self.password = "office", secrets.token_hex(8)
        self.mails: list[bytes] = []
        self.at = datetime.now(UTC)
        self.changed = threading.Condition()
        self._server = _Server(("127.0.0.1", 0), _Talk)
        self._server.box = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def add(self, mails: Iterable[bytes]) -> None:
        """New mail; its UIDs go on from the last one, beginning with 1."""
        with self.changed:
            self.mails += mails
            self.changed.notify_all()

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    box: ImapBox


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: _Server
    wbufsize = -1

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline():
            tag, _space, rest = line.decode().rstrip("\r\n").partition(" ")
            name, _space, arguments = rest.partition(" ")
            if name.upper() == "UID":
                name, _space, arguments = arguments.partition(" ")
                name = f"uid_{name}"
            answer = getattr(self, f"do_{name.lower()}", None)
            self.say(f"{tag} {(answer(arguments) or 'OK done') if answer else 'BAD unknown'}")
            if name.upper() == "LOGOUT":
                return

    def say(self, line: str) -> None:
        """One line, at once."""
        self.wfile.write(line.encode() + b"\r\n")
        self.wfile.flush()

    def do_capability(self, _arguments: str) -> None:
        self.say("* CAPABILITY IMAP4rev1 IDLE")

    def do_login(self, arguments: str) -> str | None:
        box = self.server.box
        return None if arguments.replace('"', "") == f"{box.username} {box.password}" else "NO [AUTHENTICATIONFAILED] no"

    def do_examine(self, _arguments: str) -> None:
        count = len(self.server.box.mails)
        self.say(f"* {count} EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT {count + 1}] ok")

    do_select = do_examine

    def do_uid_search(self, arguments: str) -> None:
        count, above = len(self.server.box.mails), ABOVE.match(arguments)
        first = 1
        if above:
            first = min(int(above[1]), count)  # n:* names at least the last one
        elif (since := SINCE.match(arguments)) and datetime.strptime(since[1], "%d-%b-%Y").date() > self.server.box.at.date():  # noqa: DTZ007 - a date has no zone
            first = count + 1
        self.say("* SEARCH" + "".join(f" {number}" for number in range(max(first, 1), count + 1)))

    def do_uid_fetch(self, arguments: str) -> None:
        numbers, _space, items = arguments.partition(" ")
        mails, at = self.server.box.mails, self.server.box.at.strftime("%d-%b-%Y %H:%M:%S +0000")
        for number in self.numbers(numbers, len(mails)):
            raw = mails[number - 1]
            if "BODY" not in items:
                self.wfile.write(f'* {number} FETCH (UID {number} RFC822.SIZE {len(raw)} INTERNALDATE "{at}")\r\n'.encode())
            else:
                self.wfile.write(f"* {number} FETCH (UID {number} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")

    def numbers(self, asked: str, count: int) -> list[int]:
        """The UIDs of a set such as "3,7:9"."""
        found: list[int] = []
        for part in asked.split(","):
            first, _colon, last = part.partition(":")
            found += range(int(first), (count if last == "*" else int(last or first)) + 1)
        return [number for number in found if 0 < number <= count]

    def do_idle(self, _arguments: str) -> None:
        box, known = self.server.box, len(self.server.box.mails)
        self.say("+ idling")
        ended = threading.Event()
        threading.Thread(target=self.tell, args=(known, ended), daemon=True).start()
        self.rfile.readline()  # DONE
        ended.set()
        with box.changed:
            box.changed.notify_all()

    def tell(self, known: int, ended: threading.Event) -> None:
        """Say EXISTS as mail comes, until the client is done idling."""
        box = self.server.box
        with box.changed:
            while not ended.is_set():
                if len(box.mails) != known:
                    known = len(box.mails)
                    self.say(f"* {known} EXISTS")
                box.changed.wait(1)

    def do_noop(self, _arguments: str) -> None:
        return None

    def do_logout(self, _arguments: str) -> None:
        self.say("* BYE bye")
