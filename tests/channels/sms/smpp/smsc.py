"""A message centre on loopback that speaks SMPP 3.4 as its specification says: it knows who may bind, takes messages and numbers them, reports
on them, says what phones wrote until it is answered, enquires, throttles and says goodbye.

It reads and writes PDUs by its own hand, not by ours. `troubles` are used up by the next submit_sm: "taken" (it takes the message and hangs up
without a word), "lost" (hangs up and takes nothing), "late" (takes it, and answers when `let_answer` is set), or a status to answer with."""

from __future__ import annotations

import socket
import socketserver
import ssl
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

NAME, PASSWORD = "simorgh", "s3cret-8"
OK, BAD_PASSWORD, ALREADY, BAD_STATE, QUERY_FAIL, NO_COMMAND = 0, 0x0E, 0x05, 0x04, 0x67, 0x03


@dataclass
class Taken:
    """A message that the centre has, as it came."""

    id: str
    to: str
    source: tuple[int, int, str]
    esm_class: int
    coding: int
    content: bytes
    extras: dict[int, bytes]
    wants_receipt: int
    by: str  # as what the sender was bound


@dataclass
class Told:
    """Something for the other side, until it answers."""

    body: bytes
    tries: int = 0
    answered: list[int] = field(default_factory=list)


def text(value: str | bytes) -> bytes:
    return (value if isinstance(value, bytes) else value.encode()) + b"\x00"


def tlv(tag: int, value: bytes) -> bytes:
    return struct.pack(">HH", tag, len(value)) + value


def deliver(sender: str, content: bytes, *, coding: int = 0, esm_class: int = 0, ton: int = 1, extras: bytes = b"", to: str = "10004346") -> bytes:
    """The body of a deliver_sm."""
    return (
        b"\x00" + bytes([ton, 1]) + text(sender) + bytes([0, 1]) + text(to) + bytes([esm_class, 0, 0]) + b"\x00\x00" + bytes([0, 0, coding, 0, len(content)]) + content + extras
    )


def parts(words: str, *, reference: int, size: int = 30) -> list[bytes]:
    """The content of deliver_sm for a long text in UCS-2, each with its header."""
    pieces = [words[at : at + size] for at in range(0, len(words), size)]
    return [bytes([5, 0, 3, reference, len(pieces), number]) + piece.encode("utf-16-be") for number, piece in enumerate(pieces, 1)]


def receipt(number: str, state: str = "DELIVRD", *, error: str = "000") -> bytes:
    """The text of a receipt (appendix B)."""
    return f"id:{number} sub:001 dlvrd:001 submit date:2611221010 done date:2611221011 stat:{state} err:{error} text:".encode()


