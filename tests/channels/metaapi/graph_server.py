"""A real server on loopback that does what Meta's documentation says of the Graph API (developers.facebook.com/docs/graph-api).

It knows one token and one app secret, takes messages of one number, keeps files under ids, gives templates out in pages, and asks an
address for its handshake. Tests may write its next answers, or have it take a message and hang up."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "EAAG-a-token-that-is-none-of-theirs-0123456789"
SECRET = "0123456789abcdef0123456789abcdef"
PHONE_ID, ACCOUNT_ID = "106540352242922", "102290129340398"
INSTAGRAM_ID = "17841400000000001"
PROOF = hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()


@dataclass
class GraphServer:
    """The server. `answers` are given to sends instead of its own, in turn: (status, body), "taken" and "lost": it hangs up, having
    taken the message or not, or "gateway": something before it says 502."""

    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    uploaded: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    templates: list[dict[str, Any]] = field(default_factory=list)
    subscribed: dict[str, Any] = field(default_factory=dict)
    profiles: dict[str, dict[str, str]] = field(default_factory=dict)
    page: int = 2  # templates at once
    below: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # comment → our answers below it
    mentioned: dict[str, dict[str, Any]] = field(default_factory=dict)  # media or comment → what is said of us there
    permalinks: dict[str, str] = field(default_factory=dict)  # comment → the address of its post

    def start(self) -> GraphServer:
        """Listen."""
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop listening."""
        self._http.shutdown()
        self._http.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def asked(self, path: str) -> list[dict[str, Any]]:
        """What was asked for at a path."""
        return [said for _method, at, said in self.calls if at == path]

    def take(self, said: dict[str, Any]) -> dict[str, Any]:
        """One message is taken; returns what is said then."""
        number = f"wamid.OUT{len(self.taken) + 1:04d}"
        self.taken.append({**said, "number": number})
        if isinstance(said.get("recipient"), dict):
            return {"recipient_id": said["recipient"].get("id", "1254459154682919"), "message_id": number}
        to = said.get("to") or said.get("recipient") or ""
        return {"messaging_product": "whatsapp", "contacts": [{"input": to, "wa_id": to}], "messages": [{"id": number}]}

    def say(self, method: str, path: str, said: dict[str, Any]) -> tuple[int, Any]:
        """What the server answers; None hangs up."""
        self.calls.append((method, path, said))
        if path in (f"{PHONE_ID}/messages", f"{INSTAGRAM_ID}/messages"):
            answer = self.answers.pop(0) if self.answers else None
            if answer == "taken":
                self.take(said)
            if answer is None:
                return 200, self.take(said)
            return (502, "<html>Bad gateway") if answer == "gateway" else (0, None) if isinstance(answer, str) else answer
        if path == PHONE_ID:
            return 200, {"display_phone_number": "+98 21 8877 6655", "verified_name": "Simorgh", "quality_rating": "GREEN", "id": PHONE_ID}
        if path == f"{PHONE_ID}/media":
            self.uploaded.append(said)
            return 200, {"id": f"{7000 + len(self.uploaded)}"}
        if path == f"{ACCOUNT_ID}/subscribed_apps":
            if method == "POST":
                self.subscribed = said
                return 200, {"success": True}
            return 200, {"data": [{"whatsapp_business_api_data": {"id": "67084182", "name": "Desk"}, **({"override_callback_uri": self.subscribed["override_callback_uri"]} if self.subscribed else {})}]}
        if path == f"{ACCOUNT_ID}/message_templates":
            first = int(said.get("after") or 0)
            more = first + self.page < len(self.templates)
            paging = {"cursors": {"before": str(first), "after": str(first + self.page)}, **({"next": "https://…"} if more else {})}
            return 200, {"data": self.templates[first : first + self.page], "paging": paging}
        if path.endswith("/replies") or path == f"{INSTAGRAM_ID}/mentions":
            return self.answer_in_public(method, path, said)
        if path == INSTAGRAM_ID and "mentioned" in said.get("fields", ""):
            return self.say_mentioned(said["fields"])
        if path in self.permalinks:
            return 200, {"media": {"permalink": self.permalinks[path], "id": "1"}, "id": path}
        if path == INSTAGRAM_ID:
            return 200, {"user_id": INSTAGRAM_ID, "username": "simorgh.shop", "id": "1"}
        if path == f"{INSTAGRAM_ID}/subscribed_apps":
            self.subscribed = said if method == "POST" else self.subscribed
            return 200, {"success": True} if method == "POST" else {"data": [self.subscribed] if self.subscribed else []}
        if path == f"{INSTAGRAM_ID}/conversations":
            return 200, {"data": [{"messages": {"data": [talk_of(one) for one in reversed(self.taken)]}, "id": "c"}]}
        if path in self.profiles:
            return 200, {**self.profiles[path], "id": path}
        if path in self.files:
            return 200, {"messaging_product": "whatsapp", "url": f"{self.url}/files/{path}", "mime_type": "image/jpeg", "file_size": len(self.files[path]), "id": path}
        return 400, error(100, "Unsupported get request. Object does not exist", subcode=33)


    def answer_in_public(self, method: str, path: str, said: dict[str, Any]) -> tuple[int, Any]:
        """A comment of ours is taken, or those below another are shown."""
        if method == "GET":
            return 200, {"data": self.below.get(path, [])}
        answer = self.answers.pop(0) if self.answers else None
        if answer in (None, "taken"):
            number = f"1790000000000{len(self.calls):04d}"
            at = time.strftime("%Y-%m-%dT%H:%M:%S+0000", time.gmtime())
            self.below.setdefault(path, []).append({**said, "text": said["message"], "id": number, "timestamp": at})
            return (200, {"id": number}) if answer is None else (0, None)
        return (0, None) if answer == "lost" else answer

    def say_mentioned(self, fields: str) -> tuple[int, Any]:
        """What is said in a mention, by `mentioned_media.media_id(1){…}`."""
        if self.answers:
            return self.answers.pop(0)
        name, _dot, rest = fields.partition(".")
        number = rest.partition("(")[2].partition(")")[0]
        if number not in self.mentioned:
            return 400, error(100, "Unsupported get request. Object does not exist", subcode=33)
        return 200, {name: self.mentioned[number], "id": INSTAGRAM_ID}


