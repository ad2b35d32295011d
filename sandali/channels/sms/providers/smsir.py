"""SMS.ir, its API v1: https://sms.ir/rest-api/. It has no id of ours; its list of the day's messages says what it has."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sandali.channels.sms.accounts import Account, Heard, No, Provider, Report, Said
from sandali.channels.sms.calls import ask, number_of, pick, rows_of, text_of, words_of
from sandali.channels.sms.numbers import from_provider, local, moment
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

PAGE, MOST_PAGES = 100, 5
OVERLAP: Final = 3600  # seconds looked over again: messages are not listed in the order in which they came
DAY: Final = 86_400
ASKING_SECONDS: Final = 40.0  # for reports, of which each is a question of its own
REACHED: Final[dict[int, tuple[Any, Words]]] = {
    1: ("delivered", ""), 3: ("sent", ""), 4: ("sent", ""), 5: ("sent", ""), 2: ("failed", UNDELIVERED), 6: ("failed", UNDELIVERED), 7: ("failed", BLOCKED),
}  # fmt: skip
CODES: Final[dict[int, tuple[Any, Words]]] = {
    10: ("account", KEY), 11: ("account", KEY), 12: ("account", NOT_ALLOWED), 13: ("account", NOT_ALLOWED), 14: ("account", NOT_ALLOWED),
    20: ("later", BUSY), 101: ("account", LINE), 102: ("account", CREDIT), 103: ("refused", LONG), 104: ("refused", NUMBER), 115: ("refused", BLOCKED),
    118: ("later", BUSY), 123: ("account", LINE),
}  # fmt: skip


class Smsir(Provider):
    """The provider."""

    name = "smsir"
    label = _("SMS.ir")
    server = "https://api.sms.ir"
    ways = ("poll",)
    knows_references = False

    def send(self, account: Account, *, to: str, text: str, reference: str) -> str:
        """send/bulk with one number. In its answer 0 stands for the blacklist, and nothing for a number that it does not take."""
        said = self._ask(account, "POST", "send/bulk", data={
            "lineNumber": number_of(account.line), "messageText": text, "mobiles": [local(to)], "sendDateTime": None,
        })  # fmt: skip
        ids = pick(said, "messageIds")
        if not isinstance(ids, list) or len(ids) != 1:
            raise No("unclear", str(BUSY), "no-id")
        if ids[0] is None:
            raise No("refused", str(NUMBER), "null")
        if number_of(ids[0]) == 0:
            raise No("refused", str(BLOCKED), "0")
        return text_of(ids[0])

    def look_up(self, account: Account, *, to: str, text: str, reference: str, since: datetime) -> list[str]:
        """send/live: the same text to the same number, not from before it left."""
        found = []
        for page in range(1, MOST_PAGES + 1):
            rows = rows_of(self._ask(account, "GET", f"send/live?pageSize={PAGE}&pageNumber={page}"))
            for row in rows:
                same = from_provider(text_of(pick(row, "mobile"))) == to and str(pick(row, "messageText")).strip() == text
                if same and (number_of(pick(row, "sendDateTime")) or 0) >= since.timestamp() - 60:
                    found.append(text_of(pick(row, "messageId")))
            if len(rows) < PAGE:
                break
        return [number for number in found if number]

    def ask_reports(self, account: Account, ids: tuple[str, ...]) -> list[Said]:
        """send/{messageId}, one by one; who is not reached in time is asked for later."""
        until, found = time.monotonic() + ASKING_SECONDS, []
        for number in ids:
            if time.monotonic() > until:
                break
            try:
                found.append({**self._ask(account, "GET", f"send/{number}"), "messageId": number})
            except No as no:
                if no.meaning != "refused":
                    raise
        return found

    def fetch(self, account: Account, after: int) -> tuple[list[Said], int]:
        """receive/live, which may be asked again and again (receive/latest hands each out once); after days without us receive/archive."""
        now, found = int(time.time()), []
        since = after - OVERLAP if after else now - DAY
        if after and after < now - DAY:
            found += self._pages(account, f"receive/archive?fromDate={since}&toDate={now}&", since, newest_first=False)
        found += self._pages(account, "receive/live?sortByNewest=true&", since, newest_first=True)
        return found, now

    def _pages(self, account: Account, path: str, since: int, *, newest_first: bool) -> list[Said]:
        found: list[Said] = []
        for page in range(1, MOST_PAGES + 1):
            rows = rows_of(self._ask(account, "GET", f"{path}pageSize={PAGE}&pageNumber={page}"))
            found += rows
            oldest = min((number_of(pick(row, "receivedDateTime")) or 0 for row in rows), default=0)
            if len(rows) < PAGE or (newest_first and oldest < since):
                break
        return found

    def credit(self, account: Account) -> str:
        """credit: how many messages can be sent."""
        said = self._ask(account, "GET", "credit")
        return credit_left(said if isinstance(said, int | float) and not isinstance(said, bool) else None, "messages")

    def heard(self, said: Said) -> Heard | None:
        """From receive/live and receive/archive."""
        number, sender, text = text_of(pick(said, "receiveReturnId")), text_of(pick(said, "mobile")), pick(said, "messageText")
        if not number or not sender or not isinstance(text, str):
            return None
        return Heard(number, sender, text, moment(number_of(pick(said, "receivedDateTime"))))

    def report(self, said: Said) -> Report | None:
        """From send/{messageId}."""
        number, state = text_of(pick(said, "messageId")), number_of(pick(said, "deliveryState"))
        if not number or state is None:
            return None
        reached, reason = REACHED.get(state, ("", ""))
        return Report(number, reached, str(reason))

    def _ask(self, account: Account, method: str, path: str, *, data: Any = None) -> Any:
        """The `data` of an answer; `status` 1 says that it went well."""
        _status, said = ask(account, method, f"{account.server}/v1/{path}", data=data, headers={"X-API-KEY": account.key})
        code = number_of(pick(said, "status"))
        if code == 1:
            return pick(said, "data")
        if not code:
            raise No("unclear", str(BUSY), str(code))
        words = words_of(account, pick(said, "message"))
        meaning, sentence = CODES.get(code, ("refused", ""))
        raise No(meaning, str(sentence) or str(FILTERED) % {"said": words}, f"{code} {words}"[:60])