class _Line(socketserver.BaseRequestHandler):
    server: Smsc

    def handle(self) -> None:
        self.role, self.ended = "", False
        with suppress(OSError):
            if self.server.greeting:
                self.request.sendall(self.server.greeting)
            while not self.ended and (head := self._exactly(16)):
                length, command, status, sequence = struct.unpack(">IIII", head)
                self._take(command, status, sequence, self._exactly(length - 16))
        self.server.gone(self)

    def _exactly(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            chunk = self.request.recv(count - len(found))
            if not chunk:
                raise ConnectionResetError
            found += chunk
        return found

    def say(self, command: int, sequence: int, body: bytes = b"", status: int = OK) -> None:
        self.request.sendall(struct.pack(">IIII", 16 + len(body), command, status, sequence) + body)

    def _take(self, command: int, status: int, sequence: int, body: bytes) -> None:
        self.server.heard.append((command, status))
        known = {2: self._bind, 9: self._bind, 1: self._bind, 4: self._submit, 3: self._query}
        if command in known:
            known[command](command, sequence, body)
        elif command == 0x15:
            if self.server.answers_enquiries:
                self.say(0x80000015, sequence)
        elif command == 6:
            self.say(0x80000006, sequence)
            self.ended = True
        elif command == 0x80000005:
            self.server.answered(sequence, status)
        elif not command & 0x80000000:
            self.say(0x80000000, sequence, status=NO_COMMAND)

    def _bind(self, command: int, sequence: int, body: bytes) -> None:
        name, password = body.split(b"\x00")[:2]
        answer = command | 0x80000000
        if self.role:
            self.say(answer, sequence, status=ALREADY)
        elif (name.decode(), password.decode()) != (NAME, PASSWORD):
            self.say(answer, sequence, status=BAD_PASSWORD)
        elif not self.server.has_place(self):
            self.say(answer, sequence, status=ALREADY)
        else:
            self.role = {1: "receiver", 2: "transmitter", 9: "transceiver"}[command]
            self.say(answer, sequence, text("stand-in") + tlv(0x0210, b"\x34"))
            self.server.came(self)

    def _submit(self, _command: int, sequence: int, body: bytes) -> None:
        server = self.server
        if self.role not in ("transmitter", "transceiver"):
            self.say(0x80000004, sequence, status=BAD_STATE)
            return
        trouble = server.troubles.pop(0) if server.troubles else ""
        if trouble == "lost":
            raise ConnectionResetError
        if isinstance(trouble, int):
            self.say(0x80000004, sequence, status=trouble)
            return
        taken = server.take(body, self.role)
        if trouble == "taken":
            raise ConnectionResetError
        if trouble == "late":
            server.let_answer.wait(30)
        self.say(0x80000004, sequence, text(taken.id))

    def _query(self, _command: int, sequence: int, body: bytes) -> None:
        number = body.split(b"\x00")[0].decode()
        state = self.server.states.get(number)
        if not self.server.knows_query:
            self.say(0x80000000, sequence, status=NO_COMMAND)
        elif state is None:
            self.say(0x80000003, sequence, status=QUERY_FAIL)
        else:
            self.say(0x80000003, sequence, text(number) + b"\x00" + bytes([state, 0]))


class Smsc(socketserver.ThreadingTCPServer):
    """The centre."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, certificate: tuple[Path, Path] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.certificate = certificate
        self.port = self.server_address[1]
        self.greeting = b""
        self.most_lines = 0  # 0 for any number
        self.knows_query = True
        self.answers_enquiries = True
        self.hexadecimal = False
        self.next_id = 59_113_978
        self.lines: list[_Line] = []
        self.places: set[_Line] = set()  # taken before the answer to a bind leaves: whoever has it may bind again at once
        self.taken: list[Taken] = []
        self.heard: list[tuple[int, int]] = []
        self.states: dict[str, int] = {}
        self.troubles: list[str | int] = []
        self.outbox: dict[int, Told] = {}
        self.let_answer = threading.Event()
        self.listens = threading.Event()  # somebody is bound who takes messages
        self._lock = threading.RLock()
        self._sequence = 500

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        if self.certificate is None:
            return connection, address
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.certificate)
        return context.wrap_socket(connection, server_side=True), address

    def start(self) -> Smsc:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def stop(self) -> None:
        self.let_answer.set()
        self.hang_up()
        self.shutdown()
        self.server_close()

    def take(self, body: bytes, role: str) -> Taken:
        """A submit_sm as a message (4.4.1)."""
        _service, rest = body.split(b"\x00", 1)
        source_ton, source_npi, rest = rest[0], rest[1], rest[2:]
        source, rest = rest.split(b"\x00", 1)
        to, rest = rest[2:].split(b"\x00", 1)
        esm_class, rest = rest[0], rest[3:]
        _when, _until, rest = rest.split(b"\x00", 2)
        wants, _replace, coding, _default, size = rest[:5]
        content, rest = rest[5 : 5 + size], rest[5 + size :]
        extras = {}
        while rest:
            tag, length = struct.unpack(">HH", rest[:4])
            extras[tag], rest = rest[4 : 4 + length], rest[4 + length :]
        with self._lock:
            number = f"{self.next_id:x}" if self.hexadecimal else str(self.next_id)
            self.next_id += 1
            taken = Taken(number, to.decode(), (source_ton, source_npi, source.decode()), esm_class, coding, content, extras, wants, role)
            self.taken.append(taken)
            return taken

    def has_place(self, line: _Line) -> bool:
        with self._lock:
            if self.most_lines and len(self.places) >= self.most_lines:
                return False
            self.places.add(line)
            return True

    def came(self, line: _Line) -> None:
        with self._lock:
            self.lines.append(line)
            if line.role == "transmitter":
                return
            for sequence, told in self.outbox.items():
                if OK not in told.answered:
                    self._say(line, sequence, told)
            self.listens.set()

    def gone(self, line: _Line) -> None:
        with self._lock:
            self.places.discard(line)
            if line in self.lines:
                self.lines.remove(line)
            if not any(one.role != "transmitter" for one in self.lines):
                self.listens.clear()

    def answered(self, sequence: int, status: int) -> None:
        with self._lock:
            if sequence in self.outbox:
                self.outbox[sequence].answered.append(status)

    def _say(self, line: _Line, sequence: int, told: Told) -> None:
        told.tries += 1
        with suppress(OSError):
            line.say(5, sequence, told.body)

    def tell(self, *bodies: bytes) -> list[Told]:
        """Say deliver_sm to who is bound, and again to who binds next, until each is answered."""
        made = []
        with self._lock:
            for body in bodies:
                self._sequence += 1
                self.outbox[self._sequence] = told = Told(body)
                made.append(told)
                for line in self.lines:
                    if line.role != "transmitter":
                        self._say(line, self._sequence, told)
        return made

    def raw(self, content: bytes) -> None:
        """Bytes as they are."""
        for line in list(self.lines):
            with suppress(OSError):
                line.request.sendall(content)

    def say_goodbye(self) -> None:
        """unbind, from this side."""
        for line in list(self.lines):
            line.say(6, 9000)

    def hang_up(self) -> None:
        for line in list(self.lines):
            with suppress(OSError):
                line.request.shutdown(socket.SHUT_RDWR)
