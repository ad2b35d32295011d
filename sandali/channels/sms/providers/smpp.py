"""Any operator or aggregator with a centre for SMPP 3.4: messages leave on the line that this process holds (smpp/listening.py), or on one
of their own. A centre knows no reference of ours, so an unclear message is found only by what it tells (user_message_reference)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, Literal

from django.utils.translation import gettext_lazy as _

from sandali.channels.adapter import Reached
from sandali.channels.sms.accounts import Account, Heard, No, Provider, Report, Said
from sandali.channels.sms.numbers import moment
from sandali.channels.sms.smpp import letters, pdus
from sandali.channels.sms.smpp.letters import Part
from sandali.channels.sms.smpp.line import line_of
from sandali.channels.sms.smpp.pdus import Address, Malformed, Message, Pdu
from sandali.channels.sms.smpp.session import bound
from sandali.channels.sms.smpp.told import REACHED, STATES, mark_of, reference_of
from sandali.channels.sms.troubles import (
    BLOCKED,
    BUSY,
    CONNECTIONS,
    CREDIT,
    FILTERED,
    LINE,
    LONG,
    NOT_ALLOWED,
    NUMBER,
    STRANGE,
    UNDELIVERED,
    Words,
    credit_left,
)
from sandali.kit.safe_http import ConnectionProblem

THROTTLED_FOR: Final = 10  # seconds
MOST_ASKED: Final = 20
# Section 5.1.3. Who says anything else has not taken it.
CODES: Final[dict[int, tuple[Any, Words]]] = {
    0x58: ("later", BUSY), 0x14: ("later", BUSY), 0x08: ("later", BUSY), 0x64: ("later", BUSY), 0x04: ("later", BUSY), 0x0A: ("account", LINE),
    0x48: ("account", LINE), 0x49: ("account", LINE), 0x0B: ("refused", NUMBER), 0x50: ("refused", NUMBER), 0x51: ("refused", NUMBER), 0x01: ("refused", LONG),
    0x0D: ("account", NOT_ALLOWED), 0x15: ("account", NOT_ALLOWED), 0x66: ("refused", BLOCKED), 0xFF: ("unclear", BUSY), 0x400: ("account", CREDIT),
}  # fmt: skip
Asking = Callable[[int, bytes, str], Pdu]


class Smpp(Provider):
    """The provider."""

    name = "smpp"
    label = _("A line to an operator (SMPP)")
    server = ""
    ways = ("smpp",)
    knows_references = False

    def send(self, account: Account, *, to: str, text: str, reference: str) -> str:
        """A message of its own; the id of its first part."""
        return self.hand_over(account, to=to, text=text, reference=reference, key=reference, left={})[0]

    def hand_over(self, account: Account, *, to: str, text: str, reference: str, key: str, left: Mapping[int, str]) -> tuple[str, ...]:
        """submit_sm, one a part. Parts of one text have the same number in their headers, also when one leaves later, so that a phone joins them."""
        messages = messages_of(account, to=to, text=text, key=key)
        ids: list[str] = []
        with speaking(account) as ask:
            for number, message in enumerate(messages):
                if number not in left:
                    mark = reference_of(reference, number)
                    message.extras[pdus.USER_REFERENCE] = mark.to_bytes(2)
                    ids.append(self._submit(ask, message, mark_of(to, mark), tuple(ids)))
                else:
                    ids.append(left[number])
        return tuple(ids)

    def _submit(self, ask: Asking, message: Message, mark: str, done: tuple[str, ...]) -> str:
        """One part; the centre's id of it. Raises No, with the ids of those before it."""
        try:
            answer = ask(pdus.SUBMIT_SM, pdus.message_body(message), mark)
            number = pdus.text_in(answer.body) if answer.status == pdus.OK else ""
        except ConnectionProblem as problem:
            if not problem.left and not done:
                raise
            raise No("unclear" if problem.left else "later", str(CONNECTIONS.get(problem.code, STRANGE)), problem.code, done=done) from problem
        except Malformed as problem:
            raise No("unclear", str(STRANGE), "protocol", done=done) from problem
        if number:
            return number
        if answer.status == pdus.OK:
            raise No("unclear", str(STRANGE), "no-id", done=done)
        raise refusal(answer.status, done)

    def mark(self, account: Account, *, to: str, text: str, reference: str, part: int) -> tuple[str, int]:
        """As it leaves in user_message_reference."""
        return mark_of(to, reference_of(reference, part)), len(messages_of(account, to=to, text=text, key=""))

    def look_up(self, account: Account, *, to: str, text: str, reference: str, since: datetime) -> list[str]:
        """A centre is asked by its own id alone, which an unclear message has not."""
        return []

    def ask_reports(self, account: Account, ids: tuple[str, ...]) -> list[Said]:
        """query_sm, one by one, where the settings say that the centre answers it."""
        if not account.settings.get("smpp_asks"):
            return []
        found = []
        with speaking(account) as ask:
            for number in ids[:MOST_ASKED]:
                try:
                    answer = ask(pdus.QUERY_SM, pdus.query_body(number, source_of(account)), "")
                    state = pdus.state_in(answer.body)[1] if answer.status == pdus.OK else 0
                except Malformed as problem:
                    raise No("later", str(STRANGE), "protocol") from problem
                if answer.status not in (pdus.OK, pdus.QUERY_FAILED):
                    raise refusal(answer.status)
                if state in STATES:
                    found.append({"receipt": number, "state": STATES[state]})
        return found

    def fetch(self, account: Account, after: int) -> tuple[list[Said], int]:
        """Messages come by the line."""
        return [], after

    def credit(self, account: Account) -> str:
        """Bind, or ask on the line that is open whether the centre is there. Raises No, ConnectionProblem."""
        with speaking(account) as ask:
            ask(pdus.ENQUIRE_LINK, b"", "")
        return credit_left(None, "")

    def heard(self, said: Said) -> Heard | None:
        """As smpp/listening.py writes it down."""
        number, sender, text, mended = said.get("id"), said.get("from"), said.get("text"), said.get("mended", 0)
        if not isinstance(number, str) or not isinstance(sender, str) or not isinstance(text, str) or not number or not sender:
            return None
        return Heard(number, sender, text, moment(said.get("at")), mended if isinstance(mended, int) else 0)

    def report(self, said: Said) -> Report | None:
        """As smpp/listening.py writes it down, or from query_sm."""
        number, state, mark = said.get("receipt"), said.get("state"), said.get("mark", "")
        if not isinstance(number, str) or not isinstance(state, str) or not number:
            return None
        reached: Reached | Literal[""] = REACHED.get(state, "")
        return Report(number, reached, str(UNDELIVERED) if reached == "failed" else "", mark if isinstance(mark, str) else "")


