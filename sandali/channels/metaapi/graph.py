"""Asking Meta's servers: one path, one answer. The token goes in a header, and to Meta's own hosts alone."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Channel
from sandali.channels.reaching import proxy_of
from sandali.kit.multipart import Upload, multipart
from sandali.kit.safe_http import ConnectionProblem, Proxy, Response, request
from sandali.kit.text import clean

VERSION: Final = "v24.0"
SECONDS: Final = 20.0
BYTES_A_SECOND: Final = 128 * 1024  # a slow line may take its time over a large file
LONGEST_SAID: Final = 300
# Where Meta hands files out; nothing else is fetched, and the token goes nowhere else.
FILE_HOSTS: Final = (".fbsbx.com", ".facebook.com", ".fbcdn.net", ".cdninstagram.com", ".whatsapp.net")


class Answered(Exception):
    """The server said no. `code` is its error code (0 for none), `said` its words, `status` that of HTTP."""

    def __init__(self, status: int, code: int = 0, said: str = "", subcode: int = 0) -> None:
        super().__init__(f"{status} {code} {said}")
        self.status, self.code, self.said, self.subcode = status, code, said, subcode


@dataclass(frozen=True, slots=True)
class Graph:
    """An account at Meta, ready to be used. `own` is its number there."""

    server: str
    own: str
    token: str
    app_secret: str = ""
    proxy: Proxy | None = None

    def __repr__(self) -> str:
        return f"Graph({self.server}, {self.own})"  # a token never reaches a log


def graph_of(settings: Mapping[str, Any], secrets: Mapping[str, str], *, server: str, own: str, proves: bool = True) -> Graph | None:
    """The account in a channel's settings, None without a token. `server` is the usual one, `own` the setting with its number;
    `proves`: our requests say that they have the app's secret."""
    token = secrets.get("token", "")
    if not token:
        return None
    base = str(settings.get("server") or server).rstrip("/")
    return Graph(base, str(settings.get(own) or ""), token, secrets.get("app_secret", "") if proves else "", proxy_of(settings, secrets))


def graph_of_channel(channel: Channel, *, server: str, own: str, proves: bool = True) -> Graph | None:
    """A channel's account. Raises kit.secrets.SecretUnreadable."""
    return graph_of(channel.settings, secrets_of(channel), server=server, own=own, proves=proves)


def ask(
    graph: Graph, method: str, path: str, *, query: Mapping[str, str] | None = None, data: Any = None, fields: Mapping[str, Any] | None = None,
    upload: Upload | None = None, timeout: float = SECONDS,
) -> dict[str, Any]:  # fmt: skip
    """What the server says to one request with JSON (`data`), a form with a file (`fields` and `upload`), or nothing.

    Raises Answered, kit.safe_http.ConnectionProblem."""
    headers, content = {"Authorization": f"Bearer {graph.token}", "Accept": "application/json"}, b""
    if upload is not None:
        content, headers["Content-Type"] = multipart(fields or {}, upload)
        timeout += len(content) / BYTES_A_SECOND
    elif data is not None:
        content, headers["Content-Type"] = json.dumps(data).encode(), "application/json"
    asked = dict(query or {})
    if graph.app_secret:  # with it the server takes our requests alone: https://developers.facebook.com/docs/graph-api/guides/secure-requests
        asked["appsecret_proof"] = hmac.new(graph.app_secret.encode(), graph.token.encode(), hashlib.sha256).hexdigest()
    address = f"{graph.server}/{VERSION}/{path}" + (f"?{urlencode(asked)}" if asked else "")
    return said_in(graph, request(method, address, headers=headers, content=content, timeout=timeout, proxy=graph.proxy))


def said_in(graph: Graph, answer: Response) -> dict[str, Any]:
    """The object in an answer. Raises Answered; ConnectionProblem "protocol" when it is no answer of this API, since a gateway may
    have said so."""
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        said = None
    error = said.get("error") if isinstance(said, dict) else None
    if isinstance(error, dict):
        detail = error.get("error_data")
        words = str((detail.get("details") if isinstance(detail, dict) else "") or error.get("error_user_msg") or error.get("message") or "")
        for secret in (graph.token, graph.app_secret):
            words = words.replace(secret, "…") if secret else words
        raise Answered(answer.status, number(error.get("code")), clean(words).strip()[:LONGEST_SAID], number(error.get("error_subcode")))
    if answer.status in (401, 403, 404, 413, 429):
        raise Answered(answer.status)
    if not isinstance(said, dict) or answer.status >= 400:
        raise ConnectionProblem("protocol", "The server does not answer as Meta's should.", left=True)
    return said


def number(value: Any) -> int:
    """A whole number, 0 for none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def is_file_address(graph: Graph, url: str) -> bool:
    """Whether an address is one at which Meta hands files out."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    own = urlsplit(graph.server)
    return (parts.scheme == "https" and host.endswith(FILE_HOSTS)) or (parts.scheme, parts.netloc) == (own.scheme, own.netloc)


def download(graph: Graph, url: str, *, most: int, with_token: bool) -> bytes:
    """A file's bytes. Raises Answered, ConnectionProblem ("too-large" beyond `most`)."""
    if not is_file_address(graph, url):
        raise ConnectionProblem("bad-url", "This is no address of Meta's files.")
    headers = {"Authorization": f"Bearer {graph.token}"} if with_token else {}
    answer = request("GET", url, headers=headers, timeout=SECONDS + most / BYTES_A_SECOND, max_bytes=most, redirects=2, proxy=graph.proxy)
    if answer.status != 200:
        raise Answered(answer.status)
    return answer.body
