"""Kavenegar: https://kavenegar.com/rest.html. It knows messages by an id of ours (`localid`), for twelve hours."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sandali.channels.sms.accounts import Account, Heard, No, Provider, Report, Said
from sandali.channels.sms.calls import ask, number_of, pick, rows_of, text_of, words_of
from sandali.channels.sms.numbers import local, moment
from sandali.channels.sms.troubles import (
    BLOCKED,
    BUSY,
    CREDIT,
    FILTERED,
    KEY,
    LINE,
    LONG,
    NOT_ALLOWED,
    NUMBER,
    UNDELIVERED,
    Words,
    credit_left,
)

LOOK_BACK: Final = 600  # seconds after which read messages are asked for too: what was marked as read and not kept comes then
UNKNOWN_ID: Final = 100
REACHED: Final[dict[int, tuple[Any, Words]]] = {
    1: ("sent", ""), 2: ("sent", ""), 4: ("sent", ""), 5: ("sent", ""), 10: ("delivered", ""),
    6: ("failed", UNDELIVERED), 11: ("failed", UNDELIVERED), 13: ("failed", UNDELIVERED), 14: ("failed", BLOCKED),
}  # fmt: skip
CODES: Final[dict[int, tuple[Any, Words]]] = {
    401: ("account", KEY), 403: ("account", KEY), 407: ("account", NOT_ALLOWED), 411: ("refused", NUMBER), 412: ("account", LINE),
    413: ("refused", LONG), 418: ("account", CREDIT), 426: ("account", NOT_ALLOWED), 427: ("account", NOT_ALLOWED), 429: ("account", NOT_ALLOWED),
    402: ("later", BUSY), 409: ("later", BUSY), 451: ("later", BUSY),
}  # fmt: skip


class Kavenegar(Provider):
    """The provider."""

    name = "kavenegar"
    label = _("Kavenegar")
    server = "https://api.kavenegar.com"
    ways = ("hook", "poll")
    knows_references = True

    def send(self, account: Account, *, to: str, text: str, reference: str) -> str:
        """sms/send; the same `localid` again would send nothing and give the id that stands."""
        fields = {"receptor": local(to), "sender": account.line, "message": text, "localid": reference}
        for entry in rows_of(self._ask(account, "sms/send", fields)):
            number = number_of(pick(entry, "messageid"))
            if number:
                return str(number)
        raise No("unclear", str(BUSY), "no-id")

    def look_up(self, account: Account, *, to: str, text: str, reference: str, since: datetime) -> list[str]:
        """sms/statuslocalmessageid."""
        entries = rows_of(self._ask(account, "sms/statuslocalmessageid", {"localid": reference}))
        known = (entry for entry in entries if text_of(pick(entry, "localid")) == reference and number_of(pick(entry, "status")) != UNKNOWN_ID)
        return [str(number) for entry in known if (number := number_of(pick(entry, "messageid")))]

    def ask_reports(self, account: Account, ids: tuple[str, ...]) -> list[Said]:
        """sms/status, which knows the messages of two days."""
        return rows_of(self._ask(account, "sms/status", {"messageid": ",".join(ids)}))

    def fetch(self, account: Account, after: int) -> tuple[list[Said], int]:
        """sms/receive: what is asked for as unread is read from then on, so that what was read is looked over from time to time."""
        now, found = int(time.time()), []
        looks_back = now - after >= LOOK_BACK
        for is_read in (1, 0) if looks_back else (0,):  # the read ones first, or the unread ones would be among them
            found += rows_of(self._ask(account, "sms/receive", {"linenumber": account.line, "isread": is_read}))
        return found, now if looks_back else after

    def credit(self, account: Account) -> str:
        """account/info."""
        return credit_left(number_of(pick(self._ask(account, "account/info", {}), "remaincredit")), "rials")

    def heard(self, said: Said) -> Heard | None:
        """From sms/receive, or from the address for received messages (`from`, `to`)."""
        number, sender, text = text_of(pick(said, "messageid")), text_of(pick(said, "sender", "from")), pick(said, "message")
        if not number or not sender or not isinstance(text, str):
            return None
        return Heard(number, sender, text, moment(number_of(pick(said, "date"))))

    def report(self, said: Said) -> Report | None:
        """From sms/status, or from the address for reports."""
        number, status = text_of(pick(said, "messageid")), number_of(pick(said, "status"))
        if not number or status is None or pick(said, "message") is not None:
            return None
        reached, reason = REACHED.get(status, ("", ""))
        return Report(number, reached, str(reason))

    def _ask(self, account: Account, method: str, fields: Said) -> Any:
        """The `entries` of a method. What counts is `return.status`; HTTP mostly says the same."""
        _status, said = ask(account, "POST", f"{account.server}/v1/{account.key}/{method}.json", form=fields)
        code = number_of(pick(pick(said, "return"), "status"))
        if code == 200:
            return pick(said, "entries")
        if code is None or code >= 500:
            raise No("unclear", str(BUSY), str(code or ""))
        words = words_of(account, pick(pick(said, "return"), "message"))
        meaning, sentence = CODES.get(code, ("refused", ""))
        raise No(meaning, str(sentence) or str(FILTERED) % {"said": words}, f"{code} {words}"[:60])
