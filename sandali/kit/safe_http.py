"""HTTP requests of ours to addresses that others chose: checked address, one deadline, bounded size (RELIABILITY 3.9, J3)."""

import socket
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from sandali.kit.addresses import (
    CONNECT_SECONDS,
    ConnectionProblem,
    clean_host,
    connect,
    is_public,
    resolve_public,
    start_tls,
)

__all__ = ["ConnectionProblem", "Proxy", "Response", "connect", "is_public", "request", "resolve_public", "start_tls"]

PORTS = frozenset([80, 443, 8080, 8088, 8089, 8443])  # 8088 and 8089 are Asterisk's
MAX_BYTES = 5_000_000
MAX_REDIRECTS = 3
MAX_RATIO = 200  # unpacked to packed, asked once an answer passes RATIO_FROM bytes
RATIO_FROM = 1_000_000
_REDIRECTS = frozenset([301, 302, 303, 307, 308])
_USER_AGENT = "Sandali"


@dataclass(frozen=True, slots=True)
class Response:
    """An answer, whatever its status. `body` is unpacked; `url` is the last one asked."""

    status: int
    headers: httpx.Headers
    body: bytes
    url: str


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy that the operator's network leaves by. Its own address is checked as any other is."""

    host: str
    port: int
    username: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"Proxy({self.host}:{self.port})"  # a password never reaches a log


class _Stream(httpcore.NetworkStream):
    """A socket every operation of which ends at one deadline, so that drops of bytes cannot hold a worker."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._connection, self._deadline = connection, deadline

    def _await(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._await()
        return self._connection.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return
        self._await()
        try:
            self._connection.sendall(buffer)
        except TimeoutError:
            raise
        except OSError as error:
            # A host may answer before it has read everything: httpcore then goes on to read that answer.
            raise httpcore.WriteError from error

    def close(self) -> None:
        self._connection.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self._await()
        return _Stream(start_tls(self._connection, server_hostname or "", ssl_context), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._connection if info == "socket" else None


class _Backend(httpcore.NetworkBackend):
    """Opens connections to checked addresses only."""

    def __init__(self, deadline: float, allow: Sequence[str]) -> None:
        self._deadline, self._allow = deadline, allow

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = max(self._deadline - time.monotonic(), 0.01)
        return _Stream(
            connect(host, port, timeout=min(CONNECT_SECONDS, left), allow=self._allow), self._deadline
        )


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response, pool: httpcore.ConnectionPool) -> None:
        self._answer, self._pool = answer, pool

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
        self._pool.close()


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """The system's and certifi's authorities; made once, as it takes tens of milliseconds."""
    return httpx.create_ssl_context(trust_env=False)


class _Transport(httpx.BaseTransport):
    """httpx over our own backend; TLS and Host keep the name, the socket goes to the checked address."""

    def __init__(self, deadline: float, allow: Sequence[str], trust: ssl.SSLContext | None, proxy: Proxy | None) -> None:
        self._deadline, self._allow, self._trust, self._proxy = deadline, allow, trust, proxy

    def _pool(self) -> httpcore.ConnectionPool:
        backend, trust = _Backend(self._deadline, self._allow), self._trust or _trust()
        if self._proxy is None:
            return httpcore.ConnectionPool(ssl_context=trust, max_connections=1, network_backend=backend)
        host = f"[{self._proxy.host}]" if ":" in self._proxy.host else self._proxy.host
        known = (self._proxy.username, self._proxy.password) if self._proxy.username else None
        return httpcore.HTTPProxy(
            f"http://{host}:{self._proxy.port}", proxy_auth=known, ssl_context=trust, max_connections=1, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        pool = self._pool()
        try:
            answer = pool.handle_request(
                httpcore.Request(
                    request.method,
                    httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                )
            )
        except BaseException:  # the pool must not outlive the request, whatever ended it
            pool.close()
            raise
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer, pool))


def _checked_url(url: str, allow: Sequence[str]) -> str:
    """The URL with its host in ASCII. ConnectionProblem "bad-url" for other schemes, user names, unusual ports."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError as error:
        raise ConnectionProblem("bad-url", "This is not a web address.") from error
    if (
        parts.scheme not in ("http", "https")
        or "@" in parts.netloc
        or "\\" in url
        or any(ord(char) < 33 for char in url)
    ):
        raise ConnectionProblem("bad-url", "This is not a web address that may be asked.")
    host = clean_host(parts.hostname or "")
    if port not in PORTS:
        # A port off the list is for hosts that the operator named; resolve_public has the last word on the address.
        addresses = resolve_public(host, port, allow=allow)
        if all(is_public(ip_address(str(address[0]).partition("%")[0])) for address in addresses):
            raise ConnectionProblem("bad-url", "This port may not be asked.")
    netloc = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=netloc if not parts.port else f"{netloc}:{port}", fragment="").geturl()


