"""A small Asterisk REST interface on loopback: HTTP with basic authentication, and the websocket of events, whose frames it writes by its own hand.

Events look as captures of a real Asterisk do, as github.com/cgrates/cgrates and wiki.pchero21.com (Asterisk ari-event) keep them, with other numbers."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

USER, PASSWORD = "sandali", "a password of its own"
ACCEPT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: AriServer

    def log_message(self, *said: Any) -> None:
        """Tests are quiet."""

    def _say(self, status: int, body: Any, kind: str = "application/json") -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.server.asked.append((self.command, unquote(parts.path), query))
        if self.server.is_another:
            self._say(200, b"<html>It works!</html>", "text/html")
            return
        given = self.headers.get("Authorization", "").removeprefix("Basic ")
        if base64.b64decode(given).decode() != f"{USER}:{PASSWORD}":
            self._say(401, {"message": "Authentication required"})
            return
        method = {"/ari/events": self._events, "/ari/channels": self._channels}.get(parts.path)
        if method is not None:
            method(query)
        elif parts.path == "/ari/asterisk/info":
            self._say(200, {"system": {"version": "20.11.0", "entity_id": "00:11"}})
        elif parts.path == "/ari/bridges":
            self._say(200, self.server.bridges)
        elif parts.path.startswith("/ari/recordings/stored/") and unquote(parts.path.split("/")[4]) in self.server.stored:
            self._say(200, self.server.stored[unquote(parts.path.split("/")[4])], "audio/wav")
        else:
            self._say(404, {"message": "Resource not found"})

    do_POST = do_GET

    def _channels(self, query: dict[str, str]) -> None:
        if self.command == "GET":
            self._say(200, self.server.channels)
        elif self.server.refuses:
            self._say(self.server.refuses, {"message": "Allocation failed"})
        elif query["channelId"] in self.server.placed:
            self._say(409, {"message": "Channel with given unique ID already exists."})
        else:
            self.server.placed[query["channelId"]] = query
            self._say(200, channel(f"{query['endpoint']}-00000009", query["channelId"], state="Down"))

    def _events(self, query: dict[str, str]) -> None:
        key = hashlib.sha1((self.headers["Sec-WebSocket-Key"] + ACCEPT).encode()).digest()
        self.send_response(101)
        for name, value in (("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", base64.b64encode(key).decode())):
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        self.app = query["app"]
        self.server.come(self)
        with suppress(OSError):
            while self._take_frame():
                pass
        self.server.leave(self)

    def frame(self, opcode: int, content: bytes, *, last: bool = True) -> None:
        size = len(content)
        head = bytes([opcode | (0x80 if last else 0)]) + (bytes([size]) if size < 126 else b"\x7e" + struct.pack(">H", size))
        self.wfile.write(head + content)

    def _take_frame(self) -> bool:
        head = self.rfile.read(2)
        if len(head) < 2:
            return False
        first, size = head
        mask = self.rfile.read(4)
        content = bytes(byte ^ mask[at % 4] for at, byte in enumerate(self.rfile.read(size & 0x7F)))
        opcode = first & 0x0F
        self.server.frames.append(opcode)
        if opcode == 9 and self.server.answers_pings:
            self.frame(10, content)
        return opcode != 8


class AriServer(ThreadingHTTPServer):
    """The server; `say_all` tells an event to everybody who listens, `hang_up` ends their connections."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.port = self.server_address[1]
        self.is_another = False
        self.answers_pings = True
        self.refuses = 0
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.frames: list[int] = []
        self.channels: list[dict[str, Any]] = []
        self.bridges: list[dict[str, Any]] = []
        self.placed: dict[str, dict[str, str]] = {}
        self.stored: dict[str, bytes] = {}
        self.listeners: list[_Request] = []
        self.listens = threading.Event()

    def start(self) -> AriServer:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def come(self, one: _Request) -> None:
        for other in [other for other in self.listeners if other.app == one.app]:
            other.frame(1, json.dumps({"type": "ApplicationReplaced", "application": one.app}).encode())
        self.listeners.append(one)
        if not one.app.endswith("-trial"):
            self.listens.set()

    def leave(self, one: _Request) -> None:
        if one in self.listeners:
            self.listeners.remove(one)

    def say_all(self, *events: dict[str, Any]) -> None:
        for event in events:
            for listener in list(self.listeners):
                listener.frame(1, json.dumps(event).encode())

    def raw(self, content: bytes) -> None:
        for listener in list(self.listeners):
            listener.wfile.write(content)

    def hang_up(self) -> None:
        self.listens.clear()
        for listener in list(self.listeners):
            with suppress(OSError):  # it went by itself
                listener.connection.shutdown(2)
        self.listeners.clear()

    def stop(self) -> None:
        self.hang_up()
        self.shutdown()
        self.server_close()


