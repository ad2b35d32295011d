"""Any other provider: what is asked and how its answer is read stands in the channel's settings (filling.py)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sandali.channels.sms import filling
from sandali.channels.sms.accounts import Account, Heard, No, Provider, Report, Said
from sandali.channels.sms.calls import MOST_BYTES, SECONDS, not_understood, text_of, words_of
from sandali.channels.sms.numbers import local
from sandali.channels.sms.troubles import BUSY, FILTERED, STRANGE, UNDELIVERED, credit_left
from sandali.kit.safe_http import request

FORMS: Final[dict[str, Callable[[str], str]]] = {"local": local, "digits": lambda e164: e164.removeprefix("+"), "e164": str}


class OverHttp(Provider):
    """The provider. It is not asked for what became of an unclear message: then a person decides."""

    name = "http"
    label = _("Another provider (HTTP)")
    server = ""
    ways = ("hook", "poll")  # "poll" is for those that only send
    knows_references = False

    def send(self, account: Account, *, to: str, text: str, reference: str) -> str:
        """The request for sending; its id where the settings say where it stands, "" else."""
        shape = FORMS.get(str(account.settings.get("number_form")), local)
        values = {"to": shape(to), "text": text, "from": account.line, "id": reference}
        said = self._ask(account, "send", values)
        path = str(account.settings.get("id_path") or "")
        if not path:
            return ""
        number = text_of(filling.found_at(said, path))
        if not number:
            raise No("unclear", str(STRANGE), "no-id")
        return number[:200]

    def look_up(self, account: Account, *, to: str, text: str, reference: str, since: datetime) -> list[str]:
        """Nothing is described for this."""
        return []

    def ask_reports(self, account: Account, ids: tuple[str, ...]) -> list[Said]:
        """The request for a report, one by one, where there is one."""
        if not account.settings.get("status_url"):
            return []
        path = str(account.settings.get("status_path") or "")
        return [
            {"report": number, "status": reached_by(filling.found_at(self._ask(account, "status", {"message": number}), path), account.settings)}
            for number in ids[:20]
        ]

    def fetch(self, account: Account, after: int) -> tuple[list[Said], int]:
        """Messages come by the hook."""
        return [], after

    def credit(self, account: Account) -> str:
        """Whether the description makes requests: nothing is asked, as nothing is known to ask for. Raises No."""
        try:
            filling.address(str(account.settings.get("send_url") or ""), {})
            filling.headers(str(account.settings.get("send_headers") or ""), {})
            filling.body(str(account.settings.get("send_body") or ""), {})
        except filling.CannotFill as problem:
            raise No("account", str(STRANGE), str(problem)[:40]) from problem
        return credit_left(None, "")

    def plain(self, said: Said, settings: Mapping[str, Any]) -> Said:
        """A message or a report under our names, as the settings say where they stand; as it is when it is neither."""
        number = text_of(filling.found_at(said, str(settings.get("in_id") or "-")))
        sender, text = (filling.found_at(said, str(settings.get(name) or "-")) for name in ("in_from", "in_text"))
        if number and text_of(sender) and isinstance(text, str):
            return {"id": number, "from": text_of(sender), "text": text}
        number = text_of(filling.found_at(said, str(settings.get("report_id") or "-")))
        status = filling.found_at(said, str(settings.get("report_status") or "-"))
        return {"report": number, "status": reached_by(status, settings)} if number and status is not None else said

    def heard(self, said: Said) -> Heard | None:
        """As `plain` makes it."""
        number, sender, text = said.get("id"), said.get("from"), said.get("text")
        whole = isinstance(number, str) and isinstance(sender, str) and isinstance(text, str) and number and sender
        return Heard(str(number), str(sender), str(text)) if whole else None

    def report(self, said: Said) -> Report | None:
        """As `plain` makes it."""
        number, status = said.get("report"), said.get("status")
        if not isinstance(number, str) or status not in ("delivered", "failed", ""):
            return None
        return Report(number, status, str(UNDELIVERED) if status == "failed" else "")

    def _ask(self, account: Account, what: str, values: dict[str, str]) -> Any:
        """One described request. What came is JSON, or a text; the settings say which value means that it went well."""
        settings = account.settings
        known = {**values, "key": account.key, "username": account.username}
        try:
            sent = filling.headers(str(settings.get("send_headers") or ""), known)
            content, kind = filling.body(str(settings.get("send_body") or ""), known) if what == "send" else (b"", "")
        except filling.CannotFill as problem:
            raise No("account", str(STRANGE), "settings") from problem
        method = str(settings.get("send_method") or "POST") if what == "send" else "GET"
        url = filling.address(str(settings.get(f"{what}_url") or ""), known)
        if kind:
            sent = {"Content-Type": kind, **sent}
        answer = request(method, url, headers=sent, content=content, timeout=SECONDS, max_bytes=MOST_BYTES, proxy=account.proxy)
        if answer.status >= 400:
            raise not_understood(answer.status)
        said = understood(answer.body)
        path, wanted = str(settings.get("ok_path") or ""), str(settings.get("ok_value") or "")
        if what != "send" or not wanted:
            return said
        value = filling.found_at(said, path)
        if value is None:
            raise No("unclear", str(BUSY), "no-status")
        if str(value).strip().lower() != wanted.strip().lower():
            words = words_of(account, value if not isinstance(value, dict | list) else "")
            raise No("refused", str(FILTERED) % {"said": words}, words[:60])
        return said


def understood(content: bytes) -> Any:
    """An answer as JSON, else as a text without what stands around it."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return content.decode("utf-8", "replace").strip()


def reached_by(value: Any, settings: Mapping[str, Any]) -> str:
    """ "delivered", "failed", or "" for a value that the settings do not name."""
    said = str(value).strip().lower()
    for reached in ("delivered", "failed"):
        named = (one.strip().lower() for one in str(settings.get(f"{reached}_values") or "").split(","))
        if said and said in named:
            return reached
    return ""
