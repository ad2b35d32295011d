"""Asking a provider's server. Keys stand in addresses and bodies, so no error text of ours has either."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from sandali.channels.sms.accounts import Account, No
from sandali.kit.digits import to_ascii
from sandali.kit.safe_http import request
from sandali.kit.text import clean

SECONDS: Final = 20.0
MOST_BYTES: Final = 2_000_000
LONGEST_SAID: Final = 200


def ask(
    account: Account, method: str, url: str, *, form: Mapping[str, Any] | None = None, data: Any = None, headers: Mapping[str, str] | None = None
) -> tuple[int, Any]:
    """(HTTP status, what the JSON says) of one request with a form, with JSON, or with nothing.

    Raises ConnectionProblem; No "unclear" when what came is no answer of such a server, since a gateway before it may have said so."""
    sent = {"Accept": "application/json", **(headers or {})}
    content = b""
    if form is not None:
        content = urlencode({name: value for name, value in form.items() if value is not None}).encode()
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    elif data is not None:
        content = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
        sent["Content-Type"] = "application/json"
    answer = request(method, url, headers=sent, content=content, timeout=SECONDS, max_bytes=MOST_BYTES, proxy=account.proxy)
    try:
        return answer.status, json.loads(answer.body)
    except (ValueError, RecursionError) as problem:
        raise not_understood(answer.status) from problem


def not_understood(status: int) -> No:
    """What an answer means that is not the provider's own. Whoever says 4xx has done nothing; anything else may have."""
    if status in (401, 403):
        return No("account", _("The provider does not accept the key."), str(status))
    if status == 429:
        return No("later", _("The provider asks us to try later."), "429")
    strange = _("The server does not answer as this provider's should.")
    return No("account" if 400 <= status < 500 and status != 408 else "unclear", strange, str(status))


def pick(said: Any, *names: str) -> Any:
    """The value under the first of these names, whatever their letters' case: providers write it now so, now so. None for none."""
    if not isinstance(said, dict):
        return None
    lower = {str(name).lower(): value for name, value in said.items()}
    return next((lower[name.lower()] for name in names if lower.get(name.lower()) is not None), None)


def number_of(value: Any) -> int | None:
    """A whole number that may stand as text, None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str | float):
        return None
    try:
        return int(to_ascii(value).strip() if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None


def text_of(value: Any) -> str:
    """A value as clean text, "" for what is none."""
    return clean(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def words_of(account: Account, value: Any) -> str:
    """The provider's own words, short, without our key."""
    words = text_of(value).strip()
    for secret in (account.key, account.username):
        words = words.replace(secret, "…") if len(secret) > 3 else words
    return words[:LONGEST_SAID]


def rows_of(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; [] for what is none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

