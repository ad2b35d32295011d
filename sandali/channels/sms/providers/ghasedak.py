"""Ghasedak, its REST API v1: https://ghasedak.me/docs. It knows messages by an id of ours (`clientReferenceId`)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from sandali.channels.sms.accounts import Account, Heard, No, Provider, Report, Said
from sandali.channels.sms.calls import ask, number_of, pick, rows_of, text_of, words_of
from sandali.channels.sms.numbers import local
from sandali.channels.sms.troubles import BLOCKED, BUSY, FILTERED, KEY, UNDELIVERED, Words, credit_left

BY_ID, BY_REFERENCE = 1, 2
PAGE, MOST_PAGES = 200, 3
DAY: Final = 86_400
TEHRAN: Final = timedelta(hours=3, minutes=30)  # its times have no zone, and are Iran's
REACHED: Final[dict[int, tuple[Any, Words]]] = {
    3: ("sent", ""), 5: ("delivered", ""), 1: ("failed", UNDELIVERED), 2: ("failed", BLOCKED), 4: ("failed", UNDELIVERED), 6: ("failed", UNDELIVERED),
}  # fmt: skip


class Ghasedak(Provider):
    """The provider."""

    name = "ghasedak"
    label = _("Ghasedak")
    server = "https://gateway.ghasedak.me"
    ways = ("poll",)
    knows_references = True

    def send(self, account: Account, *, to: str, text: str, reference: str) -> str:
        """SendSingleSMS."""
        said = self._ask(account, "POST", "SendSingleSMS", data={
            "lineNumber": account.line, "receptor": local(to), "message": text, "clientReferenceId": reference, "udh": False,
        })  # fmt: skip
        number = text_of(pick(said, "messageId"))
        if not number:
            raise No("unclear", str(BUSY), "no-id")
        return number

    def look_up(self, account: Account, *, to: str, text: str, reference: str, since: datetime) -> list[str]:
        """CheckSmsStatus by our own id."""
        rows = self._statuses(account, (reference,), BY_REFERENCE)
        return [text_of(pick(row, "messageId")) for row in rows if text_of(pick(row, "clientReferenceId")) == reference and text_of(pick(row, "messageId"))]

    def ask_reports(self, account: Account, ids: tuple[str, ...]) -> list[Said]:
        """CheckSmsStatus by its ids, a hundred at once."""
        return self._statuses(account, ids[:100], BY_ID)

    def _statuses(self, account: Account, ids: tuple[str, ...], kind: int) -> list[Said]:
        said = self._ask(account, "GET", f"CheckSmsStatus?{urlencode({'Ids': ','.join(ids), 'Type': kind})}")
        return rows_of(pick(said, "items") or said)

    def fetch(self, account: Account, after: int) -> tuple[list[Said], int]:
        """GetReceivedSmsesPaging, read and unread, over the days since we asked last."""
        now, found = int(time.time()), []
        since = datetime.fromtimestamp((after or now) - DAY, tz=UTC) + TEHRAN
        until = datetime.fromtimestamp(now + DAY, tz=UTC) + TEHRAN
        for is_read in ("false", "true"):
            for page in range(1, MOST_PAGES + 1):
                asked = {"lineNumber": account.line, "isRead": is_read, "startDate": since.strftime("%Y-%m-%d"), "endDate": until.strftime("%Y-%m-%d")}
                said = self._ask(account, "GET", f"GetReceivedSmsesPaging?{urlencode({**asked, 'pageIndex': page, 'pageSize': PAGE})}")
                rows = rows_of(pick(said, "items") or said)
                found += rows
                if len(rows) < PAGE:
                    break
        return found, now

    def credit(self, account: Account) -> str:
        """GetAccountInformation."""
        return credit_left(number_of(pick(self._ask(account, "GET", "GetAccountInformation"), "credit")), "rials")

    def heard(self, said: Said) -> Heard | None:
        """From GetReceivedSmsesPaging."""
        number, sender, text = text_of(pick(said, "id")), text_of(pick(said, "sender")), pick(said, "message")
        if not number or not sender or not isinstance(text, str):
            return None
        return Heard(number, sender, text, in_iran(pick(said, "receiveDate")))

    def report(self, said: Said) -> Report | None:
        """From CheckSmsStatus."""
        number, status = text_of(pick(said, "messageId")), number_of(pick(said, "status"))
        if not number or status is None:
            return None
        reached, reason = REACHED.get(status, ("", ""))
        return Report(number, reached, str(reason))

    def _ask(self, account: Account, method: str, path: str, *, data: Any = None) -> Any:
        """The `data` of an answer. Its codes are those of HTTP; why a message is refused it says in words."""
        status, said = ask(account, method, f"{account.server}/rest/api/v1/WebService/{path}", data=data, headers={"ApiKey": account.key})
        if pick(said, "isSuccess") is True:
            return pick(said, "data")
        code = number_of(pick(said, "statusCode")) or status
        words = words_of(account, pick(said, "message"))
        if code in (401, 403):
            raise No("account", str(KEY), f"{code} {words}"[:60])
        if code == 429:
            raise No("later", str(BUSY), "429")
        if pick(said, "isSuccess") is not False or code >= 500:
            raise No("unclear", str(BUSY), str(code))
        raise No("refused", str(FILTERED) % {"said": words}, f"{code} {words}"[:60])


def in_iran(value: Any) -> datetime | None:
    """A time of the provider's, which has a zone or is Iran's; None for anything else."""
    try:
        found = parse_datetime(value[:26] if isinstance(value, str) and "+" not in value else str(value))
    except ValueError:
        return None
    if found is None:
        return None
    return found.astimezone(UTC) if found.tzinfo else (found - TEHRAN).replace(tzinfo=UTC)
