"""Providers of short messages on loopback, each as its documentation says (docs/channels.md lists the pages).

What all have: they take a message, number it, know what became of it, keep what came to their line. `troubles` are used up by the next
sends: "taken" (it takes the message and hangs up without a word), "lost" (hangs up and takes nothing), "silent" (holds the line until
it is stopped, and takes nothing), "broken" (says 502)."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "6A7B-a-key-that-is-none-of-theirs"
LINE = "10004346"


class HangUp(Exception):
    """The connection ends here."""


@dataclass
class Asked:
    """One request: its path without the query, its fields whatever they came in, its headers in lower case."""

    method: str
    path: str
    fields: dict[str, Any]
    headers: dict[str, str]


@dataclass
class Taken:
    """A message that the provider has."""

    number: int
    to: str
    text: str
    reference: str = ""
    status: int | str = 0


@dataclass
class SmsServer:
    """The part that all providers share."""

    key: str = KEY
    line: str = LINE
    credit: int = 1_500_000
    taken: list[Taken] = field(default_factory=list)
    inbox: list[dict[str, Any]] = field(default_factory=list)
    calls: list[Asked] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    answers: list[tuple[int, Any]] = field(default_factory=list)  # given instead of the next ones
    first_number: int = 8_792_343

    def start(self) -> SmsServer:
        """Listen."""
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self._http.daemon_threads = True
        self.lock, self.stopped = threading.RLock(), threading.Event()
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop listening."""
        self.stopped.set()
        self._http.shutdown()
        self._http.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def asked(self, ending: str) -> list[Asked]:
        """The requests for one method."""
        return [call for call in self.calls if call.path.endswith(ending)]

    def take(self, to: str, text: str, reference: str = "", status: int | str = 0) -> Taken:
        """Take a message, or do what the next trouble says. Raises HangUp."""
        trouble = self.troubles.pop(0) if self.troubles else ""
        if trouble == "silent":
            self.stopped.wait(60)
        if trouble in ("lost", "silent"):
            raise HangUp
        message = Taken(self.first_number + len(self.taken), to, text, reference, status)
        self.taken.append(message)
        if trouble == "taken":
            raise HangUp
        return message

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """What it says to a request."""
        with self.lock:
            self.calls.append(asked)
            if self.answers:
                return self.answers.pop(0)
            if self.troubles[:1] == ["broken"]:
                self.troubles.pop(0)
                return 502, "<html>Bad gateway</html>"
            return self.say(asked)

    def say(self, asked: Asked) -> tuple[int, Any]:
        """What this provider says."""
        raise NotImplementedError


class KavenegarServer(SmsServer):
    """https://kavenegar.com/rest.html: the key in the path; `return.status` says how it went; a `localid` again gives what stands."""

    def say(self, asked: Asked) -> tuple[int, Any]:
        _empty, version, key, group, method = asked.path.split("/")
        if (version, key) != ("v1", self.key):
            return self.no(403, "کد شناسائی API-Key معتبر نمی‌باشد")
        known = getattr(self, f"on_{group}_{method.removesuffix('.json')}", None)
        return known(asked.fields) if known else self.no(404, "متدی با این نام پیدا نشده است")

    def no(self, code: int, words: str) -> tuple[int, Any]:
        return code, {"return": {"status": code, "message": words}, "entries": None}

    def yes(self, entries: Any) -> tuple[int, Any]:
        return 200, {"return": {"status": 200, "message": "تایید شد"}, "entries": entries}

    def on_sms_send(self, fields: dict[str, Any]) -> tuple[int, Any]:
        if fields["sender"] != self.line:
            return self.no(412, "شماره فرستنده معتبر نمی‌باشد")
        if not fields["receptor"].startswith("09") or len(fields["receptor"]) != 11:
            return self.no(411, "گیرنده نامعتبر است")
        if not 0 < len(fields["message"]) <= 900:
            return self.no(413, "پیام خالی است و یا طول پیام بیش از حد مجاز می‌باشد")
        if self.credit <= 0:
            return self.no(418, "اعتبار شما کافی نمی‌باشد")
        standing = [one for one in self.taken if one.reference == fields.get("localid", "")]
        message = standing[0] if standing else self.take(fields["receptor"], fields["message"], fields.get("localid", ""), 1)
        return self.yes([{
            "messageid": message.number, "message": message.text, "status": message.status, "statustext": "در صف ارسال", "sender": self.line,
            "receptor": message.to, "date": 1356619709, "cost": 120,
        }])  # fmt: skip

    def on_sms_status(self, fields: dict[str, Any]) -> tuple[int, Any]:
        known = {str(one.number): one.status for one in self.taken}
        return self.yes([{"messageid": int(one), "status": known.get(one, 100), "statustext": "?"} for one in fields["messageid"].split(",")])

    def on_sms_statuslocalmessageid(self, fields: dict[str, Any]) -> tuple[int, Any]:
        found = [one for one in self.taken if one.reference == fields["localid"]]
        if not found:
            return self.yes([{"messageid": 0, "localid": fields["localid"], "status": 100, "statustext": "شناسه پیامک نامعتبر است"}])
        return self.yes([{"messageid": one.number, "localid": one.reference, "status": one.status, "statustext": "?"} for one in found])

    def on_sms_receive(self, fields: dict[str, Any]) -> tuple[int, Any]:
        wanted = [one for one in self.inbox if one["receptor"] == fields["linenumber"] and one.get("read", False) is (fields["isread"] == "1")][:100]
        for one in wanted:
            one["read"] = True
        return self.yes([{name: value for name, value in one.items() if name != "read"} for one in wanted])

    def on_account_info(self, fields: dict[str, Any]) -> tuple[int, Any]:
        return self.yes({"remaincredit": self.credit, "expiredate": 13548889, "type": "Master"})

    def write(self, sender: str, text: str, *, number: int, date: int = 0) -> dict[str, Any]:
        """Somebody writes to the line."""
        said = {"messageid": number, "message": text, "sender": sender, "receptor": self.line, "date": date or int(time.time())}
        self.inbox.append(said)
        return said


def fields_of(kind: str, query: str, body: bytes) -> dict[str, Any]:
    """The fields of a request, from its query and its form or JSON."""
    found = {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}
    if kind.startswith("application/json"):
        return found | json.loads(body)
    return found | {name: values[-1] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}


def handler_of(server: SmsServer) -> type[BaseHTTPRequestHandler]:
    """How requests are taken."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *said: Any) -> None:
            """Tests are quiet."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, parts.path, fields_of(headers.get("content-type", ""), parts.query, body), headers)
            try:
                status, said = server.answer(asked)
            except HangUp:
                self.close_connection = True
                return
            content = said.encode() if isinstance(said, str) else json.dumps(said, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST

    return Handler
