"""A small Asterisk manager interface on loopback: it greets, signs in, answers actions, and tells events to whoever asked for them.

The order of events is that of captures of a real Asterisk, as in github.com/sweeney/asterisk-mqtt (testdata), with other numbers."""

from __future__ import annotations

import socket
import socketserver
import threading
from contextlib import suppress

USER, PASSWORD = "sandali", "a password of its own"


class _Session(socketserver.StreamRequestHandler):
    server: AmiServer

    def handle(self) -> None:
        self.wfile.write(self.server.greeting)
        known = False
        while block := self._block():
            self.server.actions.append(block)
            action = block.get("Action", "")
            if action == "Login":
                known = (block.get("Username"), block.get("Secret")) == (USER, PASSWORD)
                self._answer(block, "Success" if known else "Error", "Authentication accepted" if known else "Authentication failed")
                if known and block.get("Events") != "off":
                    self.server.listeners.append(self)
                    self.server.listens.set()
                if not known:
                    return
            elif not known:
                self._answer(block, "Error", "Permission denied")
            else:
                self._act(action, block)

    def _act(self, action: str, block: dict[str, str]) -> None:
        if action == "CoreShowChannels":
            self._answer(block, "Success", "Channels will follow")
            for row in self.server.channels:
                self.say({"Event": "CoreShowChannel", "ActionID": block["ActionID"], **row})
            self.say({"Event": "CoreShowChannelsComplete", "ActionID": block["ActionID"], "ListItems": str(len(self.server.channels))})
        elif action == "Originate" and self.server.refuses:
            self._answer(block, "Error", self.server.refuses)
        else:
            self._answer(block, "Success", {"Originate": "Originate successfully queued", "Ping": "Pong"}.get(action, ""))

    def _answer(self, block: dict[str, str], response: str, message: str) -> None:
        self.say({"Response": response, "ActionID": block.get("ActionID", ""), "Message": message})

    def say(self, block: dict[str, str]) -> None:
        self.wfile.write("".join(f"{name}: {value}\r\n" for name, value in block.items()).encode() + b"\r\n")
        self.wfile.flush()

    def _block(self) -> dict[str, str]:
        block: dict[str, str] = {}
        try:
            for raw in self.rfile:
                line = raw.decode().strip()
                if not line:
                    break
                name, _colon, value = line.partition(": ")
                block[name] = value
        except OSError:
            return {}
        return block


class AmiServer(socketserver.ThreadingTCPServer):
    """The server; `say_all` tells an event to everybody who listens, `hang_up` ends their connections."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.port = self.server_address[1]
        self.greeting = b"Asterisk Call Manager/9.0.0\r\n"
        self.refuses = ""
        self.actions: list[dict[str, str]] = []
        self.channels: list[dict[str, str]] = []
        self.listeners: list[_Session] = []
        self.listens = threading.Event()

    def start(self) -> AmiServer:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def say_all(self, *blocks: dict[str, str]) -> None:
        for block in blocks:
            for session in self.listeners:
                session.say(block)

    def hang_up(self) -> None:
        self.listens.clear()
        for session in self.listeners:
            with suppress(OSError):  # it went by itself
                session.connection.shutdown(socket.SHUT_RDWR)
        self.listeners.clear()

    def stop(self) -> None:
        self.hang_up()
        self.shutdown()
        self.server_close()


def channel(name: str, number: str, *, linked: str, caller: str = "", exten: str = "s") -> dict[str, str]:
    """What each event says of a channel."""
    return {"Channel": name, "CallerIDNum": caller or "<unknown>", "Exten": exten, "Uniqueid": number, "Linkedid": linked}


def dest(name: str, number: str) -> dict[str, str]:
    """What an event says of the channel that is called."""
    return {"DestChannel": name, "DestUniqueid": number}


def incoming(call: str = "1700.1", *, number: str = "09123456789", rings: tuple[str, ...] = ("204", "205"), answers: str = "204", recording: str = "") -> list[dict[str, str]]:
    """A call from outside, by a trunk, to one telephone or several."""
    trunk = channel("PJSIP/mci-00000001", call, linked=call, caller=number, exten="02188776655")
    legs = {one: (f"PJSIP/{one}-000000{n:02x}", f"{call}{n}") for n, one in enumerate(rings, 2)}
    told = [{"Event": "Newchannel", **trunk}]
    told += [{"Event": "Newchannel", **channel(name, unique, linked=call, caller=one)} for one, (name, unique) in legs.items()]
    told += [{"Event": "DialBegin", **trunk, **dest(*leg)} for leg in legs.values()]
    for one, leg in legs.items():
        told.append({"Event": "DialEnd", **trunk, **dest(*leg), "DialStatus": "ANSWER" if one == answers else "CANCEL"})
        if one != answers:
            told.append({"Event": "Hangup", **channel(*leg, linked=call)})
    told += [{"Event": "VarSet", **trunk, "Variable": "MIXMONITOR_FILENAME", "Value": recording}] if recording else []
    told += [{"Event": "Hangup", **channel(*legs[answers], linked=call)}] if answers in legs else []
    return [*told, {"Event": "Hangup", **trunk}]


def outgoing(call: str = "1700.9", *, exten: str = "09123456789", extension: str = "204", answers: bool = True) -> list[dict[str, str]]:
    """A call from a telephone of ours to outside."""
    own = channel(f"SIP/{extension}-00000011", call, linked=call, caller=extension, exten=exten)
    leg = ("SIP/mci-00000012", f"{call}2")
    told = [{"Event": "Newchannel", **own}, {"Event": "Newchannel", **channel(*leg, linked=call)}, {"Event": "DialBegin", **own, **dest(*leg)}]
    told.append({"Event": "DialEnd", **own, **dest(*leg), "DialStatus": "ANSWER" if answers else "NOANSWER"})
    return [*told, {"Event": "Hangup", **channel(*leg, linked=call)}, {"Event": "Hangup", **own}]
