"""Pictures of other people's servers, asked for by us so that nobody's browser has to (RELIABILITY E3)."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from sandali.kit.downloads import MAX_IMAGE_PIXELS
from sandali.kit.picture_headers import picture_size, picture_type
from sandali.kit.safe_http import ConnectionProblem, request

MAX_BYTES = 5_000_000
REDIRECTS = 2
REST_SECONDS = 60  # for a host that did not answer
MOST_RESTING = 1000
# A file store may not know what it holds, but what calls itself a page, a text or an SVG is none of these pictures.
_DECLARED = ("image/", "application/octet-stream", "binary/octet-stream")
_TIRED = frozenset(["timeout", "connection", "tls", "unknown-host"])


class NoPicture(Exception):
    """There is no picture to show. `code`: "host" (nobody answered as they should) or "content" (what came is no such picture)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as its server sent it. `content_type` is what the bytes are, whatever they were called."""

    content: bytes
    content_type: str


class Fetcher:
    """Fetches at most `most` pictures at once, and leaves hosts alone for a minute that did not answer."""

    def __init__(self, most: int) -> None:
        self._slots = threading.BoundedSemaphore(most)
        self._resting: dict[str, float] = {}

    def fetch(self, address: str, *, patience: float = 0.25, seconds: float = 5) -> Picture | None:
        """The picture at an http(s) address; None when no turn came within `patience` seconds. Raises NoPicture.

        One request without cookies, referrer or anything else of the reader, `seconds` in all, redirects included."""
        host = urlsplit(address).netloc
        if time.monotonic() < self._resting.get(host, 0):
            raise NoPicture("host")
        if not self._slots.acquire(timeout=patience):
            return None
        try:
            return checked_picture(address, seconds)
        except ConnectionProblem as problem:
            if problem.code in _TIRED:
                self._rest(host)
            raise NoPicture("host") from problem
        finally:
            self._slots.release()

    def _rest(self, host: str) -> None:
        if len(self._resting) >= MOST_RESTING:
            self._resting.clear()
        self._resting[host] = time.monotonic() + REST_SECONDS


def checked_picture(address: str, seconds: float) -> Picture:
    """Ask the host, and believe only the bytes. Raises NoPicture, ConnectionProblem."""
    accept = {"Accept": "image/*"}
    answer = request(
        "GET", address, headers=accept, timeout=seconds, max_bytes=MAX_BYTES, redirects=REDIRECTS
    )
    if answer.status != 200:
        raise NoPicture("host")
    content_type, size = picture_type(answer.body), picture_size(answer.body)
    if size is None or size[0] * size[1] > MAX_IMAGE_PIXELS or not _may_be_one(answer.headers):
        raise NoPicture("content")
    return Picture(answer.body, content_type)


def _may_be_one(headers: Mapping[str, str]) -> bool:
    declared = headers.get("content-type", "").strip().lower()
    return not declared or (declared.startswith(_DECLARED) and "svg" not in declared)
