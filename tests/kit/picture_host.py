"""Somebody else's web server on loopback: answers each path as it was told, and writes down what was asked of it."""

from __future__ import annotations

import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

from PIL import Image


@dataclass
class Answer:
    """What a path gives: `after` seconds (or once the host lets go of what it holds), then a status, headers and a body."""

    body: bytes = b""
    content_type: str = "image/png"
    status: int = 200
    location: str = ""
    after: float = 0


@dataclass
class PictureHost:
    """The server's answers by path and the requests that it had, as (path, headers)."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0
    at_once: int = 0  # requests in work now, and the most that ever were
    most_at_once: int = 0
    let_go: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _headers in self.asked]


@contextmanager
def picture_host() -> Iterator[PictureHost]:
    """The server for the length of the block."""
    host, lock = PictureHost(), threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = host.answers.get(self.path, Answer(status=404))
            with lock:
                host.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                host.at_once += 1
                host.most_at_once = max(host.most_at_once, host.at_once)
            host.let_go.wait(answer.after)
            with lock:
                host.at_once -= 1
            self.send_response(answer.status)
            sent = {"Content-Type": answer.content_type, "Content-Length": str(len(answer.body)), "Location": answer.location, "Set-Cookie": "id=you"}
            for name, value in sent.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_arguments: object) -> None:
            pass

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the asker gave up, as it should

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    host.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.02}).start()
    yield host
    host.let_go.set()
    server.shutdown()
    server.server_close()


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """A picture as Pillow writes it."""
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def claimed_png(width: int, height: int) -> bytes:
    """A PNG that says in its header to be of this size, and has nothing in it."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header)) + struct.pack(">I", 0) + b"IEND\xaeB`\x82"
