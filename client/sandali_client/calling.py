"""One connection to a Sandali: its subjects, and how requests are made, tried again and refused."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from sandali_client.making_right import Lessons, Public, Recovery
from sandali_client.subjects import (
    Cases,
    Customers,
    Events,
    House,
    Knowledge,
    Organisations,
    Promises,
    Sales,
    Segments,
)

AGAIN = (429, 503)
LONGEST_WAIT = 60.0  # seconds


class Problem(Exception):
    """Why a request was not done (RFC 9457). `code` is for programs ("overtaken"), `title` for people; `current` how it stands now."""

    def __init__(self, status: int, said: Mapping[str, Any]) -> None:
        self.status, self.said = status, said
        self.code = str(said.get("type", "")).rpartition(":")[2]
        self.title = str(said.get("title", ""))
        self.errors: dict[str, str] = {one["field"]: one["message"] for one in said.get("errors", [])}
        self.current: dict[str, Any] | None = said.get("current")
        super().__init__(f"{status} {self.code}: {self.title} {self.errors or ''}".strip())


class Sandali:
    """A Sandali at `url`, as whoever made `token`. `language` ("fa" or "en") is that of the sentences in problems.

    What fails on its way, and 429 and 503, is tried again up to `tries` times; writes carry a key, so that they are done once."""

    def __init__(
        self, url: str, token: str, *, language: str = "en", tries: int = 4, timeout: float = 30.0, transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": language, "User-Agent": "sandali-client/0.1"}
        self._http = httpx.Client(base_url=f"{url.rstrip('/')}/api/v1/", headers=headers, timeout=timeout, transport=transport)
        self._tries = tries
        self.cases, self.customers, self.organisations = Cases(self), Customers(self), Organisations(self)
        self.promises, self.knowledge, self.events, self.house = Promises(self), Knowledge(self), Events(self), House(self)
        self.sales = Sales(self)
        self.segments = Segments(self)
        self.recovery, self.lessons, self.public = Recovery(self), Lessons(self), Public(self)

    def __enter__(self) -> Sandali:
        return self

    def __exit__(self, *_why: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the connection go."""
        self._http.close()

    def call(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = None, files: Any = None, key: str = "",
    ) -> Any:
        """Make one request and return what it answers, None for 204. `key` makes it the same request as an earlier one. Raises Problem."""
        headers = {"Idempotency-Key": key or uuid.uuid4().hex} if method != "GET" and files is None else {}
        answer = self._answer(method, path, headers, {name: value for name, value in (query or {}).items() if value is not None}, body, files)
        if answer.status_code >= 400:
            raise Problem(answer.status_code, said_in(answer))
        if answer.status_code == 204 or not answer.content:
            return None
        return answer.json() if answer.headers.get("Content-Type", "").startswith("application/json") else answer.content

    def _answer(self, method: str, path: str, headers: dict[str, str], query: dict[str, Any], body: Any, files: Any) -> httpx.Response:
        for tried in range(1, self._tries + 1):
            try:
                answer = self._http.request(method, path, params=query, json=body, files=files, headers=headers)
            except httpx.TransportError:
                if tried == self._tries:
                    raise
                time.sleep(min(0.5 * 2**tried, LONGEST_WAIT))
                continue
            if answer.status_code not in AGAIN or tried == self._tries:
                return answer
            asked = answer.headers.get("Retry-After", "")
            time.sleep(min(float(asked) if asked.isdigit() else 2.0, LONGEST_WAIT))
        raise AssertionError("the last try returns or raises")

    def pages(self, path: str, query: Mapping[str, Any]) -> Iterator[Any]:
        """Everything of a list, page by page."""
        cursor: str | None = ""
        while cursor is not None:
            page = self.call("GET", path, query={**query, "cursor": cursor or None})
            yield from page["items"]
            cursor = page["next"]


def said_in(answer: httpx.Response) -> dict[str, Any]:
    """The problem in an answer; of a proxy's answer at least the status."""
    try:
        found = answer.json()
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"title": answer.reason_phrase}
