"""A connection to a mail server for imaplib and smtplib: to a checked address, and every wait ends at a deadline.

A time-out for each read is not enough: a server that gives one byte every few seconds would hold a worker for ever (M6)."""

from __future__ import annotations

import select
import socket
import ssl
import time
from functools import lru_cache

from sandali.kit.safe_http import ConnectionProblem, connect, start_tls

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 60.0
_CHUNK = 64 * 1024


@lru_cache(maxsize=1)
def trust() -> ssl.SSLContext:
    """The authorities that certificates are checked against: the system's, or SSL_CERT_FILE's."""
    return ssl.create_default_context()


class Wire:
    """Looks like a socket and like the file over it, as far as imaplib and smtplib use them."""

    def __init__(self, connection: socket.socket, host: str) -> None:
        self._socket, self._host = connection, host
        self._buffer = bytearray()
        self._deadline = time.monotonic() + ANSWER_SECONDS

    @classmethod
    def open(cls, host: str, port: int, *, tls: bool) -> Wire:
        """Connect within 10 s. Raises safe_http.ConnectionProblem."""
        connection = connect(host, port, timeout=CONNECT_SECONDS)
        wire = cls(connection, host)
        try:
            if tls:
                wire.secure()
        except ConnectionProblem:
            connection.close()
            raise
        return wire

    def allow(self, seconds: float = ANSWER_SECONDS) -> None:
        """Give what follows this many seconds from now."""
        self._deadline = time.monotonic() + seconds

    def secure(self) -> None:
        """Begin TLS. What came in clear before it is an injection (as in CVE-2021-38371) and ends the connection."""
        if self._buffer:
            raise ConnectionProblem("tls", "The server spoke before the connection was secure.")
        self._socket.settimeout(self._left())
        self._socket = start_tls(self._socket, self._host, trust())

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the server did not answer in time")
        return left

    def _receive(self) -> bytes:
        self._socket.settimeout(self._left())
        return self._socket.recv(_CHUNK)

    def is_readable(self, seconds: float) -> bool:
        """Whether there is something to read, waiting at most `seconds` for it."""
        if self._buffer or (isinstance(self._socket, ssl.SSLSocket) and self._socket.pending()):
            return True
        return bool(select.select([self._socket], [], [], seconds)[0])

    # --- what imaplib and smtplib call -----------------------------------------------------------------------------
    def makefile(self, mode: str = "rb", *_rest: object) -> Wire:
        """The wire is its own file."""
        return self

    def sendall(self, data: bytes) -> None:
        """Send all of it before the deadline."""
        self._socket.settimeout(self._left())
        self._socket.sendall(data)

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes. Raises ConnectionResetError when the server hangs up before, so that nothing is taken for whole."""
        while len(self._buffer) < size:
            chunk = self._receive()
            if not chunk:
                raise ConnectionResetError("the server hung up in the middle of an answer")
            self._buffer += chunk
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def take(self) -> bytes:
        """What has come, at least a byte; b"" when the server hung up."""
        if self._buffer:
            return self.read(len(self._buffer))
        return self._receive()

    def readline(self, limit: int = -1) -> bytes:
        """One line with its end, at most `limit` bytes; b"" when the server hung up."""
        looked = 0
        while (end := self._buffer.find(b"\n", looked)) < 0:
            looked = len(self._buffer)
            if 0 <= limit <= looked:
                break
            chunk = self._receive()
            if not chunk:
                return b""
            self._buffer += chunk
        size = len(self._buffer) if end < 0 else end + 1
        return self.read(min(size, limit) if limit >= 0 else size)

    def settimeout(self, _seconds: float | None) -> None:
        """The deadline decides."""

    def fileno(self) -> int:
        """The socket's number."""
        return self._socket.fileno()

    def shutdown(self, how: int) -> None:
        """Say that nothing more comes."""
        self._socket.shutdown(how)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()
