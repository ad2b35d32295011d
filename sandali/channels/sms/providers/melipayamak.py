"""Melipayamak, its REST methods: https://www.melipayamak.com/api/. No id of ours; what is sent is looked for in its list of sent messages,
where messages have other numbers than sending gives."""

from __future__ import annotations

import re
import time
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sandali.channels.sms.accounts import Account, Heard, No, Provider, Report, Said
from sandali.channels.sms.calls import ask, number_of, pick, rows_of, text_of, words_of
from sandali.channels.sms.numbers import from_provider, local, moment
from sandali.channels.sms.providers.ghasedak import in_iran
from sandali.channels.sms.troubles import (
    BLOCKED,
    BUSY,
    CREDIT,
    FILTERED,
    KEY,
    LINE,
    NOT_ALLOWED,
    NUMBER,
    UNDELIVERED,
    Words,
    credit_left,
)

RECEIVED, SENT = 1, 2  # what its lists are called
MOST: Final = 100
ASKING_SECONDS: Final = 40.0
FROM_LIST: Final = "list:"  # before a number of its list, with which no report can be asked for
NET_DATE: Final = re.compile(r"/Date\((\d{10,14})")
REACHED: Final[dict[int, tuple[Any, Words]]] = {
    0: ("sent", ""), 8: ("sent", ""), 200: ("sent", ""), 400: ("sent", ""), 1: ("delivered", ""), 2: ("failed", UNDELIVERED), 3: ("failed", UNDELIVERED),
    16: ("failed", UNDELIVERED), 300: ("failed", UNDELIVERED), 500: ("failed", UNDELIVERED), 35: ("failed", BLOCKED),
}  # fmt: skip
CODES: Final[dict[int, tuple[Any, Words]]] = {
    0: ("account", KEY), 2: ("account", CREDIT), 3: ("later", BUSY), 4: ("later", BUSY), 5: ("account", LINE), 6: ("later", BUSY), 9: ("account", NOT_ALLOWED),
    10: ("account", NOT_ALLOWED), 12: ("account", NOT_ALLOWED), 16: ("refused", NUMBER), 35: ("refused", BLOCKED),
}  # fmt: skip


class Melipayamak(Provider):
    """The provider. Its key is the account's password (or the API key that stands for it), beside a user name."""

    name = "melipayamak"
    label = _("Melipayamak")
    server = "https://rest.payamak-panel.com"
    ways = ("poll",)
    knows_references = False

    def send(self, account: Account, *, to: str, text: str, reference: str) -> str:
        """SendSMS; `Value` is the message's number, or what went wrong."""
        said = self._ask(account, "SendSMS", {"to": local(to), "from": account.line, "text": text, "isFlash": "false"})
        number = text_of(pick(said, "Value"))
        if not number.isdigit() or len(number) < 6:
            raise No("unclear", str(BUSY), number[:20])
        return number

    def look_up(self, account: Account, *, to: str, text: str, reference: str, since: datetime) -> list[str]:
        """GetMessages of what was sent: the same text to the same number, not from before it left."""
        found = []
        for row in self._list(account, SENT):
            at = date_of(pick(row, "SendDate"))
            same = from_provider(text_of(pick(row, "Receiver"))) == to and str(pick(row, "Body")).strip() == text
            if same and at is not None and at.timestamp() >= since.timestamp() - 60:
                found.append(f"{FROM_LIST}{text_of(pick(row, 'MsgID'))}")
        return found

    def ask_reports(self, account: Account, ids: tuple[str, ...]) -> list[Said]:
        """GetDeliveries2, one by one; who is not reached in time is asked for later."""
        until, found = time.monotonic() + ASKING_SECONDS, []
        for number in ids:
            if time.monotonic() > until:
                break
            found.append({"recID": number, "status": pick(self._ask(account, "GetDeliveries2", {"recID": number}), "Value")})
        return found

    def fetch(self, account: Account, after: int) -> tuple[list[Said], int]:
        """GetMessages of what was received, the newest hundred."""
        return self._list(account, RECEIVED), int(time.time())

    def _list(self, account: Account, location: int) -> list[Said]:
        said = self._ask(account, "GetMessages", {"location": location, "index": 0, "count": MOST, "from": account.line})
        return rows_of(pick(said, "Data"))

    def credit(self, account: Account) -> str:
        """GetCredit: how many messages can be sent."""
        value = text_of(pick(self._ask(account, "GetCredit", {}), "Value"))
        return credit_left(number_of(value.partition(".")[0]), "messages")

    def is_final(self, number: str) -> bool:
        """A number of the list is not one of sending's."""
        return number.startswith(FROM_LIST)

    def heard(self, said: Said) -> Heard | None:
        """From GetMessages."""
        number, sender, text = text_of(pick(said, "MsgID")), text_of(pick(said, "Sender")), pick(said, "Body")
        if not number or not sender or not isinstance(text, str):
            return None
        return Heard(number, sender, text, date_of(pick(said, "SendDate")))

    def report(self, said: Said) -> Report | None:
        """From GetDeliveries2, with the number that was asked for."""
        number, status = text_of(pick(said, "recID")), number_of(pick(said, "status"))
        if not number or status is None:
            return None
        reached, reason = REACHED.get(status, ("", ""))
        return Report(number, reached, str(reason))

    def _ask(self, account: Account, method: str, fields: Said) -> Any:
        """A whole answer. `RetStatus` 1 says that it went well; else it, or `Value`, is why not."""
        given = {"username": account.username, "password": account.key, **fields}
        _status, said = ask(account, "POST", f"{account.server}/api/SendSMS/{method}", form=given)
        code = number_of(pick(said, "RetStatus"))
        if code == 1:
            return said
        if code is None:
            raise No("unclear", str(BUSY), "no-status")
        words = words_of(account, pick(said, "StrRetStatus"))
        meaning, sentence = CODES.get(code, ("refused", ""))
        raise No(meaning, str(sentence) or str(FILTERED) % {"said": words}, f"{code} {words}"[:60])


def date_of(value: Any) -> datetime | None:
    """Its times: as .NET writes them ("/Date(1531220000000)/"), or as text of Iran's time."""
    found = NET_DATE.match(value) if isinstance(value, str) else None
    return moment(int(found[1]) // 1000) if found is not None else in_iran(value)
