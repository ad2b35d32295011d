"""Asterisk's REST interface: events by a websocket, questions by HTTP, both with a user name and password of ari.conf.

As in docs.asterisk.org, "Asterisk REST Interface", the pages Events, Channels, Asterisk, Bridges and Recordings. The websocket's bytes are
read and written by the library `websockets` without its connections, over ours: to a checked address, each wait with an end."""

from __future__ import annotations

import base64
import json
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from websockets.client import ClientProtocol
from websockets.exceptions import InvalidHandshake, InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import State
from websockets.uri import parse_uri

from sandali.channels.email.wire import Wire
from sandali.channels.telephone.ami import AsteriskTrouble
from sandali.kit.safe_http import request

Event = dict[str, Any]
USUAL_PORT, USUAL_TLS_PORT = 8088, 8089
USUAL_APP: Final = "sandali"
ANSWER_SECONDS: Final = 10.0
LARGEST_EVENT: Final = 512 * 1024
MOST_BYTES: Final = 5_000_000
STEP: Final = 1.0


@dataclass(frozen=True, slots=True)
class Ari:
    """Where Asterisk is, as whom we sign in, and by what name we listen: whoever listens by the same name later takes our place."""

    host: str
    port: int
    tls: bool
    username: str
    password: str
    app: str = USUAL_APP

    def __repr__(self) -> str:
        return f"Ari({self.host}:{self.port})"  # a password never reaches a log

    @property
    def authorization(self) -> str:
        """The header that signs us in."""
        return "Basic " + base64.b64encode(f"{self.username}:{self.password}".encode()).decode()


def base_of(settings: Mapping[str, Any]) -> str:
    """The address below which all of it lies."""
    host, tls = str(settings.get("host") or ""), settings.get("security") == "tls"
    port = int(settings.get("port") or (USUAL_TLS_PORT if tls else USUAL_PORT))
    return f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}/ari"


def ari_of(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Ari | None:
    """The interface in a channel's settings, None where something is missing."""
    host, username, password = str(settings.get("host") or ""), str(settings.get("username") or ""), secrets.get("password", "")
    if not (host and username and password):
        return None
    tls = settings.get("security") == "tls"
    port = int(settings.get("port") or (USUAL_TLS_PORT if tls else USUAL_PORT))
    return Ari(host, port, tls, username, password, str(settings.get("ari_app") or USUAL_APP))


def ask(ari: Ari, method: str, path: str, **query: str) -> Any:
    """What it says to one request, as JSON. Raises AsteriskTrouble, kit.safe_http.ConnectionProblem."""
    base = base_of({"host": ari.host, "port": ari.port, "security": "tls" if ari.tls else "none"})
    url = f"{base}/{path}{'?' + urlencode(query) if query else ''}"
    answer = request(method, url, headers={"Authorization": ari.authorization, "Accept": "application/json"}, timeout=ANSWER_SECONDS, max_bytes=MOST_BYTES)
    if answer.status in (401, 403):
        raise AsteriskTrouble("ari-login")
    try:
        said = json.loads(answer.body) if answer.body.strip() else None
    except (ValueError, RecursionError) as problem:
        raise AsteriskTrouble("ari-greeting") from problem
    if answer.status >= 400:
        words = said.get("message") or said.get("error") if isinstance(said, dict) else ""
        raise AsteriskTrouble("refused", f"{answer.status} {words or ''}".strip())
    return said


def rows_of(said: Any) -> list[Event]:
    """The objects in a list; [] for what is none."""
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []


class Events:
    """What Asterisk tells by the websocket. Used by one thread."""

    def __init__(self, wire: Wire, ari: Ari) -> None:
        query = urlencode({"app": ari.app, "subscribeAll": "true"})
        host = f"[{ari.host}]" if ":" in ari.host else ari.host
        self._wire = wire
        self._protocol = ClientProtocol(parse_uri(f"ws://{host}:{ari.port}/ari/events?{query}"), max_size=LARGEST_EVENT)
        self._waiting: deque[Event] = deque()
        self._begun = b""
        self._open = False
        asked = self._protocol.connect()
        asked.headers["Authorization"] = ari.authorization
        self._protocol.send_request(asked)
        wire.allow(ANSWER_SECONDS)
        self._flush()
        while not self._open:
            self._take()

    def next_event(self, seconds: float, stopping: threading.Event) -> Event | None:
        """The next event, None when none came in time. Raises AsteriskTrouble, OSError."""
        for _turn in range(max(1, int(seconds / STEP))):
            if self._waiting:
                return self._waiting.popleft()
            if stopping.is_set():
                return None
            if self._wire.is_readable(STEP):
                self._wire.allow(ANSWER_SECONDS)
                self._take()
        return self._waiting.popleft() if self._waiting else None

    def ping(self) -> None:
        """Ask whether Asterisk is still there. Raises OSError where no answer comes."""
        self._protocol.send_ping(b"sandali")
        self._wire.allow(ANSWER_SECONDS)
        self._flush()
        self._take()

    def goodbye(self) -> None:
        """Close in good order, as far as that goes."""
        with suppress(OSError):  # who is gone needs no goodbye
            if self._protocol.state is State.OPEN:
                self._protocol.send_close(1000)
                self._flush()

    def _flush(self) -> None:
        for chunk in self._protocol.data_to_send():
            if chunk:
                self._wire.sendall(chunk)

    def _take(self) -> None:
        """Read what came, and keep the events in it."""
        chunk = self._wire.take()
        if not chunk:
            raise ConnectionResetError("Asterisk hung up")
        self._protocol.receive_data(chunk)
        self._flush()
        for one in self._protocol.events_received():
            if isinstance(one, Response):
                self._open = True
            elif isinstance(one, Frame):
                self._take_frame(one)
        if self._protocol.handshake_exc is not None:
            raise trouble_of(self._protocol.handshake_exc)
        if self._protocol.state is not State.OPEN and self._open:
            raise ConnectionResetError("Asterisk ended the websocket")

    def _take_frame(self, frame: Frame) -> None:
        if frame.opcode not in (Opcode.TEXT, Opcode.CONT):
            return
        self._begun += bytes(frame.data)
        if len(self._begun) > LARGEST_EVENT:
            raise AsteriskTrouble("protocol")
        if not frame.fin:
            return
        whole, self._begun = self._begun, b""
        try:
            event = json.loads(whole)
        except (ValueError, RecursionError) as problem:
            raise AsteriskTrouble("protocol") from problem
        if isinstance(event, dict):
            if event.get("type") == "ApplicationReplaced":
                raise AsteriskTrouble("replaced")
            self._waiting.append(event)


def trouble_of(problem: Exception) -> AsteriskTrouble:
    """Why no websocket came about."""
    if isinstance(problem, InvalidStatus) and problem.response.status_code in (401, 403):
        return AsteriskTrouble("ari-login")
    return AsteriskTrouble("ari-greeting" if isinstance(problem, InvalidHandshake) else "protocol")


@contextmanager
def told_by(ari: Ari) -> Iterator[Events]:
    """Listen to all that happens. Raises AsteriskTrouble, kit.safe_http.ConnectionProblem, OSError."""
    wire = Wire.open(ari.host, ari.port, tls=ari.tls)
    try:
        events = Events(wire, ari)
        yield events
        events.goodbye()
    finally:
        wire.close()


def recording_address(settings: Mapping[str, Any], name: str, kind: str) -> str:
    """Where a stored recording lies; its format stands behind the address, as its file is called "file"."""
    return f"{base_of(settings)}/recordings/stored/{quote(name, safe='')}/file#{kind}"