def talk_of(taken: dict[str, Any]) -> dict[str, Any]:
    """A message of ours as a conversation shows it."""
    at = time.strftime("%Y-%m-%dT%H:%M:%S+0000", time.gmtime())
    return {"id": taken["number"], "message": taken["message"].get("text", ""), "from": {"username": "simorgh.shop", "id": INSTAGRAM_ID}, "created_time": at}


def error(code: int, message: str, *, subcode: int = 0, details: str = "") -> dict[str, Any]:
    """An error as Meta says it."""
    more = {"error_data": {"messaging_product": "whatsapp", "details": details}} if details else {}
    return {"error": {"message": message, "type": "OAuthException", "code": code, **({"error_subcode": subcode} if subcode else {}), **more, "fbtrace_id": "Az8or2yhqkZfEZ"}}


def fields_of(kind: str, body: bytes) -> dict[str, Any]:
    """The fields of a request, JSON or multipart, a file as (name, content)."""
    if not kind.startswith("multipart/"):
        return json.loads(body) if body else {}
    found: dict[str, Any] = {}
    for part in BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body).iter_parts():
        name, file, content = part.get_param("name", header="content-disposition"), part.get_filename(), part.get_payload(decode=True)
        found[name] = (file, content) if file is not None else content.decode()
    return found


def handler_of(server: GraphServer) -> type[BaseHTTPRequestHandler]:
    """How requests are taken."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *said: Any) -> None:
            """Tests are quiet."""

        def _say(self, status: int, said: Any, kind: str = "application/json") -> None:
            body = said if isinstance(said, bytes) else said.encode() if isinstance(said, str) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _take(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(asked.query).items()}
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                return self._say(401, error(190, "Invalid OAuth access token - Cannot parse access token"))
            if asked.path.startswith("/files/"):
                return self._say(200, server.files[asked.path.removeprefix("/files/")], "image/jpeg")
            if query.pop("appsecret_proof", PROOF) != PROOF:
                return self._say(400, error(100, "Invalid appsecret_proof provided in the API argument"))
            path = asked.path.strip("/").partition("/")[2]  # behind the version
            status, said = server.say(method, path, query | fields_of(self.headers.get("Content-Type", ""), body))
            if said is None:
                self.close_connection = True
                time.sleep(0)
                return None
            return self._say(status, said)

        def do_GET(self) -> None:
            self._take("GET")

        def do_POST(self) -> None:
            self._take("POST")

    return Handler
