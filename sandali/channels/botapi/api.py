"""Asking a bot's server: one method, one answer. The token stands in the address, so no error text of ours has an address in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sandali.channels.botapi.flavour import Bot
from sandali.kit.multipart import Upload, multipart
from sandali.kit.safe_http import ConnectionProblem, request
from sandali.kit.text import clean

SECONDS = 20.0
BYTES_A_SECOND = 128 * 1024  # a slow line may take its time over a large file
LONGEST_SAID = 300


class Answered(Exception):
    """The server said no. `code` is its error_code, `said` its words, `retry_after` seconds (0 where it does not say)."""

    def __init__(self, code: int, said: str, retry_after: int = 0) -> None:
        super().__init__(f"{code} {said}")
        self.code, self.said, self.retry_after = code, said, retry_after


def call(bot: Bot, method: str, fields: Mapping[str, Any] | None = None, *, upload: Upload | None = None, timeout: float = SECONDS) -> Any:
    """The `result` of a method. Raises Answered, kit.safe_http.ConnectionProblem."""
    given = {name: value for name, value in (fields or {}).items() if value is not None}
    if upload is None:
        content, kind = json.dumps(given).encode(), "application/json"
    else:
        content, kind = multipart(given, upload)
        timeout += len(content) / BYTES_A_SECOND
    answer = request(
        "POST", f"{bot.server}/bot{bot.token}/{method}", headers={"Content-Type": kind}, content=content, timeout=timeout, proxy=bot.proxy
    )
    return result_of(bot, answer.status, answer.body)


def result_of(bot: Bot, status: int, body: bytes) -> Any:
    """What an answer says. Raises Answered; "protocol" when it is no answer of this API."""
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict) or "ok" not in said:
        if status in (401, 403, 404, 413, 429) or status >= 500:
            raise Answered(status, "")
        raise ConnectionProblem("protocol", "The server does not answer as a bot's server should.")
    if said["ok"] is True:
        return said.get("result")
    parameters = said.get("parameters")
    after = parameters.get("retry_after") if isinstance(parameters, dict) else 0
    code = said.get("error_code")
    words = clean(str(said.get("description") or "")).replace(bot.token, "…")[:LONGEST_SAID]
    raise Answered(code if isinstance(code, int) else status, words, after if isinstance(after, int) and 0 < after < 86_400 else 0)


def download(bot: Bot, file_id: str) -> bytes:
    """A file's bytes. Raises Answered, ConnectionProblem ("too-large" beyond the provider's limit)."""
    found = call(bot, "getFile", {"file_id": file_id})
    path = found.get("file_path") if isinstance(found, dict) else None
    if not isinstance(path, str) or not path or ".." in path or any(ord(letter) < 33 for letter in path):
        raise Answered(404, "")
    most = bot.flavour.largest_down
    address = f"{bot.server}/file/bot{bot.token}/{path.lstrip('/')}"
    answer = request("GET", address, timeout=SECONDS + most / BYTES_A_SECOND, max_bytes=most, proxy=bot.proxy)
    if answer.status != 200:
        raise Answered(answer.status, "")
    return answer.body
