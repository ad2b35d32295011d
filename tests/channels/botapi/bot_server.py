"""A real bot server on loopback that does what the documentation says (core.telegram.org/bots/api, docs.bale.ai).

It keeps updates until getUpdates asks from behind them, refuses getUpdates while a hook is set (409), knows one token, hands out
files by getFile and a path, and answers sends with a message that has a number. Tests may write its next answers."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "123456789:AAF-a_token_that_is_none_of_theirs_x"


@dataclass
class BotServer:
    """The server. `answers` are given to sends instead of its own, in turn: (status, body)."""

    token: str = TOKEN
    username: str = "Simorgh_bot"
    webhook: dict[str, Any] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    last_error: str = ""
    chats: set[int] = field(default_factory=set)  # conversations that somebody began; others are "chat not found"
    proxied: list[str] = field(default_factory=list)

    def start(self) -> BotServer:
        """Listen."""
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self._http.daemon_threads = True
        self.news = threading.Condition()
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop listening."""
        self._http.shutdown()
        self._http.server_close()

    @property
    def port(self) -> int:
        return self._http.server_address[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def tell(self, *updates: dict[str, Any]) -> None:
        """Something happened: it waits until it is asked for."""
        with self.news:
            self.updates += updates
            self.news.notify_all()

    def sent(self, *methods: str) -> list[dict[str, Any]]:
        """What was asked for by these methods (all that send, by default)."""
        wanted = methods or ("sendMessage", "sendPhoto", "sendDocument")
        return [fields for method, fields in self.calls if method in wanted]

    def answer(self, method: str, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """What the server says."""
        self.calls.append((method, fields))
        if method.startswith("send") and self.answers:
            return self.answers.pop(0)
        known = getattr(self, f"on_{method}", None)
        return known(fields) if known else (404, no(404, "Not Found"))

    def on_getMe(self, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return 200, yes({"id": 123456789, "is_bot": True, "first_name": "Simorgh", "username": self.username})

    def on_setWebhook(self, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if not fields.get("url", "").startswith("https://"):
            return 400, no(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = fields
        return 200, yes(True)

    def on_deleteWebhook(self, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.webhook = {}
        return 200, yes(True)

    def on_getWebhookInfo(self, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        told = {"last_error_message": self.last_error} if self.last_error else {}
        return 200, yes({"url": self.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": len(self.updates), **told})

    def on_getUpdates(self, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if self.webhook:
            return 409, no(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
        offset, until = fields.get("offset") or 0, time.monotonic() + min(fields.get("timeout") or 0, 5)
        with self.news:
            self.updates = [one for one in self.updates if one["update_id"] >= offset]
            while not self.updates and (left := until - time.monotonic()) > 0:
                self.news.wait(left)
            return 200, yes(self.updates[: fields.get("limit") or 100])

    def on_sendMessage(self, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if not fields.get("text"):
            return 400, no(400, "Bad Request: message text is empty")
        if len(fields["text"].encode("utf-16-le")) // 2 > 8192:
            return 400, no(400, "Bad Request: message is too long")
        return self._taken(fields)

    def on_sendPhoto(self, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return self._taken(fields)

    def on_sendDocument(self, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return self._taken(fields)

    def on_answerCallbackQuery(self, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return 200, yes(True)

    def on_getFile(self, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        name = fields.get("file_id", "")
        if name not in self.files:
            return 400, no(400, "Bad Request: invalid file_id")
        if len(self.files[name]) > 20 * 1024 * 1024:
            return 400, no(400, "Bad Request: file is too big")
        return 200, yes({"file_id": name, "file_unique_id": name, "file_size": len(self.files[name]), "file_path": f"files/{name}"})

    def _taken(self, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        chat = int(fields["chat_id"])
        if self.chats and chat not in self.chats:
            return 400, no(400, "Bad Request: chat not found")
        number = 1000 + len(self.sent())
        return 200, yes({"message_id": number, "date": int(time.time()), "chat": {"id": chat, "type": "private"}, "text": fields.get("text", "")})


def yes(result: Any) -> dict[str, Any]:
    """An answer that went well."""
    return {"ok": True, "result": result}


def no(code: int, said: str, **parameters: Any) -> dict[str, Any]:
    """An answer that did not."""
    return {"ok": False, "error_code": code, "description": said, **({"parameters": parameters} if parameters else {})}


def fields_of(kind: str, body: bytes) -> dict[str, Any]:
    """The fields of a request, JSON or multipart, files as (name, content)."""
    if not kind.startswith("multipart/"):
        return json.loads(body) if body else {}
    found: dict[str, Any] = {}
    for part in BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body).iter_parts():
        name, file = part.get_param("name", header="content-disposition"), part.get_filename()
        content = part.get_payload(decode=True)
        if file is not None:
            found[name] = (file, content)
        else:
            text = content.decode()
            found[name] = json.loads(text) if text[:1] in "{[" else text
    return found


def handler_of(server: BotServer) -> type[BaseHTTPRequestHandler]:
    """How requests are taken."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *said: Any) -> None:
            """Tests are quiet."""

        def _say(self, status: int, body: bytes, kind: str = "application/json") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _path(self) -> str:
            if self.path.startswith("http://"):  # somebody asks through us, as a proxy
                server.proxied.append(self.headers.get("Proxy-Authorization", ""))
                return "/" + self.path.split("/", 3)[3]
            return self.path

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            whole, method = self._path().removeprefix("/bot").rsplit("/", 1)
            if whole != server.token:
                self._say(401, json.dumps(no(401, "Unauthorized")).encode())
                return
            status, answer = server.answer(method, fields_of(self.headers.get("Content-Type", ""), body))
            self._say(status, json.dumps(answer).encode())

        def do_GET(self) -> None:
            name = self._path().rpartition("/")[2]
            if not self._path().startswith(f"/file/bot{server.token}/") or name not in server.files:
                self._say(404, b"")
                return
            self._say(200, server.files[name], "application/octet-stream")

    return Handler
