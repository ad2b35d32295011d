"""A small IMAP server on loopback that misbehaves on order: cuts literals, drops connections, changes UIDVALIDITY, says no."""

from __future__ import annotations

import re
import socketserver
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass
class Mail:
    """One mail in the box."""

    uid: int
    raw: bytes
    at: datetime
    flags: set[str] = field(default_factory=set)


class ScriptedImap:
    """The server and what it shall do wrong. Faults named `..._once` hold for the next occasion only."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.moved: list[tuple[int, str]] = []
        self.uidvalidity, self.uidnext = 1000, 1
        self.username, self.password = "support@simorgh.example", "right password"
        self.capabilities = "IMAP4rev1 IDLE MOVE"
        self.cut_once: int | None = None  # UID in the middle of whose literal the connection is cut
        self.drop_after_store_once = False
        self.refused: set[int] = set()  # UIDs whose FETCH is answered NO
        self.pretended_sizes: dict[int, int] = {}
        self.silent = False  # accepts the connection and says nothing
        self.dripping = False  # gives one byte of its greeting a while
        self.logins, self.refused_logins = 0, 0
        self.said: list[str] = []
        self.changed = threading.Condition()
        self._server = _Threads(("127.0.0.1", 0), _handler(self))
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def add(self, raw: bytes, *, at: datetime | None = None) -> int:
        """A mail comes into the box; returns its UID."""
        with self.changed:
            mail = Mail(self.uidnext, raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), at or datetime.now(UTC))
            self.mails.append(mail)
            self.uidnext += 1
            self.changed.notify_all()
        return mail.uid

    def renumber(self) -> None:
        """As after a move to another server: other UIDs under another UIDVALIDITY."""
        self.uidvalidity += 1
        for number, mail in enumerate(self.mails, start=1):
            mail.uid = number
        self.uidnext = len(self.mails) + 1

    def close(self) -> None:
        """Stop."""
        self.silent = self.dripping = False
        with self.changed:
            self.changed.notify_all()
        self._server.shutdown()
        self._server.server_close()


class _Threads(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False


class Cut(Exception):
    """The connection ends here."""


def _handler(box: ScriptedImap) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        disable_nagle_algorithm = True

        def handle(self) -> None:
            while box.silent:
                time.sleep(0.02)
            try:
                if box.dripping:
                    for letter in b"* OK slow":
                        self.wfile.write(bytes([letter]))
                        time.sleep(0.15)
                self.say("* OK ready")
                while line := self.rfile.readline():
                    tag, _space, rest = line.decode().rstrip("\r\n").partition(" ")
                    box.said.append(rest)
                    if not self.command(tag, rest):
                        return
            except (Cut, ConnectionError):
                return

        def say(self, line: str) -> None:
            self.wfile.write(line.encode() + b"\r\n")

        def command(self, tag: str, rest: str) -> bool:
            name, _space, arguments = rest.partition(" ")
            if name == "UID":
                name, _space, arguments = arguments.partition(" ")
                name = f"UID_{name}"
            answer = getattr(self, name.lower(), None)
            if answer is None:
                self.say(f"{tag} BAD what is {name}")
                return True
            self.say(f"{tag} {answer(arguments, tag) or 'OK done'}")
            return name != "LOGOUT"

        def capability(self, _arguments: str, _tag: str) -> None:
            self.say(f"* CAPABILITY {box.capabilities}")

        def login(self, arguments: str, _tag: str) -> str | None:
            if arguments == f'"{box.username}" "{box.password}"' or arguments == f'{box.username} "{box.password}"':
                box.logins += 1
                return None
            box.refused_logins += 1
            return "NO [AUTHENTICATIONFAILED] no"

        def select(self, arguments: str, _tag: str) -> str | None:
            if arguments.strip('"') != "INBOX":
                return "NO no such folder"
            self.say(f"* {len(box.mails)} EXISTS")
            self.say(f"* OK [UIDVALIDITY {box.uidvalidity}] ok")
            self.say(f"* OK [UIDNEXT {box.uidnext}] ok")
            return "OK [READ-WRITE] done"

        examine = select

        def uid_search(self, arguments: str, _tag: str) -> None:
            mails = sorted(box.mails, key=lambda mail: mail.uid)
            if match := re.match(r"UID (\d+):\*", arguments):
                # As the standard says, n:* is never empty: it names at least the last one.
                found = [mail for mail in mails if mail.uid >= int(match[1])] or mails[-1:]
            elif match := re.match(r"SINCE (\S+)", arguments):
                day = datetime.strptime(match[1], "%d-%b-%Y").date()
                found = [mail for mail in mails if mail.at.date() >= day]
            else:
                found = mails
            self.say("* SEARCH" + "".join(f" {mail.uid}" for mail in found))

        def uid_fetch(self, arguments: str, _tag: str) -> str | None:
            numbers, _space, items = arguments.partition(" ")
            wanted = {int(number) for number in numbers.split(",")}
            for position, mail in enumerate(list(box.mails), start=1):
                if mail.uid not in wanted:
                    continue
                if "BODY" not in items:
                    size = box.pretended_sizes.get(mail.uid, len(mail.raw))
                    at = mail.at.strftime("%d-%b-%Y %H:%M:%S +0000")
                    self.say(f'* {position} FETCH (UID {mail.uid} RFC822.SIZE {size} INTERNALDATE "{at}")')
                elif mail.uid in box.refused:
                    return "NO [SERVERBUG] cannot read this one"
                else:
                    self.literal(position, mail, "[HEADER]" if "HEADER" in items else "[]")
                    if "PEEK" not in items:
                        mail.flags.add("\\Seen")
            return None

        def literal(self, position: int, mail: Mail, part: str) -> None:
            raw = mail.raw if part == "[]" else mail.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            self.wfile.write(f"* {position} FETCH (UID {mail.uid} BODY{part} {{{len(raw)}}}\r\n".encode())
            if box.cut_once == mail.uid:
                box.cut_once = None
                self.wfile.write(raw[: len(raw) // 2])
                raise Cut
            self.wfile.write(raw + b")\r\n")

        def uid_store(self, arguments: str, _tag: str) -> None:
            uid = int(arguments.split(" ")[0])
            for mail in box.mails:
                if mail.uid == uid:
                    mail.flags.add("\\Seen")
            self.drop_perhaps()

        def uid_move(self, arguments: str, _tag: str) -> None:
            uid, folder = arguments.split(" ", 1)
            box.moved.append((int(uid), folder.strip('"')))
            box.mails = [mail for mail in box.mails if mail.uid != int(uid)]
            self.drop_perhaps()

        def drop_perhaps(self) -> None:
            if box.drop_after_store_once:
                box.drop_after_store_once = False
                raise Cut

        def idle(self, _arguments: str, _tag: str) -> None:
            known = len(box.mails)
            self.say("+ idling")
            self.connection.settimeout(0.02)
            try:
                while True:
                    with box.changed:
                        if len(box.mails) != known:
                            known = len(box.mails)
                            self.say(f"* {known} EXISTS")
                    try:
                        if self.connection.recv(100).upper().startswith(b"DONE"):
                            return
                    except TimeoutError:
                        continue
            finally:
                self.connection.settimeout(None)

        def noop(self, _arguments: str, _tag: str) -> None:
            return None

        def logout(self, _arguments: str, _tag: str) -> None:
            self.say("* BYE bye")

    return Handler
