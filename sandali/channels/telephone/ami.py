"""A connection to Asterisk's manager interface: blocks of "Name: value" lines that end with an empty one.

As in docs.asterisk.org, "AMI v2 Specification" and the pages of the actions Login, Originate, CoreShowChannels, Ping and Logoff."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sandali.channels.email.wire import Wire

GREETING: Final = b"Asterisk Call Manager/"
ANSWER_SECONDS: Final = 10.0
LONGEST_LINE, MOST_LINES = 16 * 1024, 500  # of a block
MOST_WAITING: Final = 2000  # events that come while an answer is waited for
Block = dict[str, str]


class AsteriskTrouble(Exception):
    """Asterisk says no, or nothing that we understand. `code`: "greeting", "login", "refused", "protocol"."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(said or code)
        self.code, self.said = code, said[:200]


@dataclass(frozen=True, slots=True)
class Manager:
    """Where Asterisk is, and as whom we sign in."""

    host: str
    port: int
    tls: bool
    username: str
    password: str

    def __repr__(self) -> str:
        return f"Manager({self.host}:{self.port})"  # a password never reaches a log


def manager_of(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Manager | None:
    """The manager in a channel's settings, None where something is missing."""
    host, username, password = str(settings.get("host") or ""), str(settings.get("username") or ""), secrets.get("password", "")
    if not (host and username and password):
        return None
    return Manager(host, int(settings.get("port") or 5038), settings.get("security") == "tls", username, password)


class Ami:
    """A signed-in connection. Used by one thread."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._numbers = itertools.count(1)
        self._events: list[Block] = []
        self.version = ""

    def read_block(self) -> Block:
        """The next block; of a name that comes twice the first value stands. Raises AsteriskTrouble, OSError."""
        block: Block = {}
        for _line in range(MOST_LINES):
            line = self._wire.readline(LONGEST_LINE)
            if not line:
                raise ConnectionResetError("Asterisk hung up")
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            if not text:
                if block:
                    return block
                continue
            name, colon, value = text.partition(":")
            if colon:
                block.setdefault(name.strip(), value.strip())
        raise AsteriskTrouble("protocol")

    def ask(self, action: str, **fields: str) -> Block:
        """Send an action and return its answer; events that come meanwhile are kept. Raises AsteriskTrouble "refused"."""
        number = f"sandali-{next(self._numbers)}"
        lines = {"Action": action, "ActionID": number, **fields}
        if any(letter in value for value in lines.values() for letter in "\r\n\x00"):
            raise AsteriskTrouble("refused", "a line end in a value")
        self._wire.allow(ANSWER_SECONDS)
        self._wire.sendall("".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode() + b"\r\n")
        while True:
            block = self.read_block()
            if block.get("Response") and block.get("ActionID") == number:
                if block["Response"] == "Error":
                    raise AsteriskTrouble("refused", block.get("Message", ""))
                return block
            self._keep(block)

    def ask_list(self, action: str, complete: str) -> list[Block]:
        """The rows of a list, up to the event `complete`. Raises AsteriskTrouble."""
        number = self.ask(action)["ActionID"]
        rows: list[Block] = []
        self._wire.allow(ANSWER_SECONDS)
        while True:
            block = self.read_block()
            if block.get("ActionID") != number:
                self._keep(block)
            elif block.get("Event") == complete:
                return rows
            else:
                rows.append(block)

    def _keep(self, block: Block) -> None:
        if "Event" in block and len(self._events) < MOST_WAITING:
            self._events.append(block)

    def next_event(self, seconds: float, stopping: threading.Event) -> Block | None:
        """The next event, None when none came in time. Raises AsteriskTrouble, OSError."""
        if self._events:
            return self._events.pop(0)
        step = 1.0
        for _turn in range(max(1, int(seconds / step))):
            if stopping.is_set():
                return None
            if self._wire.is_readable(step):
                self._wire.allow(ANSWER_SECONDS)
                block = self.read_block()
                return block if "Event" in block else None
        return None


@contextmanager
def signed_in(manager: Manager, *, events: str = "off") -> Iterator[Ami]:
    """Connect and sign in; `events` are the classes of events that are told, by commas. Raises AsteriskTrouble, kit.safe_http.ConnectionProblem, OSError."""
    wire = Wire.open(manager.host, manager.port, tls=manager.tls)
    try:
        ami = Ami(wire)
        wire.allow(ANSWER_SECONDS)
        greeting = wire.readline(LONGEST_LINE)
        if not greeting.startswith(GREETING):
            raise AsteriskTrouble("greeting", greeting.decode("utf-8", "replace").strip())
        ami.version = greeting.removeprefix(GREETING).decode("ascii", "replace").strip()[:20]
        try:
            ami.ask("Login", Username=manager.username, Secret=manager.password, Events=events)
        except AsteriskTrouble as problem:
            raise AsteriskTrouble("login", problem.said) if problem.code == "refused" else problem from problem
        yield ami
    finally:
        wire.close()
