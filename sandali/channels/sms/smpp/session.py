"""A line to a centre: connecting, binding, PDUs one after the other. All of it is one thread's; who shares it, see line.py."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from django.utils.translation import gettext as _

from sandali.channels.email.wire import Wire
from sandali.channels.sms.accounts import Account, No
from sandali.channels.sms.smpp import pdus
from sandali.channels.sms.smpp.pdus import Malformed, Pdu
from sandali.channels.sms.troubles import KEY, STRANGE, TAKEN
from sandali.kit.safe_http import ConnectionProblem

ANSWER_SECONDS: Final = 20.0  # for an answer; the centre may ask the network first
PDU_SECONDS: Final = 10.0  # for the rest of a PDU that has begun
GOODBYE_SECONDS: Final = 2.0
USUAL_PORT: Final = 2775
MOST_BETWEEN: Final = 1000  # things that are said before an answer comes


class Session:
    """A connection that speaks PDUs."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._numbers = itertools.count(1)
        self.fileno = wire.fileno

    def next_number(self) -> int:
        """A sequence number that was not used."""
        return next(self._numbers) % 0x7FFFFFFF or next(self._numbers)

    def send(self, command: int, body: bytes = b"", *, sequence: int, status: int = pdus.OK) -> None:
        """Say something. Raises OSError."""
        self._wire.allow(PDU_SECONDS)
        self._wire.sendall(pdus.packed(command, sequence, body, status=status))

    def is_readable(self, seconds: float) -> bool:
        """Whether something was said, waiting so long for it."""
        return self._wire.is_readable(seconds)

    def read(self, seconds: float = 0) -> Pdu:
        """What is said next, waiting so long for its beginning (as for the rest where nothing is said). Raises OSError, and Malformed for
        what no centre says: then the line is of no use any more."""
        self._wire.allow(seconds or PDU_SECONDS)
        head = self._wire.read(pdus.HEADER.size)
        try:
            size, command, status, sequence = pdus.unpacked(head)
        except Malformed:
            with suppress(OSError):  # it is told once, and not waited for
                self.send(pdus.GENERIC_NACK, sequence=0, status=pdus.BAD_LENGTH)
            raise
        self._wire.allow(PDU_SECONDS)
        return Pdu(command, status, sequence, self._wire.read(size))

    def exchange(self, command: int, body: bytes = b"", *, seconds: float = ANSWER_SECONDS) -> Pdu:
        """Say something and wait for its answer. Raises OSError, Malformed."""
        sequence = self.next_number()
        self.send(command, body, sequence=sequence)
        for _turn in range(MOST_BETWEEN):
            pdu = self.read(seconds)
            if pdu.is_answer and pdu.sequence == sequence:
                return pdu
            if not pdu.is_answer:
                self.put_off(pdu)
        raise Malformed("no answer among all that was said")

    def put_off(self, pdu: Pdu) -> None:
        """Answer what is asked of us where nobody takes messages in: the centre keeps them for who does."""
        if pdu.command == pdus.UNBIND:
            self.send(pdus.UNBIND | pdus.ANSWER, sequence=pdu.sequence)
            raise ConnectionResetError("the centre ended the line")
        if pdu.command == pdus.ENQUIRE_LINK:
            self.send(pdus.ENQUIRE_LINK | pdus.ANSWER, sequence=pdu.sequence)
        elif pdu.command == pdus.DELIVER_SM:
            self.send(pdus.DELIVER_SM | pdus.ANSWER, b"\x00", sequence=pdu.sequence, status=pdus.TRY_AGAIN)
        elif pdu.command not in pdus.UNANSWERED:
            self.send(pdus.GENERIC_NACK, sequence=pdu.sequence, status=pdus.BAD_COMMAND)

    def unbind(self) -> None:
        """Say goodbye and wait a moment for the answer."""
        with suppress(OSError, Malformed):  # who is gone needs no goodbye
            self.exchange(pdus.UNBIND, seconds=GOODBYE_SECONDS)


@contextmanager
def bound(account: Account, *, command: int = pdus.BIND_TRANSMITTER) -> Iterator[Session]:
    """A line on which we are known. Raises No and ConnectionProblem, of which nothing has left."""
    settings = account.settings
    wire = Wire.open(str(settings.get("smpp_host") or ""), int(settings.get("smpp_port") or USUAL_PORT), tls=settings.get("smpp_security") == "tls")
    try:
        session = Session(wire)
        sign_in(session, account, command)
        yield session
        session.unbind()
    finally:
        wire.close()


def sign_in(session: Session, account: Account, command: int) -> None:
    """Bind. Raises No, ConnectionProblem."""
    try:
        body = pdus.bind_body(account.username, account.key, str(account.settings.get("smpp_system_type") or ""))
        answer = session.exchange(command, body)
    except Malformed as problem:
        raise No("account", str(STRANGE), "protocol") from problem
    except TimeoutError as problem:
        raise ConnectionProblem("timeout", "no answer to the bind") from problem
    except OSError as problem:
        raise ConnectionProblem("connection", "the line broke while binding") from problem
    if answer.status == pdus.OK and answer.command == command | pdus.ANSWER:
        return
    code = f"0x{answer.status:02X}"
    if answer.status == pdus.ALREADY_BOUND:
        raise No("later", _("The provider takes one connection at a time for this account, and one is open."), TAKEN, after=15)
    if answer.status in (pdus.BIND_FAILED, pdus.BAD_PASSWORD, pdus.BAD_SYSTEM_ID):
        raise No("account", str(KEY), code)
    if answer.status in (pdus.THROTTLED, pdus.QUEUE_FULL):
        raise No("later", _("The provider asks us to try later."), code, after=60)
    raise No("account", str(STRANGE), code)