def channel(name: str, number: str, *, state: str = "Ring", caller: str = "", exten: str = "s", app: str = "") -> dict[str, Any]:
    """A channel as events have it."""
    return {
        "id": number, "name": name, "state": state, "caller": {"name": "", "number": caller}, "connected": {"name": "", "number": ""}, "accountcode": "",
        "dialplan": {"context": "from-trunk", "exten": exten, "priority": 1, "app_name": app, "app_data": ""}, "creationtime": "2026-11-22T10:00:00.000+0330", "language": "en",
    }  # fmt: skip


def event(kind: str, **said: Any) -> dict[str, Any]:
    return {"type": kind, "application": "sandali", "timestamp": "2026-11-22T10:00:00.000+0330", "asterisk_id": "42:01", **said}


def dial(caller: dict[str, Any] | None, peer: dict[str, Any], status: str = "") -> dict[str, Any]:
    return event("Dial", dialstatus=status, dialstring="", forward="", peer=peer, **({"caller": caller} if caller is not None else {}))


def over(one: dict[str, Any]) -> dict[str, Any]:
    return event("ChannelDestroyed", cause=16, cause_txt="Normal Clearing", channel=one)


def incoming(call: str = "1700.1", *, number: str = "09123456789", rings: tuple[str, ...] = ("204", "205"), answers: str = "204") -> list[dict[str, Any]]:
    """A call from outside, by a trunk, to one telephone or several."""
    trunk = channel("PJSIP/mci-00000001", call, caller=number, exten="02188776655")
    legs = {one: channel(f"PJSIP/{one}-000000{n:02x}", f"{call}{n}", state="Down", caller=one) for n, one in enumerate(rings, 2)}
    told = [event("ChannelCreated", channel=trunk), *(event("ChannelCreated", channel=leg) for leg in legs.values())]
    told += [dial(trunk, leg) for leg in legs.values()] + [dial(trunk, leg | {"state": "Ringing"}, "RINGING") for leg in legs.values()]
    for one, leg in legs.items():
        told.append(dial(trunk, leg, "ANSWER" if one == answers else "CANCEL"))
        if one != answers:
            told.append(over(leg))
    told += [over(legs[answers] | {"state": "Up"})] if answers in legs else []
    return [*told, over(trunk | {"state": "Up" if answers else "Ring"})]


def outgoing(call: str = "1700.9", *, exten: str = "909123456789", extension: str = "204", answers: bool = True) -> list[dict[str, Any]]:
    """A call from a telephone of ours to outside."""
    own = channel(f"SIP/{extension}-00000011", call, caller=extension, exten=exten)
    leg = channel("SIP/mci-00000012", f"{call}2", state="Down")
    told = [event("ChannelCreated", channel=own), event("ChannelCreated", channel=leg), dial(own, leg)]
    return [*told, dial(own, leg, "ANSWER" if answers else "NOANSWER"), over(leg), over(own)]


def queued(call: str = "1800.1", *, number: str = "09121112233") -> list[dict[str, Any]]:
    """A call from outside by a queue, which rings by a Local channel."""
    trunk = channel("PJSIP/mci-00000021", call, caller=number, exten="02188776655")
    first, second = (channel(f"Local/204@from-queue-00000003;{half}", f"{call}{half}", state="Down" if half == 1 else "Ring", exten="204") for half in (1, 2))
    leg = channel("PJSIP/204-00000022", f"{call}3", state="Down")
    told = [event("ChannelCreated", channel=one) for one in (trunk, first, second)]
    told += [dial(trunk, first), event("ChannelCreated", channel=leg), dial(second, leg), dial(second, leg, "ANSWER"), dial(trunk, first, "ANSWER")]
    return [*told, over(second), over(first), over(leg | {"state": "Up"}), over(trunk | {"state": "Up"})]