@contextmanager
def speaking(account: Account) -> Iterator[Asking]:
    """Something to ask by: the line that is open here, else one for this alone. Raises No, ConnectionProblem."""
    line = line_of(account)
    if line is not None:
        yield lambda command, body, note: line.ask(command, body, note=note)
        return
    with bound(account) as session:

        def ask(command: int, body: bytes, _note: str) -> Pdu:
            try:
                return session.exchange(command, body)
            except OSError as problem:
                code = "timeout" if isinstance(problem, TimeoutError) else "connection"
                raise ConnectionProblem(code, "no answer on the line", left=True) from problem

        yield ask


def refusal(status: int, done: tuple[str, ...] = ()) -> No:
    """What a centre's no means."""
    meaning, sentence = CODES.get(status, ("refused", ""))
    code = f"0x{status:02X}"
    return No(meaning, str(sentence) or str(FILTERED) % {"said": code}, code, THROTTLED_FOR if meaning == "later" else 0, done=done)


def source_of(account: Account) -> Address:
    """Our line as a centre takes it: with its country's code it is international, else of a type that the centre knows by itself."""
    ton, npi = account.settings.get("smpp_ton"), account.settings.get("smpp_npi")
    whole = len(account.line) > 10 and not account.line.startswith("0")
    return Address(account.line, int(ton) if ton else int(whole), int(npi) if npi else pdus.E164_PLAN)


def messages_of(account: Account, *, to: str, text: str, key: str) -> list[Message]:
    """What leaves for a text: one, or one a part, or one with the whole in its payload, as the settings say."""
    parts, coding = letters.written(text, alphabet=str(account.settings.get("smpp_alphabet") or letters.GSM))
    source, to_address = source_of(account), Address(to.removeprefix("+"), pdus.INTERNATIONAL, pdus.E164_PLAN)
    if len(parts) == 1:
        return [Message(source, to_address, parts[0], coding)]
    if account.settings.get("smpp_long") == "payload":
        return [Message(source, to_address, b"", coding, extras={pdus.PAYLOAD: b"".join(parts)})]
    reference = str(hashlib.sha256(key.encode()).digest()[0])
    headed = [letters.with_header(part, Part(reference, len(parts), number)) for number, part in enumerate(parts, 1)]
    return [Message(source, to_address, content, coding, pdus.HAS_HEADER) for content in headed]
