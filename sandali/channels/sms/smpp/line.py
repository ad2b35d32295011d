"""A line that one thread holds and others send by. All bytes are that thread's, as a TLS connection is not to be read and written by two at once."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from sandali.channels.sms.accounts import Account
from sandali.channels.sms.smpp import pdus
from sandali.channels.sms.smpp.pdus import Pdu
from sandali.channels.sms.smpp.session import ANSWER_SECONDS, Session
from sandali.kit.safe_http import ConnectionProblem

QUIET_SECONDS: Final = 30.0  # after which the centre is asked whether it is there
LOST_AFTER: Final = 10.0  # seconds without an answer to that
MOST_GIVEN: Final = 1000


@dataclass(eq=False)
class Wanted:
    """Something that a thread wants to have said. `note` is what it is known by when its answer comes too late for that thread."""

    command: int
    body: bytes
    note: str
    left: bool = False
    given_up: bool = False
    answer: Pdu | None = None
    done: threading.Event = field(default_factory=threading.Event)


class Line:
    """A bound session, for as long as its holder calls `turn`."""

    def __init__(self, session: Session, account: Account) -> None:
        self.account = account
        self.late: deque[tuple[str, Pdu]] = deque()  # answers for which nobody waited any more: their notes, and they
        self._session = session
        self._lock = threading.Lock()
        self._waiting: deque[Wanted] = deque()
        self._sent: dict[int, Wanted] = {}
        self._over = False
        self._bell, self._rings = socket.socketpair()
        self._bell.setblocking(False)
        self._rings.setblocking(False)
        self.given: deque[str] = deque(maxlen=MOST_GIVEN)  # ids that the centre gave to messages of ours on this line
        self._heard = time.monotonic()
        self._enquired = 0.0

    def ask(self, command: int, body: bytes, *, note: str = "") -> Pdu:
        """Say something by this line and wait for its answer; for any thread. Raises ConnectionProblem, whose `left` is exact."""
        wanted = Wanted(command, body, note)
        with self._lock:
            if self._over:
                raise ConnectionProblem("connection", "the line is over")
            self._waiting.append(wanted)
            with suppress(BlockingIOError):  # it rings already
                self._rings.send(b"!")
        wanted.done.wait(ANSWER_SECONDS)
        with self._lock:
            if wanted.answer is not None:
                return wanted.answer
            wanted.given_up = True
            if wanted in self._waiting:
                self._waiting.remove(wanted)
            code = "connection" if wanted.done.is_set() else "timeout"
            raise ConnectionProblem(code, "no answer on the line", left=wanted.left)

    def turn(self, seconds: float) -> Pdu | None:
        """One step of its holder: say what waits, and what was said to us within `seconds`, if it asks for something.

        Raises OSError, pdus.Malformed: then the line is lost."""
        self._say_what_waits()
        if not self._session.is_readable(0):
            select.select([self._session.fileno(), self._bell.fileno()], [], [], seconds)
            self._hush()
            self._say_what_waits()
        if not self._session.is_readable(0):
            self._look_alive()
            return None
        pdu = self._session.read()
        self._heard, self._enquired = time.monotonic(), 0.0
        if not pdu.is_answer:
            return pdu
        self._take_answer(pdu)
        return None

    def answer(self, pdu: Pdu, body: bytes = b"", *, status: int = pdus.OK) -> None:
        """Answer what was asked; for its holder."""
        self._session.send(pdu.command | pdus.ANSWER, body, sequence=pdu.sequence, status=status)

    def put_off(self, pdu: Pdu) -> None:
        """Answer what needs no thought, as an enquiry; for its holder. Raises ConnectionResetError where the centre says goodbye."""
        self._session.put_off(pdu)

    def end(self) -> None:
        """Nothing more is said: whoever waits is told, and whether it had left."""
        with self._lock:
            self._over = True
            for wanted in (*self._waiting, *self._sent.values()):
                wanted.done.set()
            self._waiting.clear()
            self._sent.clear()
            self._rings.close()
            self._bell.close()

    def _say_what_waits(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    return
                wanted = self._waiting.popleft()
                wanted.left = True  # from here on it may have left, whatever becomes of the line
                sequence = self._session.next_number()
                self._sent[sequence] = wanted
            self._session.send(wanted.command, wanted.body, sequence=sequence)

    def _take_answer(self, pdu: Pdu) -> None:
        with self._lock:
            wanted = self._sent.pop(pdu.sequence, None)
            if wanted is None:
                return
            wanted.answer = pdu
            if wanted.command == pdus.SUBMIT_SM and pdu.status == pdus.OK:
                self.given.append(pdus.text_in(pdu.body))
            if wanted.given_up and wanted.note:
                self.late.append((wanted.note, pdu))
            wanted.done.set()

    def _hush(self) -> None:
        try:
            while self._bell.recv(512):
                pass
        except BlockingIOError:
            return

    def _look_alive(self) -> None:
        now = time.monotonic()
        if self._enquired and now - self._enquired > LOST_AFTER:
            raise TimeoutError("the centre does not answer")
        if not self._enquired and now - self._heard > QUIET_SECONDS:
            self._enquired = now
            self._session.send(pdus.ENQUIRE_LINK, sequence=self._session.next_number())


_lines: dict[int, Line] = {}
_held = threading.Lock()


def line_of(account: Account) -> Line | None:
    """The line that this process holds for an account, None where another process does, or nobody yet."""
    with _held:
        return next((line for line in _lines.values() if line.account == account), None)


def lend(number: int, line: Line) -> None:
    """Let others send by a channel's line."""
    with _held:
        _lines[number] = line


def withdraw(number: int, line: Line) -> None:
    """Nobody sends by it any more."""
    with _held:
        if _lines.get(number) is line:
            del _lines[number]
    line.end()