def _unpacker(encoding: str) -> Any:
    if encoding in ("", "identity"):
        return None
    if encoding in ("gzip", "x-gzip", "deflate"):
        return zlib.decompressobj(wbits=47)  # gzip and zlib, told apart by their header
    raise ConnectionProblem("protocol", "The answer is packed in a way that was not asked for.", left=True)


def _read(response: httpx.Response, max_bytes: int) -> bytes:
    """The body, unpacked in bounded steps. ConnectionProblem "too-large" at `max_bytes` or at an absurd ratio."""
    unpacker = _unpacker(response.headers.get("content-encoding", "").strip().lower())
    body, packed = bytearray(), 0
    for chunk in response.iter_raw():
        packed += len(chunk)
        # One byte more than allowed is asked for, to see that there is more.
        body += unpacker.decompress(chunk, max_bytes + 1 - len(body)) if unpacker else chunk
        if len(body) > max_bytes or packed > max_bytes:
            raise ConnectionProblem("too-large", "The answer is too large.", left=True)
        if len(body) > RATIO_FROM and len(body) > packed * MAX_RATIO:
            raise ConnectionProblem("too-large", "The answer unpacks to too much.", left=True)
    if unpacker and packed and not unpacker.eof:
        raise ConnectionProblem("protocol", "The answer is cut off.", left=True)
    return bytes(body)


def _ask(
    transport: _Transport, method: str, url: str, headers: Mapping[str, str], content: bytes, max_bytes: int
) -> Response:
    sent = {"User-Agent": _USER_AGENT, "Accept-Encoding": "gzip, deflate", **headers}
    try:
        with httpx.Client(
            transport=transport, trust_env=False, timeout=None, follow_redirects=False
        ) as client:
            with client.stream(method, url, headers=sent, content=content) as response:
                return Response(response.status_code, response.headers, _read(response, max_bytes), url)
    except TimeoutError as error:
        raise ConnectionProblem("timeout", "The host did not answer in time.", left=True) from error
    except httpcore.ProxyError as error:
        raise ConnectionProblem("proxy", "The proxy did not let us through.") from error
    except (httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL, zlib.error) as error:
        raise ConnectionProblem("protocol", "The host does not speak HTTP as it should.", left=True) from error
    except (httpcore.NetworkError, OSError) as error:
        raise ConnectionProblem("connection", "The connection broke.", left=True) from error


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes = b"",
    timeout: float = 10,
    max_bytes: int = MAX_BYTES,
    redirects: int = 0,
    allow: Sequence[str] = (),
    trust: ssl.SSLContext | None = None,
    proxy: Proxy | None = None,
) -> Response:
    """Ask `url` and return the answer, whatever its status.

    `timeout` seconds bound all of it, redirects included. `redirects` (at most 3) are followed for GET and HEAD only,
    each one checked anew, without the caller's headers on another host. `allow` and `trust` are for code that knows its
    host, never for what somebody typed. Behind a `proxy` it is the proxy that resolves names. Raises ConnectionProblem; its
    codes here: "bad-url", "bad-host", "refused-address", "unknown-host", "timeout", "connection", "tls", "protocol", "proxy",
    "too-large", "too-many-redirects". What goes wrong once we are connected has `left`: the host may have acted.
    """
    deadline = time.monotonic() + timeout
    sent = dict(headers or {})
    for _ in range(min(redirects, MAX_REDIRECTS) + 1):
        url = _checked_url(url, allow)
        response = _ask(_Transport(deadline, allow, trust, proxy), method, url, sent, content, max_bytes)
        if not redirects or method not in ("GET", "HEAD") or response.status not in _REDIRECTS:
            return response
        target = urljoin(url, response.headers.get("location", ""))
        if urlsplit(target)[:2] != urlsplit(url)[:2]:
            sent = {}
        url = target
    raise ConnectionProblem("too-many-redirects", "The host sends us from page to page.")
